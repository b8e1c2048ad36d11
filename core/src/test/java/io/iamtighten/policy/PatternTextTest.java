package io.iamtighten.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatternTextTest {
    private static Optional<Map<String, String>> values(String pattern, String text) {
        return PatternText.parse(pattern, PolicyVersion.V2012_10_17, PatternText.Wildcards.ACTIVE)
                .valuesAccepting(text);
    }

    @Test
    void variablesGetTheValuesThatATextWants() {
        assertThat(values("role/${aws:PrincipalTag/Name}", "role/app"))
                .contains(Map.of("aws:principaltag/name", "app"));
        assertThat(values("*/${aws:username}/?", "a/b/c/d")).contains(Map.of("aws:username", "b/c"));
        assertThat(values("${aws:username}-${aws:username}", "ab-ab")).contains(Map.of("aws:username", "ab"));
    }

    @Test
    void aTextThatNoValuesReachHasNone() {
        assertThat(values("role/${aws:PrincipalTag/Name}", "user/app")).isEmpty();
        assertThat(values("${aws:username}-${aws:username}", "ab-cd")).isEmpty();
    }

    @Test
    void aSearchThatWouldTakeTooLongIsNotMade() {
        assertThat(values("*".repeat(1_000) + "${aws:username}!", "a".repeat(1_000)))
                .isEmpty();
    }
}
