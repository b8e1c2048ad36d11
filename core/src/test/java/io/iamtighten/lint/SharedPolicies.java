package io.iamtighten.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamtighten.testsupport.TestData;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the policies that other people wrote. */
final class SharedPolicies {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SharedPolicies() {}

    /** Returns the JSON objects of a file that has one a line. */
    static List<JsonNode> lines(String name) {
        List<JsonNode> nodes = new ArrayList<>();
        try {
            for (String line : TestData.lines(TestData.shared(name))) {
                nodes.add(MAPPER.readTree(line));
            }
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        return nodes;
    }
}
