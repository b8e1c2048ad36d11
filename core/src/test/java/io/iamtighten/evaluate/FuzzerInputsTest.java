package io.iamtighten.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.condition.ConditionEvaluatorFuzzer;
import io.iamtighten.glob.GlobFuzzer;
import io.iamtighten.policy.PolicyParserFuzzer;
import io.iamtighten.policy.PolicyPiecesFuzzer;
import io.iamtighten.testsupport.TestData;
import io.iamtighten.usage.RecordMappingFuzzer;
import io.iamtighten.usage.UsageFileFuzzer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The fuzzers on their stored inputs: what was made to break them, and what once did. */
class FuzzerInputsTest {
    private static final Map<String, Consumer<byte[]>> FUZZERS = Map.of(
            "PolicyParserFuzzer", PolicyParserFuzzer::fuzzerTestOneInput,
            "PolicyPiecesFuzzer", PolicyPiecesFuzzer::fuzzerTestOneInput,
            "GlobFuzzer", GlobFuzzer::fuzzerTestOneInput,
            "ConditionEvaluatorFuzzer", ConditionEvaluatorFuzzer::fuzzerTestOneInput,
            "UsageFileFuzzer", UsageFileFuzzer::fuzzerTestOneInput,
            "RecordMappingFuzzer", RecordMappingFuzzer::fuzzerTestOneInput);

    @TestFactory
    Stream<DynamicTest> everyStoredInput() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Map.Entry<String, Consumer<byte[]>> fuzzer : FUZZERS.entrySet()) {
            Path folder = TestData.source("core/src/test/resources/fuzz/" + fuzzer.getKey());
            try (Stream<Path> inputs = Files.list(folder)) {
                inputs.forEach(input -> tests.add(DynamicTest.dynamicTest(
                        fuzzer.getKey() + " " + input.getFileName(),
                        () -> fuzzer.getValue().accept(TestData.bytes(input)))));
            }
        }
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }
}
