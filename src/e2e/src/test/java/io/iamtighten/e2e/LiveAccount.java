package io.iamtighten.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.PolicyType;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Fills a server with an account: {@value #ROLES} roles with paths, boundaries and policies of every kind, an organization of three
 * levels with service and resource control policies, and a bucket of log files in S3's key layout.
 *
 * @param memberAccount an account at the bottom of the organization
 */
record LiveAccount(String memberAccount) {
    static final int ROLES = 200;
    static final int POLICIES = 40;
    static final int OBJECTS = 2_000;
    static final int EVENTS_IN_OBJECT = 3;
    static final String BUCKET = "trail-logs";

    private static final String ACCOUNT = "123456789012";
    private static final String TRUST =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},"
                    + "\"Action\":\"sts:AssumeRole\"}]}";

    static LiveAccount make(String url) throws IOException {
        try (IamClient iam = client(IamClient.builder(), url);
                OrganizationsClient organizations = client(OrganizationsClient.builder(), url);
                CloudTrailClient cloudTrail = client(CloudTrailClient.builder(), url);
                S3Client s3 = client(S3Client.builder().forcePathStyle(true), url)) {
            identities(iam);
            String member = organization(organizations);
            bucket(s3);
            cloudTrail.createTrail(
                    request -> request.name("main").s3BucketName(BUCKET).isMultiRegionTrail(true));
            return new LiveAccount(member);
        }
    }

    static <B extends AwsClientBuilder<B, C> & software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder<B, C>, C>
            C client(B builder, String url) {
        return builder.endpointOverride(URI.create(url))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "example")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private static String allow(String actions) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[" + actions
                + "],\"Resource\":\"*\"}]}";
    }

    private static void identities(IamClient iam) {
        String boundary = iam.createPolicy(request ->
                        request.policyName("Boundary").path("/limits/").policyDocument(allow("\"*\"")))
                .policy()
                .arn();
        List<String> policies = IntStream.range(0, POLICIES)
                .mapToObj(i -> {
                    String arn = iam.createPolicy(
                                    request -> request.policyName("Policy" + i).policyDocument(allow("\"sqs:*\"")))
                            .policy()
                            .arn();
                    if (i % 4 == 0) {
                        for (String action : List.of("\"sns:*\"", "\"sns:Publish\",\"ec2:Describe*\"")) {
                            iam.createPolicyVersion(request -> request.policyArn(arn)
                                    .policyDocument(allow(action))
                                    .setAsDefault(true));
                        }
                    }
                    return arn;
                })
                .toList();
        for (int i = 0; i < ROLES; i++) {
            String name = name(i);
            String path = path(i);
            boolean bounded = i % 2 == 1;
            iam.createRole(request -> {
                request.roleName(name).path(path).assumeRolePolicyDocument(TRUST);
                if (bounded) {
                    request.permissionsBoundary(boundary);
                }
            });
            iam.putRolePolicy(request -> request.roleName(name)
                    .policyName("in line")
                    .policyDocument(allow("\"ec2:*\",\"s3:GetBucketLocation\"")));
            String arn = policies.get(i % POLICIES);
            iam.attachRolePolicy(request -> request.roleName(name).policyArn(arn));
            if (i % 10 == 7) {
                iam.attachRolePolicy(request ->
                        request.roleName(name).policyArn("arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"));
            }
        }
        iam.createGroup(request -> request.groupName("admins"));
        iam.putGroupPolicy(
                request -> request.groupName("admins").policyName("extra").policyDocument(allow("\"ec2:*\"")));
        for (String user : List.of("ann", "bob")) {
            iam.createUser(request -> request.userName(user));
            iam.addUserToGroup(request -> request.userName(user).groupName("admins"));
        }
    }

    private static String name(int i) {
        return String.format(Locale.ROOT, "role-%03d", i);
    }

    private static String path(int i) {
        return i % 3 == 0 ? "/" : "/team-" + i % 3 + "/";
    }

    private static String organization(OrganizationsClient organizations) {
        organizations.createOrganization(request -> request.featureSet("ALL"));
        String root = organizations.listRoots().roots().get(0).id();
        for (PolicyType type : List.of(PolicyType.SERVICE_CONTROL_POLICY, PolicyType.RESOURCE_CONTROL_POLICY)) {
            organizations.enablePolicyType(request -> request.rootId(root).policyType(type));
        }
        String prod = unit(organizations, root, "Prod");
        String eu = unit(organizations, prod, "EU");
        unit(organizations, root, "Sandbox");
        String member = organizations
                .createAccount(request -> request.accountName("shop").email("shop@example.com"))
                .createAccountStatus()
                .accountId();
        organizations.moveAccount(
                request -> request.accountId(member).sourceParentId(root).destinationParentId(eu));
        attach(
                organizations,
                "NoLeave",
                PolicyType.SERVICE_CONTROL_POLICY,
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"organizations:LeaveOrganization\","
                        + "\"Resource\":\"*\"}]}",
                prod);
        attach(
                organizations,
                "OnlyTls",
                PolicyType.RESOURCE_CONTROL_POLICY,
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:*\","
                        + "\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}}]}",
                prod);
        return member;
    }

    private static String unit(OrganizationsClient organizations, String parent, String name) {
        return organizations
                .createOrganizationalUnit(request -> request.parentId(parent).name(name))
                .organizationalUnit()
                .id();
    }

    private static void attach(
            OrganizationsClient organizations, String name, PolicyType type, String content, String target) {
        String id = organizations
                .createPolicy(request ->
                        request.name(name).description(name).type(type).content(content))
                .policy()
                .policySummary()
                .id();
        organizations.attachPolicy(request -> request.policyId(id).targetId(target));
    }

    private static void bucket(S3Client s3) throws IOException {
        s3.createBucket(request -> request.bucket(BUCKET));
        for (int i = 0; i < OBJECTS; i++) {
            int day = 1 + i % 50;
            String date = day <= 31 ? "01/" + two(day) : "02/" + two(day - 31);
            String region = i % 4 == 3 ? "eu-west-1" : "us-east-1";
            String key =
                    "AWSLogs/" + ACCOUNT + "/CloudTrail/" + region + "/2026/" + date + "/" + ACCOUNT + "_CloudTrail_"
                            + region + "_2026" + date.replace("/", "") + "T" + two(i / 100) + two(i % 60) + "Z_"
                            + String.format(Locale.ROOT, "%016d", i) + ".json.gz";
            byte[] body = gzip(records(i, region, "2026-" + date.replace('/', '-')));
            s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(body));
        }
        s3.putObject(
                request -> request.bucket(BUCKET)
                        .key("AWSLogs/" + ACCOUNT + "/CloudTrail-Digest/us-east-1/2026/01/01/digest.json.gz"),
                RequestBody.fromString("not a log file"));
        // The server heeds the policy, and not its conditions: it comes last.
        s3.putBucketPolicy(request -> request.bucket(BUCKET)
                .policy(
                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:PutObject\","
                                + "\"Resource\":\"arn:aws:s3:::" + BUCKET
                                + "/*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}}]}"));
    }

    private static String two(int number) {
        return String.format(Locale.ROOT, "%02d", number % 100);
    }

    private static String records(int object, String region, String day) {
        StringBuilder records = new StringBuilder("{\"Records\":[");
        List<String> names = List.of("DescribeInstances", "DescribeVolumes", "DescribeVpcs");
        for (int k = 0; k < EVENTS_IN_OBJECT; k++) {
            int role = (object + k) % ROLES;
            records.append(k == 0 ? "" : ",")
                    .append(
                            "{\"eventVersion\":\"1.11\",\"userIdentity\":{\"type\":\"AssumedRole\",\"principalId\":\"AROA")
                    .append(role)
                    .append(":i-1\",\"arn\":\"arn:aws:sts::" + ACCOUNT + ":assumed-role/" + name(role)
                            + "/i-1\",\"accountId\":\"" + ACCOUNT
                            + "\",\"sessionContext\":{\"sessionIssuer\":{\"type\":\"Role\",\"principalId\":\"AROA")
                    .append(role)
                    .append("\",\"arn\":\"arn:aws:iam::" + ACCOUNT + ":role" + path(role) + name(role)
                            + "\",\"accountId\":\""
                            + ACCOUNT + "\",\"userName\":\"" + name(role) + "\"}}},\"eventTime\":\"" + day
                            + "T00:00:0" + k + "Z\",\"eventSource\":\"ec2.amazonaws.com\",\"eventName\":\""
                            + names.get((object / ROLES + k) % names.size()) + "\",\"awsRegion\":\"" + region
                            + "\",\"sourceIPAddress\":\"203.0.113.7\",\"userAgent\":\"test\",\"requestParameters\":{},"
                            + "\"responseElements\":null,\"requestID\":\"r\",\"eventID\":\"" + object + "-" + k
                            + "\",\"readOnly\":true,\"eventType\":\"AwsApiCall\",\"managementEvent\":true,"
                            + "\"recipientAccountId\":\"" + ACCOUNT + "\",\"eventCategory\":\"Management\"}");
        }
        return records.append("]}").toString();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
