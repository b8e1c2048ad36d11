package io.iamtighten.policy;

/** The parser on texts that are nearly policies: each byte stands for a piece of one. Run by {@code src/scripts/fuzz}. */
public final class PolicyPiecesFuzzer {
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"Version\":\"2012-10-17\"",
        "\"Statement\":",
        "\"Effect\":\"Allow\"",
        "\"Effect\":\"Deny\"",
        "\"Action\":",
        "\"NotAction\":",
        "\"Resource\":",
        "\"Principal\":",
        "\"Condition\":",
        "\"AWS\":",
        "\"StringEquals\":",
        "\"ForAnyValue:StringLikeIfExists\":",
        "\"s3:*\"",
        "\"*\"",
        "\"${aws:username}\"",
        "\"\"",
        "1",
        "true",
        "null",
        "\"Sid\":",
        "\\",
        "\n",
        "\"Null\":",
        "\"k\":",
        "\"\\ud800\""
    };

    private PolicyPiecesFuzzer() {}

    /** Called by the fuzzing engine. */
    public static void fuzzerTestOneInput(byte[] input) {
        StringBuilder text = new StringBuilder();
        for (byte b : input) {
            text.append(PIECES[Math.floorMod(b, PIECES.length)]);
        }
        PolicyParserFuzzer.check(PolicyParser.parse(text.toString()));
    }
}
