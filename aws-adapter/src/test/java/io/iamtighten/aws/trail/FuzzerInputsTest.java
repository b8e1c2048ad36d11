package io.iamtighten.aws.trail;

import io.iamtighten.testsupport.StoredInputs;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The fuzzers on their stored inputs: what was made to break them, and what once did. */
class FuzzerInputsTest {
    private static final Map<String, Consumer<byte[]>> FUZZERS = Map.of(
            "TrailFuzzer", TrailFuzzer::fuzzerTestOneInput,
            "GunzipFuzzer", GunzipFuzzer::fuzzerTestOneInput,
            "TrailNamesFuzzer", TrailNamesFuzzer::fuzzerTestOneInput);

    @TestFactory
    Stream<DynamicTest> everyStoredInput() throws IOException {
        return StoredInputs.tests("aws-adapter", FUZZERS);
    }
}
