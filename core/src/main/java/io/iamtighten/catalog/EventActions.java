package io.iamtighten.catalog;

import java.util.List;

/**
 * The actions behind one kind of CloudTrail event.
 *
 * @param eventSource the event's source, such as {@code s3.amazonaws.com}
 * @param eventName the event's name as the catalog has it (without a version suffix that only the record carries)
 * @param actions what the plain call needs: all of them, but for those DynamoDB calls where the statement decides
 * @param alsoActions what the call may need besides, depending on parameters, resources or set-up
 * @param altActions the actions of another API whose events have the same source and name
 * @param kind how the names relate
 * @param confidence how sure {@code actions} is
 * @param origin where the knowledge comes from: a word such as {@code sar-ops}, or the address of a page
 */
public record EventActions(
        String eventSource,
        String eventName,
        List<String> actions,
        List<String> alsoActions,
        List<String> altActions,
        MappingKind kind,
        MappingConfidence confidence,
        String origin) {
    /** Copies the lists. */
    public EventActions {
        actions = List.copyOf(actions);
        alsoActions = List.copyOf(alsoActions);
        altActions = List.copyOf(altActions);
    }

    /** Returns the answer for an event that nothing is known about. */
    public static EventActions unknown(String eventSource, String eventName) {
        return new EventActions(
                eventSource,
                eventName,
                List.of(),
                List.of(),
                List.of(),
                MappingKind.UNMAPPED,
                MappingConfidence.UNKNOWN,
                "none");
    }

    /** Returns whether the event leads to actions or is known to need none. */
    public boolean known() {
        return kind != MappingKind.UNMAPPED;
    }
}
