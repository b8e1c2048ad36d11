package io.iamtighten.tighten;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.BucketSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a principal cannot have done with the objects of a bucket, although no record shows it: what needs a setting that the bucket never
 * had, or what would have shown in calls of KMS.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html">Object Lock cannot be disabled</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html">Versioning can only be suspended</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html">Uploads in parts: S3 decrypts the key of each</a>
 */
final class RuledOut {
    private static final Set<String> OF_LOCKS = Set.of(
            "s3:BypassGovernanceRetention",
            "s3:GetObjectLegalHold",
            "s3:GetObjectRetention",
            "s3:PutObjectLegalHold",
            "s3:PutObjectRetention");

    private static final Set<String> OF_VERSIONS = Set.of(
            "s3:DeleteObjectVersion",
            "s3:DeleteObjectVersionTagging",
            "s3:GetObjectVersion",
            "s3:GetObjectVersionAcl",
            "s3:GetObjectVersionAttributes",
            "s3:GetObjectVersionForReplication",
            "s3:GetObjectVersionTagging",
            "s3:GetObjectVersionTorrent",
            "s3:PutObjectVersionAcl",
            "s3:PutObjectVersionTagging");

    private static final Set<String> OF_PARTS = Set.of("s3:AbortMultipartUpload", "s3:ListMultipartUploadParts");

    private final Map<String, BucketSettings> buckets = new HashMap<>();
    private final DataUnderKeys keys;

    RuledOut(AccountSnapshot account, DataUnderKeys keys) {
        account.buckets().forEach(bucket -> buckets.put(bucket.arn(), bucket));
        this.keys = keys;
    }

    /** Returns why an action cannot have been used on resources, given as an ARN or a pattern of one; empty when it can. */
    Optional<String> reason(String action, String resource) {
        if (OF_LOCKS.contains(action)) {
            return without(BucketSettings::objectLock, resource)
                    .map(bucket ->
                            "the bucket has no Object Lock, which cannot be switched off, so it cannot have been used");
        }
        if (OF_VERSIONS.contains(action)) {
            return without(BucketSettings::versioned, resource)
                    .map(bucket -> "the bucket never had versions of objects");
        }
        if (OF_PARTS.contains(action)) {
            return RecordedResources.holder(resource)
                    .filter(keys::writtenInOnePiece)
                    .map(bucket ->
                            "S3 made data keys for what was written to the bucket, and would have decrypted one for each"
                                    + " part of an upload in parts: there was none");
        }
        return Optional.empty();
    }

    /** Returns the bucket of objects if it is known never to have had a setting. */
    private Optional<BucketSettings> without(Function<BucketSettings, Optional<Boolean>> setting, String resource) {
        return RecordedResources.holder(resource)
                .map(buckets::get)
                .filter(bucket -> setting.apply(bucket).filter(on -> !on).isPresent());
    }
}
