package io.iamtighten.catalog;

/** What is special about how CloudTrail records a kind of event. */
public enum EventCategory {
    /** A data event: recorded only where a trail selects its resource type. */
    DATA("data"),
    /** Never recorded. */
    NOT_LOGGED("not-logged"),
    /** A management event although the service's other calls on such resources are data events. */
    MANAGEMENT("management"),
    /** The service's own doing; nobody called. */
    SERVICE_EVENT("service-event"),
    /** Recorded, needs no permission. */
    NO_PERMISSION("no-permission"),
    /** A network activity event: recorded only where a trail selects it. */
    NETWORK_ACTIVITY("network-activity");

    private final String text;

    EventCategory(String text) {
        this.text = text;
    }

    /** Returns the name in the fact tables, such as {@code not-logged}. */
    public String text() {
        return text;
    }

    /**
     * Returns the category that a fact table's text names.
     *
     * @throws IllegalArgumentException when the text names none
     */
    public static EventCategory parse(String text) {
        for (EventCategory category : values()) {
            if (category.text.equals(text)) {
                return category;
            }
        }
        throw new IllegalArgumentException("`" + text + "` is not an event category");
    }
}
