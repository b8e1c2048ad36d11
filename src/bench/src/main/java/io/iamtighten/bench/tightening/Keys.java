package io.iamtighten.bench.tightening;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is recorded of keys when the data lies under the account's keys: a service calls KMS for the principal, and KMS's calls are management
 * events. The keys are those that AWS manages for each service, whose policies let every principal of the account use them through it: so the
 * principals themselves need no permission of KMS.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html">S3: the encryption context is the object's ARN</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html">S3: with a bucket key it is the bucket's, and the
 *     key is fetched at least once for each requester</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html">DynamoDB: one decryption
 *     for each principal and table in five minutes</a>
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html">SQS</a>
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html">SNS</a>
 */
final class Keys {
    private static final Map<String, String> IDS = Map.of(
            "s3", "11111111-aaaa-4bbb-8ccc-000000000001",
            "dynamodb", "11111111-aaaa-4bbb-8ccc-000000000002",
            "sqs", "11111111-aaaa-4bbb-8ccc-000000000003",
            "sns", "11111111-aaaa-4bbb-8ccc-000000000004");

    private static final Map<String, String> CALLS = Map.of(
            "s3:GetObject", "kms:Decrypt",
            "s3:PutObject", "kms:GenerateDataKey",
            "dynamodb:GetItem", "kms:Decrypt",
            "dynamodb:PutItem", "kms:Decrypt",
            "dynamodb:Query", "kms:Decrypt",
            "sqs:SendMessage", "kms:GenerateDataKey",
            "sqs:ReceiveMessage", "kms:Decrypt",
            "sns:Publish", "kms:GenerateDataKey");

    private Keys() {}

    static List<String> arns() {
        return IDS.keySet().stream().sorted().map(Keys::arn).toList();
    }

    private static String arn(String service) {
        return "arn:aws:kms:eu-west-1:" + Applications.ACCOUNT + ":key/" + IDS.get(service);
    }

    /** Returns the action of the call of KMS that a service makes for an action, or empty when it makes none. */
    static Optional<String> call(String action) {
        return Optional.ofNullable(CALLS.get(action));
    }

    /** Returns the key of the service of an action for which {@link #call} has one. */
    static String key(String action) {
        return arn(action.substring(0, action.indexOf(':')));
    }

    /** Returns what the encryption context names. */
    static String data(String resource, boolean bucketKey) {
        int slash = resource.indexOf('/');
        return bucketKey && resource.startsWith("arn:aws:s3:::") && slash > 0 ? resource.substring(0, slash) : resource;
    }
}
