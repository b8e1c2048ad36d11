package io.iamtighten.effective;

import io.iamtighten.request.AccessRequest;
import java.util.List;
import java.util.Optional;

/**
 * Whether an invariant holds.
 *
 * @param id the invariant's name
 * @param verdict the answer
 * @param subjects how many users, roles, accounts, resources or policies were looked at
 * @param findings each subject for which it does not hold or is not decided
 * @param notes what was left out, one line each
 */
public record InvariantResult(String id, Verdict verdict, int subjects, List<Finding> findings, List<String> notes) {
    /** The answers. */
    public enum Verdict {
        /** Proven for all requests. */
        HOLDS("holds"),
        /** Not decided for at least one subject, and not violated by any. */
        UNKNOWN("unknown"),
        /** A request shows that it does not hold. */
        VIOLATED("violated");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        /** Returns the name in output. */
        public String text() {
            return text;
        }
    }

    /**
     * A subject for which the invariant does not hold or is not decided.
     *
     * @param subject the user, role, account, resource or policy
     * @param witness a request that goes through and must not, confirmed by the evaluator; empty when not decided
     * @param reason why, in one line
     */
    public record Finding(String subject, Optional<AccessRequest> witness, String reason) {}

    /** Copies the lists. */
    public InvariantResult {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    static InvariantResult of(String id, int subjects, List<Finding> findings, List<String> notes) {
        Verdict verdict = findings.isEmpty() ? Verdict.HOLDS : Verdict.UNKNOWN;
        for (Finding finding : findings) {
            if (finding.witness().isPresent()) {
                verdict = Verdict.VIOLATED;
            }
        }
        return new InvariantResult(id, verdict, subjects, findings, notes);
    }
}
