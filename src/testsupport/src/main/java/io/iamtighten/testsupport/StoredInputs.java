package io.iamtighten.testsupport;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Inputs that are stored for fuzzers: what was made to break a reader, and what once did. */
public final class StoredInputs {
    private StoredInputs() {}

    /**
     * Returns a test for each stored input.
     *
     * @param module the module's folder; inputs lie below its test resources, in {@code fuzz/NAME}
     * @param fuzzers the fuzzers by name
     * @throws IOException if a fuzzer has no folder
     */
    public static Stream<DynamicTest> tests(String module, Map<String, Consumer<byte[]>> fuzzers) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Map.Entry<String, Consumer<byte[]>> fuzzer : fuzzers.entrySet()) {
            Path folder = TestData.source(module + "/src/test/resources/fuzz/" + fuzzer.getKey());
            try (Stream<Path> inputs = Files.list(folder)) {
                inputs.forEach(input -> tests.add(DynamicTest.dynamicTest(
                        fuzzer.getKey() + " " + input.getFileName(),
                        () -> fuzzer.getValue().accept(TestData.bytes(input)))));
            }
        }
        assertFalse(tests.isEmpty(), "no input is stored for " + fuzzers.keySet());
        return tests.stream();
    }
}
