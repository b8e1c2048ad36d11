package io.iamtighten.usage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
    private static final int MAX_DEPTH = 64;

    private final Map<?, ?> request;
    private final Map<?, ?> response;

    private RecordFields(Map<?, ?> request, Map<?, ?> response) {
        this.request = request;
        this.response = response;
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
        return texts(request, path);
    }

    /** Returns the texts at a path below {@code responseElements}, in order; empty when there are none. */
    public List<String> response(String path) {
        return texts(response, path);
    }

    /** Returns whether CloudTrail left the parameters out because they were too large. */
    public boolean omitted() {
        return "true".equals(request.get("omitted"));
    }

    /** Returns whether there are no parameters at all. */
    public boolean withoutRequest() {
        return request.isEmpty();
    }

    /** Returns the names of the object at a path below {@code requestParameters}, in order; empty when there is none. */
    List<String> requestKeys(String path) {
        List<String> keys = new ArrayList<>();
        for (Object node : nodes(request, path)) {
            if (node instanceof Map<?, ?> map) {
                map.keySet().forEach(key -> keys.add((String) key));
            }
        }
        return keys;
    }

    /** Returns each object at a path below {@code requestParameters} as parameters of their own. */
    List<RecordFields> requestParts(String path) {
        List<RecordFields> parts = new ArrayList<>();
        for (Object node : nodes(request, path)) {
            if (node instanceof Map<?, ?> map) {
                parts.add(new RecordFields(map, Map.of()));
            }
        }
        return parts;
    }

    /** Returns whether there is anything but an empty list or object at a path below {@code requestParameters}. */
    boolean hasRequest(String path) {
        for (Object node : nodes(request, path)) {
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
        each("", request, visitor);
    }

    /** Calls the visitor with the last name and the value of each text in the answer, in order. */
    void eachResponseText(BiConsumer<String, String> visitor) {
        each("", response, visitor);
    }

    private static void each(String name, Object value, BiConsumer<String, String> visitor) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, child) -> each((String) key, child, visitor));
        } else if (value instanceof List<?> list) {
            list.forEach(child -> each(name, child, visitor));
        } else if (!blanked((String) value)) {
            visitor.accept(name, (String) value);
        }
    }

    private static boolean blanked(String value) {
        return value.isEmpty() || value.equals("HIDDEN_DUE_TO_SECURITY_REASONS") || value.equals("***");
    }

    private static List<String> texts(Map<?, ?> root, String path) {
        List<String> result = new ArrayList<>();
        for (Object node : nodes(root, path)) {
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

    private static List<Object> nodes(Map<?, ?> root, String path) {
        List<Object> direct = walk(root, path);
        if (direct.isEmpty() && root.size() == 1) {
            // Newer EC2 calls wrap everything: CreateNatGatewayRequest.SubnetId.
            Map.Entry<?, ?> only = root.entrySet().iterator().next();
            String name = (String) only.getKey();
            boolean wrapper = name.endsWith("Request") || name.endsWith("Req") || name.endsWith("Input");
            if (wrapper && only.getValue() instanceof Map<?, ?> inner) {
                return walk(inner, path);
            }
        }
        return direct;
    }

    private static List<Object> walk(Map<?, ?> root, String path) {
        List<Object> nodes = List.of(root);
        for (String step : path.split("\\.")) {
            boolean each = step.endsWith("[]");
            String name = each ? step.substring(0, step.length() - 2) : step;
            List<Object> next = new ArrayList<>();
            for (Object node : nodes) {
                children(node, name, each, next);
            }
            if (next.isEmpty()) {
                return List.of();
            }
            nodes = next;
        }
        return nodes;
    }

    private static void children(Object node, String name, boolean each, List<Object> into) {
        if (node instanceof List<?> list) {
            list.forEach(item -> children(item, name, each, into));
            return;
        }
        if (!(node instanceof Map<?, ?> map)) {
            return;
        }
        Object child = child(map, name);
        if (child == null) {
            return;
        }
        if (each) {
            elements(child, into);
        } else {
            into.add(child);
        }
    }

    private static void elements(Object value, List<Object> into) {
        if (value instanceof List<?> list) {
            into.addAll(list);
        } else if (value instanceof Map<?, ?> map && map.size() == 1 && child(map, "items") instanceof List<?> items) {
            into.addAll(items);
        } else if (value instanceof Map<?, ?> map
                && map.size() == 1
                && child(map, "member") instanceof List<?> members) {
            into.addAll(members);
        } else {
            into.add(value);
        }
    }

    private static @Nullable Object child(Map<?, ?> map, String name) {
        Object exact = map.get(name);
        if (exact != null || name.isEmpty()) {
            return exact;
        }
        char first = name.charAt(0);
        char other = Character.isUpperCase(first) ? Character.toLowerCase(first) : Character.toUpperCase(first);
        Object swapped = map.get(other + name.substring(1));
        if (swapped != null) {
            return swapped;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (((String) entry.getKey()).toLowerCase(Locale.ROOT).equals(lower)) {
                return entry.getValue();
            }
        }
        return null;
    }
}
