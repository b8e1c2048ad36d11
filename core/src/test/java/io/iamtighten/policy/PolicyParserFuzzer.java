package io.iamtighten.policy;

/** Any bytes are a policy that round-trips, or a problem with its place. Run by {@code src/scripts/fuzz}. */
public final class PolicyParserFuzzer {
    private PolicyParserFuzzer() {}

    /** Called by the fuzzing engine. */
    public static void fuzzerTestOneInput(byte[] input) {
        PolicyParse parse = PolicyParser.parse(input);
        if (parse.document().isEmpty()) {
            if (parse.problems().isEmpty()) {
                throw new AssertionError("neither a document nor a problem");
            }
            for (PolicyProblem problem : parse.problems()) {
                if (problem.position().line() < 1 || problem.position().column() < 1) {
                    throw new AssertionError("a place before the beginning: " + problem);
                }
            }
            return;
        }
        PolicyDocument document = parse.document().get();
        for (String text : new String[] {PolicyWriter.canonical(document), PolicyWriter.minified(document)}) {
            if (!PolicyParser.parse(text).orElseThrow().equals(document)) {
                throw new AssertionError("printing changed the policy: " + text);
            }
        }
    }
}
