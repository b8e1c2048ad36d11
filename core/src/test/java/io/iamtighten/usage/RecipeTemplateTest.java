package io.iamtighten.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecipeTemplateTest {
    private static final Map<String, List<String>> PARAMETERS = Map.of(
            "a", List.of("x"),
            "b", List.of("y", "z"),
            "arn", List.of("arn:aws:lambda:eu-west-1:1:function:f:live"));

    private static List<String> values(String template) {
        return RecipeTemplate.parse(template)
                .values(new RecipeTemplate.Call(
                        p -> PARAMETERS.getOrDefault(p.name(), List.of()), value -> value.equals("y")));
    }

    @Test
    void textAroundAParameterIsLiteral() {
        assertThat(values("p/${a}/s")).containsExactly("p/x/s");
        assertThat(values("${a}-${b}")).containsExactly("x-y", "x-z");
        assertThat(values("${missing}/x")).isEmpty();
        assertThat(values("*")).containsExactly("*");
    }

    @Test
    void functionsTakeTheirArguments() {
        assertThat(values("%%iftemplatematch%${b}%%")).containsExactly("y");
        assertThat(values("%%many%${a}%${b}%%")).containsExactly("x", "y", "z");
        assertThat(values("%%many%${a}%role/${b}%%")).containsExactly("x", "role/y", "role/z");
        assertThat(values("%%iftruthy%${a}%*%%%")).containsExactly("*");
        assertThat(values("%%iftruthy%${missing}%*%%%")).isEmpty();
        assertThat(values("%%iftruthy%${missing}%${a}%*%%")).containsExactly("*");
        assertThat(values("%%iftruthy%${a}%%")).containsExactly("x");
    }

    @Test
    void aRegularExpressionGivesItsFirstGroup() {
        assertThat(values("%%regex%${arn}%/^(?:^arn\\:aws\\:.+function\\:)?([^:]+?)(?:\\:[^:]+)?$/g%%"))
                .containsExactly("f");
        assertThat(values("x/%%regex%${arn}%/^.+\\:(.+)$/g%%")).containsExactly("x/live");
        assertThat(values("%%regex%%/.*/g%%")).isEmpty();
        assertThat(values("%%regex%${arn}%\\:(live)$/g%%")).containsExactly("live");
    }

    @Test
    void aCutOffFunctionIsReadAsFarAsItGoes() {
        assertThat(values("%%many%${a}%${b}$$")).containsExactly("x", "y", "z");
        assertThat(values("%%nosuch%${a}%%")).isEmpty();
        assertThat(values("")).isEmpty();
    }
}
