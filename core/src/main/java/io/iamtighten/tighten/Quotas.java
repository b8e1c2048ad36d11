package io.iamtighten.tighten;

import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyWriter;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.policy.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * IAM's limits on the size and number of policies, white space not counted.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">IAM and STS quotas</a>
 */
final class Quotas {
    /** Characters of one managed policy. */
    static final int MANAGED = 6_144;
    /** Characters of all embedded policies of a role together. */
    static final int ROLE_INLINE = 10_240;
    /** Characters of all embedded policies of a user together. */
    static final int USER_INLINE = 2_048;
    /** Managed policies attached to a role or user, as long as nobody asked AWS for more. */
    static final int ATTACHED = 10;

    private Quotas() {}

    static boolean fits(PolicyDocument document) {
        return PolicyWriter.quotaSize(document) <= MANAGED;
    }

    /** Divides a document into parts that fit a managed policy each and allow the same together; a part may stay too large. */
    static List<PolicyDocument> split(PolicyDocument document) {
        List<Statement> pieces = new ArrayList<>();
        for (Statement statement : document.statements()) {
            divide(document, statement, pieces);
        }
        List<PolicyDocument> parts = new ArrayList<>();
        List<Statement> part = new ArrayList<>();
        int frame = PolicyWriter.quotaSize(document.withStatements(List.of()));
        int size = frame;
        for (Statement piece : pieces) {
            int more = PolicyWriter.quotaSize(document.withStatements(List.of(piece))) - frame;
            // A comma parts it from the one before.
            if (!part.isEmpty() && size + 1 + more > MANAGED) {
                parts.add(document.withStatements(part));
                part = new ArrayList<>();
                size = frame;
            }
            size += more + (part.isEmpty() ? 0 : 1);
            part.add(piece);
        }
        parts.add(document.withStatements(part));
        return parts;
    }

    private static void divide(PolicyDocument document, Statement statement, List<Statement> into) {
        if (fits(document.withStatements(List.of(statement)))) {
            into.add(statement);
            return;
        }
        List<ActionPattern> actions = statement.actions().patterns();
        List<ResourcePattern> resources =
                statement.resources().map(ResourceElement::patterns).orElse(List.of());
        boolean byActions = statement.actions().polarity() == Polarity.ONLY && actions.size() > 1;
        boolean byResources = statement
                .resources()
                .filter(r -> r.polarity() == Polarity.ONLY && resources.size() > 1)
                .isPresent();
        if (!byActions && !byResources) {
            into.add(statement);
        } else if (byResources && (!byActions || length(resources) > length(actions))) {
            int half = resources.size() / 2;
            divide(
                    document,
                    statement.withResources(new ResourceElement(Polarity.ONLY, resources.subList(0, half))),
                    into);
            Statement rest = statement.withResources(
                    new ResourceElement(Polarity.ONLY, resources.subList(half, resources.size())));
            divide(document, rest.withSid(java.util.Optional.empty()), into);
        } else {
            int half = actions.size() / 2;
            divide(
                    document,
                    statement.withActions(
                            new io.iamtighten.policy.ActionElement(Polarity.ONLY, actions.subList(0, half))),
                    into);
            Statement rest = statement.withActions(
                    new io.iamtighten.policy.ActionElement(Polarity.ONLY, actions.subList(half, actions.size())));
            divide(document, rest.withSid(java.util.Optional.empty()), into);
        }
    }

    private static int length(List<?> entries) {
        return entries.stream().mapToInt(entry -> entry.toString().length()).sum();
    }
}
