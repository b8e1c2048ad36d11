package io.iamtighten.usage;

import io.iamtighten.arn.Arn;
import io.iamtighten.catalog.MappingConfidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads from calls of AWS KMS which data they were made for. A service that encrypts with a key in the customer's account calls KMS with
 * the caller's credentials, and names in the encryption context, which CloudTrail records among the management events, what it
 * encrypts. Keys that AWS owns leave no records.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html">Encryption context</a>
 */
final class KeyContexts {
    private static final String SOURCE = "kms.amazonaws.com";
    private static final int ACCOUNT_DIGITS = 12;

    /**
     * A key of the encryption context whose value is an ARN of a service.
     *
     * <p>S3 names the object, or the bucket where that has a bucket key:
     * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html and bucket-key.html; SQS, SNS and Kinesis:
     * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html,
     * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html, https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
     */
    private record ArnKey(FieldPath path, String service) {}

    private static final List<ArnKey> ARNS = List.of(
            new ArnKey(FieldPath.parse("encryptionContext.aws:s3:arn"), "s3"),
            new ArnKey(FieldPath.parse("encryptionContext.aws:sqs:arn"), "sqs"),
            new ArnKey(FieldPath.parse("encryptionContext.aws:sns:topicArn"), "sns"),
            new ArnKey(FieldPath.parse("encryptionContext.aws:kinesis:arn"), "kinesis"));

    /** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html and its neighbours. */
    private static final FieldPath TABLE = FieldPath.parse("encryptionContext.aws:dynamodb:tableName");

    private static final FieldPath TABLE_OWNER = FieldPath.parse("encryptionContext.aws:dynamodb:subscriberId");

    private KeyContexts() {}

    /** Returns the data that a call of KMS was made for, as hints; none for other calls. */
    static List<ActionUse> of(EventFacts facts) {
        if (!facts.eventSource().equals(SOURCE)) {
            return List.of();
        }
        String action;
        switch (facts.eventName()) {
            case "Decrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext" -> action = "kms:" + facts.eventName();
            default -> {
                return List.of();
            }
        }
        List<ActionUse> data = new ArrayList<>(1);
        for (ArnKey key : ARNS) {
            for (String text : facts.fields().request(key.path())) {
                Optional<Arn> arn = Arn.parse(text);
                if (arn.isPresent() && arn.get().service().equals(key.service()) && isLiteral(text)) {
                    data.add(hint(action, text));
                }
            }
        }
        for (String table : facts.fields().request(TABLE)) {
            String owner = facts.fields().request(TABLE_OWNER).stream()
                    .filter(KeyContexts::isAccount)
                    .findFirst()
                    .orElse(facts.account());
            if (isAccount(owner) && !facts.region().isEmpty() && isLiteral(table)) {
                data.add(hint(
                        action,
                        "arn:" + facts.partition() + ":dynamodb:" + facts.region() + ":" + owner + ":table/" + table));
            }
        }
        return data;
    }

    private static ActionUse hint(String action, String resource) {
        return new ActionUse(
                action, UseRelation.KEY_FOR_DATA, MappingConfidence.DOCUMENTED, List.of(resource), true, Map.of());
    }

    private static boolean isAccount(String text) {
        return text.length() == ACCOUNT_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** A key of an object may hold such characters, but a pattern made of it would mean more than was seen. */
    private static boolean isLiteral(String text) {
        return text.indexOf('*') < 0 && text.indexOf('?') < 0 && text.indexOf('$') < 0;
    }

    /**
     * Returns what is known of the call for which a service called KMS: where it went, and the session. From where it came is not in the
     * record; and whether a service made it, neither.
     */
    static UseContext callersContext(UseContext ofKms) {
        return new UseContext(
                ofKms.region(), Optional.empty(), Optional.empty(), Optional.empty(), ofKms.mfa(), Map.of());
    }

    /** Returns whether a service made a call for the principal: what callers themselves write into an encryption context says nothing. */
    static boolean madeByService(UseContext context) {
        return context.viaService().isPresent()
                || context.source()
                        .filter(source -> source instanceof SourceNetwork.Service)
                        .isPresent();
    }
}
