package io.iamtighten.usage;

import io.iamtighten.json.JsonProblem;
import io.iamtighten.json.JsonReader;
import io.iamtighten.json.JsonValue;
import io.iamtighten.json.Pointers;
import io.iamtighten.policy.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads what {@code aws cloudtrail get-event-selectors} prints.
 *
 * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html">GetEventSelectors</a>
 */
public final class DataSelectionParser {
    /** Beyond this many, problems are not listed. */
    private static final int PROBLEMS_LISTED = 100;

    private static final String BASIC = "EventSelectors";
    private static final String ADVANCED = "AdvancedEventSelectors";
    private static final List<String> OPERATORS =
            List.of("Equals", "StartsWith", "EndsWith", "NotEquals", "NotStartsWith", "NotEndsWith");

    private final String text;
    private final List<DataSelectionParse.Problem> problems = new ArrayList<>();
    private final List<DataSelection.Selector> selectors = new ArrayList<>();

    private DataSelectionParser(String text) {
        this.text = text;
    }

    /** Reads a trail's event selectors, basic or advanced. */
    public static DataSelectionParse parse(String text) {
        DataSelectionParser parser = new DataSelectionParser(text);
        parser.read();
        return new DataSelectionParse(
                parser.problems.isEmpty() ? Optional.of(new DataSelection(parser.selectors)) : Optional.empty(),
                parser.problems);
    }

    private void read() {
        JsonReader.Result result = JsonReader.read(text);
        for (JsonProblem problem : result.problems()) {
            add(problem.offset(), problem.offset() + 1, problem.pointer(), problem.message());
        }
        if (result.value().isEmpty() || !problems.isEmpty()) {
            return;
        }
        JsonValue root = result.value().get();
        if (!(root instanceof JsonValue.JsonObject object)
                || object.get(BASIC).isEmpty() && object.get(ADVANCED).isEmpty()) {
            problem(
                    root,
                    "",
                    "`" + BASIC + "` and `" + ADVANCED
                            + "` are missing; expected what `aws cloudtrail get-event-selectors` prints");
            return;
        }
        list(object, "", BASIC, this::basic);
        list(object, "", ADVANCED, this::advanced);
    }

    private void basic(JsonValue.JsonObject selector, String pointer) {
        String calls = text(selector, pointer, "ReadWriteType").orElse("All");
        if (!List.of("All", "ReadOnly", "WriteOnly").contains(calls)) {
            problem(
                    selector.get("ReadWriteType").orElse(selector),
                    pointer + "/ReadWriteType",
                    "`ReadWriteType` is `" + calls + "`; expected All, ReadOnly or WriteOnly");
        }
        list(selector, pointer, "DataResources", (resource, below) -> {
            Optional<String> type = text(resource, below, "Type");
            if (type.isEmpty()) {
                problem(resource, below, "`Type` is missing; expected a type such as `AWS::S3::Object`");
                return;
            }
            selectors.add(DataSelection.basic(calls, type.get(), texts(resource, below, "Values")));
        });
    }

    private void advanced(JsonValue.JsonObject selector, String pointer) {
        Map<String, Map<String, List<String>>> fields = new TreeMap<>();
        list(selector, pointer, "FieldSelectors", (field, below) -> {
            Optional<String> name = text(field, below, "Field");
            if (name.isEmpty()) {
                problem(field, below, "`Field` is missing; expected a field such as `resources.type`");
                return;
            }
            Map<String, List<String>> operators = fields.computeIfAbsent(name.get(), n -> new TreeMap<>());
            for (String operator : OPERATORS) {
                List<String> values = texts(field, below, operator);
                if (!values.isEmpty()) {
                    operators.merge(operator, values, (one, two) -> {
                        problem(field, below, "`" + name.get() + "` stands twice with `" + operator + "`");
                        return one;
                    });
                }
            }
        });
        DataSelection.advanced(fields).ifPresent(selectors::add);
    }

    /** Takes the objects of a list, such as the fields of a selector. */
    private interface Element {
        void take(JsonValue.JsonObject object, String pointer);
    }

    private void list(JsonValue.JsonObject object, String pointer, String key, Element each) {
        List<JsonValue> elements = elements(object, pointer, key);
        for (int i = 0; i < elements.size(); i++) {
            String below = pointer + "/" + key + "/" + i;
            if (elements.get(i) instanceof JsonValue.JsonObject element) {
                each.take(element, below);
            } else {
                problem(
                        elements.get(i),
                        below,
                        "an element of `" + key + "` is an object; found "
                                + elements.get(i).typeName());
            }
        }
    }

    private List<String> texts(JsonValue.JsonObject object, String pointer, String key) {
        List<String> texts = new ArrayList<>();
        for (JsonValue element : elements(object, pointer, key)) {
            element.asText()
                    .ifPresentOrElse(
                            texts::add,
                            () -> problem(
                                    element,
                                    pointer + "/" + key,
                                    "a value of `" + key + "` is a string; found " + element.typeName()));
        }
        return texts;
    }

    /** Absent and null are the same as an empty list. */
    private List<JsonValue> elements(JsonValue.JsonObject object, String pointer, String key) {
        Optional<JsonValue> list = object.get(key).filter(value -> !(value instanceof JsonValue.JsonNull));
        if (list.isEmpty()) {
            return List.of();
        }
        if (list.get() instanceof JsonValue.JsonArray array) {
            return array.elements();
        }
        problem(
                list.get(),
                pointer + "/" + key,
                "`" + key + "` is a list; found " + list.get().typeName());
        return List.of();
    }

    private Optional<String> text(JsonValue.JsonObject object, String pointer, String key) {
        Optional<JsonValue> value = object.get(key).filter(v -> !(v instanceof JsonValue.JsonNull));
        if (value.isPresent() && value.get().asText().isEmpty()) {
            problem(
                    value.get(),
                    pointer + "/" + key,
                    "`" + key + "` is a string; found " + value.get().typeName());
        }
        return value.flatMap(JsonValue::asText);
    }

    private void problem(JsonValue value, String pointer, String message) {
        add(value.start(), JsonReader.endOf(text, value.start()), pointer, message);
    }

    private void add(int start, int end, String pointer, String message) {
        if (problems.size() < PROBLEMS_LISTED) {
            int[] from = Pointers.lineColumn(text, start);
            int[] to = Pointers.lineColumn(text, Math.min(end, text.length()));
            problems.add(
                    new DataSelectionParse.Problem(new Position(from[0], from[1], to[0], to[1], pointer), message));
        }
    }
}
