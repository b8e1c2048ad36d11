package io.iamtighten.usage;

/**
 * The kind of event that a record is.
 *
 * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-events.html">CloudTrail events</a>
 */
public enum RecordedAs {
    /** A management event. */
    MANAGEMENT,
    /** A data event: recorded only where a trail selects its resource type. */
    DATA,
    /** A network activity event: a second record of a call, written by a VPC endpoint; no further use. */
    NETWORK_ACTIVITY,
    /** The record does not say, as before event version 1.06. */
    UNSAID
}
