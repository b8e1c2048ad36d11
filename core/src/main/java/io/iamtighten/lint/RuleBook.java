package io.iamtighten.lint;

import io.iamtighten.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The rules that come with the library: severity, rationale, fix and examples, by id. */
public final class RuleBook {
    private static final String RESOURCE = "/io/iamtighten/lint/rules.txt";
    private static final RuleBook STANDARD = new RuleBook(read());

    /** In the order of the resource: by family. */
    private final Map<String, RuleInfo> byId;

    private RuleBook(List<RuleInfo> rules) {
        byId = new LinkedHashMap<>();
        for (RuleInfo rule : rules) {
            if (byId.put(rule.id(), rule) != null) {
                throw new IllegalStateException("the rule " + rule.id() + " is described twice");
            }
        }
    }

    /** Returns the rules that come with the library. */
    public static RuleBook standard() {
        return STANDARD;
    }

    /** Returns all rules, by family. */
    public List<RuleInfo> all() {
        return List.copyOf(byId.values());
    }

    /** Returns the rule with this id, or empty. */
    public Optional<RuleInfo> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    RuleInfo get(String id) {
        RuleInfo rule = byId.get(id);
        if (rule == null) {
            throw new IllegalStateException("the rule " + id + " is not described");
        }
        return rule;
    }

    private static List<RuleInfo> read() {
        try (InputStream in = RuleBook.class.getResourceAsStream(RESOURCE)) {
            return parse(new String(Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the resource: {@code == id} starts a rule, {@code key: value} a field, two spaces go on with the field before;
     * {@code # family} starts a family, {@code //} a comment.
     */
    private static List<RuleInfo> parse(String text) {
        List<RuleInfo> rules = new ArrayList<>();
        Map<String, String> fields = new LinkedHashMap<>();
        String family = "";
        String key = "";
        for (String line : (text + "\n== ").split("\n", -1)) {
            if (line.startsWith("== ")) {
                if (!fields.isEmpty()) {
                    rules.add(rule(fields));
                    fields.clear();
                }
                fields.put("id", line.substring(3));
                fields.put("family", family);
            } else if (line.startsWith("# ")) {
                family = line.substring(2);
                if (!fields.isEmpty()) {
                    rules.add(rule(fields));
                    fields.clear();
                }
            } else if (line.startsWith("  ")) {
                fields.merge(key, line.substring(2), (a, b) -> a + "\n" + b);
            } else if (!line.isBlank() && !line.startsWith("//")) {
                int colon = line.indexOf(": ");
                if (colon < 0) {
                    throw new IllegalStateException("not a field of a rule: " + line);
                }
                key = line.substring(0, colon);
                fields.put(key, line.substring(colon + 2));
            }
        }
        return rules;
    }

    private static RuleInfo rule(Map<String, String> fields) {
        return new RuleInfo(
                field(fields, "id"),
                RuleFamily.parse(field(fields, "family")).orElseThrow(() -> missing(fields, "family")),
                Severity.parse(field(fields, "severity")).orElseThrow(() -> missing(fields, "severity")),
                fields.containsKey("aws") ? List.of(field(fields, "aws").split(" ")) : List.of(),
                field(fields, "title"),
                field(fields, "why").replace('\n', ' '),
                field(fields, "fix").replace('\n', ' '),
                fields.containsKey("see") ? link(field(fields, "see")) : awsLink(fields),
                PolicyType.parse(fields.getOrDefault("on", "identity")).orElseThrow(() -> missing(fields, "on")),
                document(field(fields, "bad")),
                document(field(fields, "good")));
    }

    private static String link(String page) {
        return page.startsWith("https:") ? page : "https://docs.aws.amazon.com/IAM/latest/UserGuide/" + page;
    }

    /** The page of Access Analyzer's checks, at the first code. */
    private static String awsLink(Map<String, String> fields) {
        String code =
                field(fields, "aws").split(" ", 2)[0].toLowerCase(Locale.ROOT).replace('_', '-');
        String kind = switch (field(fields, "severity")) {
            case "security" -> "security-warning";
            case "warning" -> "general-warning";
            default -> field(fields, "severity");
        };
        return link("access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-" + kind + "-"
                + code);
    }

    /** {@code @long 6200@}: a policy of a little more than so many characters; {@code @deep@}: lists in lists. */
    private static String generated(String text) {
        if (text.contains("@deep@")) {
            int depth = JsonReader.MAX_DEPTH + 1;
            return text.replace("@deep@", "[".repeat(depth) + "]".repeat(depth));
        }
        String[] words = text.substring(1, text.length() - 1).split(" ");
        int length = Integer.parseInt(words[1]);
        boolean trust = words[0].equals("long-trust");
        StringBuilder principals = new StringBuilder();
        StringBuilder resources = new StringBuilder();
        StringBuilder longer = words[0].equals("long") ? resources : principals;
        for (int i = 0; longer.length() < length; i++) {
            longer.append(longer.length() == 0 ? "" : ",")
                    .append(
                            longer == resources
                                    ? "\"arn:aws:s3:::reports-" + i + "/*\""
                                    : "\"arn:aws:iam::111122223333:role/Reader" + i + "\"");
        }
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                + (longer == principals ? "\"Principal\":{\"AWS\":[" + principals + "]}," : "")
                + (trust
                        ? "\"Action\":\"sts:AssumeRole\""
                        : "\"Action\":\"s3:GetObject\",\"Resource\":["
                                + (longer == resources ? resources : "\"arn:aws:s3:::reports/*\"") + "]")
                + "}]}";
    }

    /** An example that starts with an effect, a Sid or a principal is one statement, or several, of the current version. */
    private static String document(String text) {
        if (text.contains("@deep@") || text.startsWith("@")) {
            return generated(text);
        }
        for (String start : List.of("{\"Effect\"", "{\"Sid\"", "{\"Principal\"")) {
            if (text.startsWith(start)) {
                return "{\"Version\": \"2012-10-17\", \"Statement\": [\n  " + text.replace("\n", "\n  ") + "\n]}";
            }
        }
        return text;
    }

    private static String field(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw missing(fields, name);
        }
        return value;
    }

    private static IllegalStateException missing(Map<String, String> fields, String name) {
        return new IllegalStateException("the rule " + fields.get("id") + " has no valid " + name);
    }
}
