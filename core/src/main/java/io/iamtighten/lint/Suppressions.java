package io.iamtighten.lint;

import io.iamtighten.glob.Glob;
import io.iamtighten.json.JsonProblem;
import io.iamtighten.json.JsonReader;
import io.iamtighten.json.JsonValue;
import io.iamtighten.json.Pointers;
import io.iamtighten.policy.Nearest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Findings that somebody decided to live with, each with a reason and a date on which the decision is due again.
 *
 * <p>The file is {@code {"format": 1, "suppressions": [{"rule": "wildcard-resource-all", "source": "deploy/*.json", "pointer":
 * "/Statement/2*", "reason": "...", "expires": "2027-03-31"}]}}. {@code rule}, {@code source} and {@code pointer} are patterns
 * with {@code *} and {@code ?}; {@code source} and {@code pointer} may be left out.
 */
public final class Suppressions {
    private static final Set<String> KEYS = Set.of("rule", "source", "pointer", "reason", "expires");

    private final List<Entry> entries;

    private Suppressions(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    private record Entry(
            String rule, Optional<String> source, Optional<String> pointer, String reason, LocalDate expires) {
        boolean covers(Finding finding) {
            return Glob.of(rule).matches(finding.rule())
                    && source.filter(s -> !Glob.of(s).matches(finding.source())
                                    && !Glob.of(s).matches(finding.file().orElse("")))
                            .isEmpty()
                    && pointer.filter(p -> !Glob.of(p).matches(finding.pointer()))
                            .isEmpty();
        }

        String text() {
            return "the suppression of `" + rule + "`"
                    + source.map(s -> " in `" + s + "`").orElse("");
        }
    }

    /**
     * The result of reading a file of suppressions.
     *
     * @param suppressions the suppressions, present exactly when there are no problems
     * @param problems what is wrong, one line each with line and column
     */
    public record Reading(Optional<Suppressions> suppressions, List<String> problems) {
        /** Copies the list. */
        public Reading {
            problems = List.copyOf(problems);
        }
    }

    /** Reads a file of suppressions. */
    public static Reading parse(String text) {
        List<String> problems = new ArrayList<>();
        JsonReader.Result json = JsonReader.read(text);
        for (JsonProblem problem : json.problems()) {
            problems.add(place(text, problem.offset()) + problem.message());
        }
        List<Entry> entries = new ArrayList<>();
        json.value().ifPresent(root -> read(text, root, entries, problems));
        return new Reading(problems.isEmpty() ? Optional.of(new Suppressions(entries)) : Optional.empty(), problems);
    }

    private static String place(String text, int offset) {
        int[] at = Pointers.lineColumn(text, offset);
        return "line " + at[0] + ", column " + at[1] + ": ";
    }

    private static void read(String text, JsonValue root, List<Entry> entries, List<String> problems) {
        Optional<JsonValue> list =
                root instanceof JsonValue.JsonObject object ? object.get("suppressions") : Optional.empty();
        if (list.isEmpty() || !(list.get() instanceof JsonValue.JsonArray array)) {
            problems.add(place(text, root.start()) + "expected an object with a list `suppressions`");
            return;
        }
        for (JsonValue value : array.elements()) {
            entry(text, value, problems).ifPresent(entries::add);
        }
    }

    private static Optional<Entry> entry(String text, JsonValue value, List<String> problems) {
        String at = place(text, value.start());
        if (!(value instanceof JsonValue.JsonObject object)) {
            problems.add(at + "a suppression is an object; found " + value.typeName());
            return Optional.empty();
        }
        int before = problems.size();
        for (String key : object.members().keySet()) {
            if (!KEYS.contains(key)) {
                problems.add(place(text, object.keyStarts().getOrDefault(key, object.start())) + "`" + key
                        + "` is not an element of a suppression" + Nearest.hint(key, KEYS));
            }
        }
        for (String key : List.of("rule", "reason", "expires")) {
            if (object.get(key)
                    .flatMap(JsonValue::asText)
                    .filter(t -> !t.isBlank())
                    .isEmpty()) {
                problems.add(at + "a suppression needs `" + key + "`, a string that is not empty");
            }
        }
        if (problems.size() > before) {
            return Optional.empty();
        }
        String date = object.get("expires").flatMap(JsonValue::asText).orElse("");
        try {
            return Optional.of(new Entry(
                    object.get("rule").flatMap(JsonValue::asText).orElse(""),
                    object.get("source").flatMap(JsonValue::asText),
                    object.get("pointer").flatMap(JsonValue::asText),
                    object.get("reason").flatMap(JsonValue::asText).orElse(""),
                    LocalDate.parse(date)));
        } catch (DateTimeException e) {
            problems.add(at + "`" + date + "` is not a date such as 2027-03-31");
            return Optional.empty();
        }
    }

    /**
     * Returns a report with the findings that are suppressed on a day set apart, and with a notice of each suppression that is out
     * of date, or that nothing needs any more.
     *
     * @param asOf the day; a suppression counts up to the day on which it expires
     */
    public LintReport apply(LintReport report, LocalDate asOf) {
        List<Finding> kept = new ArrayList<>();
        List<Finding> suppressed = new ArrayList<>(report.suppressed());
        Set<Entry> used = new java.util.HashSet<>();
        for (Finding finding : report.findings()) {
            boolean covered = false;
            for (Entry entry : entries) {
                if (entry.covers(finding)) {
                    used.add(entry);
                    covered |= !asOf.isAfter(entry.expires());
                }
            }
            (covered ? suppressed : kept).add(finding);
        }
        List<String> notices = new ArrayList<>(report.notices());
        for (Entry entry : entries) {
            if (!used.contains(entry)) {
                notices.add(entry.text() + " matches nothing; take it out");
            } else if (asOf.isAfter(entry.expires())) {
                notices.add(entry.text() + " expired on " + entry.expires() + ": " + entry.reason());
            }
        }
        return new LintReport(kept, suppressed, notices);
    }
}
