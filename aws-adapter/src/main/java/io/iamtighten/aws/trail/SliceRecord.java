package io.iamtighten.aws.trail;

import io.iamtighten.usage.ParameterReads;
import io.iamtighten.usage.RecordFields;
import io.iamtighten.usage.RecordResource;
import java.io.IOException;
import java.util.List;

/** Takes the values of a record out of its slices: the same as {@link TreeRecord} takes out of its tree. */
final class SliceRecord {
    private SliceRecord() {}

    /** Returns the values that tell who called, and from where. */
    static RecordValues caller(Slices record) {
        RecordValues values = new RecordValues();
        values.awsRegion = record.text(Slices.AWS_REGION);
        values.sourceIpAddress = record.text(Slices.SOURCE_IP);
        values.vpcEndpointId = record.text(Slices.VPC_ENDPOINT);
        values.tls = record.has(Slices.TLS_VERSION) || record.has(Slices.CIPHER_SUITE);
        values.type = record.text(Slices.TYPE);
        values.arn = record.text(Slices.ARN);
        values.principalId = record.text(Slices.PRINCIPAL_ID);
        values.accountId = record.text(Slices.ACCOUNT);
        values.userName = record.text(Slices.USER_NAME);
        values.invokedBy = record.text(Slices.INVOKED_BY);
        values.issuerArn = record.text(Slices.ISSUER_ARN);
        values.issuerId = record.text(Slices.ISSUER_ID);
        values.mfa = record.text(Slices.MFA);
        values.sourceIdentity = record.text(Slices.SOURCE_IDENTITY);
        return values;
    }

    /** Returns the values by which copies of an event are recognised, besides its own id. */
    static RecordValues shared(Slices record) {
        RecordValues values = new RecordValues();
        values.sharedEventId = record.text(Slices.SHARED_EVENT_ID);
        values.type = record.text(Slices.TYPE);
        values.eventType = record.text(Slices.EVENT_TYPE);
        values.eventCategory = record.text(Slices.EVENT_CATEGORY);
        values.managementEvent = record.text(Slices.MANAGEMENT_EVENT);
        return values;
    }

    /** Returns the values that tell what kind of call it was: all but parameters and resources. */
    static RecordValues called(Slices record) {
        RecordValues values = shared(record);
        values.eventSource = record.text(Slices.EVENT_SOURCE);
        values.eventName = record.text(Slices.EVENT_NAME);
        values.awsRegion = record.text(Slices.AWS_REGION);
        values.recipientAccountId = record.text(Slices.RECIPIENT_ACCOUNT);
        values.accountId = record.text(Slices.ACCOUNT);
        values.arn = record.text(Slices.ARN);
        values.issuerArn = record.text(Slices.ISSUER_ARN);
        return values;
    }

    /** Returns the parameters; {@code reads} is told what is looked at among them. */
    static RecordFields parameters(Slices record, ParameterReads reads) {
        return RecordFields.parse(
                record.text,
                record.from(Slices.REQUEST),
                record.to(Slices.REQUEST) - record.from(Slices.REQUEST),
                reads);
    }

    /** Returns the record's own resources. */
    static List<RecordResource> resources(Slices record) throws IOException {
        if (!record.has(Slices.RESOURCES)) {
            return List.of();
        }
        int from = record.from(Slices.RESOURCES);
        int to = record.to(Slices.RESOURCES);
        List<RecordResource> plain = new ResourceSlices(record.text, from, to).resources();
        return plain.isEmpty()
                ? TreeRecord.resources(TrailDocument.JSON.readTree(record.text, from, to - from))
                : plain;
    }
}
