package io.iamtighten.tighten;

/** Why a permission stays. */
public enum Keeping {
    /** Recorded calls used it. */
    USED("used"),
    /** IAM saw it tried, which no record shows. */
    LAST_ACCESSED("last-accessed"),
    /** Its use cannot be seen, but a service used a key of KMS for the principal to work on the data. */
    KEY_USE("key-use"),
    /** Its use cannot be seen, and a statement names it exactly. */
    NAMED("named"),
    /** Its use cannot be seen, and it belongs with something that was used. */
    BELONGS("belongs"),
    /** A call that was used may need it besides, which no record shows. */
    MAY_BE_NEEDED("may-be-needed"),
    /** Its use cannot be seen, and everything of that kind was to stay. */
    UNVERIFIABLE("unverifiable"),
    /** Nothing is known about use at all. */
    NO_USAGE("no-usage");

    private final String text;

    Keeping(String text) {
        this.text = text;
    }

    /** Returns the name in machine-readable output, such as {@code may-be-needed}. */
    public String text() {
        return text;
    }
}
