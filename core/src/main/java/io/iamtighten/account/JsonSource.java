package io.iamtighten.account;

import io.iamtighten.json.JsonProblem;
import io.iamtighten.json.JsonReader;
import io.iamtighten.json.JsonValue;
import io.iamtighten.json.Pointers;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyParse;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.policy.PolicyProblem;
import io.iamtighten.policy.Position;
import io.iamtighten.policy.SourceMap;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads typed members out of one JSON text, and notes with its place what has the wrong type. */
final class JsonSource {
    /** Beyond this many, problems are counted and not listed. */
    private static final int PROBLEMS_LISTED = 100;

    private final AccountText source;
    private final List<AccountProblem> problems = new ArrayList<>();
    private final List<PolicySource> policies = new ArrayList<>();
    private int unlisted;

    JsonSource(AccountText source) {
        this.source = source;
    }

    /** One object and where it stands. */
    record Node(JsonValue.JsonObject object, String pointer) {
        String below(String key) {
            return pointer + "/" + Pointers.escape(key);
        }
    }

    /** Returns the values of the text, none when it is not JSON. */
    List<JsonValue> values() {
        JsonReader.Sequence sequence = JsonReader.readSequence(source.text());
        for (JsonProblem problem : sequence.problems()) {
            add(problem.offset(), problem.offset() + 1, problem.pointer(), problem.message());
        }
        return sequence.values();
    }

    /** Returns the problems found so far. */
    List<AccountProblem> problems() {
        List<AccountProblem> all = new ArrayList<>(problems);
        if (unlisted > 0) {
            all.add(new AccountProblem(
                    source.name(), new Position(1, 1, 1, 1, ""), "there are " + unlisted + " more problems"));
        }
        return all;
    }

    List<PolicySource> policies() {
        return policies;
    }

    String name() {
        return source.name();
    }

    void problem(JsonValue value, String pointer, String message) {
        add(value.start(), JsonReader.endOf(source.text(), value.start()), pointer, message);
    }

    private void add(int start, int end, String pointer, String message) {
        if (problems.size() == PROBLEMS_LISTED) {
            unlisted++;
            return;
        }
        int[] from = Pointers.lineColumn(source.text(), start);
        int[] to =
                Pointers.lineColumn(source.text(), Math.min(end, source.text().length()));
        problems.add(new AccountProblem(source.name(), new Position(from[0], from[1], to[0], to[1], pointer), message));
    }

    /** Returns the value as an object, or notes the problem. */
    Optional<Node> node(JsonValue value, String pointer, String what) {
        if (value instanceof JsonValue.JsonObject object) {
            return Optional.of(new Node(object, pointer));
        }
        problem(value, pointer, what + " is an object; found " + value.typeName());
        return Optional.empty();
    }

    /** Returns a member that is an object; absent and null are the same. */
    Optional<Node> object(Node node, String key) {
        return member(node, key).flatMap(value -> node(value, node.below(key), "`" + key + "`"));
    }

    /** Returns the objects of a member that is a list; an absent one is empty. */
    List<Node> objects(Node node, String key) {
        List<Node> nodes = new ArrayList<>();
        List<JsonValue> elements = elements(node, key);
        for (int i = 0; i < elements.size(); i++) {
            node(elements.get(i), node.below(key) + "/" + i, "an element of `" + key + "`")
                    .ifPresent(nodes::add);
        }
        return nodes;
    }

    /** Returns the strings of a member that is a list; an absent one is empty. */
    List<String> texts(Node node, String key) {
        List<String> texts = new ArrayList<>();
        List<JsonValue> elements = elements(node, key);
        for (int i = 0; i < elements.size(); i++) {
            JsonValue element = elements.get(i);
            if (element instanceof JsonValue.JsonString text) {
                texts.add(text.text());
            } else {
                problem(
                        element,
                        node.below(key) + "/" + i,
                        "an element of `" + key + "` is a string; found " + element.typeName());
            }
        }
        return texts;
    }

    List<JsonValue> elements(Node node, String key) {
        Optional<JsonValue> value = member(node, key);
        if (value.isEmpty()) {
            return List.of();
        }
        if (value.get() instanceof JsonValue.JsonArray array) {
            return array.elements();
        }
        problem(
                value.get(),
                node.below(key),
                "`" + key + "` is a list; found " + value.get().typeName());
        return List.of();
    }

    /** Returns a member that must be there, or the empty text with a problem noted. */
    String requiredText(Node node, String key) {
        Optional<JsonValue> value = member(node, key);
        if (value.isEmpty()) {
            problem(node.object(), node.pointer(), "`" + key + "` is missing; a string was expected");
            return "";
        }
        Optional<String> text = text(node, key);
        if (text.isPresent() && text.get().isEmpty()) {
            problem(value.get(), node.below(key), "`" + key + "` is empty; a name was expected");
        }
        return text.orElse("");
    }

    /** Returns a member that is a string; absent and null are the same. */
    Optional<String> text(Node node, String key) {
        Optional<JsonValue> value = member(node, key);
        if (value.isPresent() && value.get().asText().isEmpty()) {
            problem(
                    value.get(),
                    node.below(key),
                    "`" + key + "` is a string; found " + value.get().typeName());
        }
        return value.flatMap(JsonValue::asText);
    }

    /** Returns a member that is true or false. */
    Optional<Boolean> bool(Node node, String key) {
        Optional<JsonValue> value = member(node, key);
        if (value.isPresent() && value.get() instanceof JsonValue.JsonBoolean truth) {
            return Optional.of(truth.value());
        }
        value.ifPresent(
                other -> problem(other, node.below(key), "`" + key + "` is true or false; found " + other.typeName()));
        return Optional.empty();
    }

    /** Returns a member that is a count, 0 when it is absent. */
    int count(Node node, String key) {
        Optional<JsonValue> value = member(node, key);
        if (value.isEmpty()) {
            return 0;
        }
        if (value.get() instanceof JsonValue.JsonNumber number
                && number.text().length() < 10
                && number.text().chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Integer.parseInt(number.text());
        }
        problem(value.get(), node.below(key), "`" + key + "` is a count; a whole number was expected");
        return 0;
    }

    Optional<JsonValue> member(Node node, String key) {
        return node.object().get(key).filter(value -> !(value instanceof JsonValue.JsonNull));
    }

    /** Returns the policy document of a member that must be there. */
    Optional<PolicyDocument> document(Node node, String key, PolicySource.Kind kind, String owner, String name) {
        Optional<JsonValue> value = member(node, key);
        if (value.isEmpty()) {
            problem(node.object(), node.pointer(), "`" + key + "` is missing; a policy document was expected");
            return Optional.empty();
        }
        return document(value.get(), node.below(key), kind, owner, name);
    }

    /** Returns the policy document that a value holds, as an object or as a string. */
    Optional<PolicyDocument> document(
            JsonValue value, String pointer, PolicySource.Kind kind, String owner, String name) {
        Optional<String> text = value.asText();
        if (text.isEmpty()) {
            PolicyParse parse = PolicyParser.read(source.text(), pointer, value);
            for (PolicyProblem problem : parse.problems()) {
                if (problems.size() == PROBLEMS_LISTED) {
                    unlisted++;
                } else {
                    problems.add(new AccountProblem(source.name(), problem.position(), problem.message()));
                }
            }
            parse.document()
                    .ifPresent(document -> policies.add(new PolicySource(
                            source.name(), kind, owner, name, document, parse.positions(), Optional.empty())));
            return parse.document();
        }
        Optional<String> decoded = decoded(text.get());
        if (decoded.isEmpty()) {
            problem(
                    value,
                    pointer,
                    "the string is neither JSON nor percent-encoded JSON; a policy document was expected");
            return Optional.empty();
        }
        PolicyParse parse = PolicyParser.parse(decoded.get());
        for (PolicyProblem problem : parse.problems()) {
            problem(value, pointer, problem.message() + " (in the decoded string, " + problem.position() + ")");
        }
        parse.document()
                .ifPresent(document -> policies.add(new PolicySource(
                        source.name(),
                        kind,
                        owner,
                        name,
                        document,
                        parse.positions(),
                        Optional.of(SourceMap.of(source.text(), pointer, value)))));
        return parse.document();
    }

    /**
     * Returns a document's string without its percent-encoding, or empty when the encoding is broken.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html">Policies are
     *     URL-encoded, compliant with RFC 3986</a>
     */
    static Optional<String> decoded(String text) {
        int first = 0;
        while (first < text.length() && text.charAt(first) <= ' ') {
            first++;
        }
        if (first == text.length() || text.charAt(first) != '%') {
            return Optional.of(text);
        }
        byte[] bytes = new byte[text.length() * 3];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                boolean whole = i + 2 < text.length();
                int high = whole ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = whole ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                bytes[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                byte[] utf8 = text.substring(i, i + 1).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(utf8, 0, bytes, length, utf8.length);
                length += utf8.length;
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
