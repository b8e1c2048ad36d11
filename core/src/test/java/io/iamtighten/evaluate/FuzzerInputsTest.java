package io.iamtighten.evaluate;

import io.iamtighten.condition.ConditionEvaluatorFuzzer;
import io.iamtighten.glob.GlobFuzzer;
import io.iamtighten.policy.PolicyParserFuzzer;
import io.iamtighten.policy.PolicyPiecesFuzzer;
import io.iamtighten.testsupport.StoredInputs;
import io.iamtighten.usage.RecordMappingFuzzer;
import io.iamtighten.usage.UsageFileFuzzer;
import java.io.IOException;
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
        return StoredInputs.tests("core", FUZZERS);
    }
}
