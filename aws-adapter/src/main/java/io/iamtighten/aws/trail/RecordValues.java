package io.iamtighten.aws.trail;

import io.iamtighten.usage.RecordFields;
import io.iamtighten.usage.RecordResource;
import java.util.List;
import java.util.Map;

/**
 * The parts of one record that count, as text; empty text where the record lacks one or has something else than text there. Filled
 * anew for each record.
 */
final class RecordValues {
    String eventVersion = "";
    String eventId = "";
    String sharedEventId = "";
    String eventTime = "";
    String eventSource = "";
    String eventName = "";
    String eventType = "";
    String eventCategory = "";
    String managementEvent = "";
    String readOnly = "";
    String awsRegion = "";
    String recipientAccountId = "";
    String errorCode = "";
    String errorMessage = "";
    String sourceIpAddress = "";
    String vpcEndpointId = "";
    /** Whether there are TLS details, or a cipher suite among S3's additional data. */
    boolean tls;
    /** The event that this record corrects. */
    String originalEventId = "";

    String type = "";
    String arn = "";
    String principalId = "";
    String accountId = "";
    String userName = "";
    String invokedBy = "";
    String issuerArn = "";
    String issuerId = "";
    String mfa = "";
    String sourceIdentity = "";
    /** Tags of the principal or its session, in event data stores that enrich events with them. */
    Map<String, String> principalTags = Map.of();

    RecordFields fields = RecordFields.empty();
    List<RecordResource> resources = List.of();
}
