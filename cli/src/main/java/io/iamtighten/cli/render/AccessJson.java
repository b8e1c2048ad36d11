package io.iamtighten.cli.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.account.IamPrincipal;
import io.iamtighten.account.IamUser;
import io.iamtighten.catalog.AccessLevel;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.effective.ActionAccess;
import io.iamtighten.effective.Blocker;
import io.iamtighten.effective.EffectiveAccess;
import io.iamtighten.effective.EquivalentPolicy;
import io.iamtighten.effective.Outsider;
import io.iamtighten.effective.Reach;
import io.iamtighten.effective.StatementUse;
import io.iamtighten.effective.WhoCan;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyWriter;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.request.AccessRequest;
import java.util.List;
import java.util.Optional;

/** Effective permissions, and who can do something, as JSON. Shapes only grow; {@code format} counts breaks. */
public final class AccessJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private AccessJson() {}

    /** Returns a principal's effective permissions as JSON text. */
    public static String of(EffectiveAccess access, EquivalentPolicy equivalent, ServiceCatalog catalog) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("format", 1);
        root.put("catalog", catalog.version());
        principal(root.putObject("principal"), access.principal().principal());
        root.put(
                "boundary",
                access.principal().stack().boundary().map(b -> b.name()).orElse(null));
        ArrayNode policies = root.putArray("policies");
        access.principal().policies().forEach(p -> policies.add(p.policy().name()));
        access.resourceControls().forEach(root.putArray("resourceControlPolicies")::add);
        ObjectNode counts = root.putObject("counts");
        for (Reach reach : Reach.values()) {
            counts.put(word(reach), access.count(reach));
        }
        access.always().forEach(root.putArray("alwaysAllowed")::add);
        ArrayNode groups = root.putArray("groups");
        for (ActionAccess group : access.groups()) {
            ObjectNode node = groups.addObject();
            ArrayNode actions = node.putArray("actions");
            for (String name : group.actions()) {
                ObjectNode action = actions.addObject();
                action.put("action", name);
                action.put(
                        "accessLevel",
                        catalog.action(name)
                                .map(a -> a.accessLevel())
                                .map(AccessLevel::text)
                                .orElse(null));
            }
            access(node, group);
        }
        ObjectNode single = root.putObject("equivalentPolicy");
        single.set("document", equivalent.document().map(AccessJson::document).orElse(null));
        single.put("reason", equivalent.reason().isEmpty() ? null : equivalent.reason());
        access.gaps().forEach(root.putArray("gaps")::add);
        return root.toPrettyString() + "\n";
    }

    /** Returns who can do something as JSON text. */
    public static String of(WhoCan who) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("format", 1);
        root.put("action", who.action());
        root.put("resource", who.resource().orElse(null));
        ArrayNode holders = root.putArray("principals");
        for (WhoCan.Holder holder : who.holders()) {
            ObjectNode node = holders.addObject();
            principal(node, holder.principal());
            access(node, holder.access());
        }
        ArrayNode outsiders = root.putArray("outsiders");
        for (Outsider outsider : who.outsiders()) {
            ObjectNode node = outsiders.addObject();
            node.put("kind", outsider.kind().text());
            node.put("name", outsider.name());
            node.put("reach", word(outsider.reach()));
            node.put("needsOwnPermission", outsider.needsOwnPermission());
            uses(node.putArray("through"), outsider.through());
            uses(node.putArray("except"), outsider.except());
        }
        who.gaps().forEach(root.putArray("gaps")::add);
        return root.toPrettyString() + "\n";
    }

    private static JsonNode document(PolicyDocument document) {
        try {
            return MAPPER.readTree(PolicyWriter.canonical(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a printed policy is JSON", e);
        }
    }

    private static String word(Reach reach) {
        return switch (reach) {
            case BLOCKED -> "blocked";
            case UNKNOWN -> "unknown";
            case UNDER_CONDITIONS -> "underConditions";
            case SOME_RESOURCES -> "someResources";
            case EVERYWHERE -> "everywhere";
        };
    }

    private static void principal(ObjectNode node, IamPrincipal principal) {
        node.put("type", principal instanceof IamUser ? "user" : "role");
        node.put("name", principal.name());
        node.put("arn", principal.arn());
    }

    private static void access(ObjectNode node, ActionAccess access) {
        node.put("reach", word(access.reach()));
        uses(node.putArray("through"), access.through());
        uses(node.putArray("within"), access.within());
        uses(node.putArray("except"), access.except());
        ArrayNode blockers = node.putArray("blockedBy");
        for (Blocker blocker : access.blockers()) {
            ObjectNode entry = blockers.addObject();
            if (blocker instanceof Blocker.DeniedBy denied) {
                entry.put("kind", "deny");
                use(entry.putObject("statement"), denied.statement());
            } else if (blocker instanceof Blocker.NotAllowedBy none) {
                entry.put("kind", "notAllowed");
                entry.put("layer", none.layer().text());
                entry.put("level", none.level());
                none.policies().forEach(entry.putArray("policies")::add);
            }
        }
        node.set("example", access.witness().<JsonNode>map(AccessJson::request).orElse(null));
        node.put("doubt", access.doubt().orElse(null));
    }

    private static void uses(ArrayNode list, List<StatementUse> uses) {
        uses.forEach(use -> use(list.addObject(), use));
    }

    private static void use(ObjectNode node, StatementUse use) {
        node.put("layer", use.layer().text());
        node.put("level", use.level());
        node.put("policy", use.ref().policy());
        node.put("index", use.ref().index());
        node.put("sid", use.ref().sid().orElse(null));
        use.statement().resources().ifPresent(resources -> {
            ArrayNode list = node.putArray(resources.polarity() == Polarity.ONLY ? "resources" : "allResourcesBut");
            resources.patterns().stream().map(ResourcePattern::text).forEach(list::add);
        });
        ArrayNode conditions = node.putArray("conditions");
        for (Condition condition : use.conditions()) {
            ObjectNode entry = conditions.addObject();
            entry.put("operator", condition.operator().text());
            entry.put("key", condition.key());
            condition.values().forEach(entry.putArray("values")::add);
        }
    }

    static ObjectNode request(AccessRequest request) {
        ObjectNode node = MAPPER.createObjectNode();
        Optional<String> arn = request.principal().arn();
        node.put("principal", arn.orElse(null));
        node.put("action", request.action());
        node.put("resource", request.resource());
        ObjectNode context = node.putObject("context");
        request.context().asMap().forEach((key, values) -> {
            ArrayNode list = context.putArray(key);
            values.values().forEach(list::add);
        });
        return node;
    }
}
