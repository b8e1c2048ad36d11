package io.iamtighten.json;

/** JSON pointers (RFC 6901) and line arithmetic. */
public final class Pointers {
    private Pointers() {}

    /** Returns a key as a pointer's segment. */
    public static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    /** Returns a pointer's segment as a key. */
    public static String unescape(String segment) {
        return segment.replace("~1", "/").replace("~0", "~");
    }

    /** Returns line and column (both from 1) of an offset. */
    public static int[] lineColumn(String text, int offset) {
        int line = 1;
        int lineStart = 0;
        int end = Math.min(offset, text.length());
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        int column = end - lineStart + 1;
        if (lineStart == 0 && !text.isEmpty() && text.charAt(0) == '\ufeff' && column > 1) {
            column--;
        }
        return new int[] {line, column};
    }
}
