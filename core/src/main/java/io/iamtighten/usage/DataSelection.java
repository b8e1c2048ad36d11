package io.iamtighten.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which data events a trail is set to record. A trail selects them by type, by read or write, and by the ARNs of resources; what it
 * selects by something else besides, such as the event's name, is left out here, since not every event of it is recorded.
 *
 * @param selectors what it selects, in the trail's order
 * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html">Data events</a>
 */
public record DataSelection(List<Selector> selectors) {
    private static final int ARN_PARTS = 6;
    private static final String ALL = "*";

    /** Copies the list. */
    public DataSelection {
        selectors = List.copyOf(selectors);
    }

    /** Which calls a selector is of. */
    public enum Calls {
        /** Those that only read. */
        READS("reads"),
        /** Those that write. */
        WRITES("writes"),
        /** Both. */
        ALL("reads and writes");

        private final String text;

        Calls(String text) {
            this.text = text;
        }

        /** Returns the words for people. */
        public String text() {
            return text;
        }

        /** Returns whether all calls of the other kind are among these. */
        public boolean include(Calls other) {
            return this == ALL || this == other;
        }
    }

    /**
     * One part of what a trail selects.
     *
     * @param type the type of resource, such as {@code AWS::S3::Object}
     * @param calls which calls
     * @param patterns the resources, as ARNs with {@code *}; {@code *} alone for all of the type
     */
    public record Selector(String type, Calls calls, List<String> patterns) {
        /** Copies the list. */
        public Selector {
            patterns = List.copyOf(patterns);
        }
    }

    /** Returns the resources of a type of which all such calls are recorded, as ARNs with {@code *}. */
    public List<String> patterns(String type, Calls calls) {
        List<String> all = new ArrayList<>();
        for (Selector selector : selectors) {
            if (selector.type().equals(type) && selector.calls().include(calls)) {
                all.addAll(selector.patterns());
            }
        }
        return all;
    }

    /** Returns what the trail selects, a sentence each. */
    public List<String> statements() {
        if (selectors.isEmpty()) {
            return List.of("as it is set now, the trail records no data events, or of nothing surely all");
        }
        return selectors.stream()
                .map(selector -> "as it is set now, the trail records data events of " + selector.type() + " ("
                        + selector.calls().text() + ")"
                        + (selector.patterns().contains(ALL) ? "" : " on " + String.join(", ", selector.patterns())))
                .toList();
    }

    /**
     * Returns what a {@code DataResource} of a basic event selector selects.
     *
     * @param readWriteType {@code All}, {@code ReadOnly} or {@code WriteOnly}
     * @param values its values: for objects in S3 beginnings of ARNs, for others ARNs; one that breaks off after the service means all
     * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DataResource.html">DataResource</a>
     */
    public static Selector basic(String readWriteType, String type, List<String> values) {
        boolean objects = type.equals("AWS::S3::Object");
        List<String> patterns = new ArrayList<>();
        for (String value : values) {
            if (value.split(":", -1).length < ARN_PARTS || value.endsWith(":::")) {
                patterns.add(ALL);
            } else if (objects) {
                beginning(value, patterns);
            } else {
                exact(value, patterns);
            }
        }
        Calls calls = switch (readWriteType) {
            case "ReadOnly" -> Calls.READS;
            case "WriteOnly" -> Calls.WRITES;
            default -> Calls.ALL;
        };
        return new Selector(type, calls, patterns);
    }

    /**
     * Returns what an advanced event selector selects, or empty when it is not of data events or when it selects by more than type, read or
     * write, and the ARN or its beginning.
     *
     * @param fields for each field that it names, the values by operator, as in the API: {@code resources.ARN -> StartsWith -> [...]}
     * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html">AdvancedFieldSelector</a>
     */
    public static Optional<Selector> advanced(Map<String, Map<String, List<String>>> fields) {
        boolean data = only(fields.get("eventCategory")).filter("Data"::equals).isPresent();
        Optional<String> type = only(fields.get("resources.type"));
        boolean known = fields.keySet().stream()
                .allMatch(List.of("eventCategory", "resources.type", "readOnly", "resources.ARN")::contains);
        if (!data || type.isEmpty() || !known) {
            return Optional.empty();
        }
        Calls calls = Calls.ALL;
        if (fields.containsKey("readOnly")) {
            Optional<String> readOnly = only(fields.get("readOnly"));
            if (readOnly.isEmpty()) {
                return Optional.empty();
            }
            calls = readOnly.get().equals("true") ? Calls.READS : Calls.WRITES;
        }
        List<String> patterns = new ArrayList<>();
        for (Map.Entry<String, List<String>> each : fields.getOrDefault(
                        "resources.ARN", Map.of("StartsWith", List.of("")))
                .entrySet()) {
            switch (each.getKey()) {
                case "StartsWith" -> each.getValue().forEach(value -> beginning(value, patterns));
                case "Equals" -> each.getValue().forEach(value -> exact(value, patterns));
                // What is left out, or selected by its end, leaves no pattern of which all is recorded.
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new Selector(type.get(), calls, patterns));
    }

    private static Optional<String> only(@Nullable Map<String, List<String>> operators) {
        return operators == null || operators.size() != 1
                ? Optional.empty()
                : Optional.ofNullable(operators.get("Equals"))
                        .filter(values -> values.size() == 1)
                        .map(values -> values.get(0));
    }

    /** The beginning of a bucket's objects stands for the bucket, too: its listings are data events of it. */
    private static void beginning(String value, List<String> patterns) {
        if (isPlain(value)) {
            patterns.add(value + ALL);
            if (value.startsWith("arn:") && value.indexOf('/') == value.length() - 1) {
                patterns.add(value.substring(0, value.length() - 1));
            }
        }
    }

    /** A function's versions and a table's indexes are told by longer ARNs. */
    private static void exact(String value, List<String> patterns) {
        if (isPlain(value)) {
            patterns.add(value);
            patterns.add(value + ":*");
            patterns.add(value + "/*");
        }
    }

    /** What would be a wildcard in a pattern is none in a selector; no pattern says that, and too few are no mistake. */
    private static boolean isPlain(String value) {
        return value.indexOf('*') < 0 && value.indexOf('?') < 0;
    }
}
