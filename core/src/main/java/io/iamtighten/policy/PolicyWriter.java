package io.iamtighten.policy;

import io.iamtighten.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints policy documents. What {@link PolicyParser} reads back is equal to what was printed, as long as the conditions
 * of one operator stand together and have different keys; otherwise it means the same.
 */
public final class PolicyWriter {
    private final StringBuilder out = new StringBuilder();
    private final boolean pretty;
    private int depth;

    private PolicyWriter(boolean pretty) {
        this.pretty = pretty;
    }

    /** Returns the canonical form: two spaces of indentation, elements in AWS's order, one-element lists as scalars. */
    public static String canonical(PolicyDocument document) {
        return print(document, true);
    }

    /** Returns the shortest form: no white space, one-element lists as scalars. */
    public static String minified(PolicyDocument document) {
        return print(document, false);
    }

    /**
     * Returns the document's size as IAM counts it against its quotas: characters without white space.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">IAM quotas</a>
     */
    public static int quotaSize(PolicyDocument document) {
        String text = minified(document);
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
                size++;
            }
        }
        return size;
    }

    private static String print(PolicyDocument document, boolean pretty) {
        PolicyWriter writer = new PolicyWriter(pretty);
        writer.document(document);
        return writer.out.toString();
    }

    private void document(PolicyDocument document) {
        Map<String, Runnable> members = new LinkedHashMap<>();
        document.declaredVersion().ifPresent(v -> members.put("Version", () -> string(v.text())));
        document.id().ifPresent(id -> members.put("Id", () -> string(id)));
        List<Runnable> statements = new ArrayList<>();
        for (Statement statement : document.statements()) {
            statements.add(() -> statement(statement));
        }
        members.put("Statement", () -> array(statements));
        object(members);
    }

    private void statement(Statement statement) {
        Map<String, Runnable> members = new LinkedHashMap<>();
        statement.sid().ifPresent(sid -> members.put("Sid", () -> string(sid)));
        members.put("Effect", () -> string(statement.effect().text()));
        statement.principal().ifPresent(p -> members.put(name(p.polarity(), "Principal"), () -> principal(p)));
        ActionElement actions = statement.actions();
        members.put(
                name(actions.polarity(), "Action"),
                () -> strings(
                        actions.patterns().stream().map(ActionPattern::text).toList()));
        statement
                .resources()
                .ifPresent(r -> members.put(
                        name(r.polarity(), "Resource"),
                        () -> strings(
                                r.patterns().stream().map(ResourcePattern::text).toList())));
        if (!statement.conditions().isEmpty()) {
            members.put("Condition", () -> conditions(statement.conditions()));
        }
        object(members);
    }

    private static String name(Polarity polarity, String name) {
        return polarity == Polarity.ONLY ? name : "Not" + name;
    }

    private void principal(PrincipalElement principal) {
        if (principal.anyone()) {
            string("*");
            return;
        }
        Map<PrincipalKind, List<String>> byKind = new LinkedHashMap<>();
        for (PrincipalEntry entry : principal.entries()) {
            byKind.computeIfAbsent(entry.kind(), k -> new ArrayList<>()).add(entry.value());
        }
        Map<String, Runnable> members = new LinkedHashMap<>();
        byKind.forEach((kind, values) -> members.put(kind.text(), () -> strings(values)));
        object(members);
    }

    private void conditions(List<Condition> conditions) {
        Map<String, Map<String, List<String>>> block = new LinkedHashMap<>();
        for (Condition condition : conditions) {
            place(condition, block);
        }
        Map<String, Runnable> operators = new LinkedHashMap<>();
        block.forEach((operator, keys) -> operators.put(operator, () -> {
            Map<String, Runnable> members = new LinkedHashMap<>();
            keys.forEach((key, values) -> members.put(key, () -> strings(values)));
            object(members);
        }));
        object(operators);
    }

    /**
     * Two conditions of one operator and key must both hold; JSON has room for both only under two spellings. Keys are
     * spelt in other ways first, then operators: both compare ignoring case.
     */
    private static void place(Condition condition, Map<String, Map<String, List<String>>> block) {
        for (String operator : spellings(condition.operator().text())) {
            Map<String, List<String>> keys = block.computeIfAbsent(operator, o -> new LinkedHashMap<>());
            for (String key : spellings(condition.key())) {
                if (keys.putIfAbsent(key, condition.values()) == null) {
                    return;
                }
            }
        }
        throw new IllegalArgumentException("the condition "
                + condition.operator().text() + " on `" + condition.key() + "` stands too often to be printed");
    }

    /** Returns a text and up to 255 spellings that differ from it only in the case of its first letters. */
    private static List<String> spellings(String text) {
        List<String> spellings = new ArrayList<>(List.of(text));
        for (int i = 0; i < text.length() && spellings.size() < 256; i++) {
            char c = text.charAt(i);
            char other = Character.isLowerCase(c) ? Character.toUpperCase(c) : Character.toLowerCase(c);
            if (c < 0x80 && other != c) {
                int known = spellings.size();
                for (int j = 0; j < known; j++) {
                    String spelling = spellings.get(j);
                    spellings.add(spelling.substring(0, i) + other + spelling.substring(i + 1));
                }
            }
        }
        return spellings;
    }

    private void strings(List<String> texts) {
        if (texts.size() == 1) {
            string(texts.get(0));
            return;
        }
        List<Runnable> elements = new ArrayList<>(texts.size());
        for (String text : texts) {
            elements.add(() -> string(text));
        }
        array(elements);
    }

    private void string(String text) {
        JsonText.quote(text, out);
    }

    private void object(Map<String, Runnable> members) {
        if (members.isEmpty()) {
            out.append("{}");
            return;
        }
        out.append('{');
        depth++;
        String separator = "";
        for (Map.Entry<String, Runnable> member : members.entrySet()) {
            out.append(separator);
            newLine();
            string(member.getKey());
            out.append(pretty ? ": " : ":");
            member.getValue().run();
            separator = ",";
        }
        depth--;
        newLine();
        out.append('}');
    }

    private void array(List<Runnable> elements) {
        if (elements.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        depth++;
        String separator = "";
        for (Runnable element : elements) {
            out.append(separator);
            newLine();
            element.run();
            separator = ",";
        }
        depth--;
        newLine();
        out.append(']');
    }

    private void newLine() {
        if (pretty) {
            out.append('\n').append("  ".repeat(depth));
        }
    }
}
