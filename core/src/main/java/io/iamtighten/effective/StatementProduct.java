package io.iamtighten.effective;

import io.iamtighten.glob.Glob;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.policy.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Writes what two lists of Allow statements both allow as Allow statements. Does so where patterns are equal, one within the other,
 * or have nothing in common; the result is to be proven, not to be trusted.
 */
final class StatementProduct {
    private static final int MAX_STATEMENTS = 120;

    private StatementProduct() {}

    /** Returns the statements, or empty where they cannot be written like this. */
    static Optional<List<Statement>> of(List<Statement> first, List<Statement> second) {
        if ((long) first.size() * second.size() > 4 * MAX_STATEMENTS) {
            return Optional.empty();
        }
        Set<Statement> product = new LinkedHashSet<>();
        for (Statement a : first) {
            for (Statement b : second) {
                Optional<Texts> actions = both(actions(a), actions(b));
                Optional<Texts> resources = both(resources(a), resources(b));
                Optional<List<Condition>> conditions = both(a.conditions(), b.conditions());
                if (actions.isEmpty() || resources.isEmpty() || conditions.isEmpty()) {
                    return Optional.empty();
                }
                if (!actions.get().isNothing() && !resources.get().isNothing()) {
                    product.add(a.withActions(actionElement(actions.get()))
                            .withResources(resourceElement(resources.get()))
                            .withConditions(conditions.get()));
                }
            }
        }
        return product.isEmpty() || product.size() > MAX_STATEMENTS
                ? Optional.empty()
                : Optional.of(List.copyOf(product));
    }

    /** The patterns of an element. */
    private record Texts(Polarity polarity, List<String> texts, boolean ignoreCase) {
        boolean isNothing() {
            return polarity == Polarity.ONLY && texts.isEmpty();
        }

        boolean isEverything() {
            return polarity == Polarity.ONLY && texts.contains("*");
        }

        Glob glob(String text) {
            return ignoreCase ? Glob.of(text.toLowerCase(Locale.ROOT)) : Glob.of(text);
        }
    }

    private static Texts actions(Statement statement) {
        return new Texts(
                statement.actions().polarity(),
                statement.actions().patterns().stream().map(ActionPattern::text).toList(),
                true);
    }

    private static ActionElement actionElement(Texts texts) {
        String[] list = texts.texts().toArray(String[]::new);
        return texts.polarity() == Polarity.ONLY ? ActionElement.of(list) : ActionElement.allBut(list);
    }

    private static ResourceElement resourceElement(Texts texts) {
        String[] list = texts.texts().toArray(String[]::new);
        return texts.polarity() == Polarity.ONLY ? ResourceElement.of(list) : ResourceElement.allBut(list);
    }

    private static Texts resources(Statement statement) {
        return statement
                .resources()
                .map(r -> new Texts(
                        r.polarity(),
                        r.patterns().stream().map(ResourcePattern::text).toList(),
                        false))
                .orElse(new Texts(Polarity.ONLY, List.of("*"), false));
    }

    private static Optional<Texts> both(Texts a, Texts b) {
        if (a.isEverything() || a.equals(b)) {
            return Optional.of(b);
        }
        if (b.isEverything()) {
            return Optional.of(a);
        }
        if (a.polarity() == Polarity.ALL_BUT && b.polarity() == Polarity.ALL_BUT) {
            Set<String> together = new LinkedHashSet<>(a.texts());
            together.addAll(b.texts());
            return Optional.of(new Texts(Polarity.ALL_BUT, List.copyOf(together), a.ignoreCase()));
        }
        if (a.polarity() == Polarity.ALL_BUT) {
            return both(b, a);
        }
        Set<String> kept = new LinkedHashSet<>();
        for (String text : a.texts()) {
            boolean within = false;
            for (String other : b.texts()) {
                Glob mine = a.glob(text);
                Glob theirs = a.glob(other);
                if (!mine.intersects(theirs)) {
                    continue;
                }
                boolean inside = theirs.contains(mine);
                within |= inside;
                if (b.polarity() == Polarity.ONLY && inside) {
                    kept.add(text);
                } else if (b.polarity() == Polarity.ONLY && mine.contains(theirs)) {
                    kept.add(other);
                } else if (!inside) {
                    return Optional.empty();
                }
            }
            if (b.polarity() == Polarity.ALL_BUT && !within) {
                kept.add(text);
            }
        }
        return Optional.of(new Texts(Polarity.ONLY, List.copyOf(kept), a.ignoreCase()));
    }

    /** Both lists of conditions; empty where one block cannot hold them. */
    private static Optional<List<Condition>> both(List<Condition> a, List<Condition> b) {
        Set<Condition> all = new LinkedHashSet<>(a);
        all.addAll(b);
        Set<String> places = new LinkedHashSet<>();
        for (Condition condition : all) {
            if (!places.add(condition.operator().text() + " " + condition.key().toLowerCase(Locale.ROOT))) {
                return Optional.empty();
            }
        }
        return Optional.of(new ArrayList<>(all));
    }
}
