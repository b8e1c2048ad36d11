package io.iamtighten.usage;

import java.util.List;

/** A parsed path of {@link RecordFields}: names joined by dots, {@code []} behind a name for each element. */
final class FieldPath {
    final String[] names;
    /** The names with the other case of their first letter. */
    final String[] swapped;

    final boolean[] each;

    private FieldPath(int length) {
        names = new String[length];
        swapped = new String[length];
        each = new boolean[length];
    }

    static FieldPath parse(String text) {
        String[] steps = text.split("\\.");
        FieldPath path = new FieldPath(steps.length);
        for (int i = 0; i < steps.length; i++) {
            String step = steps[i];
            path.each[i] = step.endsWith("[]");
            String name = path.each[i] ? step.substring(0, step.length() - 2) : step;
            path.names[i] = name;
            path.swapped[i] = swapped(name);
        }
        return path;
    }

    /** Returns the alternatives of a recipe, joined by {@code |}; none for the empty text. */
    static List<FieldPath> alternatives(String text) {
        return text.isEmpty()
                ? List.of()
                : List.of(text.split("\\|")).stream().map(FieldPath::parse).toList();
    }

    private static String swapped(String name) {
        if (name.isEmpty()) {
            return name;
        }
        char first = name.charAt(0);
        char other = Character.isUpperCase(first) ? Character.toLowerCase(first) : Character.toUpperCase(first);
        return other + name.substring(1);
    }
}
