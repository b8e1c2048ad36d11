package io.iamtighten.catalog;

/** Why CloudTrail shows an action, or does not. */
public enum VisibilityClass {
    /** A management event of a known call shows it. */
    LOGGED("logged"),
    /** Checked inside another call; never an event of its own. */
    SIDE_PERMISSION("side-permission"),
    /** The same event as another action; a parameter tells them apart. */
    PARAMETER_VARIANT("parameter-variant"),
    /** Recorded under another name. */
    DIFFERS("differs"),
    /** Mostly made by a service for the caller. */
    VIA_SERVICE("via-service"),
    /** Done by a service by itself. */
    SERVICE_SIDE("service-side"),
    /** No event at all. */
    NOT_LOGGED("not-logged"),
    /** Every event of it is a data event, which is off by default. */
    DATA_EVENT("data-event"),
    /** AWS marks it as a permission without an API call, and no event of that name is known. */
    PERMISSION_ONLY("permission-only"),
    /** Only ever needed besides another action. */
    ONLY_WITH_ANOTHER_CALL("only-with-another-call"),
    /** No call or event is known to lead to it: used by consoles only, newer than the tables, or retired. */
    NO_KNOWN_EVENT("no-known-event");

    private final String text;

    VisibilityClass(String text) {
        this.text = text;
    }

    /** Returns the name in output and in the fact tables, such as {@code side-permission}. */
    public String text() {
        return text;
    }

    /**
     * Returns the class that a fact table's text names.
     *
     * @throws IllegalArgumentException when the text names none
     */
    public static VisibilityClass parse(String text) {
        for (VisibilityClass value : values()) {
            if (value.text.equals(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException("`" + text + "` is not a class of visibility");
    }
}
