package io.iamtighten.aws.trail;

/** A log file in S3, as the listing shows it. */
record S3Object(String bucket, String key, long size, String tag) {
    String url() {
        return "s3://" + bucket + "/" + key;
    }
}
