package io.iamtighten.catalog;

import java.util.List;

/**
 * Whether and how CloudTrail shows the use of an action.
 *
 * @param action the action in the catalog's spelling
 * @param visibility the class
 * @param showsAs what there is to see instead, in words or as calls; empty when nothing
 * @param source where that is said; empty for an ordinary management event
 * @param events the events, as {@code source/name}, that lead to the action as one of those the plain call needs
 * @param dataEvents whether one of those events is a data event
 * @param dataEventTypes the values of {@code resources.type} that a trail must select to record them; may be empty for a data
 *     event when no page says
 */
public record ActionVisibility(
        String action,
        VisibilityClass visibility,
        String showsAs,
        String source,
        List<String> events,
        boolean dataEvents,
        List<String> dataEventTypes) {
    /** Copies the lists. */
    public ActionVisibility {
        events = List.copyOf(events);
        dataEventTypes = List.copyOf(dataEventTypes);
    }

    /**
     * Returns whether a trail that records every management event of the account would show each direct use under an event
     * that leads to this action, so that no such event means no use.
     */
    public boolean shownByManagementEvents() {
        return visibility == VisibilityClass.LOGGED
                || (visibility == VisibilityClass.DIFFERS && !events.isEmpty() && !dataEvents);
    }

    /** Returns whether a trail that records management and all data events would show each direct use. */
    public boolean shownByDataEvents() {
        return shownByManagementEvents()
                || visibility == VisibilityClass.DATA_EVENT
                || visibility == VisibilityClass.PARAMETER_VARIANT
                || (visibility == VisibilityClass.DIFFERS && !events.isEmpty());
    }

    /** Returns one sentence: why CloudTrail cannot show the action, or that it does. */
    public String reason() {
        String tail = showsAs.isEmpty() ? "" : ": " + showsAs;
        return switch (visibility) {
            case LOGGED -> "recorded as a management event";
            case SIDE_PERMISSION -> "checked inside another call, without an event of its own" + tail;
            case PARAMETER_VARIANT -> "recorded under another action's event, told apart by a parameter" + tail;
            case DIFFERS -> "recorded under another name" + tail;
            case VIA_SERVICE -> "mostly called by a service for the caller" + tail;
            case SERVICE_SIDE -> "done by the service itself" + tail;
            case NOT_LOGGED -> "not recorded" + tail;
            case DATA_EVENT -> "recorded as a data event only, which trails leave out unless told otherwise" + tail;
            case PERMISSION_ONLY ->
                "a permission without a call of its own" + (showsAs.isEmpty() ? "" : "; goes with " + showsAs);
            case ONLY_WITH_ANOTHER_CALL -> "only ever needed besides another action" + tail;
            case NO_KNOWN_EVENT -> "no event is known to show it" + tail;
        };
    }

    /** Returns one sentence: what would make a use visible, or that nothing does. */
    public String remedy() {
        return switch (visibility) {
            case LOGGED -> "a trail that records management events shows it";
            case DATA_EVENT, PARAMETER_VARIANT -> dataEventRemedy();
            case DIFFERS -> dataEvents ? dataEventRemedy() : "the events of the calls named show it";
            case SIDE_PERMISSION -> "only the parameters of the call that needed it hint at it";
            case VIA_SERVICE -> "a trail that does not exclude the service's management events shows most uses";
            case SERVICE_SIDE, NOT_LOGGED -> "CloudTrail cannot show it; the service's own logs may";
            case PERMISSION_ONLY, ONLY_WITH_ANOTHER_CALL -> "only the calls that need it hint at it";
            case NO_KNOWN_EVENT -> "only IAM's action last accessed information may tell, where the service has it";
        };
    }

    private String dataEventRemedy() {
        return dataEventTypes.isEmpty()
                ? "a trail that records the service's data events shows it"
                : "a trail that records data events of " + String.join(", ", dataEventTypes) + " shows it";
    }
}
