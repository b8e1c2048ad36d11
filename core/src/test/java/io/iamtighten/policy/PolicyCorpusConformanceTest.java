package io.iamtighten.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamtighten.testsupport.TestData;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyCorpusConformanceTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void everyAwsManagedPolicyRoundTrips() throws Exception {
        assertThat(roundTrip("policies/aws-managed.jsonl.gz")).isEqualTo(1594);
    }

    @Test
    void everyServiceControlPolicyRoundTrips() throws Exception {
        assertThat(roundTrip("policies/service-control-policies.jsonl")).isEqualTo(56);
    }

    @Test
    void aCommentIsRefusedWhereItStands() throws Exception {
        byte[] text =
                TestData.bytes(TestData.shared("policies/malformed/deny-service-specific-credential-by-type.json"));
        PolicyParse parse = PolicyParser.parse(text);
        assertThat(parse.document()).isEmpty();
        PolicyProblem problem = parse.problems().get(0);
        assertThat(problem.position().line()).isEqualTo(15);
        assertThat(problem.position().column()).isEqualTo(13);
        assertThat(problem.message()).contains("comments are not part of JSON");
    }

    private static int roundTrip(String name) throws Exception {
        List<String> lines = TestData.lines(TestData.shared(name));
        for (String line : lines) {
            String text = MAPPER.readTree(line).get("document").toString();
            PolicyDocument document = PolicyParser.parse(text).orElseThrow();
            assertThat(PolicyParser.parse(PolicyWriter.canonical(document)).orElseThrow())
                    .isEqualTo(document);
            assertThat(PolicyParser.parse(PolicyWriter.minified(document)).orElseThrow())
                    .isEqualTo(document);
        }
        return lines.size();
    }
}
