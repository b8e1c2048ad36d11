package io.iamtighten.cli.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.lint.EscalationPaths;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyWriter;
import io.iamtighten.tighten.AccessCounts;
import io.iamtighten.tighten.Evidence;
import io.iamtighten.tighten.KeptPermission;
import io.iamtighten.tighten.MinedConditions;
import io.iamtighten.tighten.PolicyChange;
import io.iamtighten.tighten.SecondEvidence;
import io.iamtighten.tighten.SourceCondition;
import io.iamtighten.tighten.TighteningProposal;
import io.iamtighten.usage.TrailCoverage;
import java.util.List;
import java.util.Locale;

/** A proposal as JSON, for machines. Shapes only grow; {@code format} counts breaks. */
public final class ProposalJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ProposalJson() {}

    /**
     * Returns the proposal as JSON text.
     *
     * @param documents whether documents may be shown
     */
    public static String render(TighteningProposal proposal, Documents documents) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("format", 1);
        root.put("role", proposal.principal());
        root.put(
                "editable",
                proposal.editability().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        window(root.putObject("window"), proposal);
        counts(root.putObject("before"), proposal.before());
        counts(root.putObject("after"), proposal.after());
        ArrayNode policies = root.putArray("policies");
        proposal.policies().forEach(change -> policy(policies.addObject(), change, documents));
        ObjectNode proof = root.putObject("proof");
        proof.put("verdict", proposal.proof().verdict().text());
        proof.put("reason", proposal.proof().reason());
        proof.put("witness", proposal.proof().witness().orElse(null));
        ObjectNode replay = root.putObject("replay");
        replay.put("events", proposal.replay().events());
        replay.put("allowedBefore", proposal.replay().allowedBefore());
        replay.put("allowedAfter", proposal.replay().allowedAfter());
        replay.put("withoutResource", proposal.replay().withoutResource());
        ArrayNode lost = replay.putArray("lost");
        proposal.replay()
                .lost()
                .forEach(call -> lost.addObject()
                        .put("action", call.action())
                        .put("resource", call.resource())
                        .put("count", call.count()));
        ArrayNode kept = root.putArray("kept");
        proposal.kept().forEach(permission -> kept(kept.addObject(), permission));
        ArrayNode removed = root.putArray("removed");
        proposal.removed()
                .forEach(permission -> removed.addObject()
                        .put("action", permission.action())
                        .put("because", permission.because().text())
                        .put("reason", permission.reason()));
        ArrayNode blindSpots = root.putArray("blindSpots");
        proposal.blindSpots()
                .forEach(spot -> blindSpots
                        .addObject()
                        .put("action", spot.action())
                        .put("kept", spot.kept())
                        .put("reason", spot.reason())
                        .put("remedy", spot.remedy()));
        ArrayNode unmapped = root.putArray("unmapped");
        proposal.unmapped()
                .forEach(event -> unmapped.addObject()
                        .put("eventSource", event.eventSource())
                        .put("eventName", event.eventName())
                        .put("count", event.occurrences().count()));
        ArrayNode neverFound = root.putArray("neverFound");
        proposal.neverFound().forEach(each -> {
            ObjectNode node = neverFound.addObject().put("resource", each.resource());
            strings(node, "actions", each.actions());
            node.put("calls", each.calls()).put("last", each.last().toString());
            strings(node, "samples", each.samples());
        });
        ArrayNode conditions = root.putArray("sourceConditions");
        proposal.sourceConditions().forEach(condition -> condition(conditions.addObject(), condition));
        ArrayNode shortened = root.putArray("shortened");
        proposal.shortened().forEach(each -> {
            ObjectNode node =
                    shortened.addObject().put("service", each.service()).put("how", each.how());
            strings(node, "gaveAway", each.actions());
        });
        mined(root.putObject("conditions"), proposal.conditions());
        proposal.secondEvidence().ifPresent(evidence -> second(root.putObject("lastAccessed"), evidence));
        ObjectNode escalation = root.putObject("escalation");
        escalation.put("known", EscalationPaths.known());
        paths(escalation.putArray("before"), proposal.escalation().before().open());
        paths(escalation.putArray("after"), proposal.escalation().after().open());
        strings(escalation, "undecidedBefore", proposal.escalation().before().undecided());
        strings(escalation, "undecidedAfter", proposal.escalation().after().undecided());
        strings(root, "steps", proposal.steps());
        strings(root, "warnings", proposal.warnings());
        return root.toPrettyString() + "\n";
    }

    private static void window(ObjectNode window, TighteningProposal proposal) {
        window.put(
                "from",
                proposal.coverage()
                        .flatMap(TrailCoverage::from)
                        .map(Object::toString)
                        .orElse(null));
        window.put(
                "to",
                proposal.coverage()
                        .flatMap(TrailCoverage::to)
                        .map(Object::toString)
                        .orElse(null));
        window.put("files", proposal.coverage().map(TrailCoverage::files).orElse(0L));
        window.put("events", proposal.events());
        ObjectNode coverage = window.putObject("coverage");
        coverage.put("events", proposal.coverage().map(TrailCoverage::events).orElse(0L));
        ObjectNode accounts = coverage.putObject("accounts");
        ObjectNode regions = coverage.putObject("regions");
        ObjectNode dataEvents = coverage.putObject("dataEvents");
        proposal.coverage().ifPresent(c -> {
            c.eventsByAccount().forEach(accounts::put);
            c.eventsByRegion().forEach(regions::put);
            c.dataEvents().forEach(dataEvents::put);
        });
        strings(coverage, "statements", proposal.observability());
    }

    private static void counts(ObjectNode node, AccessCounts counts) {
        node.put("actions", counts.actions());
        node.put("services", counts.services());
        node.put("statements", counts.statements());
        node.put("wildcardActions", counts.wildcardActions());
        node.put("wildcardResources", counts.wildcardResources());
    }

    private static void policy(ObjectNode node, PolicyChange change, Documents documents) {
        node.put("name", change.name());
        node.put("kind", change.kind().text());
        node.put("action", change.action().text());
        node.put("replaces", change.replaces().orElse(null));
        change.arn().ifPresent(arn -> node.put("arn", arn));
        change.group().ifPresent(group -> node.put("group", group));
        if (!change.note().isEmpty()) {
            node.put("note", change.note());
        }
        if (change.after().isPresent() && documents == Documents.SHOWN) {
            node.set("document", document(change.after().get()));
            node.put("size", PolicyWriter.quotaSize(change.after().get()));
        }
    }

    private static com.fasterxml.jackson.databind.JsonNode document(PolicyDocument document) {
        try {
            return MAPPER.readTree(PolicyWriter.minified(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a printed policy is no JSON", e);
        }
    }

    private static void kept(ObjectNode node, KeptPermission permission) {
        node.put("action", permission.action());
        strings(node, "resources", permission.resources());
        node.put("wildcardOnly", permission.wildcardOnly());
        node.put("because", permission.because().text());
        node.put("reason", permission.reason());
        node.put("statement", permission.statement().toString());
        node.put("confidence", permission.confidence().text());
        if (permission.evidence().isPresent()) {
            Evidence evidence = permission.evidence().get();
            ObjectNode seen = node.putObject("evidence");
            seen.put("count", evidence.count());
            seen.put("days", evidence.days());
            seen.put("first", evidence.first().toString());
            seen.put("last", evidence.last().toString());
            strings(seen, "samples", evidence.samples());
            seen.put("rhythm", evidence.rhythm().text());
            seen.put("silentDays", evidence.silentDays());
        } else {
            node.putNull("evidence");
        }
    }

    private static void condition(ObjectNode node, SourceCondition condition) {
        node.put("statement", condition.statement().toString());
        node.put("effect", condition.deny() ? "Deny" : "Allow");
        node.put("operator", condition.operator());
        node.put("key", condition.key());
        strings(node, "ranges", condition.ranges());
        strings(node, "inside", condition.inside());
        strings(node, "outside", condition.outside());
    }

    private static void mined(ObjectNode node, MinedConditions conditions) {
        ArrayNode added = node.putArray("added");
        conditions.added().forEach(each -> {
            ObjectNode one = added.addObject();
            one.put("kind", each.kind().text());
            one.put("operator", each.condition().operator().text());
            one.put("key", each.condition().key());
            strings(one, "values", each.condition().values());
            strings(one, "actions", each.actions());
            one.put("uses", each.calls());
            one.put("days", each.days());
            one.put("rests", each.rests());
        });
        ArrayNode leftOut = node.putArray("leftOut");
        conditions.leftOut().forEach(each -> {
            ObjectNode one = leftOut.addObject();
            one.put("kind", each.kind().text());
            one.put("reason", each.reason());
            strings(one, "actions", each.actions());
        });
        ArrayNode heldOut = node.putArray("heldOut");
        conditions.heldOut().forEach(each -> {
            ObjectNode one = heldOut.addObject();
            one.put("kind", each.kind().text());
            one.put("from", each.from().toString());
            one.put("uses", each.calls());
            one.put("refused", each.refused());
            strings(one, "examples", each.examples());
        });
    }

    private static void second(ObjectNode node, SecondEvidence evidence) {
        node.put("asOf", evidence.asOf().map(Object::toString).orElse(null));
        ArrayNode kept = node.putArray("kept");
        evidence.kept()
                .forEach(
                        (action, last) -> kept.addObject().put("action", action).put("last", last.toString()));
        strings(node, "notUsed", evidence.notUsed());
        ArrayNode unrecorded = node.putArray("unrecordedServices");
        evidence.unrecorded()
                .forEach((service, last) ->
                        unrecorded.addObject().put("service", service).put("last", last.toString()));
        strings(node, "notes", evidence.notes());
    }

    private static void paths(ArrayNode array, List<EscalationPaths.Path> paths) {
        paths.forEach(path -> strings(
                array.addObject().put("path", path.id()).put("what", path.what()), "permissions", path.permissions()));
    }

    private static void strings(ObjectNode node, String name, List<String> values) {
        ArrayNode array = node.putArray(name);
        values.forEach(array::add);
    }
}
