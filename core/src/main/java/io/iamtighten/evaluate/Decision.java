package io.iamtighten.evaluate;

import io.iamtighten.policy.StatementRef;
import java.util.Optional;

/**
 * What the evaluation decided about one request.
 *
 * @param outcome the answer
 * @param layer the layer that decided: where the allowing or denying statement stands, or which layer did not allow
 * @param statement the statement that allowed or denied; empty for an implicit deny and for service rules
 */
public record Decision(Outcome outcome, PolicyLayer layer, Optional<StatementRef> statement) {
    /** Returns whether the request goes through. */
    public boolean allowed() {
        return outcome == Outcome.ALLOWED;
    }

    /** Returns the reason in one line for people, such as {@code no permissions boundary allows it}. */
    public String reason() {
        return ExplanationText.reason(this);
    }
}
