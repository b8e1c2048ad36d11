package io.iamtighten.aws.trail;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.testsupport.TestData;
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
            "TrailFuzzer", TrailFuzzer::fuzzerTestOneInput,
            "GunzipFuzzer", GunzipFuzzer::fuzzerTestOneInput,
            "TrailNamesFuzzer", TrailNamesFuzzer::fuzzerTestOneInput);

    @TestFactory
    Stream<DynamicTest> everyStoredInput() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Map.Entry<String, Consumer<byte[]>> fuzzer : FUZZERS.entrySet()) {
            Path folder = TestData.source("aws-adapter/src/test/resources/fuzz/" + fuzzer.getKey());
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
