package io.iamtighten.cli.render;

import java.util.List;

/** Text in lines of at most 80 columns. */
final class Lines {
    static final int WIDTH = 80;

    private final StringBuilder out = new StringBuilder();

    /** Adds a line, broken at blanks; what follows the first line is indented two more. */
    Lines line(int indent, String text) {
        String blanks = " ".repeat(indent);
        StringBuilder line = new StringBuilder(blanks);
        boolean first = true;
        for (String word : text.split(" ", -1)) {
            if (!first && line.length() + 1 + word.length() > WIDTH) {
                out.append(line).append('\n');
                line = new StringBuilder(blanks + "  ").append(word);
            } else {
                line.append(first ? "" : " ").append(word);
            }
            first = false;
        }
        out.append(line.toString().stripTrailing()).append('\n');
        return this;
    }

    /** Adds names separated by commas, broken between them. */
    Lines names(int indent, List<String> names) {
        String blanks = " ".repeat(indent);
        StringBuilder line = new StringBuilder(blanks);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i) + (i + 1 < names.size() ? "," : "");
            if (line.length() > indent && line.length() + 1 + name.length() > WIDTH) {
                out.append(line).append('\n');
                line = new StringBuilder(blanks);
            }
            line.append(line.length() > indent ? " " : "").append(name);
        }
        out.append(line).append('\n');
        return this;
    }

    /** Adds a line as it is. */
    Lines raw(String text) {
        out.append(text.stripTrailing()).append('\n');
        return this;
    }

    Lines blank() {
        out.append('\n');
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
