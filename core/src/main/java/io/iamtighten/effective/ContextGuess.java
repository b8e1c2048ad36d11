package io.iamtighten.effective;

import io.iamtighten.condition.Literals;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.Quantifier;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.RequestContext;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for a context under which some conditions hold and some statements do not match. A guess: that none is found says
 * nothing; what is found is checked by evaluating the conditions.
 */
final class ContextGuess {
    private static final int MAX_ROUNDS = 24;
    private final OwnKeys keys;
    private final List<IndexedStatement.Line> hold;
    private RequestContext context;

    private ContextGuess(OwnKeys keys, List<IndexedStatement.Line> hold) {
        this.keys = keys;
        this.hold = hold;
        this.context = keys.likely;
    }

    /**
     * Returns a context in which all conditions of {@code hold} hold and at least one of each list in {@code fail} does not.
     *
     * @param variables values for the keys that policy variables name, as the resource in question wants them
     */
    static Optional<RequestContext> find(
            OwnKeys keys,
            List<IndexedStatement.Line> hold,
            List<List<IndexedStatement.Line>> fail,
            Map<String, String> variables) {
        ContextGuess guess = new ContextGuess(keys, hold);
        variables.forEach((key, value) -> {
            if (!keys.fixes(key)) {
                guess.context = guess.context.with(key, value);
            }
        });
        return guess.holdAll() && guess.failAll(fail) ? Optional.of(guess.context) : Optional.empty();
    }

    private boolean holdAll() {
        for (IndexedStatement.Line line : hold) {
            if (!line.evaluator().evaluate(context) && !assign(line, true)) {
                return false;
            }
        }
        return allHold();
    }

    private boolean allHold() {
        for (IndexedStatement.Line line : hold) {
            if (!line.evaluator().evaluate(context)) {
                return false;
            }
        }
        return true;
    }

    private boolean failAll(List<List<IndexedStatement.Line>> fail) {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            List<IndexedStatement.Line> matching = null;
            for (List<IndexedStatement.Line> lines : fail) {
                if (matches(lines)) {
                    matching = lines;
                    break;
                }
            }
            if (matching == null) {
                return true;
            }
            boolean changed = false;
            // Each round prefers another condition, so that two statements do not undo each other's values for ever.
            for (int i = 0; i < matching.size() && !changed; i++) {
                changed = assign(matching.get((i + round) % matching.size()), false);
            }
            if (!changed) {
                return false;
            }
        }
        return false;
    }

    private boolean matches(List<IndexedStatement.Line> lines) {
        for (IndexedStatement.Line line : lines) {
            if (!line.evaluator().evaluate(context)) {
                return false;
            }
        }
        return true;
    }

    /** Gives the line's key a value by which the line holds, or does not, and all others that must hold still do. */
    private boolean assign(IndexedStatement.Line line, boolean wanted) {
        String key = line.evaluator().key();
        if (keys.fixes(key)) {
            return false;
        }
        List<IndexedStatement.Line> sameKey = new ArrayList<>();
        sameKey.add(line);
        for (IndexedStatement.Line other : hold) {
            if (other.evaluator().key().equals(key) && other != line) {
                sameKey.add(other);
            }
        }
        RequestContext before = context;
        for (Optional<ContextValues> value : values(sameKey)) {
            context = value.isPresent() ? before.with(key, value.get()) : before.without(key);
            if (line.evaluator().evaluate(context) == wanted && stillHold(key, before)) {
                return true;
            }
        }
        context = before;
        return false;
    }

    /** Whether all conditions on a key hold, and those whose variables may name it if they did before. */
    private boolean stillHold(String key, RequestContext before) {
        for (IndexedStatement.Line line : hold) {
            boolean same = line.evaluator().key().equals(key);
            if ((same || line.variables())
                    && !line.evaluator().evaluate(context)
                    && (same || line.evaluator().evaluate(before))) {
                return false;
            }
        }
        return true;
    }

    private List<Optional<ContextValues>> values(List<IndexedStatement.Line> lines) {
        List<Optional<ContextValues>> values = new ArrayList<>();
        boolean set = false;
        List<String> texts = new ArrayList<>();
        for (IndexedStatement.Line line : lines) {
            set |= line.condition().operator().quantifier() != Quantifier.NONE;
            texts(line.condition(), texts);
        }
        for (String text : texts) {
            values.add(Optional.of(set ? ContextValues.set(List.of(text)) : ContextValues.single(text)));
        }
        values.add(Optional.empty());
        if (set) {
            for (IndexedStatement.Line line : lines) {
                List<String> all = new ArrayList<>();
                line.condition().values().forEach(v -> all.add(literal(v)));
                values.add(Optional.of(ContextValues.set(all)));
            }
        }
        return values;
    }

    private void texts(Condition condition, List<String> into) {
        ConditionOperator operator = condition.operator().operator();
        for (String value : condition.values()) {
            switch (operator.family()) {
                case STRING, ARN -> into.add(literal(value));
                case NUMERIC ->
                    Literals.number(value).ifPresent(n -> {
                        into.add(n.toPlainString());
                        into.add(n.subtract(BigDecimal.ONE).toPlainString());
                        into.add(n.add(BigDecimal.ONE).toPlainString());
                    });
                case DATE ->
                    Literals.instant(value).ifPresent(t -> {
                        into.add(t.toString());
                        into.add(t.minusSeconds(1).toString());
                        into.add(t.plusSeconds(1).toString());
                    });
                case IP_ADDRESS -> into.add(value.contains("/") ? value.substring(0, value.indexOf('/')) : value);
                case BINARY -> into.add(value);
                case BOOL, NULL -> {}
            }
        }
        switch (operator.family()) {
            case BOOL -> {
                into.add("true");
                into.add("false");
            }
            case IP_ADDRESS -> {
                into.add("203.0.113.9");
                into.add("2001:db8::9");
            }
            case ARN -> into.add("arn:aws:iam::999999999999:role/x");
            case NUMERIC -> into.add("0");
            case STRING, NULL -> into.add("x");
            case DATE, BINARY -> {}
        }
    }

    /** A text that the pattern accepts, with variables resolved as far as the context has values. */
    private String literal(String value) {
        PatternText text = PatternText.parse(value, PolicyVersion.V2012_10_17, PatternText.Wildcards.ACTIVE);
        Optional<int[]> tokens = text.resolve(key -> context.single(key.toLowerCase(Locale.ROOT)));
        StringBuilder literal = new StringBuilder();
        for (int token : tokens.orElse(text.tokens())) {
            if (token >= 0) {
                literal.append((char) token);
            } else if (token == PatternText.ANY_ONE) {
                literal.append('x');
            }
        }
        return literal.toString();
    }
}
