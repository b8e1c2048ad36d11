package io.iamtighten.aws.trail;

import io.iamtighten.usage.CallOutcome;
import io.iamtighten.usage.CallerIdentity;
import io.iamtighten.usage.EventFacts;
import io.iamtighten.usage.RecordedAs;
import io.iamtighten.usage.SourceNetwork;
import io.iamtighten.usage.UsageEvent;
import io.iamtighten.usage.UseContext;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes an event of a record's values. */
final class EventBuilder {
    private EventBuilder() {}

    static UsageEvent event(RecordValues values, OptionalLong time) {
        CallerIdentity caller = new CallerIdentity(
                values.type,
                values.arn,
                values.principalId,
                values.accountId,
                values.userName,
                values.invokedBy,
                values.issuerArn,
                values.issuerId);
        EventFacts facts = new EventFacts(
                values.eventSource,
                values.eventName,
                values.eventType,
                values.awsRegion,
                values.recipientAccountId.isEmpty() ? values.accountId : values.recipientAccountId,
                partition(values),
                values.fields,
                values.resources);
        return new UsageEvent(
                optional(values.eventId),
                optional(values.sharedEventId),
                EventTime.instant(time),
                caller,
                facts,
                recordedAs(values),
                CallOutcome.of(values.errorCode, values.errorMessage),
                context(values),
                flag(values.readOnly));
    }

    static UseContext context(RecordValues values) {
        return new UseContext(
                optional(values.awsRegion),
                SourceNetwork.of(values.sourceIpAddress, values.vpcEndpointId),
                optional(values.invokedBy),
                values.tls ? Optional.of(true) : Optional.empty(),
                flag(values.mfa),
                values.sourceIdentity.isEmpty() ? Map.of() : Map.of("aws:sourceidentity", values.sourceIdentity));
    }

    private static String partition(RecordValues values) {
        String arn = values.arn.isEmpty() ? values.issuerArn : values.arn;
        if (arn.startsWith("arn:aws")) {
            int end = arn.indexOf(':', 4);
            if (end > 0) {
                return arn.substring(4, end);
            }
        }
        return EventFacts.partitionOf(values.awsRegion);
    }

    static RecordedAs recordedAs(RecordValues values) {
        if (values.eventCategory.equals("NetworkActivity") || values.eventType.equals("AwsVpceEvent")) {
            return RecordedAs.NETWORK_ACTIVITY;
        }
        if (values.eventCategory.equals("Data") || values.managementEvent.equalsIgnoreCase("false")) {
            return RecordedAs.DATA;
        }
        if (values.eventCategory.equals("Management") || values.managementEvent.equalsIgnoreCase("true")) {
            return RecordedAs.MANAGEMENT;
        }
        return RecordedAs.UNSAID;
    }

    private static Optional<Boolean> flag(String text) {
        if (text.equalsIgnoreCase("true")) {
            return Optional.of(true);
        }
        return text.equalsIgnoreCase("false") ? Optional.of(false) : Optional.empty();
    }

    private static Optional<String> optional(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
