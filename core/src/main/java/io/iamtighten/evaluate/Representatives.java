package io.iamtighten.evaluate;

import io.iamtighten.condition.Literals;
import io.iamtighten.glob.Glob;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.Quantifier;
import io.iamtighten.request.ContextValues;
import io.iamtighten.values.IpRange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Values of a context key on both sides of what a condition asks for. */
final class Representatives {
    private Representatives() {}

    static List<ContextValues> of(Condition condition) {
        Set<String> values = new LinkedHashSet<>();
        for (String text : condition.values()) {
            add(condition.operator().operator().family(), text, values);
        }
        outside(condition.operator().operator().family()).ifPresent(values::add);
        boolean set = condition.operator().quantifier() != Quantifier.NONE;
        List<ContextValues> all = new ArrayList<>();
        for (String value : values) {
            all.add(set ? ContextValues.set(List.of(value)) : ContextValues.single(value));
        }
        return all;
    }

    private static void add(ConditionOperator.Family family, String text, Set<String> values) {
        switch (family) {
            case STRING, ARN -> {
                PatternText pattern = PatternText.parse(text, PolicyVersion.V2012_10_17, PatternText.Wildcards.ACTIVE);
                if (!pattern.hasVariables()) {
                    values.add(Glob.ofTokens(pattern.tokens(), false).shortestMatch('x'));
                    values.add(text);
                }
            }
            case NUMERIC ->
                Literals.number(text).ifPresent(bound -> {
                    values.add(text);
                    values.add(bound.add(BigDecimal.ONE).toPlainString());
                    values.add(bound.subtract(BigDecimal.ONE).toPlainString());
                });
            case DATE ->
                Literals.instant(text).ifPresent(bound -> {
                    values.add(text);
                    values.add(bound.plusSeconds(1).toString());
                    values.add(bound.minusSeconds(1).toString());
                });
            case BOOL, NULL -> {
                values.add("true");
                values.add("false");
            }
            case BINARY -> values.add(text);
            case IP_ADDRESS ->
                IpRange.parse(text)
                        .ifPresent(range -> values.add(
                                range.toString().substring(0, range.toString().indexOf('/'))));
        }
    }

    /** A value that no condition of people speaks of. */
    private static Optional<String> outside(ConditionOperator.Family family) {
        return switch (family) {
            case STRING -> Optional.of("another-value");
            case ARN -> Optional.of("arn:aws:iam::000000000000:role/another");
            case IP_ADDRESS -> Optional.of("192.0.2.255");
            case BINARY -> Optional.of("AA==");
            case NUMERIC, DATE, BOOL, NULL -> Optional.empty();
        };
    }
}
