package io.iamtighten.aws.account;

/**
 * What a snapshot reads besides users, groups, roles and their policies.
 *
 * @param organization whether the organization's tree with its control policies is read
 * @param bucketPolicies whether the policies of the account's buckets are read
 */
public record SnapshotParts(boolean organization, boolean bucketPolicies) {
    /** Returns everything. */
    public static SnapshotParts all() {
        return new SnapshotParts(true, true);
    }
}
