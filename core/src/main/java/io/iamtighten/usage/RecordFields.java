package io.iamtighten.usage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A read-only view of the parameters and the answer in one CloudTrail record.
 *
 * <p>Paths are names joined by dots; {@code []} behind a name means each element. Names are looked up as they stand, then with
 * the other case of their first letter, then ignoring case. A list may stand as an array, or in an object under {@code items} or
 * {@code member}. Values that CloudTrail blanked are absent.
 *
 * <table>
 * <caption>Examples</caption>
 * <tr><th>path</th><th>in</th><th>values</th></tr>
 * <tr><td>{@code bucketName}</td><td>{@code {"bucketName":"b"}}</td><td>{@code b}</td></tr>
 * <tr><td>{@code instancesSet.items[].instanceId}</td><td>{@code {"instancesSet":{"items":[{"instanceId":"i-1"}]}}}</td>
 * <td>{@code i-1}</td></tr>
 * </table>
 */
public final class RecordFields {
    private static final RecordFields EMPTY = new RecordFields(Map.of(), Map.of());
    static final int MAX_DEPTH = 64;

    private final Map<?, ?> request;
    private final Map<?, ?> response;
    /** Is told what is looked at among the parameters. */
    private final @Nullable ParameterReads reads;

    private RecordFields(Map<?, ?> request, Map<?, ?> response) {
        this(request, response, null);
    }

    private RecordFields(Map<?, ?> request, Map<?, ?> response, @Nullable ParameterReads reads) {
        this.request = request;
        this.response = response;
        this.reads = reads;
    }

    /** Returns the view of a record that has neither parameters nor an answer. */
    public static RecordFields empty() {
        return EMPTY;
    }

    /**
     * Returns the view of a record's {@code requestParameters} and {@code responseElements}, each as maps, lists, strings, numbers,
     * booleans and nulls, as JSON has them. Copies what it needs.
     */
    public static RecordFields of(
            Map<String, ? extends @Nullable Object> requestParameters,
            Map<String, ? extends @Nullable Object> responseElements) {
        return new RecordFields(copy(requestParameters, 0), copy(responseElements, 0));
    }

    /**
     * Returns the view of a record whose {@code requestParameters} are a JSON text, the same as {@link #of} makes of its values.
     *
     * @param reads is told what is looked at; a mapping that looked at the same parameters of another record would have had the same
     *     result
     * @throws IllegalArgumentException when the text is not well-formed JSON
     */
    public static RecordFields parse(byte[] json, int start, int length, ParameterReads reads) {
        return new RecordFields(length == 0 ? Map.of() : RequestReader.read(json, start, length), Map.of(), reads);
    }

    private static Map<?, ?> copy(Map<?, ?> map, int depth) {
        Map<Object, Object> result = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            Object copied = copyValue(value, depth + 1);
            if (copied != null) {
                result.put(String.valueOf(key), copied);
            }
        });
        return Collections.unmodifiableMap(result);
    }

    private static @Nullable Object copyValue(@Nullable Object value, int depth) {
        if (value == null || depth > MAX_DEPTH) {
            return null;
        }
        if (value instanceof Map<?, ?> map) {
            return copy(map, depth);
        }
        if (value instanceof Iterable<?> list) {
            List<Object> result = new ArrayList<>();
            for (Object item : list) {
                Object copied = copyValue(item, depth + 1);
                if (copied != null) {
                    result.add(copied);
                }
            }
            return Collections.unmodifiableList(result);
        }
        return value.toString();
    }

    /** Returns the texts at a path below {@code requestParameters}, in order; empty when there are none. */
    public List<String> request(String path) {
        return texts(requestNodes(FieldPath.parse(path)));
    }

    /** Returns the texts at a path below {@code responseElements}, in order; empty when there are none. */
    public List<String> response(String path) {
        return texts(nodes(response, FieldPath.parse(path), null));
    }

    /** Returns whether CloudTrail left the parameters out because they were too large. */
    public boolean omitted() {
        if (reads != null) {
            reads.note("omitted");
        }
        return "true".equals(request.get("omitted"));
    }

    /** Returns whether there are no parameters at all. */
    public boolean withoutRequest() {
        if (reads != null) {
            reads.noteNames();
        }
        return request.isEmpty();
    }

    List<String> request(FieldPath path) {
        return texts(requestNodes(path));
    }

    /** Returns the names of the object at a path below {@code requestParameters}, in order; empty when there is none. */
    List<String> requestKeys(FieldPath path) {
        List<String> keys = new ArrayList<>();
        for (Object node : requestNodes(path)) {
            if (node instanceof Map<?, ?> map) {
                map.keySet().forEach(key -> keys.add((String) key));
            }
        }
        return keys;
    }

    /** Returns each object at a path below {@code requestParameters} as parameters of their own. */
    List<RecordFields> requestParts(FieldPath path) {
        List<RecordFields> parts = new ArrayList<>();
        for (Object node : requestNodes(path)) {
            if (node instanceof Map<?, ?> map) {
                parts.add(new RecordFields(map, Map.of()));
            }
        }
        return parts;
    }

    /** Returns whether there is anything but an empty list or object at a path below {@code requestParameters}. */
    boolean hasRequest(FieldPath path) {
        for (Object node : requestNodes(path)) {
            boolean empty = node instanceof Map<?, ?> map && map.isEmpty()
                    || node instanceof List<?> list && list.isEmpty()
                    || node instanceof String text && blanked(text);
            if (!empty) {
                return true;
            }
        }
        return false;
    }

    /** Calls the visitor with the last name and the value of each text in the parameters, in order. */
    void eachRequestText(BiConsumer<String, String> visitor) {
        if (reads != null) {
            reads.noteAll();
        }
        each("", request, visitor);
    }

    /** Calls the visitor with the last name and the value of each text in the parameters that begins with {@code arn} in any case. */
    void eachRequestArn(BiConsumer<String, String> visitor) {
        if (reads != null) {
            reads.noteArns();
        }
        eachArn(visitor);
    }

    /** The same for texts that may be the ARN of a role: those with {@code role} in them, or with percent-encoding. */
    void eachRequestRole(BiConsumer<String, String> visitor) {
        if (reads != null) {
            reads.noteRoles();
        }
        eachArn((name, value) -> {
            if (value.contains("role") || value.indexOf('%') >= 0) {
                visitor.accept(name, value);
            }
        });
    }

    private void eachArn(BiConsumer<String, String> visitor) {
        each("", request, (name, value) -> {
            if (value.regionMatches(true, 0, "arn", 0, 3)) {
                visitor.accept(name, value);
            }
        });
    }

    private List<Object> requestNodes(FieldPath path) {
        return nodes(request, path, reads);
    }

    private static void each(String name, Object value, BiConsumer<String, String> visitor) {
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                each((String) entry.getKey(), entry.getValue(), visitor);
            }
        } else if (value instanceof List<?> list) {
            for (Object child : list) {
                each(name, child, visitor);
            }
        } else if (!blanked((String) value)) {
            visitor.accept(name, (String) value);
        }
    }

    private static boolean blanked(String value) {
        return value.isEmpty() || value.equals("HIDDEN_DUE_TO_SECURITY_REASONS") || value.equals("***");
    }

    private static List<String> texts(List<Object> nodes) {
        if (nodes.isEmpty()) {
            return List.of();
        }
        List<String> result = new ArrayList<>(nodes.size());
        for (Object node : nodes) {
            if (node instanceof List<?> list) {
                list.forEach(item -> addText(item, result));
            } else {
                addText(node, result);
            }
        }
        return result;
    }

    /** An older protocol writes {@code {"tag":1,"content":"x"}} for {@code x}. */
    private static void addText(Object node, List<String> into) {
        Object value = node instanceof Map<?, ?> map && map.size() <= 2 ? map.get("content") : node;
        if (value instanceof String text && !blanked(text)) {
            into.add(text);
        }
    }

    private static List<Object> nodes(Map<?, ?> root, FieldPath path, @Nullable ParameterReads reads) {
        if (reads != null) {
            reads.noteNames();
        }
        if (root.isEmpty()) {
            return List.of();
        }
        List<Object> direct = walk(root, path, reads);
        if (direct.isEmpty() && root.size() == 1) {
            // Newer EC2 calls wrap everything: CreateNatGatewayRequest.SubnetId.
            Map.Entry<?, ?> only = root.entrySet().iterator().next();
            String name = (String) only.getKey();
            if (name.endsWith("Request") || name.endsWith("Req") || name.endsWith("Input")) {
                if (reads != null) {
                    reads.note(name);
                }
                if (only.getValue() instanceof Map<?, ?> inner) {
                    return walk(inner, path, null);
                }
            }
        }
        return direct;
    }

    private static List<Object> walk(Map<?, ?> root, FieldPath path, @Nullable ParameterReads reads) {
        String name = childName(root, path, 0);
        Object first = name == null ? null : root.get(name);
        if (name == null || first == null) {
            return List.of();
        }
        if (reads != null) {
            note(name, first, path, reads);
        }
        List<Object> nodes = new ArrayList<>(4);
        addChild(first, path.each[0], nodes);
        for (int i = 1; i < path.names.length; i++) {
            List<Object> next = new ArrayList<>(nodes.size());
            for (Object node : nodes) {
                children(node, path, i, next);
            }
            if (next.isEmpty()) {
                return List.of();
            }
            nodes = next;
        }
        return nodes;
    }

    /** Notes a look at a parameter, or only at a text in it, where no more is looked at. */
    private static void note(String name, Object value, FieldPath path, ParameterReads reads) {
        if (path.names.length == 2 && !path.each[0] && value instanceof Map<?, ?> inner) {
            String member = childName(inner, path, 1);
            if (member == null) {
                reads.noteNamesWithin(name);
                return;
            }
            if (inner.get(member) instanceof String) {
                reads.noteWithin(name, member);
                return;
            }
        }
        reads.note(name);
    }

    private static void children(Object node, FieldPath path, int step, List<Object> into) {
        if (node instanceof List<?> list) {
            list.forEach(item -> children(item, path, step, into));
        } else if (node instanceof Map<?, ?> map) {
            Object child = child(map, path, step);
            if (child != null) {
                addChild(child, path.each[step], into);
            }
        }
    }

    private static void addChild(Object child, boolean each, List<Object> into) {
        if (each) {
            elements(child, into);
        } else {
            into.add(child);
        }
    }

    private static void elements(Object value, List<Object> into) {
        if (value instanceof List<?> list) {
            into.addAll(list);
        } else if (value instanceof Map<?, ?> map && map.size() == 1 && map.get("items") instanceof List<?> items) {
            into.addAll(items);
        } else if (value instanceof Map<?, ?> map && map.size() == 1 && map.get("member") instanceof List<?> members) {
            into.addAll(members);
        } else {
            into.add(value);
        }
    }

    private static @Nullable Object child(Map<?, ?> map, FieldPath path, int step) {
        String name = childName(map, path, step);
        return name == null ? null : map.get(name);
    }

    /** Returns the name under which a part of a path is there. */
    private static @Nullable String childName(Map<?, ?> map, FieldPath path, int step) {
        String name = path.names[step];
        if (map.containsKey(name)) {
            return name;
        }
        String swapped = path.swapped[step];
        if (map.containsKey(swapped)) {
            return swapped;
        }
        for (Object key : map.keySet()) {
            if (((String) key).equalsIgnoreCase(name)) {
                return (String) key;
            }
        }
        return null;
    }
}
