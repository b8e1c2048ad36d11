package io.iamtighten.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.OperatorUse;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.Quantifier;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.RequestContext;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** For every operator: the set that a condition denotes holds exactly what evaluating the condition accepts. */
class DenotationPropertyTest {
    private static final List<String> WORDS = List.of(
            "",
            "a",
            "A",
            "ab",
            "aB",
            "*",
            "a*",
            "?b",
            "${*}",
            "true",
            "false",
            "TRUE",
            "0",
            "1",
            "1.0",
            "-1",
            "1e2",
            "007",
            "2020",
            "2020-01-01",
            "2020-01-01T00:00:00Z",
            "2020-01-01T01:00:00+01:00",
            "1577836800",
            "10.0.0.0/8",
            "10.1.2.3",
            "10.1.0.0/16",
            "11.0.0.1",
            "::1",
            "2001:db8::/32",
            "2001:db8::5",
            "YQ==",
            "YWI=",
            "arn:aws:iam::111122223333:role/x",
            "arn:aws:iam::*:role/*",
            "arn:aws:iam::111122223333:*",
            "arn:*:iam::1:x",
            "arn:aws:iam",
            "arn:aws:sns:us-east-1:1:*:abc",
            "arn:aws:sns:us-east-1:1:t:abc",
            "*:aws:iam::1:x",
            "x:aws:iam::1:x");

    @Provide
    Arbitrary<Condition> conditions() {
        Arbitrary<OperatorUse> uses = Combinators.combine(
                        Arbitraries.of(Quantifier.values()),
                        Arbitraries.of(ConditionOperator.values()),
                        Arbitraries.of(true, false))
                .as(OperatorUse::new);
        return Combinators.combine(uses, Arbitraries.of(WORDS).list().ofMaxSize(3))
                .as((use, values) -> new Condition(use, "k:Key", values));
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of(WORDS);
    }

    @Property(tries = 20_000)
    void aSingleValueIsAcceptedByBothOrNeither(
            @ForAll("conditions") Condition condition, @ForAll("values") String value) {
        Denotation denotation = Denotation.of(condition, PolicyVersion.V2012_10_17);
        RequestContext context = RequestContext.empty().with("k:key", value);
        boolean evaluated =
                ConditionEvaluator.compile(condition, PolicyVersion.V2012_10_17).evaluate(context);
        if (denotation.isPresence()) {
            boolean empty = value.isEmpty();
            assertThat(empty ? denotation.acceptsAbsent() : denotation.acceptsPresent())
                    .isEqualTo(evaluated);
        } else {
            assertThat(denotation.accepts(value)).isEqualTo(evaluated);
        }
    }

    @Property(tries = 3_000)
    void anAbsentKeyIsAcceptedByBothOrNeither(@ForAll("conditions") Condition condition) {
        Denotation denotation = Denotation.of(condition, PolicyVersion.V2012_10_17);
        assertThat(denotation.acceptsAbsent())
                .isEqualTo(ConditionEvaluator.compile(condition, PolicyVersion.V2012_10_17)
                        .evaluate(RequestContext.empty()));
    }

    @Property(tries = 5_000)
    void aSetIsJudgedByItsMembers(
            @ForAll("conditions") Condition condition,
            @ForAll("values") String first,
            @ForAll("values") String second) {
        Denotation denotation = Denotation.of(condition, PolicyVersion.V2012_10_17);
        if (!denotation.isSetValued() || first.equals(second)) {
            return;
        }
        RequestContext context = RequestContext.empty().with("k:key", ContextValues.set(List.of(first, second)));
        boolean any = denotation.use().quantifier() == Quantifier.FOR_ANY_VALUE;
        boolean denoted = any
                ? denotation.accepts(first) || denotation.accepts(second)
                : denotation.accepts(first) && denotation.accepts(second);
        assertThat(denoted)
                .isEqualTo(ConditionEvaluator.compile(condition, PolicyVersion.V2012_10_17)
                        .evaluate(context));
    }
}
