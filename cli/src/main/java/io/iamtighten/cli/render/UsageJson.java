package io.iamtighten.cli.render;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.aws.trail.TrailProblem;
import io.iamtighten.aws.trail.TrailReading;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.cli.render.UsageRows.ActionRow;
import io.iamtighten.cli.render.UsageRows.ServiceRow;
import io.iamtighten.usage.CoverageDetail;
import io.iamtighten.usage.Observability;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.TrailCoverage;
import io.iamtighten.usage.UnmappedEvent;
import io.iamtighten.usage.UsageSummary;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Usage for machines; the shape is versioned and only grows. */
public final class UsageJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private UsageJson() {}

    /** Returns the usage as JSON. */
    public static String render(TrailReading reading, Optional<String> principal, ServiceCatalog catalog) {
        UsageSummary summary = reading.summary();
        ObjectNode root = MAPPER.createObjectNode();
        root.put("format", 1);
        coverage(root.putObject("window"), reading, summary.coverage(), catalog);
        ArrayNode principals = root.putArray("principals");
        for (PrincipalUsage usage : summary.principals()) {
            if (UsageRows.isAskedFor(usage, principal)) {
                principal(principals.addObject(), usage);
            }
        }
        summary.losses().forEach(root.putArray("losses")::add);
        ArrayNode problems = root.putArray("problems");
        for (TrailProblem problem : reading.problems()) {
            ObjectNode node = problems.addObject();
            node.put("kind", problem.kind().name().toLowerCase(Locale.ROOT));
            node.put("source", problem.source());
            problem.offset().ifPresent(offset -> node.put("offset", offset));
            node.put("message", problem.message());
        }
        root.put("moreProblems", reading.moreProblems());
        return root.toPrettyString() + "\n";
    }

    private static void coverage(
            ObjectNode node, TrailReading reading, TrailCoverage coverage, ServiceCatalog catalog) {
        coverage.from().ifPresent(from -> node.put("from", from.toString()));
        coverage.to().ifPresent(to -> node.put("to", to.toString()));
        node.put("files", coverage.files());
        node.put("filesSkipped", reading.filesSkipped());
        node.put("filesKnown", reading.filesKnown());
        node.put("events", coverage.events());
        CoverageDetail detail = coverage.detail();
        node.put("copies", detail.copies());
        node.put("untimed", detail.untimed());
        node.put("networkActivityEvents", detail.networkEvents());
        node.put("serviceEvents", detail.serviceEvents());
        counts(node.putObject("accounts"), coverage.eventsByAccount());
        counts(node.putObject("regions"), coverage.eventsByRegion());
        counts(node.putObject("dataEvents"), coverage.dataEvents());
        counts(node.putObject("aggregatedEvents"), detail.aggregated());
        ObjectNode types = node.putObject("dataEventRegions");
        detail.dataRegions()
                .forEach((type, regions) -> regions.forEach(
                        types.withArray("/" + type.replace("~", "~0").replace("/", "~1"))::add));
        ObjectNode days = node.putObject("days");
        detail.eventsByDay().forEach((day, count) -> days.put(day.toString(), count));
        Observability.of(coverage, catalog).statements().forEach(node.putArray("coverage")::add);
    }

    private static void counts(ObjectNode node, Map<String, Long> counts) {
        counts.forEach(node::put);
    }

    private static void principal(ObjectNode node, PrincipalUsage usage) {
        node.put("arn", usage.principal().arn());
        node.put("type", usage.principal().type().text());
        usage.principal().id().ifPresent(id -> node.put("id", id));
        usage.principal().accountId().ifPresent(account -> node.put("account", account));
        node.put("pathKnown", usage.principal().pathKnown());
        node.put("events", usage.events());
        List<ActionRow> actions = UsageRows.actions(usage);
        ArrayNode services = node.putArray("services");
        for (ServiceRow row : UsageRows.services(actions)) {
            ObjectNode service = services.addObject();
            service.put("service", row.service());
            service.put("calls", row.calls());
            service.put("refused", row.refused());
            service.put("actions", row.actions());
            last(service, row.last());
        }
        ArrayNode list = node.putArray("actions");
        for (ActionRow row : actions) {
            ObjectNode action = list.addObject();
            action.put("action", row.action());
            action.put("calls", row.calls());
            ObjectNode outcomes = action.putObject("outcomes");
            row.outcomes()
                    .forEach((outcome, calls) -> outcomes.put(outcome.name().toLowerCase(Locale.ROOT), calls));
            last(action, row.last());
        }
        ArrayNode unmapped = node.putArray("unmapped");
        for (UnmappedEvent event : usage.unmapped()) {
            ObjectNode kind = unmapped.addObject();
            kind.put("eventSource", event.eventSource());
            kind.put("eventName", event.eventName());
            kind.put("count", event.occurrences().count());
        }
        usage.possible().forEach(node.putArray("possible")::add);
    }

    private static void last(ObjectNode node, Instant last) {
        if (!last.equals(Instant.EPOCH)) {
            node.put("last", last.toString());
        }
    }
}
