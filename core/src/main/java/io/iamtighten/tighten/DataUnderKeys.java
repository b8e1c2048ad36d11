package io.iamtighten.tighten;

import io.iamtighten.account.PrincipalView;
import io.iamtighten.arn.Arn;
import io.iamtighten.arn.ArnPattern;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.UsageFact;
import io.iamtighten.usage.UsageSummary;
import io.iamtighten.usage.UseRelation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What calls of KMS that services made for a principal tell of its work on data: these are management events, and recorded where
 * data events are not. S3 asks for a new data key to write an object and for its decryption to read it, so that both show. The other
 * services ask once in a while, whatever is done, so that only the use of a table, queue, topic or stream shows.
 *
 * <p>That a key was not used says something of a table, queue, topic or stream of which anybody's use shows: all of it lies under one key,
 * and the service asks for it anew for each principal. Of a bucket it says nothing, as each object may have another key or none.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html">SSE-KMS in S3</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html">Bucket keys: at least one call of each requester</a>
 */
final class DataUnderKeys {
    /** A part of an upload is encrypted with a key that is decrypted first, so that a decryption may also belong to a write. */
    private static final Map<String, String> OF_OBJECTS = Map.of(
            "kms:Decrypt", "s3:GetObject",
            "kms:GenerateDataKey", "s3:PutObject",
            "kms:GenerateDataKeyWithoutPlaintext", "s3:PutObject");

    private static final String OBJECTS = ":s3:::";

    /** Uses that calls of KMS show, by the action's name. */
    private final Map<String, List<Use>> shown = new TreeMap<>();
    /** By ARN. */
    private final Map<String, Worked> worked = new TreeMap<>();

    /**
     * What was worked on, it is not known how.
     *
     * @param service the service's prefix
     * @param type the type of resource
     * @param call the call of KMS that tells
     */
    record Worked(String service, String type, String resource, String call) {}

    private static final Map<String, String> TYPES =
            Map.of("s3", "bucket", "dynamodb", "table", "sqs", "queue", "sns", "topic", "kinesis", "stream");

    /** Tables, queues, topics and streams whose data somebody worked on under a key of which calls are recorded. */
    private final Set<String> underKeys = new HashSet<>();

    // By bucket, for what S3 made data keys for the principal, and for what it decrypted one.
    private final Map<String, Set<String>> written = new TreeMap<>();
    private final Map<String, Set<String>> decrypted = new TreeMap<>();

    DataUnderKeys(ServiceCatalog catalog, PrincipalView view, PrincipalUsage usage, UsageSummary summary) {
        for (PrincipalUsage each : summary.principals()) {
            for (UsageFact fact : each.facts()) {
                if (fact.relation() == UseRelation.KEY_FOR_DATA
                        && fact.outcome().isUse()
                        && !fact.resource().contains(OBJECTS)) {
                    underKeys.add(fact.resource());
                }
            }
        }
        for (UsageFact fact : usage.facts()) {
            if (fact.relation() != UseRelation.KEY_FOR_DATA || !fact.outcome().isUse()) {
                continue;
            }
            if (fact.resource().contains(OBJECTS)) {
                object(catalog, KnownContext.of(view, fact.context()), fact);
            } else {
                worked(fact.resource(), fact.action());
            }
        }
    }

    private void worked(String resource, String call) {
        Arn.parse(resource)
                .map(Arn::service)
                .filter(TYPES::containsKey)
                .ifPresent(service -> worked.putIfAbsent(
                        resource, new Worked(service, TYPES.getOrDefault(service, ""), resource, call)));
    }

    private void object(ServiceCatalog catalog, KnownContext context, UsageFact fact) {
        String name = OF_OBJECTS.getOrDefault(fact.action(), "");
        OptionalInt action = catalog.actionId(name);
        if (action.isEmpty()) {
            return;
        }
        boolean bucketKey = fact.resource().indexOf('/') < 0;
        String objects = bucketKey ? fact.resource() + "/*" : fact.resource();
        RecordedResources.holder(fact.resource()).ifPresent(bucket -> {
            worked(bucket, fact.action());
            (name.equals("s3:PutObject") ? written : decrypted)
                    .computeIfAbsent(bucket, b -> new HashSet<>())
                    .add(objects);
        });
        shown.computeIfAbsent(name, n -> new ArrayList<>())
                .add(new Use(
                        action.getAsInt(),
                        name,
                        objects,
                        Use.ResourceKind.KNOWN,
                        context,
                        Keeping.KEY_USE,
                        "its use cannot be seen, but S3 called " + fact.action() + " for the principal to work on "
                                + (bucketKey ? "objects of the bucket" : "the object"),
                        Optional.of(fact)));
    }

    /** Returns the uses of an action that calls of KMS show. */
    List<Use> shown(String action) {
        return shown.getOrDefault(action, List.of());
    }

    /** Returns all uses that calls of KMS show. */
    List<Use> shown() {
        return shown.values().stream().flatMap(List::stream).toList();
    }

    /** Returns what was worked on. */
    Collection<Worked> worked() {
        return worked.values();
    }

    /** Returns whether the principal's work on the data of a resource, or of a part of it, would have shown and did not. */
    boolean notWorkedOn(String resource) {
        return !underKeys.isEmpty()
                && RecordedResources.holder(resource)
                        .filter(holder -> underKeys.contains(holder) && !worked.containsKey(holder))
                        .isPresent();
    }

    /**
     * Returns whether objects of a bucket were written under keys, and none of them in parts: for an object that is uploaded in parts a data
     * key is made and then decrypted.
     */
    boolean writtenInOnePiece(String bucket) {
        Set<String> keysMade = written.getOrDefault(bucket, Set.of());
        Set<String> keysDecrypted = decrypted.getOrDefault(bucket, Set.of());
        return !keysMade.isEmpty() && !meet(keysMade, keysDecrypted);
    }

    private static boolean meet(Set<String> some, Set<String> others) {
        if (some.stream().anyMatch(others::contains)) {
            return true;
        }
        // Where many objects were folded into patterns.
        return patterns(some)
                        .anyMatch(pattern -> others.stream()
                                .anyMatch(other -> ResourceEntry.intersectsInAny(pattern, ArnPattern.parse(other))))
                || patterns(others)
                        .anyMatch(pattern -> some.stream()
                                .anyMatch(one -> ResourceEntry.intersectsInAny(pattern, ArnPattern.parse(one))));
    }

    private static Stream<ArnPattern> patterns(Set<String> resources) {
        return resources.stream()
                .filter(resource -> resource.indexOf('*') >= 0 || resource.indexOf('?') >= 0)
                .map(ArnPattern::parse);
    }

    /** Returns the prefix of the service whose data a fact is about, if it is no use but tells of a key. */
    static Optional<String> service(UsageFact fact) {
        return fact.relation() == UseRelation.KEY_FOR_DATA
                ? Arn.parse(fact.resource()).map(Arn::service)
                : Optional.empty();
    }
}
