package io.iamtighten.cli.render;

import io.iamtighten.access.Comparison;
import io.iamtighten.access.Difference;
import io.iamtighten.access.DifferenceRegion;
import io.iamtighten.policy.StatementRef;
import java.util.List;
import java.util.stream.Collectors;

/** A comparison as text for people. */
public final class ComparisonText {
    private static final int WIDTH = 80;

    private ComparisonText() {}

    /** Renders a comparison of what two names stand for. */
    public static String of(Comparison comparison, String older, String newer) {
        StringBuilder text = new StringBuilder();
        text.append(
                switch (comparison.relation()) {
                    case EQUAL -> "EQUAL: both grant the same";
                    case LESS -> "LESS: " + older + " grants less than " + newer;
                    case MORE -> "MORE: " + older + " grants more than " + newer + "; nothing new is granted";
                    case INCOMPARABLE -> "INCOMPARABLE: each grants something that the other does not";
                    case UNKNOWN -> "UNKNOWN: not decided";
                });
        text.append('\n');
        side(text, "Only " + newer + " grants", comparison.onlyNew());
        side(text, "Only " + older + " grants", comparison.onlyOld());
        return text.toString();
    }

    private static void side(StringBuilder text, String title, Difference difference) {
        text.append('\n').append(title).append(":\n");
        if (difference instanceof Difference.None) {
            text.append("  nothing (proven)\n");
        } else if (difference instanceof Difference.Unknown unknown) {
            wrap(text, "  unknown: " + unknown.reason(), "    ");
        } else if (difference instanceof Difference.Some some) {
            wrap(text, "  for example " + some.witness().text(), "    ");
            List<StatementRef> before = List.of();
            for (DifferenceRegion region : some.regions()) {
                if (!region.sources().equals(before)) {
                    before = region.sources();
                    text.append("\n  ")
                            .append(before.stream().map(StatementRef::toString).collect(Collectors.joining(" and ")))
                            .append('\n');
                }
                region(text, region);
            }
            if (!some.complete()) {
                text.append("\n  (not all of it could be listed)\n");
            }
        }
    }

    private static void region(StringBuilder text, DifferenceRegion region) {
        list(text, "  - ", "actions", region.actions());
        list(text, "    ", "  but not", region.exceptActions());
        list(text, "    ", "on", region.resources());
        list(text, "    ", "  but not", region.exceptResources());
        list(text, "    ", "by", region.principals());
        for (String condition : region.conditions()) {
            wrap(text, "    if " + condition, "        ");
        }
        if (!region.certain()) {
            text.append("    (for some values of the policy variables, perhaps)\n");
        }
    }

    private static void list(StringBuilder text, String indent, String label, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        StringBuilder line = new StringBuilder(indent).append(label).append(' ');
        String hang = " ".repeat(indent.length() + 4);
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i) + (i + 1 < values.size() ? ", " : "");
            if (line.length() + value.stripTrailing().length() > WIDTH
                    && !line.toString().isBlank()) {
                wrap(text, line.toString().stripTrailing(), hang);
                line = new StringBuilder(hang);
            }
            line.append(value);
        }
        wrap(text, line.toString().stripTrailing(), hang);
    }

    /** Adds a line, broken at blanks where it is too long. */
    private static void wrap(StringBuilder text, String whole, String hang) {
        String rest = whole;
        while (rest.length() > WIDTH) {
            int at = rest.lastIndexOf(' ', WIDTH);
            // Not within the indentation: a word that fits no line stands alone.
            if (at < 0 || rest.substring(0, at).isBlank()) {
                at = rest.indexOf(' ', rest.length() - rest.stripLeading().length());
            }
            if (at < 0) {
                break;
            }
            text.append(rest, 0, at).append('\n');
            rest = hang + rest.substring(at + 1);
        }
        text.append(rest).append('\n');
    }
}
