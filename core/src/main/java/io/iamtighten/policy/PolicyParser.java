package io.iamtighten.policy;

import io.iamtighten.json.JsonProblem;
import io.iamtighten.json.JsonReader;
import io.iamtighten.json.JsonValue;
import io.iamtighten.json.Pointers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads policy documents. Strict: what the policy language does not have is a problem with its place, never dropped.
 * Element names are case-sensitive, operator names are not.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">Grammar of the IAM JSON policy language</a>
 */
public final class PolicyParser {
    private PolicyParser() {}

    /** Parses a policy's text. */
    public static PolicyParse parse(String text) {
        JsonReader.Result json = JsonReader.read(text);
        SourceMap map = new SourceMap(text, "", json.value());
        ProblemList problems = new ProblemList(map);
        for (JsonProblem problem : json.problems()) {
            problems.add(
                    switch (problem.kind()) {
                        case SYNTAX -> PolicyProblem.Kind.SYNTAX;
                        case LIMIT -> PolicyProblem.Kind.LIMIT;
                        case DUPLICATE_KEY -> PolicyProblem.Kind.DUPLICATE_KEY;
                    },
                    problem.offset(),
                    Math.min(text.length(), problem.offset() + 1),
                    problem.pointer(),
                    problem.message());
        }
        return json.value()
                .map(root -> new DocumentReader(map, problems).read(root))
                .orElseGet(() -> new PolicyParse(Optional.empty(), problems.inOrder(), map));
    }

    /** Parses a policy's UTF-8 bytes. */
    public static PolicyParse parse(byte[] utf8) {
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            int good = validPrefix(utf8);
            String before = new String(utf8, 0, good, StandardCharsets.UTF_8);
            SourceMap map = new SourceMap(before, "", Optional.empty());
            return new PolicyParse(
                    Optional.empty(),
                    List.of(new PolicyProblem(
                            PolicyProblem.Kind.SYNTAX,
                            map.region(before.length(), before.length(), ""),
                            notUtf8(utf8, good))),
                    map);
        }
    }

    private static String notUtf8(byte[] bytes, int good) {
        boolean utf16 = bytes.length >= 2
                && ((bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe)
                        || (bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff));
        return utf16
                ? "the text is UTF-16; policies are UTF-8 text, save it as such"
                : "the bytes are not UTF-8 from offset " + good + " on; policies are UTF-8 text";
    }

    private static int validPrefix(byte[] utf8) {
        java.nio.charset.CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(utf8);
        decoder.decode(in, java.nio.CharBuffer.allocate(utf8.length + 1), true);
        return in.position();
    }

    /**
     * Reads a document that is part of a larger JSON text, such as one of an account file.
     *
     * @param text the whole text
     * @param pointer the JSON pointer of the document, by which positions are named
     * @param value the document's value within the text
     */
    public static PolicyParse read(String text, String pointer, JsonValue value) {
        SourceMap map = new SourceMap(text, pointer, Optional.of(value));
        return new DocumentReader(map, new ProblemList(map)).read(value);
    }

    /** Reads the elements of one document. */
    private static final class DocumentReader {
        private static final List<String> DOCUMENT_KEYS = List.of("Version", "Id", "Statement");
        private static final List<String> STATEMENT_KEYS = List.of(
                "Sid",
                "Effect",
                "Principal",
                "NotPrincipal",
                "Action",
                "NotAction",
                "Resource",
                "NotResource",
                "Condition");
        private static final List<String> PRINCIPAL_KEYS = List.of("AWS", "Service", "Federated", "CanonicalUser");

        private final SourceMap map;
        private final ProblemList problems;

        DocumentReader(SourceMap map, ProblemList problems) {
            this.map = map;
            this.problems = problems;
        }

        PolicyParse read(JsonValue root) {
            Optional<PolicyDocument> document = Optional.empty();
            if (root instanceof JsonValue.JsonObject object) {
                document = Optional.of(document(object));
            } else {
                problem(
                        PolicyProblem.Kind.WRONG_TYPE,
                        root.start(),
                        "",
                        "a policy is a JSON object; found " + root.typeName());
            }
            return new PolicyParse(problems.isEmpty() ? document : Optional.empty(), problems.inOrder(), map);
        }

        private void problem(PolicyProblem.Kind kind, int offset, String pointer, String message) {
            problems.add(kind, offset, JsonReader.endOf(map.text(), offset), pointer, message);
        }

        private PolicyDocument document(JsonValue.JsonObject object) {
            Set<String> meant = unknownKeys(object, "", DOCUMENT_KEYS, "a policy document");
            Optional<PolicyVersion> version = Optional.empty();
            JsonValue declared = object.members().get("Version");
            if (declared != null) {
                version = text(declared, "/Version", "Version").flatMap(text -> {
                    Optional<PolicyVersion> known = PolicyVersion.parse(text);
                    if (known.isEmpty()) {
                        problem(
                                PolicyProblem.Kind.INVALID_VALUE,
                                declared.start(),
                                "/Version",
                                "`" + text + "` is not a policy version; expected 2012-10-17 or 2008-10-17");
                    }
                    return known;
                });
            }
            Optional<String> id =
                    Optional.ofNullable(object.members().get("Id")).flatMap(value -> text(value, "/Id", "Id"));
            List<Statement> statements = new ArrayList<>();
            JsonValue list = object.members().get("Statement");
            if (list == null && !meant.contains("Statement")) {
                problem(
                        PolicyProblem.Kind.MISSING_ELEMENT,
                        object.start(),
                        "",
                        "the policy has no `Statement`; every policy needs one" + wrapped(object));
            } else if (list instanceof JsonValue.JsonArray array) {
                for (int i = 0; i < array.elements().size(); i++) {
                    statement(array.elements().get(i), "/Statement/" + i).ifPresent(statements::add);
                }
            } else if (list != null) {
                statement(list, "/Statement").ifPresent(statements::add);
            }
            return new PolicyDocument(version, id, statements);
        }

        /** What AWS's own commands print around a policy. */
        private static String wrapped(JsonValue.JsonObject object) {
            for (String wrapper : List.of("PolicyVersion", "PolicyDocument", "Policy", "Document", "Content")) {
                if (object.members().containsKey(wrapper)) {
                    return " (this looks like the output of a command; the policy stands inside of `" + wrapper + "`)";
                }
            }
            return "";
        }

        /** Reports the keys that an object may not have, and returns the names that they most likely meant. */
        private Set<String> unknownKeys(JsonValue.JsonObject object, String pointer, List<String> known, String where) {
            Set<String> meant = new TreeSet<>();
            for (String key : object.members().keySet()) {
                if (!known.contains(key)) {
                    Optional<String> nearest = Nearest.of(key, known);
                    nearest.ifPresent(meant::add);
                    String near =
                            nearest.map(k -> "; did you mean `" + k + "`?").orElse("");
                    int start = object.keyStarts().getOrDefault(key, object.start());
                    problem(
                            PolicyProblem.Kind.UNKNOWN_ELEMENT,
                            start,
                            pointer + "/" + Pointers.escape(key),
                            "`" + key + "` is not an element of " + where + near);
                }
            }
            return meant;
        }

        private Optional<Statement> statement(JsonValue value, String pointer) {
            if (!(value instanceof JsonValue.JsonObject object)) {
                problem(
                        PolicyProblem.Kind.WRONG_TYPE,
                        value.start(),
                        pointer,
                        "a statement is a JSON object; found " + value.typeName());
                return Optional.empty();
            }
            Set<String> meant = unknownKeys(object, pointer, STATEMENT_KEYS, "a statement");
            Optional<String> sid =
                    Optional.ofNullable(object.members().get("Sid")).flatMap(v -> text(v, pointer + "/Sid", "Sid"));
            Optional<Effect> effect = effect(object, pointer, meant);
            Optional<PrincipalElement> principal = either(object, pointer, "Principal", "NotPrincipal")
                    .flatMap(e -> principal(e.value(), e.polarity(), e.pointer()));
            Optional<ActionElement> actions = either(object, pointer, "Action", "NotAction")
                    .map(e -> new ActionElement(
                            e.polarity(),
                            texts(e.value(), e.pointer(), e.name()).stream()
                                    .map(ActionPattern::new)
                                    .toList()));
            Optional<ResourceElement> resources = either(object, pointer, "Resource", "NotResource")
                    .map(e -> new ResourceElement(
                            e.polarity(),
                            texts(e.value(), e.pointer(), e.name()).stream()
                                    .map(ResourcePattern::new)
                                    .toList()));
            List<Condition> conditions = Optional.ofNullable(object.members().get("Condition"))
                    .map(v -> conditions(v, pointer + "/Condition"))
                    .orElse(List.of());
            if (actions.isEmpty() && !meant.contains("Action") && !meant.contains("NotAction")) {
                missing(object, pointer, "`Action` or `NotAction`");
            }
            if (effect.isEmpty() || actions.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new Statement(sid, effect.get(), principal, actions.get(), resources, conditions));
        }

        private void missing(JsonValue.JsonObject object, String pointer, String what) {
            problem(
                    PolicyProblem.Kind.MISSING_ELEMENT,
                    object.start(),
                    pointer,
                    "the statement has no " + what + "; add one");
        }

        private Optional<Effect> effect(JsonValue.JsonObject object, String pointer, Set<String> meant) {
            JsonValue value = object.members().get("Effect");
            if (value == null) {
                if (!meant.contains("Effect")) {
                    missing(object, pointer, "`Effect`");
                }
                return Optional.empty();
            }
            Optional<String> text = text(value, pointer + "/Effect", "Effect");
            for (Effect effect : Effect.values()) {
                if (text.isPresent() && effect.text().equals(text.get())) {
                    return Optional.of(effect);
                }
            }
            text.ifPresent(t -> problem(
                    PolicyProblem.Kind.INVALID_VALUE,
                    value.start(),
                    pointer + "/Effect",
                    "`" + t + "` is not an effect; expected `Allow` or `Deny`, in this spelling"));
            return Optional.empty();
        }

        private record Element(String name, Polarity polarity, JsonValue value, String pointer) {}

        private Optional<Element> either(JsonValue.JsonObject object, String pointer, String only, String allBut) {
            JsonValue plain = object.members().get(only);
            JsonValue inverted = object.members().get(allBut);
            if (plain != null && inverted != null) {
                problem(
                        PolicyProblem.Kind.CONFLICTING_ELEMENTS,
                        object.keyStarts().getOrDefault(allBut, object.start()),
                        pointer + "/" + allBut,
                        "a statement has `" + only + "` or `" + allBut + "`, not both");
            }
            if (plain != null) {
                return Optional.of(new Element(only, Polarity.ONLY, plain, pointer + "/" + only));
            }
            return Optional.ofNullable(inverted)
                    .map(v -> new Element(allBut, Polarity.ALL_BUT, v, pointer + "/" + allBut));
        }

        private Optional<String> text(JsonValue value, String pointer, String what) {
            if (value instanceof JsonValue.JsonString string) {
                return Optional.of(string.text());
            }
            problem(
                    PolicyProblem.Kind.WRONG_TYPE,
                    value.start(),
                    pointer,
                    "`" + what + "` is a string; found " + value.typeName());
            return Optional.empty();
        }

        private List<String> texts(JsonValue value, String pointer, String what) {
            if (value instanceof JsonValue.JsonArray array) {
                List<String> texts = new ArrayList<>(array.elements().size());
                for (int i = 0; i < array.elements().size(); i++) {
                    JsonValue element = array.elements().get(i);
                    if (element instanceof JsonValue.JsonString string) {
                        texts.add(string.text());
                    } else {
                        text(element, pointer + "/" + i, what);
                    }
                }
                return texts;
            }
            if (value instanceof JsonValue.JsonString string) {
                return List.of(string.text());
            }
            problem(
                    PolicyProblem.Kind.WRONG_TYPE,
                    value.start(),
                    pointer,
                    "`" + what + "` is a string or a list of strings; found " + value.typeName());
            return List.of();
        }

        private Optional<PrincipalElement> principal(JsonValue value, Polarity polarity, String pointer) {
            if (value instanceof JsonValue.JsonString string) {
                if (string.text().equals("*")) {
                    return Optional.of(new PrincipalElement(polarity, true, List.of()));
                }
                if (string.text().startsWith("arn:")) {
                    // Not in AWS's grammar, but widespread; there is one way to read it.
                    return Optional.of(new PrincipalElement(
                            polarity, false, List.of(new PrincipalEntry(PrincipalKind.AWS, string.text()))));
                }
                problem(
                        PolicyProblem.Kind.INVALID_VALUE,
                        value.start(),
                        pointer,
                        "`" + string.text()
                                + "` is not a principal; expected \"*\" or an object such as {\"AWS\": \"arn:...\"}");
                return Optional.empty();
            }
            if (!(value instanceof JsonValue.JsonObject object)) {
                problem(
                        PolicyProblem.Kind.WRONG_TYPE,
                        value.start(),
                        pointer,
                        "a principal is \"*\" or an object; found " + value.typeName());
                return Optional.empty();
            }
            unknownKeys(object, pointer, PRINCIPAL_KEYS, "a principal");
            List<PrincipalEntry> entries = new ArrayList<>();
            for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
                PrincipalKind.parse(member.getKey()).ifPresent(kind -> {
                    for (String text : texts(member.getValue(), pointer + "/" + member.getKey(), member.getKey())) {
                        entries.add(new PrincipalEntry(kind, text));
                    }
                });
            }
            return Optional.of(new PrincipalElement(polarity, false, entries));
        }

        private List<Condition> conditions(JsonValue value, String pointer) {
            List<Condition> conditions = new ArrayList<>();
            if (!(value instanceof JsonValue.JsonObject block)) {
                problem(
                        PolicyProblem.Kind.WRONG_TYPE,
                        value.start(),
                        pointer,
                        "`Condition` is an object of operators; found " + value.typeName());
                return conditions;
            }
            for (Map.Entry<String, JsonValue> line : block.members().entrySet()) {
                String at = pointer + "/" + Pointers.escape(line.getKey());
                Optional<OperatorUse> operator = OperatorUse.parse(line.getKey());
                if (operator.isEmpty()) {
                    String near = OperatorUse.suggest(line.getKey())
                            .map(name -> "; did you mean `" + name + "`?")
                            .orElse("");
                    problem(
                            PolicyProblem.Kind.UNKNOWN_OPERATOR,
                            block.keyStarts().getOrDefault(line.getKey(), block.start()),
                            at,
                            "`" + line.getKey() + "` is not a condition operator" + near);
                    continue;
                }
                if (!(line.getValue() instanceof JsonValue.JsonObject keys)) {
                    problem(
                            PolicyProblem.Kind.WRONG_TYPE,
                            line.getValue().start(),
                            at,
                            "a condition operator holds an object of context keys; found "
                                    + line.getValue().typeName());
                    continue;
                }
                for (Map.Entry<String, JsonValue> key : keys.members().entrySet()) {
                    List<String> values =
                            conditionValues(key.getValue(), at + "/" + Pointers.escape(key.getKey()), key.getKey());
                    conditions.add(new Condition(operator.get(), key.getKey(), values));
                }
            }
            return conditions;
        }

        private List<String> conditionValues(JsonValue value, String pointer, String key) {
            if (value instanceof JsonValue.JsonArray array) {
                List<String> values = new ArrayList<>(array.elements().size());
                for (int i = 0; i < array.elements().size(); i++) {
                    scalar(array.elements().get(i), pointer + "/" + i, key).ifPresent(values::add);
                }
                return values;
            }
            return scalar(value, pointer, key).map(List::of).orElse(List.of());
        }

        private Optional<String> scalar(JsonValue value, String pointer, String key) {
            if (value instanceof JsonValue.JsonString string) {
                return Optional.of(string.text());
            }
            if (value instanceof JsonValue.JsonNumber number) {
                return Optional.of(number.text());
            }
            if (value instanceof JsonValue.JsonBoolean bool) {
                return Optional.of(String.valueOf(bool.value()));
            }
            problem(
                    PolicyProblem.Kind.WRONG_TYPE,
                    value.start(),
                    pointer,
                    "a value of `" + key + "` is a string, a number or a boolean; found " + value.typeName());
            return Optional.empty();
        }
    }
}
