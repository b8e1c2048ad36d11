package io.iamtighten.tighten;

import io.iamtighten.policy.StatementRef;
import java.util.List;
import java.util.Optional;

/**
 * One action that one statement of the proposal allows, and why.
 *
 * @param action the action in the catalog's spelling; a name that the catalog lacks as the policy writes it
 * @param resources the entries of {@code Resource} that it is allowed on, as the proposal has them; for a statement with
 *     {@code NotResource} that stays, each entry behind {@code !}
 * @param wildcardOnly whether the action has no resource-level permissions: only {@code *} stands for what it acts on, so that it cannot
 *     be narrowed
 * @param because why it stays
 * @param reason the same as one sentence
 * @param evidence what was seen of its use; empty when nothing was
 * @param statement the statement of today's policies that it comes from
 */
public record KeptPermission(
        String action,
        List<String> resources,
        boolean wildcardOnly,
        Keeping because,
        String reason,
        Optional<Evidence> evidence,
        StatementRef statement) {
    /** Copies the list. */
    public KeptPermission {
        resources = List.copyOf(resources);
    }

    /** Returns how sure it is that the permission will be needed again. */
    public Confidence confidence() {
        return evidence.map(Evidence::confidence).orElse(Confidence.NONE);
    }
}
