package io.iamtighten.effective;

import io.iamtighten.json.JsonProblem;
import io.iamtighten.json.JsonReader;
import io.iamtighten.json.JsonValue;
import io.iamtighten.json.Pointers;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.OperatorUse;
import io.iamtighten.policy.PolicyParse;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.policy.Quantifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads invariants files. Strict: a member that no invariant has is a problem, since a misspelt one would be a lost guardrail. */
public final class InvariantParser {
    private static final Set<String> COMMON = Set.of("id", "kind", "description");
    private static final Set<String> REQUESTS =
            Set.of("actions", "exceptActions", "resources", "exceptPrincipals", "against");

    /** By kind: the members that it has besides the common ones. */
    private static final Map<String, Set<String>> OWN = new TreeMap<>(Map.ofEntries(
            Map.entry("denied-unless", Set.of("unless")),
            Map.entry("never-granted", Set.of()),
            Map.entry("only-principals", Set.of("principals")),
            Map.entry("region-lock", Set.of("regions")),
            Map.entry("approved-services", Set.of("services")),
            Map.entry("imdsv2", Set.of()),
            Map.entry("mandatory-tags", Set.of("tags")),
            Map.entry("require-mfa", Set.of()),
            Map.entry("require-tls", Set.of()),
            Map.entry("source-network", Set.of("cidrs", "vpcs", "vpcEndpoints", "viaAwsService")),
            Map.entry("no-public-access", Set.of("exceptResources")),
            Map.entry("grants-nothing-new", Set.of("old", "new"))));

    private static final Set<String> WITHOUT_REQUESTS = Set.of("no-public-access", "grants-nothing-new");

    private final String text;
    private final Function<String, Optional<String>> files;
    private final List<String> problems = new ArrayList<>();

    private InvariantParser(String text, Function<String, Optional<String>> files) {
        this.text = text;
        this.files = files;
    }

    /**
     * Reads a file's text.
     *
     * @param files the text of a policy that the file names, or empty when there is none
     */
    public static InvariantParse parse(String text, Function<String, Optional<String>> files) {
        return new InvariantParser(text, files).parse();
    }

    private InvariantParse parse() {
        JsonReader.Result json = JsonReader.read(text);
        for (JsonProblem problem : json.problems()) {
            problem(problem.offset(), problem.pointer(), problem.message());
        }
        List<Invariant> invariants = new ArrayList<>();
        if (json.value().isPresent() && problems.isEmpty()) {
            JsonValue root = json.value().get();
            if (!(root instanceof JsonValue.JsonObject object)) {
                problem(root.start(), "", "expected an object with `invariants`, found " + root.typeName());
            } else {
                root(object, invariants);
            }
        }
        return new InvariantParse(problems.isEmpty() ? invariants : List.of(), problems);
    }

    private void root(JsonValue.JsonObject object, List<Invariant> into) {
        unknown(object, "", Set.of("format", "invariants"));
        JsonValue format = object.members().get("format");
        if (!(format instanceof JsonValue.JsonNumber number) || !number.text().equals("1")) {
            problem(format == null ? object.start() : format.start(), "/format", "expected `\"format\": 1`");
        }
        JsonValue list = object.members().get("invariants");
        if (!(list instanceof JsonValue.JsonArray array)) {
            problem(list == null ? object.start() : list.start(), "/invariants", "expected a list `invariants`");
            return;
        }
        if (array.elements().isEmpty()) {
            problem(array.start(), "/invariants", "the list is empty; at least one invariant was expected");
        }
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < array.elements().size(); i++) {
            JsonValue element = array.elements().get(i);
            String pointer = "/invariants/" + i;
            if (element instanceof JsonValue.JsonObject one) {
                invariant(one, pointer, ids).ifPresent(into::add);
            } else {
                problem(element.start(), pointer, "expected an object, found " + element.typeName());
            }
        }
    }

    private Optional<Invariant> invariant(JsonValue.JsonObject object, String pointer, Set<String> ids) {
        int before = problems.size();
        String id = text(object, pointer, "id");
        String kind = text(object, pointer, "kind");
        if (problems.size() > before) {
            return Optional.empty();
        }
        if (!ids.add(id)) {
            problem(at(object, "id"), pointer + "/id", "the id `" + id + "` stands twice");
        }
        Set<String> own = OWN.get(kind);
        if (own == null) {
            problem(
                    at(object, "kind"),
                    pointer + "/kind",
                    "`" + kind + "` is not a kind of invariant; expected one of " + String.join(", ", OWN.keySet()));
            return Optional.empty();
        }
        Set<String> known = new HashSet<>(COMMON);
        known.addAll(own);
        if (!WITHOUT_REQUESTS.contains(kind)) {
            known.addAll(REQUESTS);
        }
        unknown(object, pointer, known);
        Invariant invariant = switch (kind) {
            case "no-public-access" ->
                new Invariant.NoPublicAccess(id, texts(object, pointer, "exceptResources", List.of()));
            case "grants-nothing-new" ->
                new Invariant.NothingNew(id, policy(object, pointer, "old"), policy(object, pointer, "new"));
            default -> denied(id, kind, object, pointer);
        };
        return problems.size() > before ? Optional.empty() : Optional.of(invariant);
    }

    private Invariant denied(String id, String kind, JsonValue.JsonObject object, String pointer) {
        List<String> actions = new ArrayList<>(texts(object, pointer, "actions", defaultActions(kind)));
        List<String> except = new ArrayList<>(texts(object, pointer, "exceptActions", List.of()));
        List<String> exceptPrincipals = new ArrayList<>(texts(object, pointer, "exceptPrincipals", List.of()));
        List<List<Condition>> unless = new ArrayList<>();
        switch (kind) {
            case "denied-unless" -> alternatives(object, pointer, unless);
            case "only-principals" -> exceptPrincipals.addAll(required(object, pointer, "principals"));
            case "region-lock" ->
                unless.add(List.of(equal("aws:RequestedRegion", required(object, pointer, "regions"))));
            case "approved-services" ->
                required(object, pointer, "services").forEach(service -> except.add(service + ":*"));
            case "imdsv2" -> unless.add(List.of(equal("ec2:MetadataHttpTokens", List.of("required"))));
            case "mandatory-tags" ->
                unless.add(required(object, pointer, "tags").stream()
                        .map(tag -> Condition.of(ConditionOperator.NULL, "aws:RequestTag/" + tag, "false"))
                        .toList());
            case "require-mfa" ->
                unless.add(List.of(Condition.of(ConditionOperator.BOOL, "aws:MultiFactorAuthPresent", "true")));
            // Every request carries aws:SecureTransport, so its absence is no request to worry about.
            case "require-tls" ->
                unless.add(List.of(new Condition(
                        new OperatorUse(Quantifier.NONE, ConditionOperator.BOOL, true),
                        "aws:SecureTransport",
                        List.of("true"))));
            case "source-network" -> networks(object, pointer, unless);
            default -> {}
        }
        if (kind.equals("never-granted") || kind.equals("only-principals") || kind.equals("mandatory-tags")) {
            required(object, pointer, "actions");
        }
        return new Invariant.DeniedUnless(
                id,
                actions,
                except,
                texts(object, pointer, "resources", defaultResources(kind)),
                unless,
                exceptPrincipals,
                against(object, pointer));
    }

    private static List<String> defaultActions(String kind) {
        return kind.equals("imdsv2") ? List.of("ec2:RunInstances") : List.of("*");
    }

    private static List<String> defaultResources(String kind) {
        return kind.equals("imdsv2") ? List.of("arn:*:ec2:*:*:instance/*") : List.of("*");
    }

    private void networks(JsonValue.JsonObject object, String pointer, List<List<Condition>> unless) {
        List<String> cidrs = texts(object, pointer, "cidrs", List.of());
        List<String> vpcs = texts(object, pointer, "vpcs", List.of());
        List<String> endpoints = texts(object, pointer, "vpcEndpoints", List.of());
        for (String cidr : cidrs) {
            if (io.iamtighten.values.IpRange.parse(cidr).isEmpty()) {
                problem(at(object, "cidrs"), pointer + "/cidrs", "`" + cidr + "` is not an address or a block");
            }
        }
        if (!cidrs.isEmpty()) {
            unless.add(List.of(new Condition(OperatorUse.of(ConditionOperator.IP_ADDRESS), "aws:SourceIp", cidrs)));
        }
        if (!vpcs.isEmpty()) {
            unless.add(List.of(equal("aws:SourceVpc", vpcs)));
        }
        if (!endpoints.isEmpty()) {
            unless.add(List.of(equal("aws:SourceVpce", endpoints)));
        }
        if (unless.isEmpty()) {
            problem(object.start(), pointer, "expected at least one of `cidrs`, `vpcs`, `vpcEndpoints`");
        }
        JsonValue via = object.members().get("viaAwsService");
        if (via instanceof JsonValue.JsonBoolean yes) {
            if (yes.value()) {
                unless.add(List.of(Condition.of(ConditionOperator.BOOL, "aws:ViaAWSService", "true")));
            }
        } else if (via != null) {
            problem(via.start(), pointer + "/viaAwsService", "expected true or false, found " + via.typeName());
        }
    }

    private static Condition equal(String key, List<String> values) {
        return new Condition(OperatorUse.of(ConditionOperator.STRING_EQUALS), key, values);
    }

    private void alternatives(JsonValue.JsonObject object, String pointer, List<List<Condition>> into) {
        JsonValue unless = object.members().get("unless");
        List<JsonValue> blocks = new ArrayList<>();
        if (unless instanceof JsonValue.JsonArray array) {
            blocks.addAll(array.elements());
        } else if (unless != null) {
            blocks.add(unless);
        }
        if (blocks.isEmpty()) {
            problem(at(object, "unless"), pointer + "/unless", "expected a condition block, or a list of such blocks");
        }
        for (JsonValue block : blocks) {
            String written = text.substring(block.start(), JsonReader.endOf(text, block.start()));
            PolicyParse parse = PolicyParser.parse(
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\","
                            + "\"Condition\":" + written + "}]}");
            if (parse.document().isEmpty()) {
                problem(
                        block.start(),
                        pointer + "/unless",
                        parse.problems().get(0).message());
            } else {
                into.add(parse.document().get().statements().get(0).conditions());
            }
        }
    }

    private Invariant.Against against(JsonValue.JsonObject object, String pointer) {
        JsonValue value = object.members().get("against");
        if (value == null) {
            return Invariant.Against.PRINCIPALS;
        }
        for (Invariant.Against against : Invariant.Against.values()) {
            if (value.asText().equals(Optional.of(against.text()))) {
                return against;
            }
        }
        problem(value.start(), pointer + "/against", "expected `principals` or `scps`");
        return Invariant.Against.PRINCIPALS;
    }

    private NamedPolicy policy(JsonValue.JsonObject object, String pointer, String member) {
        String name = text(object, pointer, member);
        if (!name.isEmpty()) {
            Optional<String> found = files.apply(name);
            if (found.isEmpty()) {
                problem(at(object, member), pointer + "/" + member, "there is no file `" + name + "`");
            } else {
                PolicyParse parse = PolicyParser.parse(found.get());
                if (parse.document().isPresent()) {
                    return new NamedPolicy(name, parse.document().get());
                }
                problem(
                        at(object, member),
                        pointer + "/" + member,
                        parse.problems().get(0).render(Optional.of(name)));
            }
        }
        return new NamedPolicy(name, io.iamtighten.policy.PolicyDocument.of(List.of()));
    }

    private String text(JsonValue.JsonObject object, String pointer, String member) {
        JsonValue value = object.members().get(member);
        if (value instanceof JsonValue.JsonString string && !string.text().isEmpty()) {
            return string.text();
        }
        problem(
                value == null ? object.start() : value.start(),
                pointer + "/" + member,
                "expected a text `" + member + "`" + (value == null ? "" : ", found " + value.typeName()));
        return "";
    }

    private List<String> required(JsonValue.JsonObject object, String pointer, String member) {
        if (object.members().containsKey(member)) {
            return texts(object, pointer, member, List.of());
        }
        problem(object.start(), pointer, "expected a list `" + member + "`");
        return List.of();
    }

    private List<String> texts(JsonValue.JsonObject object, String pointer, String member, List<String> otherwise) {
        JsonValue value = object.members().get(member);
        if (value == null) {
            return otherwise;
        }
        List<JsonValue> elements = value instanceof JsonValue.JsonArray array ? array.elements() : List.of(value);
        List<String> texts = new ArrayList<>();
        for (JsonValue element : elements) {
            if (element instanceof JsonValue.JsonString string && !string.text().isEmpty()) {
                texts.add(string.text());
            } else {
                problem(element.start(), pointer + "/" + member, "expected texts, found " + element.typeName());
            }
        }
        if (elements.isEmpty()) {
            problem(value.start(), pointer + "/" + member, "the list is empty; leave it out or name something");
        }
        return texts;
    }

    private void unknown(JsonValue.JsonObject object, String pointer, Set<String> known) {
        object.members().forEach((key, value) -> {
            if (!known.contains(key)) {
                problem(
                        object.keyStarts().getOrDefault(key, value.start()),
                        pointer + "/" + Pointers.escape(key),
                        "`" + key + "` is not expected here; expected one of "
                                + String.join(", ", new java.util.TreeSet<>(known)));
            }
        });
    }

    private static int at(JsonValue.JsonObject object, String member) {
        JsonValue value = object.members().get(member);
        return value == null ? object.start() : value.start();
    }

    private void problem(int offset, String pointer, String message) {
        int[] place = Pointers.lineColumn(text, offset);
        problems.add("line " + place[0] + ", column " + place[1] + (pointer.isEmpty() ? "" : " (" + pointer + ")")
                + ": " + message);
    }
}
