package io.iamtighten.usage;

import io.iamtighten.catalog.AccessLevel;
import io.iamtighten.catalog.ActionVisibility;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether a use of an action could have been seen in the records at all, so that "unused" is only said where it could. */
public final class Observability {
    /**
     * Services whose calls are recorded in one region, wherever they are made from.
     *
     * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html">Global service events</a>
     */
    private static final Set<String> GLOBAL = Set.of(
            "iam.amazonaws.com",
            "organizations.amazonaws.com",
            "cloudfront.amazonaws.com",
            "route53.amazonaws.com",
            "support.amazonaws.com",
            "budgets.amazonaws.com",
            "ce.amazonaws.com");

    /**
     * Services that a trail can leave out.
     *
     * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html">Management
     *     events</a>
     */
    private static final Set<String> EXCLUDABLE = Set.of("kms.amazonaws.com", "rdsdata.amazonaws.com");

    private static final int MAX_GAPS = 5;
    private static final int WEEK = 7;
    private static final int MONTH = 31;

    private final TrailCoverage coverage;
    private final CoverageDetail detail;
    private final ServiceCatalog catalog;
    private final long management;

    private Observability(TrailCoverage coverage, ServiceCatalog catalog) {
        this.coverage = coverage;
        this.detail = coverage.detail();
        this.catalog = catalog;
        this.management = detail.managementEvents().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** How well the records show an action. */
    public enum Sight {
        /** Every direct use would stand in the records. */
        SEEN,
        /** Some uses would: the trail carries such events, of which resources it does not say. */
        IN_PART,
        /** A use would not stand in the records, or nothing says that it would. */
        NOT_SEEN
    }

    /**
     * An answer.
     *
     * @param sight how well the records show it
     * @param reason one sentence for people
     */
    public record Answer(Sight sight, String reason) {}

    /** Returns the observability that records of this coverage give. */
    public static Observability of(TrailCoverage coverage, ServiceCatalog catalog) {
        return new Observability(coverage, catalog);
    }

    /** Returns whether a use of an action could have been seen. */
    public Answer of(String action) {
        Optional<ActionVisibility> visibility = catalog.visibility(action);
        if (visibility.isEmpty()) {
            return new Answer(Sight.NOT_SEEN, "the action is not in the catalog");
        }
        if (visibility.get().shownByManagementEvents()) {
            return management(action, visibility.get());
        }
        if (visibility.get().shownByDataEvents()) {
            return data(visibility.get());
        }
        return new Answer(Sight.NOT_SEEN, visibility.get().reason());
    }

    private Answer management(String action, ActionVisibility visibility) {
        if (management == 0) {
            return new Answer(Sight.NOT_SEEN, "the records have no management events");
        }
        Set<String> sources = sources(visibility);
        if (!sources.isEmpty() && GLOBAL.containsAll(sources) && globalRegionMissing()) {
            return new Answer(
                    Sight.NOT_SEEN, "its events are recorded in " + globalRegion() + ", of which there are no records");
        }
        if (!sources.isEmpty()
                && EXCLUDABLE.containsAll(sources)
                && sources.stream().noneMatch(detail.managementEvents()::containsKey)) {
            return new Answer(Sight.NOT_SEEN, "the records have no event of the service, which a trail can leave out");
        }
        boolean reads = catalog.action(action)
                .map(ServiceAction::accessLevel)
                .filter(level -> level == AccessLevel.READ || level == AccessLevel.LIST)
                .isPresent();
        if (reads && readsMissing()) {
            return new Answer(Sight.NOT_SEEN, "the records have no read-only event; the trail may leave reads out");
        }
        return new Answer(Sight.SEEN, visibility.reason());
    }

    private Answer data(ActionVisibility visibility) {
        Set<String> regions = new TreeSet<>();
        for (String type : visibility.dataEventTypes()) {
            if (detail.dataRegions().containsKey(type)) {
                regions.addAll(detail.dataRegions().get(type));
            }
        }
        boolean some = !regions.isEmpty() || sources(visibility).stream().anyMatch(coverage.dataEvents()::containsKey);
        if (some) {
            return new Answer(
                    Sight.IN_PART,
                    "data events of the service were recorded"
                            + (regions.isEmpty() ? "" : " in " + String.join(", ", regions))
                            + "; a trail may select single resources");
        }
        return new Answer(Sight.NOT_SEEN, visibility.reason() + "; no such event was recorded");
    }

    private static Set<String> sources(ActionVisibility visibility) {
        Set<String> sources = new TreeSet<>();
        for (String event : visibility.events()) {
            sources.add(event.substring(0, Math.max(0, event.indexOf('/'))));
        }
        return sources;
    }

    private boolean readsMissing() {
        return detail.readEvents() == 0 && detail.writeEvents() > 0;
    }

    /** Of the partition with the most events: an account is of one, and single records may name regions that are none. */
    private String globalRegion() {
        Map<String, Long> partitions = new TreeMap<>();
        coverage.eventsByRegion()
                .forEach((region, count) -> partitions.merge(EventFacts.partitionOf(region), count, Long::sum));
        String most = "aws";
        for (Map.Entry<String, Long> partition : partitions.entrySet()) {
            most = partition.getValue() > partitions.getOrDefault(most, 0L) ? partition.getKey() : most;
        }
        return switch (most) {
            case "aws-cn" -> "cn-north-1";
            case "aws-us-gov" -> "us-gov-west-1";
            default -> "us-east-1";
        };
    }

    private boolean globalRegionMissing() {
        return coverage.events() > 0 && !coverage.eventsByRegion().containsKey(globalRegion());
    }

    /** Returns what the records can show and what not, one sentence each. */
    public List<String> statements() {
        List<String> lines = new ArrayList<>();
        if (coverage.events() == 0) {
            return List.of("there are no events; nothing can be said to be unused");
        }
        shortTime(lines);
        if (management == 0) {
            lines.add("no management events were recorded");
        }
        if (readsMissing()) {
            lines.add(
                    "no read-only event was recorded; the trail may leave reads out, so that unused reads cannot be told");
        }
        if (coverage.dataEvents().isEmpty()) {
            lines.add(
                    "no data events were recorded: uses such as s3:GetObject, lambda:InvokeFunction or dynamodb:GetItem"
                            + " cannot be seen");
        } else {
            lines.add("data events were recorded of " + String.join(", ", coverage.dataEventSources()) + dataTypes()
                    + "; perhaps not of every resource");
        }
        if (!detail.aggregated().isEmpty()) {
            lines.add(
                    "data events of " + String.join(", ", detail.aggregated().keySet())
                            + " were recorded as counts of five minutes, which do not tell who did what: they are no uses here");
        }
        if (!detail.managementEvents().containsKey("kms.amazonaws.com")) {
            lines.add("no event of AWS KMS was recorded; a trail can leave them out");
        }
        if (globalRegionMissing()) {
            lines.add("no event of " + globalRegion()
                    + " was recorded, where calls of global services such as IAM and CloudFront are");
        }
        gaps(lines);
        if (detail.untimed() > 0) {
            lines.add(detail.untimed() + " events have no time that can be read");
        }
        if (detail.networkEvents() > 0) {
            lines.add(
                    detail.networkEvents() + " network activity events: second records of calls, not counted as uses");
        }
        return List.copyOf(lines);
    }

    /** Work that is done seldom is what people forget. */
    private void shortTime(List<String> lines) {
        if (coverage.from().isEmpty() || coverage.to().isEmpty()) {
            return;
        }
        long days = Duration.between(coverage.from().get(), coverage.to().get()).toDays();
        if (days < WEEK) {
            lines.add("the records span less than a week: what is done once a week or once a month need not show");
        } else if (days < MONTH) {
            lines.add("the records span less than a month: what is done once a month need not show");
        }
    }

    private String dataTypes() {
        if (detail.dataRegions().isEmpty()) {
            return "";
        }
        List<String> types = new ArrayList<>();
        detail.dataRegions().forEach((type, regions) -> types.add(type + " in " + String.join(", ", regions)));
        return " (" + String.join("; ", types) + ")";
    }

    private void gaps(List<String> lines) {
        List<String> gaps = new ArrayList<>();
        long days = 0;
        LocalDate before = LocalDate.MAX;
        for (LocalDate day : detail.eventsByDay().keySet()) {
            if (before.isBefore(day.minusDays(1))) {
                LocalDate start = before.plusDays(1);
                LocalDate end = day.minusDays(1);
                days += ChronoUnit.DAYS.between(start, day);
                gaps.add(start.equals(end) ? start.toString() : start + " to " + end);
            }
            before = day;
        }
        if (!gaps.isEmpty()) {
            lines.add("no events on " + days + (days == 1 ? " day" : " days") + " within the window: "
                    + String.join(", ", gaps.subList(0, Math.min(MAX_GAPS, gaps.size())))
                    + (gaps.size() > MAX_GAPS ? " and " + (gaps.size() - MAX_GAPS) + " more gaps" : ""));
        }
    }
}
