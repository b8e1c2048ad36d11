package io.iamtighten.aws.trail;

import io.iamtighten.usage.CallOutcome;
import io.iamtighten.usage.CallerIdentity;
import io.iamtighten.usage.EventFacts;
import io.iamtighten.usage.EventId;
import io.iamtighten.usage.RecordedAs;
import io.iamtighten.usage.SourceNetwork;
import io.iamtighten.usage.UsageEvent;
import io.iamtighten.usage.UseContext;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes an event of a record's values. */
final class EventBuilder {
    private static final String SOURCE_IDENTITY = "aws:sourceidentity";

    private EventBuilder() {}

    static UsageEvent event(RecordValues values, OptionalLong time) {
        return new UsageEvent(
                optional(values.eventId),
                optional(values.sharedEventId),
                EventTime.instant(time),
                caller(values),
                facts(values),
                recordedAs(values),
                CallOutcome.of(values.errorCode, values.errorMessage),
                context(values),
                flag(values.readOnly));
    }

    static CallerIdentity caller(RecordValues values) {
        return new CallerIdentity(
                values.type,
                values.arn,
                values.principalId,
                values.accountId,
                values.userName,
                values.invokedBy,
                values.issuerArn,
                values.issuerId);
    }

    static EventFacts facts(RecordValues values) {
        return new EventFacts(
                values.eventSource,
                values.eventName,
                values.eventType,
                values.awsRegion,
                values.recipientAccountId.isEmpty() ? values.accountId : values.recipientAccountId,
                partition(values),
                values.fields,
                values.resources);
    }

    /**
     * Returns the id by which copies of an event are recognised. Of a call across accounts each account gets a record with an id of its
     * own; both have the same {@code sharedEventID}. A record that hides the caller is nobody's use and counts by itself, and so does
     * the record of a VPC endpoint.
     *
     * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/shared-event-ID.html">sharedEventID</a>
     */
    static EventId sharedId(RecordValues values, EventId own) {
        boolean shared = !values.sharedEventId.isEmpty()
                && !values.type.equals("AWSAccount")
                && recordedAs(values) != RecordedAs.NETWORK_ACTIVITY;
        return shared ? own.sharedAs(values.sharedEventId) : own;
    }

    static UseContext context(RecordValues values) {
        return new UseContext(
                optional(values.awsRegion),
                SourceNetwork.of(values.sourceIpAddress, values.vpcEndpointId),
                optional(values.invokedBy),
                values.tls ? Optional.of(true) : Optional.empty(),
                flag(values.mfa),
                keys(values));
    }

    private static Map<String, String> keys(RecordValues values) {
        if (values.principalTags.isEmpty()) {
            return values.sourceIdentity.isEmpty() ? Map.of() : Map.of(SOURCE_IDENTITY, values.sourceIdentity);
        }
        Map<String, String> keys = new HashMap<>();
        values.principalTags.forEach(
                (key, value) -> keys.put("aws:principaltag/" + key.toLowerCase(Locale.ROOT), value));
        if (!values.sourceIdentity.isEmpty()) {
            keys.put(SOURCE_IDENTITY, values.sourceIdentity);
        }
        return keys;
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

    static Optional<Boolean> flag(String text) {
        if (text.equalsIgnoreCase("true")) {
            return Optional.of(true);
        }
        return text.equalsIgnoreCase("false") ? Optional.of(false) : Optional.empty();
    }

    private static Optional<String> optional(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
