package io.iamtighten.lint;

import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.Statement;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One statement as the rules look at it: with its place, and its actions looked up in the catalog. */
final class StatementView {
    private final Statement statement;
    private final int index;
    private final ActionFacts facts;
    private final @Nullable BitSet[] expansions;
    private @Nullable BitSet actions;

    StatementView(Statement statement, int index, ActionFacts facts) {
        this.statement = statement;
        this.index = index;
        this.facts = facts;
        this.expansions = new BitSet[statement.actions().patterns().size()];
    }

    Statement statement() {
        return statement;
    }

    int index() {
        return index;
    }

    String pointer() {
        return "/Statement/" + index;
    }

    /** Returns how a message names the statement. */
    String name() {
        return "statement "
                + statement
                        .sid()
                        .filter(s -> !s.isEmpty())
                        .map(s -> "`" + s + "`")
                        .orElse("" + (index + 1));
    }

    boolean allows() {
        return statement.effect() == Effect.ALLOW;
    }

    boolean invertsActions() {
        return statement.actions().polarity() == Polarity.ALL_BUT;
    }

    boolean invertsResources() {
        return statement.resources().isPresent() && statement.resources().get().polarity() == Polarity.ALL_BUT;
    }

    String actionsPointer() {
        return pointer() + (invertsActions() ? "/NotAction" : "/Action");
    }

    String actionPointer(int pattern) {
        return actionsPointer() + "/" + pattern;
    }

    String resourcesPointer() {
        return pointer() + (invertsResources() ? "/NotResource" : "/Resource");
    }

    String resourcePointer(int pattern) {
        return resourcesPointer() + "/" + pattern;
    }

    String principalPointer() {
        boolean inverted =
                statement.principal().isPresent() && statement.principal().get().polarity() == Polarity.ALL_BUT;
        return pointer() + (inverted ? "/NotPrincipal" : "/Principal");
    }

    List<ActionPattern> patterns() {
        return statement.actions().patterns();
    }

    /** Returns the catalog's actions that one entry of the action element names; the caller does not change it. */
    BitSet expansion(int pattern) {
        BitSet known = expansions[pattern];
        if (known == null) {
            known = Expansions.of(facts.catalog(), patterns().get(pattern));
            expansions[pattern] = known;
        }
        return known;
    }

    /** Returns the catalog's actions that the statement is about; the caller does not change it. */
    BitSet actions() {
        BitSet known = actions;
        if (known == null) {
            known = new BitSet();
            for (int i = 0; i < expansions.length; i++) {
                known.or(expansion(i));
            }
            if (invertsActions()) {
                BitSet others = (BitSet) facts.all().clone();
                others.andNot(known);
                known = others;
            }
            actions = known;
        }
        return known;
    }
}
