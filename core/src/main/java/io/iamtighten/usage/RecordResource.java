package io.iamtighten.usage;

import java.util.Optional;

/**
 * One entry of a record's {@code resources[]}: a resource that the call touched.
 *
 * @param arn the ARN, or empty
 * @param arnPrefix the beginning of the ARNs touched ({@code ARNPrefix}, in list calls of S3), or empty
 * @param accountId the owner's account, or empty
 * @param type such as {@code AWS::S3::Object}, or empty
 */
public record RecordResource(
        Optional<String> arn, Optional<String> arnPrefix, Optional<String> accountId, Optional<String> type) {
    /** Returns an entry that has an ARN only. */
    public static RecordResource of(String arn) {
        return new RecordResource(Optional.of(arn), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
