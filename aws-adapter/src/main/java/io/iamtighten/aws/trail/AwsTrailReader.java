package io.iamtighten.aws.trail;

import io.iamtighten.aws.client.AwsCall;
import io.iamtighten.aws.client.AwsException;
import io.iamtighten.aws.client.AwsSession;
import io.iamtighten.usage.DataSelection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.cloudtrail.model.AdvancedFieldSelector;
import software.amazon.awssdk.services.cloudtrail.model.GetEventSelectorsResponse;
import software.amazon.awssdk.services.cloudtrail.model.Trail;

/**
 * Finds CloudTrail history in AWS, as sources that {@link TrailReader} reads: log files in S3, or the events of 90 days that CloudTrail
 * keeps itself. Makes reading calls only. Failures are {@link AwsException}s; one log file that cannot be fetched is a problem of
 * that file.
 */
public final class AwsTrailReader {
    /** How long CloudTrail keeps events itself. */
    public static final Duration KEPT_BY_CLOUDTRAIL = Duration.ofDays(90);

    /** Two requests a second are allowed in an account and region. */
    private static final Duration LOOKUP_PACE = Duration.ofMillis(510);

    private final AwsSession session;
    private final Duration pace;

    private AwsTrailReader(AwsSession session, Duration pace) {
        this.session = session;
        this.pace = pace;
    }

    /** Returns a reader. */
    public static AwsTrailReader of(AwsSession session) {
        return new AwsTrailReader(session, LOOKUP_PACE);
    }

    /** Returns the same reader with another pause between two calls of {@code LookupEvents}. */
    public AwsTrailReader withLookupPace(Duration pause) {
        return new AwsTrailReader(session, pause);
    }

    /**
     * A trail that delivers to a bucket.
     *
     * @param name its name
     * @param url where its log files of an account are, as {@code s3://BUCKET/PREFIX}
     * @param multiRegion whether it records all regions
     * @param organization whether it records all accounts of the organization
     * @param arn its ARN
     * @param region the region that it is managed in
     */
    public record S3Trail(
            String name, String url, boolean multiRegion, boolean organization, String arn, String region) {}

    /** Returns which data events a trail is set to record. */
    public DataSelection selection(S3Trail trail) {
        GetEventSelectorsResponse answer = session.call(
                AwsCall.GET_EVENT_SELECTORS,
                () -> session.cloudTrail(trail.region()).getEventSelectors(request -> request.trailName(trail.arn())));
        List<DataSelection.Selector> selectors = new ArrayList<>();
        answer.eventSelectors()
                .forEach(selector -> selector.dataResources()
                        .forEach(resource -> selectors.add(DataSelection.basic(
                                String.valueOf(selector.readWriteTypeAsString()),
                                String.valueOf(resource.type()),
                                resource.values()))));
        answer.advancedEventSelectors().forEach(selector -> {
            Map<String, Map<String, List<String>>> fields = new TreeMap<>();
            for (AdvancedFieldSelector field : selector.fieldSelectors()) {
                Map<String, List<String>> operators = fields.computeIfAbsent(field.field(), f -> new TreeMap<>());
                operator("Equals", field.equalsValue(), operators);
                operator("StartsWith", field.startsWith(), operators);
                operator("EndsWith", field.endsWith(), operators);
                operator("NotEquals", field.notEquals(), operators);
                operator("NotStartsWith", field.notStartsWith(), operators);
                operator("NotEndsWith", field.notEndsWith(), operators);
            }
            DataSelection.advanced(fields).ifPresent(selectors::add);
        });
        return new DataSelection(selectors);
    }

    private static void operator(String name, List<String> values, Map<String, List<String>> operators) {
        if (!values.isEmpty()) {
            operators.put(name, values);
        }
    }

    /** Returns the trails that record this account, those of all regions first. */
    public List<S3Trail> trails(String region) {
        List<Trail> trails = session.call(
                AwsCall.DESCRIBE_TRAILS,
                () -> session.cloudTrail(region)
                        .describeTrails(request -> request.includeShadowTrails(true))
                        .trailList());
        List<S3Trail> found = new ArrayList<>();
        for (Trail trail : trails) {
            if (trail.s3BucketName() != null) {
                String prefix =
                        trail.s3KeyPrefix() == null || trail.s3KeyPrefix().isEmpty() ? "" : trail.s3KeyPrefix() + "/";
                found.add(new S3Trail(
                        String.valueOf(trail.name()),
                        "s3://" + trail.s3BucketName() + "/" + prefix + "AWSLogs/",
                        Boolean.TRUE.equals(trail.isMultiRegionTrail()),
                        Boolean.TRUE.equals(trail.isOrganizationTrail()),
                        String.valueOf(trail.trailARN()),
                        trail.homeRegion() == null ? region : trail.homeRegion()));
            }
        }
        found.sort((a, b) -> Boolean.compare(b.multiRegion(), a.multiRegion()));
        return found;
    }

    /**
     * Lists the log files below a place in S3.
     *
     * @param url {@code s3://BUCKET}, or with a prefix: anything above or inside of {@code AWSLogs/}
     * @param options the accounts, regions and days to list; other kinds of files are left out where the key tells
     */
    public List<TrailSource> objects(String url, TrailOptions options) {
        if (!url.startsWith("s3://") || url.length() == "s3://".length()) {
            throw AwsException.of(
                    AwsException.Kind.OTHER, "", "`" + url + "` is not a place in S3; expected s3://BUCKET/PREFIX");
        }
        String place = url.substring("s3://".length());
        int slash = place.indexOf('/');
        String bucket = slash < 0 ? place : place.substring(0, slash);
        String prefix = slash < 0 ? "" : place.substring(slash + 1);
        List<S3Object> objects = new S3Listing(session, bucket, options).below(prefix);
        return S3Fetcher.sources(session, objects);
    }

    /**
     * Returns the management events that CloudTrail itself keeps, one source for each region, fetched page by page as they are read. Data
     * events and network activity events are not among them.
     *
     * @param regions the regions to ask in; global services record in {@code us-east-1}
     * @param userName the user whose events are wanted, or empty for all; a role's sessions have many names
     * @param options the window
     * @param now the present: the window starts 90 days before it at the earliest
     * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html">LookupEvents</a>
     */
    public List<TrailSource> lookup(
            Collection<String> regions, Optional<String> userName, TrailOptions options, Instant now) {
        Instant earliest = now.minus(KEPT_BY_CLOUDTRAIL);
        Instant from = options.since().filter(since -> since.isAfter(earliest)).orElse(earliest);
        List<TrailSource> sources = new ArrayList<>();
        for (String region : new TreeSet<>(regions)) {
            sources.add(new LookupSource(session, region, userName, from, options.until(), pace));
        }
        return sources;
    }
}
