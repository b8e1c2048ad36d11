package io.iamtighten.aws.trail;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/** Makes log files whose records are mostly ordinary and sometimes odd in every way that JSON allows, or that it does not. */
final class OddRecords {
    private static final List<String> CALLS = List.of(
            "s3|GetObject|{\"bucketName\":\"b<n>\",\"key\":\"k/<n>\"}",
            "s3|GetObject|{\"bucketName\":\"b<n>\",\"key\":\"k\",\"versionId\":\"v<n>\"}",
            "s3|PutObject|{\"bucketName\":\"b1\",\"key\":\"<x>\",\"x-amz-acl\":\"private\",\"x-amz-copy-source\":\"b2/k%20<n>\"}",
            "s3|ListBuckets|null",
            "iam|GetRole|{\"roleName\":\"<x>\"}",
            "iam|PassRole|{}",
            "sts|AssumeRole|{\"roleArn\":\"arn:aws:iam::111122223333:role/r<n>\",\"tags\":[<v>],\"roleSessionName\":\"<x>\"}",
            "lambda|CreateFunction20150331|{\"functionName\":\"f<n>\",\"role\":\"arn:aws:iam::111122223333:role/r<n>\",\"code\":<v>}",
            "lambda|CreateFunction20150331|{\"functionName\":\"f<n>\",\"nested\":{\"a\":[{\"role\" : \"arn%3Aaws%3Aiam%3A%3A111122223333%3Arole/r<n>\"}]}}",
            "ec2|RunInstances|{\"instancesSet\":{\"items\":[{\"imageId\":\"ami-0abc<n>\"}]},\"iamInstanceProfile\":{\"arn\":\"arn:aws:iam::111122223333:instance-profile/p<n>\"},\"subnetId\":\"subnet-0<n>\",\"x\":<v>}",
            "ec2|DescribeInstances|{\"filterSet\":<v>}",
            "kms|Decrypt|{\"encryptionContext\":{\"aws:s3:arn\":\"arn:aws:s3:::b/<n>\",\"role\":\"<x>\"},\"keyId\":<v>}",
            "ecs|RunTask|{\"cluster\":\"c<n>\",\"taskDefinition\":\"t\",\"overrides\":{\"taskRoleArn\":\"arn:aws:iam::111122223333:role/<x>\"}}",
            "dynamodb|BatchGetItem|{\"requestItems\":{\"t<n>\":{\"keys\":[<v>]}}}",
            "dynamodb|ExecuteStatement|{\"statement\":\"SELECT * FROM \\\"t<n>\\\" WHERE a=<n>\"}",
            "logs|CreateLogStream|{\"logGroupName\":\"/g/<n>\",\"logStreamName\":\"<x>\"}",
            "secretsmanager|GetSecretValue|{\"secretId\":\"s<n>\"}",
            "ssm|GetParameter|{\"name\":\"/p/<n>\",\"Name\":\"<x>\",\"omitted\":<v>}",
            "elasticloadbalancing|DescribeTargetHealth|{\"targetGroupArn\":\"arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/t/<n>\"}",
            "unheard|DoThing|{\"arn\":\"ARN:AWS:x<n>\",\"v\":<v>}");

    private static final List<String> TEXTS = List.of(
            "plain",
            "",
            "a b",
            "a\\\"b",
            "\\u0061rn:aws:iam::111122223333:role/hidden",
            "\\/",
            "\\n",
            "ü",
            "日本",
            "\\ud83d\\ude00",
            "arn:aws:iam::111122223333:role/x",
            "ARN:aws:s3:::b",
            "%2Frole",
            "***",
            "HIDDEN_DUE_TO_SECURITY_REASONS",
            "true",
            "{}",
            "[");

    private static final List<String> VALUES = List.of(
            "1",
            "-0",
            "1.5e300",
            "123456789012345678901234567890",
            "true",
            "false",
            "null",
            "[]",
            "{}",
            "[1,[2,{\"eventName\":\"x\"}]]",
            "{\"userIdentity\":{\"arn\":\"x\"},\"eventID\":\"y\"}",
            "{\"Records\":[{}]}",
            "{\"a\":1,\"a\":2}",
            "{\"eventVersion\":\"1.0\",\"role\":\"arn:aws:iam::111122223333:role/n\"}",
            "\"text\"",
            "\"\\u00e9\"",
            "[null,{\"b\":null}]");

    private static final List<String> BROKEN = List.of(
            "01",
            "1.",
            "+1",
            "tru",
            "nul",
            "\"\\x\"",
            "\"\u0001\"",
            "[1,]",
            "{\"a\":}",
            "{\"a\" 1}",
            "'a'",
            "{a:1}",
            "\"\\u12\"",
            "-",
            "NaN",
            "[}");

    private static final List<String> IDENTITIES = List.of(
            "{\"type\":\"AssumedRole\",\"principalId\":\"AROAEXAMPLEEXAMPLE12<d>:s<n>\",\"arn\":\"arn:aws:sts::111122223333:assumed-role/R<d>/s<n>\",\"accountId\":\"111122223333\",\"sessionContext\":{\"sessionIssuer\":{\"type\":\"Role\",\"principalId\":\"AROAEXAMPLEEXAMPLE12<d>\",\"arn\":\"arn:aws:iam::111122223333:role/p/R<d>\",\"userName\":\"R<d>\"},\"attributes\":{\"mfaAuthenticated\":\"false\"}}}",
            "{\"type\":\"AssumedRole\",\"principalId\":\"AROAEXAMPLEEXAMPLE12<d>:s<n>\",\"arn\":\"arn:aws-cn:sts::111122223333:assumed-role/R<d>/s<n>\",\"accountId\":\"111122223333\",\"sessionContext\":{\"attributes\":{\"mfaAuthenticated\":\"true\"},\"sourceIdentity\":\"<x>\"}}",
            "{\"type\":\"AssumedRole\",\"arn\":\"<x>\",\"accountId\":\"111122223333\",\"sessionContext\":{\"sessionIssuer\":{\"arn\":\"arn:aws-a-long-partition-name:iam::1:role/R<d>\",\"principalId\":\"AROAEXAMPLEEXAMPLE12<d>\"}}}",
            "{\"type\":\"IAMUser\",\"principalId\":\"AIDAEXAMPLEEXAMPLE12<d>\",\"arn\":\"arn:aws:iam::111122223333:user/u<d>\",\"accountId\":\"111122223333\",\"userName\":\"u<d>\"}",
            "{\"type\":\"AWSService\",\"invokedBy\":\"ec2.amazonaws.com\"}",
            "{\"type\":\"AWSAccount\",\"principalId\":\"AIDA<n>\",\"accountId\":\"444455556666\"}",
            "{\"type\":\"Root\",\"arn\":\"arn:aws:iam::111122223333:root\",\"accountId\":\"111122223333\"}",
            "{\"type\":\"AssumedRole\",\"type\":\"IAMUser\",\"arn\":\"x\",\"arn\":<v>}",
            "{\"Type\":\"x\",\"principalid\":\"y\",\"sessioncontext\":\"{\\\"sourceIdentity\\\":\\\"z\\\"}\"}",
            "null",
            "\"{\\\"type\\\":\\\"Root\\\"}\"",
            "<v>");

    /** Of data of a service, with what may be mistaken for it. */
    private static final List<String> ENCRYPTION_CONTEXTS = List.of(
            "{\"aws:s3:arn\":\"arn:aws:s3:::b/<d>\"}",
            "{\"aws:s3:arn\":\"arn:aws:s3:::b/<d>\",\"x\":\"<x>\"}",
            "{\"x\":\"<x>\",\"aws:s3:arn\" : \"arn:aws:s3:::b/<d>\"}",
            "{\"AWS:S3:arn\":\"arn:aws:s3:::b/<d>\"}",
            "{\"aws\\u003as3:arn\":\"arn:aws:s3:::b/<d>\"}",
            "{\"aws:s3:arn\":[\"arn:aws:s3:::b/<d>\"]}",
            "{\"aws:s3:arn\":<v>,\"aws:sqs:arn\":\"arn:aws:sqs:eu-west-1:111122223333:q<d>\"}",
            "{\"deep\":{\"aws:s3:arn\":\"arn:aws:s3:::b/<d>\"}}",
            "{\"SecretARN\":\"arn:aws:secretsmanager:eu-west-1:111122223333:secret:<d>\",\"SecretVersionId\":\"<n>\"}",
            "{\"aws:dynamodb:tableName\":\"t<d>\",\"aws:dynamodb:subscriberId\":\"11112222333<d>\"}",
            "[{\"aws:s3:arn\":\"arn:aws:s3:::b/<d>\"}]",
            "<v>");

    private static final int PATTERNS = 4;
    private static final int CONTEXTS = 2;

    private final Random random;
    private final List<String> patterns = new ArrayList<>();
    private final List<String> contexts = new ArrayList<>();

    OddRecords(long seed) {
        // The first numbers of neighbouring seeds are much the same.
        random = new Random(seed * 0x9e3779b97f4a7c15L);
    }

    private boolean rarely(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private String of(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Returns a log file; some are broken. */
    String file() {
        boolean broken = rarely(4);
        StringBuilder out = new StringBuilder("{" + space() + "\"Records\"" + space() + ":" + space() + "[");
        int records = random.nextInt(12);
        for (int i = 0; i < records; i++) {
            out.append(space()).append(i == 0 ? "" : ",").append(space());
            out.append(rarely(30) ? of(VALUES) : rarely(60) && broken ? of(BROKEN) : record(broken));
        }
        out.append(space()).append("]");
        if (rarely(20)) {
            out.append(",\"more\":").append(of(VALUES));
        }
        out.append("}").append(space());
        if (rarely(20)) {
            out.append('\n').append(record(false)).append('\n');
        }
        String text = out.toString();
        return broken && rarely(3) ? text.substring(0, random.nextInt(text.length() + 1)) : text;
    }

    /** Returns a log file of calls of AWS KMS by services, which differ in their encryption contexts alone. */
    String keyUses() {
        // Once something odd was met, more is looked at: few of them together, therefore.
        while (contexts.size() < CONTEXTS) {
            contexts.add(of(ENCRYPTION_CONTEXTS));
        }
        List<String> records = new ArrayList<>();
        for (int i = random.nextInt(30); i >= 0; i--) {
            records.add(filled("{\"eventVersion\":\"1.09\",\"userIdentity\":{\"type\":\"IAMUser\","
                    + "\"arn\":\"arn:aws:iam::111122223333:user/u\",\"accountId\":\"111122223333\"},"
                    + "\"eventTime\":\"2026-01-05T09:15:00Z\",\"eventSource\":\"kms.amazonaws.com\","
                    + "\"eventName\":\"Decrypt\",\"awsRegion\":\"eu-west-1\",\"sourceIPAddress\":\"s3.amazonaws.com\","
                    + "\"requestParameters\":{\"encryptionContext\":" + of(contexts)
                    + (rarely(100) ? "" : ",\"keyId\":\"<d>\"") + "},\"eventID\":\""
                    + new UUID(random.nextLong(), random.nextLong())
                    + "\",\"readOnly\":true,\"eventType\":\"AwsApiCall\"}"));
        }
        return "{\"Records\":[" + String.join(",", records) + "]}";
    }

    /** Returns a log file whose records are those of the files before once more, with other ids, and often with a small change. */
    String repeated() {
        while (patterns.size() < PATTERNS) {
            patterns.add(record(false));
        }
        if (rarely(4)) {
            patterns.set(random.nextInt(PATTERNS), record(false));
        }
        List<String> records = new ArrayList<>();
        for (int i = random.nextInt(30); i >= 0; i--) {
            StringBuilder record = new StringBuilder(of(patterns));
            int id = record.indexOf("f11b247d");
            if (id >= 0) {
                record.replace(id, id + 8, String.format(Locale.ROOT, "%08x", random.nextInt()));
            }
            if (rarely(3)) {
                int at = random.nextInt(record.length());
                char c = record.charAt(at);
                char changed = (char) (c + 1 - random.nextInt(3));
                boolean kept = "\"\\{}[],: \r\n\t".indexOf(c) >= 0 || "\"\\{}[],:".indexOf(changed) >= 0;
                record.setCharAt(at, kept && !rarely(30) ? c : changed);
            } else if (rarely(3)) {
                int comma = record.indexOf(",", random.nextInt(record.length()));
                record.insert(Math.max(1, comma + 1), rarely(2) ? " " : "\"more<d>\":1,".replace("<d>", "" + i));
            }
            records.add(record.toString());
        }
        return "{\"Records\":[" + String.join(",", records) + "]}";
    }

    private String space() {
        return rarely(12) ? List.of(" ", "\n", "\t", "\r\n", "   ").get(random.nextInt(5)) : "";
    }

    private String record(boolean broken) {
        String[] call = of(CALLS).split("\\|", 3);
        List<String> members = new ArrayList<>();
        add(members, "eventVersion", rarely(60) ? of(List.of("1", "\"2.0\"", "1.05", "\"1\"", "\"x\"")) : "\"1.08\"");
        add(members, "userIdentity", of(IDENTITIES));
        add(
                members,
                "eventTime",
                rarely(15)
                        ? of(List.of(
                                "\"2026-02-29T00:00:00Z\"",
                                "\"2024-02-29T23:59:59Z\"",
                                "1700000000",
                                "\"nonsense\"",
                                "\"2026-01-01 10:00:00\""))
                        : "\"2026-0<d>-1<d>T1<d>:20:3<d>Z\"");
        add(members, "eventSource", rarely(40) ? "\"aws:s3\"" : "\"" + call[0] + ".amazonaws.com\"");
        add(members, "eventName", rarely(40) ? of(VALUES) : "\"" + call[1] + "\"");
        add(members, "awsRegion", "\"eu-west-<d>\"");
        add(
                members,
                "sourceIPAddress",
                of(List.of(
                        "\"10.0.0.<d>\"", "\"2001:db8::<d>\"", "\"config.amazonaws.com\"", "\"AWS Internal\"", "<v>")));
        add(members, "userAgent", "\"agent \\\"quoted\\\" <n>\"");
        add(members, "requestParameters", rarely(12) ? "<v>" : call[2]);
        add(members, "responseElements", of(List.of("null", "{\"credentials\":{\"sessionToken\":\"<n>\"}}", "<v>")));
        add(members, "requestID", "\"<n>\"");
        add(
                members,
                "eventID",
                rarely(10)
                        ? of(List.of("\"not-a-uuid\"", "\"\"", "5", "\"6EED1913-F479-4844-A645-F11B247D4AE3\""))
                        : "\"6eed1913-f479-4844-a645-f11b247d<d><d><d><d>\"");
        add(members, "readOnly", of(List.of("true", "false", "\"true\"", "\"FALSE\"", "null", "1")));
        add(
                members,
                "eventType",
                rarely(10)
                        ? of(List.of(
                                "\"AwsServiceEvent\"",
                                "\"AwsConsoleSignIn\"",
                                "\"AwsCloudTrailInsight\"",
                                "\"AwsAggregatedEvent\"",
                                "\"AwsVpceEvent\""))
                        : "\"AwsApiCall\"");
        maybe(members, 2, "managementEvent", of(List.of("true", "false", "\"false\"")));
        maybe(members, 2, "recipientAccountId", of(List.of("\"111122223333\"", "\"444455556666\"", "111122223333")));
        maybe(
                members,
                2,
                "eventCategory",
                of(List.of("\"Management\"", "\"Data\"", "\"NetworkActivity\"", "\"Insight\"", "\"Aggregated\"")));
        maybe(
                members,
                3,
                "resources",
                of(List.of(
                        "[{\"accountId\":\"111122223333\",\"type\":\"AWS::S3::Object\",\"ARN\":\"arn:aws:s3:::b<n>/k\"},{\"ARN\":\"arn:aws:s3:::b<n>\"}]",
                        "[{\"ARNPrefix\":\"arn:aws:s3:::b/\",\"type\":\"AWS::S3::Object\"}]",
                        "[{\"arn\":\"arn:aws:kms:eu-west-1:111122223333:key/<n>\",\"ARN\":\"\\u0061rn\"}]",
                        "[]",
                        "{}",
                        "<v>",
                        "[<v>,{\"ARN\":<v>}]",
                        "\"[{\\\"ARN\\\":\\\"arn:aws:s3:::t\\\"}]\"")));
        maybe(
                members,
                3,
                "errorCode",
                of(List.of(
                        "\"AccessDenied\"",
                        "\"NoSuchKey\"",
                        "\"Client.UnauthorizedOperation\"",
                        "\"ThrottlingException\"",
                        "<v>",
                        "\"\"")));
        maybe(
                members,
                3,
                "errorMessage",
                of(List.of(
                        "\"User: arn:aws:iam::1:user/<n> is not authorized to perform: s3:GetObject on resource: r\"",
                        "\"is not authorized to perform: nothing\"",
                        "\"<x>\"",
                        "<v>")));
        maybe(members, 4, "vpcEndpointId", "\"vpce-<d>\"");
        maybe(
                members,
                3,
                "tlsDetails",
                of(List.of(
                        "{\"tlsVersion\":\"TLSv1.3\",\"cipherSuite\":\"x\"}", "{\"tlsVersion\":\"\"}", "<v>", "{}")));
        maybe(
                members,
                5,
                "additionalEventData",
                of(List.of("{\"CipherSuite\":\"x\",\"bytes\":0.0}", "{\"ciphersuite\":\"y\"}", "<v>")));
        maybe(members, 6, "sharedEventID", "\"shared-<d>\"");
        maybe(members, 30, "addendum", "{\"reason\":\"UPDATED_DATA\",\"originalEventID\":\"o<d>\"}");
        maybe(members, 30, "eventContext", "{\"tagContext\":{\"principalTags\":{\"Team\":\"t<d>\"}}}");
        maybe(members, 40, "eventname", "\"lower\"");
        maybe(members, 40, "events", "[<v>]");
        maybe(members, 40, "event\\u004eame", "\"escaped\"");
        maybe(members, 40, "ünicode", "\"é\"");
        maybe(members, 40, "deep", "[".repeat(60) + "]".repeat(60));
        if (broken) {
            maybe(members, 20, "broken", of(BROKEN));
        }
        if (rarely(3)) {
            Collections.shuffle(members, random);
        }
        if (rarely(25)) {
            members.add(members.get(random.nextInt(members.size())));
        }
        return filled("{" + space() + String.join(space() + "," + space(), members) + space() + "}");
    }

    private void add(List<String> members, String name, String value) {
        if (!rarely(40)) {
            members.add("\"" + name + "\"" + space() + ":" + space() + value);
        }
    }

    private void maybe(List<String> members, int oneIn, String name, String value) {
        if (rarely(oneIn)) {
            add(members, name, value);
        }
    }

    private String filled(String template) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            if (template.startsWith("<n>", i)) {
                out.append(random.nextInt(30));
            } else if (template.startsWith("<d>", i)) {
                out.append(1 + random.nextInt(3));
            } else if (template.startsWith("<x>", i)) {
                out.append(of(TEXTS));
            } else if (template.startsWith("<v>", i)) {
                out.append(of(VALUES));
            } else {
                out.append(template.charAt(i));
                continue;
            }
            i += 2;
        }
        return out.toString();
    }
}
