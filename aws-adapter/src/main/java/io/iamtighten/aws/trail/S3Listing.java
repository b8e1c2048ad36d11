package io.iamtighten.aws.trail;

import io.iamtighten.aws.client.AwsCall;
import io.iamtighten.aws.client.AwsSession;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Lists log files by S3's key layout, {@code PREFIX/AWSLogs/[ORG/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/}: goes down folder by folder
 * where that leaves accounts, regions, days and other kinds of logs out, and lists days in parallel. Anything else is listed whole.
 */
final class S3Listing {
    /** Files of a day may be delivered after its end. */
    private static final int DAYS_LATE = 1;
    /** A window of more days is listed region by region. */
    private static final int DAYS_LISTED_ONE_BY_ONE = 400;

    private final AwsSession session;
    private final String bucket;
    private final TrailOptions options;

    S3Listing(AwsSession session, String bucket, TrailOptions options) {
        this.session = session;
        this.bucket = bucket;
        this.options = options;
    }

    List<S3Object> below(String prefix) {
        List<String> places = List.of(folder(prefix));
        List<String> leaves = new ArrayList<>();
        while (!places.isEmpty()) {
            List<List<String>> next = session.each(places, this::narrowed);
            List<String> deeper = new ArrayList<>();
            for (int i = 0; i < places.size(); i++) {
                if (next.get(i).equals(List.of(places.get(i)))) {
                    leaves.add(places.get(i));
                } else {
                    deeper.addAll(next.get(i));
                }
            }
            places = deeper;
        }
        List<S3Object> objects = new ArrayList<>();
        session.each(leaves, this::listed).forEach(objects::addAll);
        return objects;
    }

    /** A prefix that ends within a name is taken as it is; one that names a folder gets its slash. */
    private static String folder(String prefix) {
        boolean file = prefix.endsWith(".gz") || prefix.endsWith(".json");
        return prefix.isEmpty() || prefix.endsWith("/") || file ? prefix : prefix + "/";
    }

    /** Returns the places below one that may hold what is wanted, or the place itself when it is to be listed whole. */
    private List<String> narrowed(String place) {
        String[] parts = place.split("/");
        String last = place.isEmpty() ? "" : parts[parts.length - 1];
        if (last.equals("CloudTrail")) {
            return regions(place);
        }
        boolean inCloudTrail = List.of(parts).contains("CloudTrail");
        if (inCloudTrail) {
            return parts[parts.length - 2].equals("CloudTrail") ? days(place) : List.of(place);
        }
        List<String> below = folders(place);
        if (last.equals("AWSLogs") || last.startsWith("o-")) {
            List<String> accounts = below.stream()
                    .filter(folder -> name(folder).startsWith("o-")
                            || isAccount(name(folder))
                                    && (options.accounts().isEmpty()
                                            || options.accounts().contains(name(folder))))
                    .toList();
            return accounts;
        }
        if (isAccount(last)) {
            return below.stream()
                    .filter(folder -> name(folder).equals("CloudTrail"))
                    .toList();
        }
        List<String> logs =
                below.stream().filter(folder -> name(folder).equals("AWSLogs")).toList();
        return logs.isEmpty() ? List.of(place) : logs;
    }

    private List<String> regions(String place) {
        return folders(place).stream()
                .filter(folder ->
                        options.regions().isEmpty() || options.regions().contains(name(folder)))
                .toList();
    }

    private List<String> days(String place) {
        if (options.since().isEmpty()) {
            return List.of(place);
        }
        LocalDate from = day(options.since().get());
        // Without an end, the folders of days to come are simply empty; their names tell where to stop.
        Optional<LocalDate> until = options.until().map(S3Listing::day).map(last -> last.plusDays(DAYS_LATE));
        if (until.isEmpty()) {
            return yearsAndMonths(place, from);
        }
        if (ChronoUnit.DAYS.between(from, until.get()) > DAYS_LISTED_ONE_BY_ONE) {
            return List.of(place);
        }
        return from.datesUntil(until.get().plusDays(1))
                .map(date -> place + folderOf(date))
                .toList();
    }

    /** Returns the months from a day on: the first of them, which starts before the day, is cut when objects are read. */
    private List<String> yearsAndMonths(String place, LocalDate from) {
        List<String> months = new ArrayList<>();
        String first = String.format(Locale.ROOT, "%04d/%02d/", from.getYear(), from.getMonthValue());
        for (String year : folders(place)) {
            if (name(year).compareTo(first.substring(0, 4)) >= 0) {
                for (String month : folders(year)) {
                    if (month.substring(place.length()).compareTo(first) >= 0) {
                        months.add(month);
                    }
                }
            }
        }
        return months;
    }

    private static String folderOf(LocalDate date) {
        return String.format(
                Locale.ROOT, "%04d/%02d/%02d/", date.getYear(), date.getMonthValue(), date.getDayOfMonth());
    }

    private static LocalDate day(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static boolean isAccount(String text) {
        return text.length() == 12 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String name(String folder) {
        String bare = folder.substring(0, folder.length() - 1);
        return bare.substring(bare.lastIndexOf('/') + 1);
    }

    private List<String> folders(String place) {
        List<String> folders = new ArrayList<>();
        session.pages(
                AwsCall.LIST_OBJECTS,
                token -> session.s3()
                        .listObjectsV2(request -> request.bucket(bucket)
                                .prefix(place)
                                .delimiter("/")
                                .continuationToken(token.orElse(null))),
                S3Listing::next,
                answer -> answer.commonPrefixes().stream()
                        .map(CommonPrefix::prefix)
                        .forEach(folders::add));
        return folders;
    }

    private List<S3Object> listed(String place) {
        List<S3Object> objects = new ArrayList<>();
        session.pages(
                AwsCall.LIST_OBJECTS,
                token -> session.s3()
                        .listObjectsV2(
                                request -> request.bucket(bucket).prefix(place).continuationToken(token.orElse(null))),
                S3Listing::next,
                answer -> answer.contents().forEach(object -> {
                    boolean empty = object.key().endsWith("/") || object.size() == null || object.size() == 0;
                    if (!empty && wanted(object.key())) {
                        objects.add(new S3Object(
                                bucket, object.key(), object.size(), object.eTag() == null ? "" : object.eTag()));
                    }
                }));
        return objects;
    }

    private static Optional<String> next(ListObjectsV2Response answer) {
        return Boolean.TRUE.equals(answer.isTruncated())
                ? Optional.ofNullable(answer.nextContinuationToken())
                : Optional.empty();
    }

    private boolean wanted(String key) {
        TrailKey name = TrailKey.of(key);
        return switch (name.kind()) {
            case DIGEST, INSIGHT, AGGREGATED -> false;
            case UNKNOWN -> true;
            case LOG ->
                // Delivery comes after the event, so that what was delivered before the window is outside of it.
                options.since().isEmpty()
                        || name.delivered().isEmpty()
                        || name.delivered().getAsLong() + 60
                                >= options.since().get().getEpochSecond();
        };
    }
}
