package io.iamtighten.aws.client;

import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyParser;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one must be allowed for everything here to work: nothing but reading. */
public final class RequiredPermissions {
    private RequiredPermissions() {}

    /** Returns the policy, one statement for each purpose, so that what is not wanted can be left out. */
    public static PolicyDocument policy() {
        Map<AwsCall.Purpose, TreeSet<String>> actions = new TreeMap<>();
        Arrays.stream(AwsCall.values())
                .forEach(call -> actions.computeIfAbsent(call.purpose(), purpose -> new TreeSet<>())
                        .add(call.action()));
        StringBuilder statements = new StringBuilder();
        actions.forEach((purpose, names) -> statements
                .append(statements.isEmpty() ? "" : ",")
                .append("{\"Sid\":\"")
                .append(sid(purpose))
                .append("\",\"Effect\":\"Allow\",\"Action\":[\"")
                .append(String.join("\",\"", names))
                .append("\"],\"Resource\":\"*\"}"));
        // Trails that are encrypted with a key of one's own need the key; only through S3, and only to read.
        statements.append(
                ",{\"Sid\":\"EncryptedHistory\",\"Effect\":\"Allow\",\"Action\":\"kms:Decrypt\",\"Resource\":\"*\","
                        + "\"Condition\":{\"StringLike\":{\"kms:ViaService\":\"s3.*.amazonaws.com*\"}}}");
        return PolicyParser.parse("{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}")
                .orElseThrow();
    }

    private static String sid(AwsCall.Purpose purpose) {
        return switch (purpose) {
            case ACCOUNT -> "Account";
            case ORGANIZATION -> "Organization";
            case BUCKET_POLICIES -> "BucketPolicies";
            case HISTORY -> "History";
            case LAST_ACCESSED -> "LastAccessed";
            case ACCESS_ANALYZER -> "AccessAnalyzer";
        };
    }
}
