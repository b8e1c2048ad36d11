package io.iamtighten.catalog;

/**
 * What an action does to a resource, in IAM's five classes.
 *
 * <p>Since 2026 AWS's pages give tagging and permissions-management actions two levels ({@code Tagging, Write}); the
 * first one counts here.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html">Access levels</a>
 */
public enum AccessLevel {
    /** Lists resources; shows that they exist, not what they hold. */
    LIST("List"),
    /** Reads what resources hold. */
    READ("Read"),
    /** Creates, deletes or changes resources. */
    WRITE("Write"),
    /** Grants or changes permissions. */
    PERMISSIONS_MANAGEMENT("Permissions management"),
    /** Changes nothing but tags. */
    TAGGING("Tagging");

    private final String text;

    AccessLevel(String text) {
        this.text = text;
    }

    /** Returns the name as AWS writes it, such as {@code Permissions management}. */
    public String text() {
        return text;
    }

    /**
     * Returns the level that AWS's text names; of several, separated by commas, the first.
     *
     * @throws IllegalArgumentException when the text names none
     */
    public static AccessLevel parse(String text) {
        String first = text.contains(",") ? text.substring(0, text.indexOf(',')) : text;
        for (AccessLevel level : values()) {
            if (level.text.equalsIgnoreCase(first.strip())) {
                return level;
            }
        }
        throw new IllegalArgumentException("`" + text + "` is not an access level");
    }
}
