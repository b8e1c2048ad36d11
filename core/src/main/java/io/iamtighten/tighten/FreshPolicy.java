package io.iamtighten.tighten;

import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.policy.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One document that allows and denies what several together do: statements that differ in one element only become one, what lies
 * inside another statement goes, and all stand in order of their services. Every Deny comes along, since it may hold
 * against what a resource's own policy grants.
 */
final class FreshPolicy {
    private FreshPolicy() {}

    /** Returns the document; without statements when the others have none. */
    static PolicyDocument of(List<PolicyDocument> documents) {
        Set<Statement> allows = new LinkedHashSet<>();
        Map<Statement, Optional<String>> denies = new LinkedHashMap<>();
        for (PolicyDocument document : documents) {
            for (Statement statement : document.statements()) {
                Statement current = current(statement, document.version());
                if (statement.effect() == Effect.ALLOW) {
                    allows.add(current.withSid(Optional.empty()));
                } else {
                    denies.putIfAbsent(current.withSid(Optional.empty()), statement.sid());
                }
            }
        }
        List<Statement> merged = withoutCovered(byResources(byActions(new ArrayList<>(allows))));
        merged.sort(Comparator.comparing(FreshPolicy::order));
        Set<String> taken = new HashSet<>();
        List<Statement> result = new ArrayList<>();
        merged.forEach(statement -> result.add(statement.withSid(Optional.of(free(label(statement), taken)))));
        denies.forEach((statement, sid) -> result.add(statement.withSid(sid.map(s -> free(s, taken)))));
        return PolicyDocument.of(result);
    }

    /** Returns a statement as the current version of the language writes it: before, a dollar and brace were no variable. */
    private static Statement current(Statement statement, PolicyVersion version) {
        if (version.hasVariables()) {
            return statement;
        }
        Statement result = statement.withConditions(statement.conditions().stream()
                .map(c -> new Condition(
                        c.operator(),
                        c.key(),
                        c.values().stream().map(FreshPolicy::literal).toList()))
                .toList());
        return statement.resources().isEmpty()
                ? result
                : result.withResources(new ResourceElement(
                        statement.resources().get().polarity(),
                        statement.resources().get().patterns().stream()
                                .map(p -> new ResourcePattern(literal(p.text())))
                                .toList()));
    }

    private static String literal(String text) {
        return text.replace("${", "${$}{");
    }

    /** What must be the same for two statements to become one. */
    private record Same(Object element, Set<Condition> conditions) {}

    /** Joins statements with the same resources and conditions. */
    private static List<Statement> byActions(List<Statement> statements) {
        Map<Same, TreeSet<String>> actions = new LinkedHashMap<>();
        Map<Same, Statement> first = new LinkedHashMap<>();
        List<Statement> others = new ArrayList<>();
        for (Statement statement : statements) {
            if (statement.actions().polarity() == Polarity.ALL_BUT || unusual(statement)) {
                others.add(statement);
                continue;
            }
            Same same = new Same(resources(statement), Set.copyOf(statement.conditions()));
            first.putIfAbsent(same, statement);
            statement
                    .actions()
                    .patterns()
                    .forEach(p ->
                            actions.computeIfAbsent(same, s -> new TreeSet<>()).add(p.text()));
        }
        first.forEach((same, statement) -> others.add(statement.withActions(ActionElement.of(
                minimal(actions.getOrDefault(same, new TreeSet<>())).toArray(String[]::new)))));
        return others;
    }

    /** A condition twice on one key cannot be compared as a set. */
    private static boolean unusual(Statement statement) {
        return Set.copyOf(statement.conditions()).size()
                < statement.conditions().size();
    }

    private static Object resources(Statement statement) {
        ResourceElement element = statement.resources().orElse(ResourceElement.of("*"));
        return List.of(
                element.polarity(),
                new TreeSet<>(
                        element.patterns().stream().map(ResourcePattern::text).toList()));
    }

    /** Leaves out names that another entry matches. */
    private static List<String> minimal(Set<String> texts) {
        List<String> result = new ArrayList<>();
        for (String text : texts) {
            boolean covered = texts.stream().anyMatch(other -> !other.equals(text) && covers(other, text));
            if (!covered) {
                result.add(text);
            }
        }
        return result;
    }

    private static boolean covers(String pattern, String text) {
        ActionPattern outer = new ActionPattern(pattern);
        return outer.isEverything()
                || !outer.hasWildcardInService()
                        && io.iamtighten.glob.Glob.ofIgnoringCase(pattern)
                                .contains(io.iamtighten.glob.Glob.ofIgnoringCase(text))
                        && !io.iamtighten.glob.Glob.ofIgnoringCase(text)
                                .contains(io.iamtighten.glob.Glob.ofIgnoringCase(pattern));
    }

    /** Joins statements with the same actions and conditions. */
    private static List<Statement> byResources(List<Statement> statements) {
        Map<Same, TreeSet<String>> resources = new LinkedHashMap<>();
        Map<Same, Statement> first = new LinkedHashMap<>();
        List<Statement> others = new ArrayList<>();
        for (Statement statement : statements) {
            boolean listed = statement
                    .resources()
                    .filter(r -> r.polarity() == Polarity.ONLY)
                    .isPresent();
            if (!listed || unusual(statement)) {
                others.add(statement);
                continue;
            }
            Same same = new Same(statement.actions(), Set.copyOf(statement.conditions()));
            first.putIfAbsent(same, statement);
            statement
                    .resources()
                    .orElseThrow()
                    .patterns()
                    .forEach(p -> resources
                            .computeIfAbsent(same, s -> new TreeSet<>())
                            .add(p.text()));
        }
        first.forEach((same, statement) -> others.add(statement.withResources(
                ResourceElement.of(resources.getOrDefault(same, new TreeSet<>()).toArray(String[]::new)))));
        return others;
    }

    private static List<Statement> withoutCovered(List<Statement> statements) {
        List<Statement> result = new ArrayList<>(statements);
        for (int i = result.size() - 1; i >= 0; i--) {
            Statement inner = result.get(i);
            int at = i;
            boolean covered =
                    result.stream().anyMatch(outer -> outer != result.get(at) && ContainmentProof.within(inner, outer));
            if (covered) {
                result.remove(i);
            }
        }
        return result;
    }

    private static Set<String> services(Statement statement) {
        Set<String> services = new TreeSet<>();
        statement.actions().patterns().forEach(pattern -> {
            int colon = pattern.text().indexOf(':');
            services.add(colon < 0 ? "*" : pattern.text().substring(0, colon).toLowerCase(Locale.ROOT));
        });
        return services;
    }

    /** One service first, by name; then what is for several. */
    private static String order(Statement statement) {
        Set<String> services = services(statement);
        boolean one = services.size() == 1 && statement.actions().polarity() == Polarity.ONLY;
        return (one ? "0 " : "1 ") + String.join(",", services) + " " + resources(statement) + statement.actions()
                + statement.conditions();
    }

    private static String label(Statement statement) {
        Set<String> services = services(statement);
        if (services.size() > 1 || services.contains("*") || statement.actions().polarity() == Polarity.ALL_BUT) {
            return "Several";
        }
        StringBuilder label = new StringBuilder();
        boolean upper = true;
        for (char c : services.iterator().next().toCharArray()) {
            boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            if (plain) {
                label.append(upper ? Character.toUpperCase(c) : c);
            }
            upper = !plain;
        }
        return label.length() == 0 ? "Several" : label.toString();
    }

    private static String free(String label, Set<String> taken) {
        String name = label;
        for (int i = 2; !taken.add(name); i++) {
            name = label + "x" + i;
        }
        return name;
    }
}
