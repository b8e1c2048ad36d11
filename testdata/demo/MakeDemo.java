import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the demo trail: what a pipeline's role and two bystanders did in sixty days. Nothing in it is recorded; names, numbers and
 * addresses are invented (documentation ranges). The same input gives the same events:
 *
 * <pre>java testdata/demo/MakeDemo.java testdata/demo/trail</pre>
 */
public final class MakeDemo {
    private static final String ACCOUNT = "111122223333";
    private static final String HOME = "eu-west-1";
    private static final Instant START = Instant.parse("2026-09-01T07:40:00Z");
    private static final int DAYS = 60;
    private static final String RUNNER = "198.51.100.24";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Map<String, List<String>> files = new TreeMap<>();
    private long state = 20_121_017L;
    private Instant now = START;
    private String region = HOME;
    private int build = 400;

    public static void main(String[] args) throws IOException {
        MakeDemo demo = new MakeDemo();
        demo.sixtyDays();
        demo.write(Path.of(args.length == 0 ? "testdata/demo/trail" : args[0]));
    }

    private void sixtyDays() {
        for (int day = 0; day < DAYS; day++) {
            now = START.plus(Duration.ofDays(day));
            region = HOME;
            if (day % 4 == 0) {
                deploy(day % 8 == 0 ? "orders" : "billing", day);
            }
            if (day % 15 == 7) {
                infrastructure();
            }
            if (day % 20 == 9) {
                clumsy();
            }
            if (day % 12 == 5) {
                bystanders();
            }
        }
    }

    /** One run of the pipeline: take the source, push an image, update a service and a function, report. */
    private void deploy(String service, int day) {
        build++;
        Caller caller = deployRole("build-" + build);
        assumed(caller);
        String image = "shop/" + service;
        String artifact = "builds/" + service + "/" + build + "/app.zip";
        event(caller, "s3", "PutObject", object("shop-artifacts", artifact), null, Extra.of(dataEvent("shop-artifacts", artifact)));
        viaService(caller, "s3.amazonaws.com", "GenerateDataKey", key("keySpec", "AES_256"));
        event(caller, "s3", "GetObject", object("shop-artifacts", "config/" + service + ".json"), null,
                Extra.of(dataEvent("shop-artifacts", "config/" + service + ".json")));
        event(caller, "ecr", "GetAuthorizationToken", "null", null, Extra.none());
        event(caller, "ecr", "BatchCheckLayerAvailability", repository(image), null, Extra.of(repositoryArn(image)));
        event(caller, "ecr", "InitiateLayerUpload", repository(image), null, Extra.of(repositoryArn(image)));
        event(caller, "ecr", "UploadLayerPart", repository(image), null, Extra.of(repositoryArn(image)));
        event(caller, "ecr", "CompleteLayerUpload", repository(image), null, Extra.of(repositoryArn(image)));
        event(caller, "ecr", "PutImage", repository(image), null, Extra.of(repositoryArn(image)));
        event(caller, "ecs", "DescribeServices",
                json("cluster", "shop-prod", "services", List.of(service)), null, Extra.none());
        event(caller, "ecs", "RegisterTaskDefinition",
                json("family", service, "networkMode", "awsvpc",
                        "executionRoleArn", "arn:aws:iam::" + ACCOUNT + ":role/service/ecs-execution",
                        "taskRoleArn", "arn:aws:iam::" + ACCOUNT + ":role/service/" + service + "-task"),
                json("taskDefinition", Map.of("taskDefinitionArn",
                        "arn:aws:ecs:" + region + ":" + ACCOUNT + ":task-definition/" + service + ":" + build)),
                Extra.none());
        event(caller, "ecs", "UpdateService",
                json("cluster", "shop-prod", "service", service, "taskDefinition", service + ":" + build), null, Extra.none());
        event(caller, "codedeploy", "CreateDeployment",
                json("applicationName", "shop", "deploymentGroupName", service + "-prod"),
                json("deploymentId", "d-" + hex(9).toUpperCase(Locale.ROOT)), Extra.none());
        event(caller, "lambda", "UpdateFunctionCode20150331v2",
                json("functionName", "shop-" + service + "-webhook", "s3Bucket", "shop-artifacts", "s3Key", artifact),
                null, Extra.none());
        event(caller, "lambda", "PublishVersion20150331", json("functionName", "shop-" + service + "-webhook"), null, Extra.none());
        event(caller, "ssm", "GetParameter", json("name", "/shop/" + service + "/release", "withDecryption", true), null,
                Extra.of(resource("arn:aws:ssm:" + region + ":" + ACCOUNT + ":parameter/shop/" + service + "/release")));
        viaService(caller, "ssm.amazonaws.com", "Decrypt", "null");
        if (day % 12 == 0) {
            event(caller, "secretsmanager", "GetSecretValue", json("secretId", "shop/" + service + "/registry"), null, Extra.none());
            viaService(caller, "secretsmanager.amazonaws.com", "Decrypt", "null");
        }
    }

    /** A change of the infrastructure, by a change set; CloudFormation makes the calls with the caller's session. */
    private void infrastructure() {
        build++;
        Caller caller = deployRole("infra-" + build);
        assumed(caller);
        String stack = "shop-network";
        String id = "arn:aws:cloudformation:" + region + ":" + ACCOUNT + ":stack/" + stack + "/0a1b2c3d-1111-2222-3333-0a1b2c3d4e5f";
        event(caller, "cloudformation", "DescribeStacks", json("stackName", stack), null, Extra.none());
        event(caller, "cloudformation", "CreateChangeSet",
                json("stackName", stack, "changeSetName", "change-" + build, "changeSetType", "UPDATE"), json("stackId", id), Extra.none());
        event(caller, "cloudformation", "DescribeChangeSet", json("stackName", stack, "changeSetName", "change-" + build), null, Extra.none());
        event(caller, "cloudformation", "ExecuteChangeSet", json("stackName", stack, "changeSetName", "change-" + build), null, Extra.none());
        Caller forwarded = caller.by("cloudformation.amazonaws.com");
        event(forwarded, "logs", "PutRetentionPolicy", json("logGroupName", "/shop/orders", "retentionInDays", 30), null, Extra.none());
        event(forwarded, "lambda", "UpdateFunctionConfiguration20150331v2",
                json("functionName", "shop-orders-webhook", "memorySize", 512, "role", "arn:aws:iam::" + ACCOUNT + ":role/service/webhook"),
                null, Extra.none());
        event(caller, "cloudformation", "DescribeStackEvents", json("stackName", stack), null, Extra.none());
        region = "eu-central-1";
        event(caller, "s3", "GetBucketVersioning",
                json("bucketName", "shop-artifacts-replica", "Host", "shop-artifacts-replica.s3.eu-central-1.amazonaws.com", "versioning", ""),
                null, Extra.of(resource("arn:aws:s3:::shop-artifacts-replica")));
        region = HOME;
    }

    /** Calls that were refused, and one that failed for another reason. */
    private void clumsy() {
        build++;
        Caller caller = deployRole("build-" + build);
        assumed(caller);
        event(caller, "iam", "CreateUser", json("userName", "pipeline"), null,
                Extra.refused("User: " + caller.sessionArn() + " is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::"
                        + ACCOUNT + ":user/pipeline because no permissions boundary allows the iam:CreateUser action"));
        event(caller, "ec2", "RunInstances", json("instanceType", "t3.large"), null,
                Extra.failed("Client.UnauthorizedOperation", "You are not authorized to perform this operation. User: "
                        + caller.sessionArn() + " is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:" + region + ":"
                        + ACCOUNT + ":instance/* because no permissions boundary allows the ec2:RunInstances action"));
        event(caller, "s3", "DeleteBucket", json("bucketName", "shop-artifacts", "Host", "shop-artifacts.s3.eu-west-1.amazonaws.com"), null,
                Extra.refused("User: " + caller.sessionArn() + " is not authorized to perform: s3:DeleteBucket on resource: "
                        + "\"arn:aws:s3:::shop-artifacts\" with an explicit deny in an identity-based policy"));
        event(caller, "cloudformation", "DescribeStacks", json("stackName", "shop-netwrok"), null,
                Extra.failed("ValidationException", "Stack with id shop-netwrok does not exist"));
    }

    /** Others of the account: a task's role and a person. */
    private void bystanders() {
        Caller task = new Caller("AROADEMOORDERSTASK001", "arn:aws:iam::" + ACCOUNT + ":role/service/orders-task", "orders-task",
                "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "", "10.0.4.17");
        event(task, "dynamodb", "DescribeTable", json("tableName", "orders"), null, Extra.none());
        event(task, "s3", "GetObject", object("shop-exports", "orders/today.csv"), null, Extra.of(dataEvent("shop-exports", "orders/today.csv")));
        Caller alice = new Caller("AIDADEMOALICE00000001", "arn:aws:iam::" + ACCOUNT + ":user/people/alice", "alice", "", "", "203.0.113.77");
        event(alice, "cloudwatch", "monitoring", "DescribeAlarms", "null", null, Extra.none());
        event(alice, "iam", "ListRoles", "null", null, Extra.none());
    }

    // ------------------------------------------------------------------ callers

    private record Caller(String id, String arn, String name, String session, String invokedBy, String address) {
        Caller by(String service) {
            return new Caller(id, arn, name, session, service, service);
        }

        String sessionArn() {
            return session.isEmpty() ? arn : "arn:aws:sts::" + ACCOUNT + ":assumed-role/" + name + "/" + session;
        }

        String json(Instant since) {
            String by = invokedBy.isEmpty() ? "" : ",\"invokedBy\":\"" + invokedBy + "\"";
            if (session.isEmpty()) {
                return "{\"type\":\"IAMUser\",\"principalId\":\"" + id + "\",\"arn\":\"" + arn + "\",\"accountId\":\"" + ACCOUNT
                        + "\",\"accessKeyId\":\"AKIADEMO000000000001\",\"userName\":\"" + name + "\"" + by + "}";
            }
            return "{\"type\":\"AssumedRole\",\"principalId\":\"" + id + ":" + session + "\",\"arn\":\"" + sessionArn()
                    + "\",\"accountId\":\"" + ACCOUNT + "\",\"accessKeyId\":\"ASIADEMO000000000001\",\"sessionContext\":{\"sessionIssuer\":"
                    + "{\"type\":\"Role\",\"principalId\":\"" + id + "\",\"arn\":\"" + arn + "\",\"accountId\":\"" + ACCOUNT
                    + "\",\"userName\":\"" + name + "\"},\"attributes\":{\"creationDate\":\"" + since
                    + "\",\"mfaAuthenticated\":\"false\"}}" + by + "}";
        }
    }

    private static Caller deployRole(String session) {
        return new Caller("AROADEMODEPLOYROLE001", "arn:aws:iam::" + ACCOUNT + ":role/ci/DeployRole", "DeployRole", session, "", RUNNER);
    }

    // ------------------------------------------------------------------ events

    /** What an event has beside its parameters: resources and whether they make it a data event, an error. */
    private record Extra(String resources, boolean data, String error, String message) {
        static Extra none() {
            return new Extra("", false, "", "");
        }

        static Extra of(String resources) {
            return new Extra(resources, resources.contains("AWS::S3::Object"), "", "");
        }

        static Extra refused(String message) {
            return failed("AccessDenied", message);
        }

        static Extra failed(String error, String message) {
            return new Extra("", false, error, message);
        }
    }

    /** The pipeline's token is changed into a session: no call of the role's own. */
    private void assumed(Caller caller) {
        add("sts", "{\"type\":\"WebIdentityUser\",\"principalId\":\"token.actions.githubusercontent.com:sts.amazonaws.com:repo:example/shop:"
                + "ref:refs/heads/main\",\"userName\":\"repo:example/shop:ref:refs/heads/main\",\"identityProvider\":\"arn:aws:iam::" + ACCOUNT
                + ":oidc-provider/token.actions.githubusercontent.com\"}", RUNNER, "AssumeRoleWithWebIdentity",
                json("roleArn", caller.arn(), "roleSessionName", caller.session(), "durationSeconds", 3600), "null", Extra.of(resource(caller.arn())));
    }

    private void viaService(Caller caller, String service, String name, String parameters) {
        event(caller.by(service), "kms", name, parameters, null,
                Extra.of(resource("arn:aws:kms:" + region + ":" + ACCOUNT + ":key/5d4c3b2a-0000-4111-8222-333344445555")));
    }

    private void event(Caller caller, String service, String name, String parameters, String response, Extra extra) {
        event(caller, service, service, name, parameters, response, extra);
    }

    private void event(Caller caller, String service, String source, String name, String parameters, String response, Extra extra) {
        add(source, caller.json(now), caller.address(), name, parameters, response == null ? "null" : response, extra);
    }

    private void add(String source, String identity, String address, String name, String parameters, String response, Extra extra) {
        now = now.plusSeconds(4 + next(40));
        StringBuilder record = new StringBuilder("{\"eventVersion\":\"1.11\",\"userIdentity\":")
                .append(identity)
                .append(",\"eventTime\":\"").append(now)
                .append("\",\"eventSource\":\"").append(source).append(".amazonaws.com\",\"eventName\":\"").append(name)
                .append("\",\"awsRegion\":\"").append(source.equals("iam") ? "us-east-1" : region)
                .append("\",\"sourceIPAddress\":\"").append(address)
                .append("\",\"userAgent\":\"").append(address.endsWith("amazonaws.com") ? address : "aws-cli/2.31.0").append('"');
        if (!extra.error().isEmpty()) {
            record.append(",\"errorCode\":\"").append(extra.error()).append("\",\"errorMessage\":").append(string(extra.message()));
        }
        record.append(",\"requestParameters\":").append(parameters)
                .append(",\"responseElements\":").append(response)
                .append(",\"requestID\":\"").append(uuid())
                .append("\",\"eventID\":\"").append(uuid())
                .append("\",\"readOnly\":").append(readOnly(name));
        if (!extra.resources().isEmpty()) {
            record.append(",\"resources\":[").append(extra.resources()).append(']');
        }
        record.append(",\"eventType\":\"AwsApiCall\",\"managementEvent\":").append(!extra.data())
                .append(",\"recipientAccountId\":\"").append(ACCOUNT)
                .append("\",\"eventCategory\":\"").append(extra.data() ? "Data" : "Management").append("\"}");
        String where = source.equals("iam") ? "us-east-1" : region;
        String day = FOLDER.format(now);
        files.computeIfAbsent(where + "/" + day, f -> new ArrayList<>()).add(record.toString());
    }

    private static boolean readOnly(String name) {
        return name.startsWith("Get") || name.startsWith("Describe") || name.startsWith("List") || name.startsWith("BatchCheck")
                || name.equals("Decrypt") || name.equals("GenerateDataKey") || name.startsWith("AssumeRole");
    }

    // ------------------------------------------------------------------ parameters

    private static String object(String bucket, String key) {
        return json("bucketName", bucket, "Host", bucket + ".s3.eu-west-1.amazonaws.com", "key", key);
    }

    private static String dataEvent(String bucket, String key) {
        return "{\"type\":\"AWS::S3::Object\",\"ARN\":\"arn:aws:s3:::" + bucket + "/" + key + "\"},{\"accountId\":\"" + ACCOUNT
                + "\",\"type\":\"AWS::S3::Bucket\",\"ARN\":\"arn:aws:s3:::" + bucket + "\"}";
    }

    private static String resource(String arn) {
        return "{\"accountId\":\"" + ACCOUNT + "\",\"ARN\":\"" + arn + "\"}";
    }

    private static String repository(String name) {
        return json("repositoryName", name, "registryId", ACCOUNT);
    }

    private String repositoryArn(String name) {
        return resource("arn:aws:ecr:" + region + ":" + ACCOUNT + ":repository/" + name);
    }

    private static String key(String name, String value) {
        return json(name, value);
    }

    private static String json(Object... members) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            object.put((String) members[i], members[i + 1]);
        }
        return value(object);
    }

    private static String value(Object value) {
        if (value instanceof Map<?, ?> object) {
            StringBuilder text = new StringBuilder("{");
            object.forEach((k, v) -> text.append(text.length() == 1 ? "" : ",").append(string((String) k)).append(':').append(value(v)));
            return text.append('}').toString();
        }
        if (value instanceof List<?> list) {
            StringBuilder text = new StringBuilder("[");
            list.forEach(v -> text.append(text.length() == 1 ? "" : ",").append(value(v)));
            return text.append(']').toString();
        }
        return value instanceof String text ? string(text) : String.valueOf(value);
    }

    private static String string(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    // ------------------------------------------------------------------ numbers that look random

    private int next(int bound) {
        state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        return (int) Math.floorMod(state >>> 33, (long) bound);
    }

    private String hex(int digits) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < digits; i++) {
            text.append(Character.forDigit(next(16), 16));
        }
        return text.toString();
    }

    private String uuid() {
        return hex(8) + "-" + hex(4) + "-4" + hex(3) + "-8" + hex(3) + "-" + hex(12);
    }

    // ------------------------------------------------------------------ files

    private void write(Path trail) throws IOException {
        int events = 0;
        for (Map.Entry<String, List<String>> file : files.entrySet()) {
            events += file.getValue().size();
            String where = file.getKey().substring(0, file.getKey().indexOf('/'));
            Instant delivered = Instant.parse(file.getKey().substring(where.length() + 1).replace('/', '-') + "T09:05:00Z");
            String name = ACCOUNT + "_CloudTrail_" + where + "_" + STAMP.format(delivered) + "_"
                    + Long.toString(0x1000000000L + Math.abs((long) file.getKey().hashCode()), 36).toUpperCase(Locale.ROOT) + "0000DEMO.json.gz";
            Path folder = trail.resolve("AWSLogs/" + ACCOUNT + "/CloudTrail/" + file.getKey());
            Files.createDirectories(folder);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
                out.write(("{\"Records\":[" + String.join(",", file.getValue()) + "]}").getBytes(StandardCharsets.UTF_8));
            }
            Files.write(folder.resolve(name), bytes.toByteArray());
        }
        System.out.println(events + " events in " + files.size() + " files below " + trail);
    }
}
