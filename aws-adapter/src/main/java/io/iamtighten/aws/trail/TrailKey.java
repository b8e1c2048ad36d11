package io.iamtighten.aws.trail;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;

/**
 * What a name in S3's key layout tells:
 * {@code AWSLogs/[ORG/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHmmZ_UNIQUE.json.gz}.
 *
 * @param kind what the name says that the file holds
 * @param account the account delivered for; empty when the name does not tell
 * @param region the region; empty when the name does not tell
 * @param delivered when it was delivered, in seconds since 1970; events in it are older, without limit
 * @param fileName the last part of the name
 * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html">Log file names</a>
 */
record TrailKey(Kind kind, String account, String region, OptionalLong delivered, String fileName) {
    enum Kind {
        LOG,
        DIGEST,
        INSIGHT,
        AGGREGATED,
        UNKNOWN
    }

    static TrailKey of(String name) {
        String path = name.replace('\\', '/');
        String file = path.substring(path.lastIndexOf('/') + 1);
        String[] parts = file.split("_", -1);
        boolean log = parts.length == 5 && isAccount(parts[0]);
        if (path.contains("/CloudTrail-Digest/")
                || (log && parts[1].equals("CloudTrail-Digest"))
                || (parts.length > 5 && parts[1].equals("CloudTrail-Digest"))) {
            return new TrailKey(Kind.DIGEST, "", "", OptionalLong.empty(), file);
        }
        if (path.contains("/CloudTrail-Insight/") || (log && parts[1].equals("CloudTrail-Insight"))) {
            return new TrailKey(Kind.INSIGHT, "", "", OptionalLong.empty(), file);
        }
        if (path.contains("/CloudTrail-Aggregated/") || (log && parts[1].equals("CloudTrail-Aggregated"))) {
            return new TrailKey(Kind.AGGREGATED, "", "", OptionalLong.empty(), file);
        }
        OptionalLong delivered = log ? time(parts[3]) : OptionalLong.empty();
        if (!log || delivered.isEmpty()) {
            return new TrailKey(Kind.UNKNOWN, "", "", OptionalLong.empty(), file);
        }
        return new TrailKey(Kind.LOG, parts[0], parts[2], delivered, file);
    }

    private static boolean isAccount(String text) {
        return text.length() == 12 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static OptionalLong time(String text) {
        if (text.length() != 14 || text.charAt(8) != 'T' || text.charAt(13) != 'Z') {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(LocalDateTime.of(
                            Integer.parseInt(text.substring(0, 4)),
                            Integer.parseInt(text.substring(4, 6)),
                            Integer.parseInt(text.substring(6, 8)),
                            Integer.parseInt(text.substring(9, 11)),
                            Integer.parseInt(text.substring(11, 13)))
                    .toEpochSecond(ZoneOffset.UTC));
        } catch (NumberFormatException | DateTimeException e) {
            return OptionalLong.empty();
        }
    }
}
