package io.iamtighten.account;

import io.iamtighten.json.JsonValue;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads our form of an organization, which the guide's page on account files describes. */
final class OrganizationReader {
    /** The policy that AWS attaches everywhere when SCPs are turned on. */
    static final NamedPolicy FULL_ACCESS = new NamedPolicy(
            "FullAWSAccess",
            PolicyParser.parse("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\","
                            + "\"Resource\":\"*\"}]}")
                    .orElseThrow());
    /** The resource control policy that is always attached everywhere; the evaluation implies it. */
    static final String IMPLIED_RCP = "RCPFullAWSAccess";

    private static final Set<String> MEMBERS =
            Set.of("format", "id", "managementAccountId", "scpsEnabled", "scps", "rcps", "root");
    private static final Set<String> UNIT_MEMBERS = Set.of("id", "name", "scps", "rcps", "children");

    private final JsonSource source;
    private final Set<String> ids = new HashSet<>();
    private boolean scpsEnabled;

    OrganizationReader(JsonSource source) {
        this.source = source;
    }

    Optional<OrganizationTree> read() {
        List<JsonValue> values = source.values();
        if (values.size() > 1) {
            source.problem(values.get(1), "", "there is more text behind the organization; nothing was expected there");
        }
        return values.stream()
                .findFirst()
                .flatMap(value -> source.node(value, "", "an organization"))
                .flatMap(this::organization);
    }

    private Optional<OrganizationTree> organization(JsonSource.Node top) {
        unknown(top, MEMBERS, "an organization");
        scpsEnabled = source.bool(top, "scpsEnabled").orElse(true);
        Map<String, NamedPolicy> scps = table(top, "scps", PolicySource.Kind.SCP);
        scps.putIfAbsent(FULL_ACCESS.name(), FULL_ACCESS);
        Map<String, NamedPolicy> rcps = table(top, "rcps", PolicySource.Kind.RCP);
        Optional<JsonSource.Node> root = source.object(top, "root");
        if (root.isEmpty() && source.member(top, "root").isEmpty()) {
            source.problem(top.object(), "", "`root` is missing; the organization's root was expected");
        }
        return root.map(node -> new OrganizationTree(
                source.text(top, "id"), source.text(top, "managementAccountId"), scpsEnabled, unit(node, scps, rcps)));
    }

    private Map<String, NamedPolicy> table(JsonSource.Node top, String key, PolicySource.Kind kind) {
        Map<String, NamedPolicy> table = new HashMap<>();
        source.object(top, key)
                .ifPresent(node -> node.object()
                        .members()
                        .forEach((name, value) -> source.document(value, node.below(name), kind, name, name)
                                .ifPresent(document -> table.put(name, new NamedPolicy(name, document)))));
        return table;
    }

    private OrganizationTree.Unit unit(
            JsonSource.Node node, Map<String, NamedPolicy> scps, Map<String, NamedPolicy> rcps) {
        unknown(node, UNIT_MEMBERS, "a unit");
        String id = source.requiredText(node, "id");
        if (!id.isEmpty() && !ids.add(id)) {
            source.problem(node.object(), node.pointer(), "`" + id + "` stands twice in the organization");
        }
        if (scpsEnabled && source.member(node, "scps").isEmpty()) {
            // An SCP level without policies allows nothing, and AWS does not let the last one be detached.
            source.problem(
                    node.object(),
                    node.pointer(),
                    "`scps` of `" + id + "` is missing; write [\"FullAWSAccess\"] when nothing else is attached,"
                            + " or \"scpsEnabled\": false at the top when the organization does not use them");
        }
        List<NamedPolicy> rcpsHere = new ArrayList<>(policies(node, "rcps", PolicySource.Kind.RCP, rcps));
        rcpsHere.removeIf(policy -> policy.name().equals(IMPLIED_RCP));
        List<OrganizationTree.Unit> children = new ArrayList<>();
        for (JsonSource.Node child : source.objects(node, "children")) {
            children.add(unit(child, scps, rcps));
        }
        return new OrganizationTree.Unit(
                id,
                source.text(node, "name").orElse(id),
                policies(node, "scps", PolicySource.Kind.SCP, scps),
                rcpsHere,
                children);
    }

    /** Policies stand in a unit by their name in the table, or as {@code {"name": ..., "document": ...}}. */
    private List<NamedPolicy> policies(
            JsonSource.Node node, String key, PolicySource.Kind kind, Map<String, NamedPolicy> table) {
        List<NamedPolicy> policies = new ArrayList<>();
        List<JsonValue> elements = source.elements(node, key);
        for (int i = 0; i < elements.size(); i++) {
            JsonValue element = elements.get(i);
            String pointer = node.below(key) + "/" + i;
            Optional<String> name = element.asText();
            if (name.isEmpty()) {
                source.node(element, pointer, "a policy")
                        .flatMap(inline -> inline(inline, kind))
                        .ifPresent(policies::add);
            } else if (table.containsKey(name.get())) {
                policies.add(table.get(name.get()));
            } else if (!(kind == PolicySource.Kind.RCP && name.get().equals(IMPLIED_RCP))) {
                source.problem(element, pointer, "there is no policy `" + name.get() + "` in `" + key + "` at the top");
            }
        }
        return policies;
    }

    private Optional<NamedPolicy> inline(JsonSource.Node node, PolicySource.Kind kind) {
        String name = source.requiredText(node, "name");
        Optional<PolicyDocument> document = source.document(node, "document", kind, name, name);
        return document.map(found -> new NamedPolicy(name, found));
    }

    /** The form is ours: a member that it does not have is a misspelling, and a lost policy. */
    private void unknown(JsonSource.Node node, Set<String> known, String what) {
        node.object().members().forEach((key, value) -> {
            if (!known.contains(key)) {
                source.problem(
                        value,
                        node.below(key),
                        "`" + key + "` is not a member of " + what + "; expected one of "
                                + String.join(", ", new java.util.TreeSet<>(known)));
            }
        });
    }
}
