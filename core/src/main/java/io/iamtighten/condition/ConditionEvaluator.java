package io.iamtighten.condition;

import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.OperatorUse;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.Quantifier;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.RequestContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One condition, compiled: decides whether a request's context satisfies it.
 *
 * <p>A plain operator on a key that the request holds as a set of several values does not match, positive or negated: the
 * documentation asks for a set operator there and leaves the rest open.
 */
public final class ConditionEvaluator {
    private final Condition condition;
    private final OperatorUse use;
    private final String key;
    private final ValueTest[] tests;
    private final boolean nullAccepts;
    private final boolean presentAccepts;

    private ConditionEvaluator(Condition condition, PolicyVersion version) {
        this.condition = condition;
        this.use = condition.operator();
        this.key = condition.key().toLowerCase(Locale.ROOT);
        boolean acceptsAbsent = false;
        boolean acceptsPresent = false;
        if (use.operator() == ConditionOperator.NULL) {
            this.tests = new ValueTest[0];
            for (String value : condition.values()) {
                Optional<Boolean> absent = Literals.bool(value);
                acceptsAbsent |= absent.filter(b -> b).isPresent();
                acceptsPresent |= absent.filter(b -> !b).isPresent();
            }
        } else {
            this.tests = new ValueTest[condition.values().size()];
            for (int i = 0; i < tests.length; i++) {
                tests[i] = ValueTests.of(use.operator(), condition.values().get(i), version);
            }
        }
        this.nullAccepts = acceptsAbsent;
        this.presentAccepts = acceptsPresent;
    }

    /** Compiles a condition of a document of some version. */
    public static ConditionEvaluator compile(Condition condition, PolicyVersion version) {
        return new ConditionEvaluator(condition, version);
    }

    /** Returns the condition that was compiled. */
    public Condition condition() {
        return condition;
    }

    /** Returns the context key in lower case. */
    public String key() {
        return key;
    }

    /** Returns whether the context satisfies the condition. */
    public boolean evaluate(RequestContext context) {
        ContextValues values = context.lookup(key);
        if (use.operator() == ConditionOperator.NULL) {
            return evaluateNull(values);
        }
        if (values == null || values.values().isEmpty()) {
            return absent();
        }
        List<String> texts = values.values();
        return switch (use.quantifier()) {
            case NONE -> texts.size() == 1 && accepts(texts.get(0), context);
            case FOR_ALL_VALUES -> {
                for (int i = 0; i < texts.size(); i++) {
                    if (!accepts(texts.get(i), context)) {
                        yield false;
                    }
                }
                yield true;
            }
            case FOR_ANY_VALUE -> {
                for (int i = 0; i < texts.size(); i++) {
                    if (accepts(texts.get(i), context)) {
                        yield true;
                    }
                }
                yield false;
            }
        };
    }

    private boolean absent() {
        return switch (use.quantifier()) {
            case NONE -> use.ifExists() || use.operator().negated();
            case FOR_ALL_VALUES -> true;
            case FOR_ANY_VALUE -> use.ifExists();
        };
    }

    /** An empty text is a null value, as is an empty set. */
    private boolean evaluateNull(@org.jspecify.annotations.Nullable ContextValues values) {
        boolean absent = values == null
                || values.values().isEmpty()
                || (values.values().size() == 1 && values.values().get(0).isEmpty());
        if (use.quantifier() == Quantifier.FOR_ALL_VALUES && absent) {
            return true;
        }
        if (use.quantifier() == Quantifier.FOR_ANY_VALUE && absent) {
            return false;
        }
        return absent ? nullAccepts : presentAccepts;
    }

    private boolean accepts(String value, RequestContext context) {
        boolean negated = use.operator().negated();
        boolean readable = true;
        for (ValueTest test : tests) {
            switch (test.test(value, context)) {
                case YES -> {
                    return !negated;
                }
                case NO -> {}
                case UNREADABLE -> readable = false;
            }
        }
        return negated && readable;
    }
}
