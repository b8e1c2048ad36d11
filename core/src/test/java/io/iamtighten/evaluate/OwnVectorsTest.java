package io.iamtighten.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamtighten.testsupport.TestData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every vector of {@code testdata/vectors}, one test each. */
class OwnVectorsTest {
    @TestFactory
    Stream<DynamicTest> everyVector() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : TestData.lines(TestData.ours("vectors/rules.jsonl"))) {
            JsonNode vector = Vectors.MAPPER.readTree(line);
            String name = vector.path("id").asText() + " "
                    + vector.path("source").path("case").asText();
            tests.add(DynamicTest.dynamicTest(
                    name,
                    () -> assertThat(decide(vector))
                            .as(vector.path("source").path("page").asText())
                            .isEqualTo(vector.path("expect").path("decision").asText())));
        }
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }

    private static String decide(JsonNode vector) {
        return Authorizer.compile(Vectors.stack(vector.path("policies"), vector.path("organization")))
                .decide(Vectors.request(vector.path("request")))
                .outcome()
                .text();
    }
}
