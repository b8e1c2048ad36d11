package io.iamtighten.lint;

import java.util.List;

/**
 * What is known of a rule, for people.
 *
 * @param id the stable id, lower case with dashes
 * @param family what it is about
 * @param severity how bad its findings are
 * @param awsCodes the codes of Access Analyzer's policy validation that it answers to; may be empty
 * @param title what is found, one line
 * @param rationale why it matters
 * @param fix what to do
 * @param link the page of documentation that it follows
 * @param exampleType the type of the example policies
 * @param bad a policy in which the rule finds something
 * @param good a policy in which it does not
 */
public record RuleInfo(
        String id,
        RuleFamily family,
        Severity severity,
        List<String> awsCodes,
        String title,
        String rationale,
        String fix,
        String link,
        PolicyType exampleType,
        String bad,
        String good) {
    /** Copies the list. */
    public RuleInfo {
        awsCodes = List.copyOf(awsCodes);
    }

    /** Returns what a user's own rule needs: family {@code custom}, no examples. */
    public static RuleInfo custom(String id, Severity severity, String title, String rationale, String fix) {
        return new RuleInfo(
                id, RuleFamily.CUSTOM, severity, List.of(), title, rationale, fix, "", PolicyType.IDENTITY, "", "");
    }
}
