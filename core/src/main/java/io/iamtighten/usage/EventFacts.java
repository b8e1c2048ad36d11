package io.iamtighten.usage;

import java.util.List;

/**
 * What of one CloudTrail record says which actions and resources it is about.
 *
 * @param eventSource such as {@code s3.amazonaws.com}
 * @param eventName such as {@code GetObject}
 * @param eventType such as {@code AwsApiCall}; empty when the record has none
 * @param region the region of the call, {@code awsRegion}; empty when unknown
 * @param account the account whose resources the call is about: {@code recipientAccountId}, or else the caller's; empty when unknown
 * @param partition such as {@code aws}
 * @param fields the parameters and the answer
 * @param resources the record's own {@code resources[]}
 */
public record EventFacts(
        String eventSource,
        String eventName,
        String eventType,
        String region,
        String account,
        String partition,
        RecordFields fields,
        List<RecordResource> resources) {
    /** Copies the list. */
    public EventFacts {
        resources = List.copyOf(resources);
    }

    /** Returns the same record with other resources. */
    public EventFacts withResources(List<RecordResource> others) {
        return new EventFacts(eventSource, eventName, eventType, region, account, partition, fields, others);
    }

    /** Returns the same record with other parameters. */
    EventFacts withFields(RecordFields other) {
        return new EventFacts(eventSource, eventName, eventType, region, account, partition, other, resources);
    }

    /** Returns the partition that a region belongs to, such as {@code aws-cn} for {@code cn-north-1}. */
    public static String partitionOf(String region) {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        if (region.startsWith("us-gov-")) {
            return "aws-us-gov";
        }
        if (region.startsWith("us-iso-")) {
            return "aws-iso";
        }
        if (region.startsWith("us-isob-")) {
            return "aws-iso-b";
        }
        if (region.startsWith("eu-isoe-")) {
            return "aws-iso-e";
        }
        if (region.startsWith("us-isof-")) {
            return "aws-iso-f";
        }
        return region.startsWith("eusc-") ? "aws-eusc" : "aws";
    }
}
