package io.iamtighten.policy;

import java.util.Optional;

/** Any bytes are a policy that round-trips, or problems with their places. Run by {@code src/scripts/fuzz}. */
public final class PolicyParserFuzzer {
    private PolicyParserFuzzer() {}

    /** Called by the fuzzing engine. */
    public static void fuzzerTestOneInput(byte[] input) {
        check(PolicyParser.parse(input));
    }

    static void check(PolicyParse parse) {
        if (parse.document().isPresent() != parse.problems().isEmpty()) {
            throw new AssertionError("neither a document nor a problem, or both");
        }
        for (PolicyProblem problem : parse.problems()) {
            if (problem.position().line() < 1 || problem.position().column() < 1) {
                throw new AssertionError("a place before the beginning: " + problem);
            }
            if (problem.render(Optional.of("p")).chars().anyMatch(Character::isISOControl)) {
                throw new AssertionError("more than one line: " + problem);
            }
        }
        parse.document().ifPresent(PolicyParserFuzzer::roundTrip);
    }

    private static void roundTrip(PolicyDocument document) {
        for (String text : new String[] {PolicyWriter.canonical(document), PolicyWriter.minified(document)}) {
            if (!PolicyParser.parse(text).orElseThrow().equals(document)) {
                throw new AssertionError("printing changed the policy: " + text);
            }
        }
    }
}
