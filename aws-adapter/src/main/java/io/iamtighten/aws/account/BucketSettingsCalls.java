package io.iamtighten.aws.account;

import io.iamtighten.account.AccountParse;
import io.iamtighten.account.AccountParser;
import io.iamtighten.account.AccountText;
import io.iamtighten.account.AccountWriter;
import io.iamtighten.account.BucketSettings;
import io.iamtighten.aws.client.AwsCall;
import io.iamtighten.aws.client.AwsException;
import io.iamtighten.aws.client.AwsSession;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Reads the settings of buckets that tell what was never done in them. One that cannot be read is unknown, which is no gap: nothing is
 * allowed or denied by it.
 */
final class BucketSettingsCalls {
    private static final String NO_LOCK = "ObjectLockConfigurationNotFoundError";

    private final AwsSession session;
    private final SnapshotProgress progress;
    private final Journal journal;
    private final AtomicInteger read = new AtomicInteger();

    BucketSettingsCalls(AwsSession session, SnapshotProgress progress, Journal journal) {
        this.session = session;
        this.progress = progress;
        this.journal = journal;
    }

    /** Returns the settings of the buckets of which any are known. */
    List<BucketSettings> of(Collection<String> names) {
        return session.each(names, this::one).stream()
                .filter(bucket ->
                        bucket.versioned().isPresent() || bucket.objectLock().isPresent())
                .toList();
    }

    private BucketSettings one(String bucket) {
        String key = "bucket-settings-" + bucket;
        Optional<BucketSettings> kept = journal.get(key)
                .map(text -> AccountParser.parse(
                        List.of(), Optional.empty(), List.of(), Optional.of(new AccountText(key, text))))
                .flatMap(AccountParse::snapshot)
                .flatMap(snapshot -> snapshot.buckets().stream().findFirst());
        if (kept.isPresent()) {
            return kept.get();
        }
        BucketSettings settings = new BucketSettings(
                "arn:" + session.partition() + ":s3:::" + bucket, versioned(bucket), objectLock(bucket));
        journal.put(key, AccountWriter.buckets(List.of(settings)));
        progress.read("bucket settings", read.incrementAndGet());
        return settings;
    }

    private Optional<Boolean> versioned(String bucket) {
        return asked(() -> session.call(
                AwsCall.GET_BUCKET_VERSIONING,
                () -> session.s3()
                                .getBucketVersioning(request -> request.bucket(bucket))
                                .status()
                        != null));
    }

    private Optional<Boolean> objectLock(String bucket) {
        return asked(() -> {
            try {
                return session.call(
                        AwsCall.GET_OBJECT_LOCK_CONFIGURATION,
                        () -> session.s3()
                                        .getObjectLockConfiguration(request -> request.bucket(bucket))
                                        .objectLockConfiguration()
                                != null);
            } catch (AwsException e) {
                if (e.getCause() instanceof AwsServiceException answer
                        && answer.awsErrorDetails() != null
                        && NO_LOCK.equals(answer.awsErrorDetails().errorCode())) {
                    return false;
                }
                throw e;
            }
        });
    }

    private static Optional<Boolean> asked(Supplier<Boolean> question) {
        try {
            return Optional.of(question.get());
        } catch (AwsException e) {
            if (e.fatal()) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
