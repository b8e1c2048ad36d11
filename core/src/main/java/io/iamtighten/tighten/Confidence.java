package io.iamtighten.tighten;

/** How sure it is that a permission will be needed again: by how often, how regularly and how recently it was used. */
public enum Confidence {
    /** It is used in a rhythm that still goes on. */
    HIGH("high"),
    /** It was used on three days or more, the last time in the newer half of the time watched. */
    MEDIUM("medium"),
    /** It was used on one or two days, or not for long. */
    LOW("low"),
    /** No record shows its use; it stays for another reason. */
    NONE("none");

    private static final int SEVERAL = 3;

    private final String text;

    Confidence(String text) {
        this.text = text;
    }

    /** Returns the name in output, such as {@code medium}. */
    public String text() {
        return text;
    }

    /**
     * @param days on how many days it was used
     * @param silentDays how many days ago the last use was when the time watched ended
     * @param lastShare how far into the time watched the last use was, from 0 to 1
     */
    static Confidence of(Rhythm rhythm, int days, long silentDays, double lastShare) {
        if (rhythm.goesOnAfter(silentDays)) {
            return HIGH;
        }
        return days >= SEVERAL && lastShare >= 0.5 ? MEDIUM : LOW;
    }
}
