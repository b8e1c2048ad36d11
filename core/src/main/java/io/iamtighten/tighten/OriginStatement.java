package io.iamtighten.tighten;

import io.iamtighten.condition.ConditionEvaluator;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.Statement;
import io.iamtighten.policy.StatementRef;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One statement of today's policies, ready to be asked which uses it covers. */
final class OriginStatement {
    private final StatementRef ref;
    private final Statement statement;
    private final PolicyVersion version;
    private final int number;
    private final BitSet actions;
    private final Set<String> exactNames = new TreeSet<>();
    private final Set<String> kinds = new TreeSet<>();
    private final boolean allBut;
    private final List<ResourceEntry> entries;
    private final List<ConditionEvaluator> conditions;

    OriginStatement(NamedPolicy policy, int index, int number, ActionSets sets) {
        this.statement = policy.document().statements().get(index);
        this.ref = new StatementRef(policy.name(), index, statement.sid());
        this.version = policy.document().version();
        this.number = number;
        this.actions = sets.of(statement.actions());
        if (statement.actions().polarity() == Polarity.ONLY) {
            for (ActionPattern pattern : statement.actions().patterns()) {
                if (!pattern.hasWildcard()) {
                    exactNames.add(pattern.text().toLowerCase(Locale.ROOT));
                } else if (pattern.text().indexOf('*') == pattern.text().length() - 1
                        && pattern.text().indexOf('?') < 0) {
                    begins(pattern.text().substring(0, pattern.text().length() - 1), sets);
                }
            }
        }
        ResourceElement resources = statement.resources().orElse(ResourceElement.of("*"));
        this.allBut = resources.polarity() == Polarity.ALL_BUT;
        this.entries = resources.patterns().stream()
                .map(pattern -> new ResourceEntry(pattern.text(), version))
                .toList();
        this.conditions = statement.conditions().stream()
                .map(condition -> ConditionEvaluator.compile(condition, version))
                .toList();
    }

    /** An entry such as {@code s3:GetObject*} spells out one action, one such as {@code s3:List*} a kind of them. */
    private void begins(String head, ActionSets sets) {
        if (head.indexOf(':') < 0 || head.endsWith(":")) {
            return;
        }
        String lower = head.toLowerCase(Locale.ROOT);
        if (sets.of(new ActionPattern(head)).isEmpty()) {
            kinds.add(lower);
        } else {
            exactNames.add(lower);
        }
    }

    static List<OriginStatement> all(List<NamedPolicy> policies, ActionSets sets) {
        List<OriginStatement> all = new ArrayList<>();
        for (NamedPolicy policy : policies) {
            for (int i = 0; i < policy.document().statements().size(); i++) {
                all.add(new OriginStatement(policy, i, all.size(), sets));
            }
        }
        return all;
    }

    StatementRef ref() {
        return ref;
    }

    Statement statement() {
        return statement;
    }

    PolicyVersion version() {
        return version;
    }

    /** Returns the place among all statements. */
    int number() {
        return number;
    }

    boolean allows() {
        return statement.effect() == io.iamtighten.policy.Effect.ALLOW;
    }

    /** Returns the catalog's actions that the statement names; not to be changed. */
    BitSet actions() {
        return actions;
    }

    /** Returns whether an entry ends in a wildcard behind the action's first letters, such as {@code s3:List*}, and spells out no other. */
    boolean namesKind(String action) {
        String lower = action.toLowerCase(Locale.ROOT);
        return kinds.stream().anyMatch(lower::startsWith);
    }

    /** Returns whether an entry is the action's name, or its name and a wildcard behind it. */
    boolean namesExactly(String action) {
        return exactNames.contains(action.toLowerCase(Locale.ROOT));
    }

    /** Returns whether the element is {@code NotResource}. */
    boolean allButResources() {
        return allBut;
    }

    List<ResourceEntry> entries() {
        return entries;
    }

    boolean unconditional() {
        return conditions.isEmpty();
    }

    /** Returns whether the statement reaches every resource, those of actions without resource-level permissions included. */
    boolean anyResource() {
        return !allBut && entries.stream().anyMatch(ResourceEntry::isEverything);
    }

    Truth covers(Use use) {
        if (!actions.get(use.action())) {
            return Truth.NO;
        }
        Truth resource = coversResource(use);
        if (resource == Truth.NO) {
            return Truth.NO;
        }
        return resource.and(conditionsHold(use.context()));
    }

    /** Returns whether the statement names the action and may reach the resource of a use, whatever its conditions say. */
    boolean reaches(Use use) {
        return actions.get(use.action()) && coversResource(use) != Truth.NO;
    }

    private Truth coversResource(Use use) {
        Truth any = Truth.NO;
        for (ResourceEntry entry : entries) {
            any = any.or(entry.covers(use));
        }
        return allBut ? any.not() : any;
    }

    private Truth conditionsHold(KnownContext context) {
        Truth all = Truth.YES;
        for (ConditionEvaluator condition : conditions) {
            all = all.and(context.holds(condition, version));
        }
        return all;
    }

    /**
     * Returns how closely the statement names a use that it covers, so that the use is kept where least else comes with it: higher
     * is closer.
     */
    int closeness(Use use) {
        int named = namesExactly(use.name()) ? 1 : 0;
        int literal = 0;
        if (!allBut) {
            for (ResourceEntry entry : entries) {
                if (entry.covers(use) == Truth.YES) {
                    literal = Math.max(literal, literalCharacters(entry.text()));
                }
            }
        }
        return Math.min(literal, 9_999) * 100 + named * 50 + Math.min(conditions.size(), 49);
    }

    /** Returns whether this statement comes before another in an order of what they say alone. */
    boolean isBefore(OriginStatement other) {
        return text().compareTo(other.text()) < 0;
    }

    private String text() {
        return statement.withSid(Optional.empty()) + " " + version;
    }

    private static int literalCharacters(String text) {
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            count += text.charAt(i) == '*' || text.charAt(i) == '?' ? 0 : 1;
        }
        return count;
    }
}
