package io.iamtighten.account;

import java.util.Optional;

/**
 * Settings of a bucket that tell what was never done in it: they can be switched on, but not off again.
 *
 * @param arn the bucket
 * @param versioned whether it has, or ever had, versions of objects; empty when unknown
 * @param objectLock whether objects can be locked; empty when unknown
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html">Versioning: a bucket never returns to an unversioned state</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html">Object Lock: it cannot be disabled</a>
 */
public record BucketSettings(String arn, Optional<Boolean> versioned, Optional<Boolean> objectLock) {}
