package io.iamtighten.usage;

import java.util.Optional;

/**
 * What the message of a refused call names: the action that the service checked, on what, and why it was refused.
 *
 * <p>Seen forms: {@code User: ARN is not authorized to perform: s3:GetObject on resource: ARN because no identity-based policy
 * allows the s3:GetObject action}; EC2 writes {@code You are not authorized to perform this operation. User: ... on resource:
 * ARN because ... Encoded authorization failure message: ...}; IAM's older form ends in {@code on resource: role NAME}.
 *
 * @param action the action, in the service's spelling
 * @param resource what follows {@code on resource:}, mostly an ARN; empty when the message names none
 * @param reason what follows, such as {@code because no identity-based policy allows the s3:GetObject action}; empty when the message
 *     gives none
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html">Access denied messages</a>
 */
public record RefusalMessage(String action, Optional<String> resource, Optional<String> reason) {
    private static final String PERFORM = "not authorized to perform: ";
    private static final String ON_RESOURCE = " on resource: ";

    /** Returns what an {@code errorMessage} names, or empty when it names no action. */
    public static Optional<RefusalMessage> parse(String errorMessage) {
        int start = errorMessage.indexOf(PERFORM);
        if (start < 0) {
            return Optional.empty();
        }
        String rest = errorMessage.substring(start + PERFORM.length());
        int end = firstOf(rest, ON_RESOURCE, " because ", " with an explicit deny", ". ", " ");
        String action = trimmed(rest.substring(0, end));
        if (action.indexOf(':') <= 0) {
            return Optional.empty();
        }
        Optional<String> resource = Optional.empty();
        String tail = rest.substring(end);
        int on = tail.indexOf(ON_RESOURCE);
        if (on >= 0) {
            String named = tail.substring(on + ON_RESOURCE.length());
            int stop = firstOf(named, " because ", " with an explicit deny", ". Encoded", " Encoded authorization");
            String text = trimmed(named.substring(0, stop));
            resource = text.isEmpty() ? Optional.empty() : Optional.of(text);
            tail = named.substring(stop);
        }
        int because = firstOf(tail, "because ", "with an explicit deny");
        int encoded = tail.indexOf("Encoded authorization");
        String reason = trimmed(tail.substring(because, encoded < because ? tail.length() : encoded));
        return Optional.of(
                new RefusalMessage(action, resource, reason.isEmpty() ? Optional.empty() : Optional.of(reason)));
    }

    private static int firstOf(String text, String... marks) {
        int first = text.length();
        for (String mark : marks) {
            int at = text.indexOf(mark);
            first = at >= 0 && at < first ? at : first;
        }
        return first;
    }

    private static String trimmed(String text) {
        String stripped = text.strip();
        return stripped.endsWith(".") ? stripped.substring(0, stripped.length() - 1) : stripped;
    }
}
