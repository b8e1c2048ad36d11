package io.iamtighten.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every vector of the conformance folder whose decision is settled, one test each. */
class AuthorizerConformanceTest {
    /**
     * Questions of the extension profile that are not asked: a condition operator that AWS does not have is refused by the
     * parser; a request names one resource, not a pattern of them; and what a pattern of fewer than six parts means per
     * policy kind is one author's observation, where ours is open at its end in all of them.
     */
    private static final Set<String> REFUSED_TAGS = Set.of("unknown-operator", "request-wildcard", "short-arn");

    @TestFactory
    Stream<DynamicTest> everySettledVector() throws IOException {
        Path folder = Path.of(System.getProperty("shared.dir", "../../shared")).resolve("conformance");
        assumeTrue(Files.isDirectory(folder), "the folder of shared vectors is absent: " + folder);
        TreeMap<String, JsonNode> vectors = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    JsonNode vector = Vectors.MAPPER.readTree(line);
                    vectors.put(vector.get("id").asText(), vector);
                }
            }
        }
        List<DynamicTest> tests = new ArrayList<>();
        vectors.forEach((id, vector) -> {
            String expected = vector.path("expect").path("decision").asText();
            if (!expected.equals("unresolved") && !expected.isEmpty() && !refused(vector)) {
                tests.add(DynamicTest.dynamicTest(id, () -> check(vector, expected)));
            }
        });
        return tests.stream();
    }

    private static boolean refused(JsonNode vector) {
        for (JsonNode tag : vector.path("tags")) {
            if (REFUSED_TAGS.contains(tag.asText())) {
                return true;
            }
        }
        return false;
    }

    private static void check(JsonNode vector, String expected) {
        Authorizer authorizer = Authorizer.compile(Vectors.stack(vector.path("policies"), vector.path("organization")));
        Decision decision = authorizer.decide(Vectors.request(vector.path("request")));
        if (expected.equals("denied")) {
            assertThat(decision.allowed()).as(vector.toString()).isFalse();
        } else {
            assertThat(decision.outcome().text()).as(vector.toString()).isEqualTo(expected);
        }
    }
}
