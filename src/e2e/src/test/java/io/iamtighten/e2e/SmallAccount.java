package io.iamtighten.e2e;

import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.PolicyType;
import software.amazon.awssdk.services.s3.S3Client;

/** Fills a server with an account that has one of each: what must be read takes every call that there is. */
final class SmallAccount {
    static final String BUCKET = "small-logs";

    private static final String TRUST =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},"
                    + "\"Action\":\"sts:AssumeRole\"}]}";

    private SmallAccount() {}

    static void make(String url) {
        try (IamClient iam = LiveAccount.client(IamClient.builder(), url);
                OrganizationsClient organizations = LiveAccount.client(OrganizationsClient.builder(), url);
                CloudTrailClient cloudTrail = LiveAccount.client(CloudTrailClient.builder(), url);
                S3Client s3 = LiveAccount.client(S3Client.builder().forcePathStyle(true), url)) {
            identities(iam);
            organization(organizations);
            s3.createBucket(request -> request.bucket(BUCKET));
            s3.putObject(
                    request -> request.bucket(BUCKET)
                            .key(
                                    "AWSLogs/123456789012/CloudTrail/us-east-1/2026/01/01/123456789012_CloudTrail_us-east-1_"
                                            + "20260101T0000Z_0000000000000001.json"),
                    RequestBody.fromString("{\"Records\":["
                            + record("1", "ec2.amazonaws.com", "DescribeInstances")
                            + ","
                            + record("2", "s3.amazonaws.com", "GetBucketLocation")
                            + "]}"));
            cloudTrail.createTrail(
                    request -> request.name("main").s3BucketName(BUCKET).isMultiRegionTrail(true));
        }
    }

    private static String record(String id, String source, String name) {
        return "{\"eventVersion\":\"1.11\",\"userIdentity\":{\"type\":\"AssumedRole\",\"principalId\":\"AROA1:i-1\","
                + "\"arn\":\"arn:aws:sts::123456789012:assumed-role/deploy/i-1\",\"accountId\":\"123456789012\","
                + "\"sessionContext\":{\"sessionIssuer\":{\"type\":\"Role\",\"principalId\":\"AROA1\","
                + "\"arn\":\"arn:aws:iam::123456789012:role/ci/deploy\",\"accountId\":\"123456789012\",\"userName\":\"deploy\"}}},"
                + "\"eventTime\":\"2026-01-01T00:00:00Z\",\"eventSource\":\"" + source + "\",\"eventName\":\"" + name
                + "\",\"awsRegion\":\"us-east-1\",\"sourceIPAddress\":\"203.0.113.7\",\"userAgent\":\"test\","
                + "\"requestParameters\":{\"bucketName\":\"" + BUCKET
                + "\"},\"responseElements\":null,\"requestID\":\"r\",\"eventID\":\""
                + id + "\",\"readOnly\":true,\"eventType\":\"AwsApiCall\",\"managementEvent\":true,"
                + "\"recipientAccountId\":\"123456789012\",\"eventCategory\":\"Management\"}";
    }

    private static String allow(String actions) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[" + actions
                + "],\"Resource\":\"*\"}]}";
    }

    private static void identities(IamClient iam) {
        List<String> policies = List.of("Everything", "Queues").stream()
                .map(name -> iam.createPolicy(request -> request.policyName(name)
                                .policyDocument(allow(name.equals("Queues") ? "\"sqs:*\"" : "\"*\"")))
                        .policy()
                        .arn())
                .toList();
        iam.createRole(request -> request.roleName("deploy")
                .path("/ci/")
                .assumeRolePolicyDocument(TRUST)
                .permissionsBoundary(policies.get(0)));
        iam.putRolePolicy(request -> request.roleName("deploy")
                .policyName("work")
                .policyDocument(allow("\"ec2:*\",\"s3:GetBucketLocation\"")));
        iam.attachRolePolicy(request -> request.roleName("deploy").policyArn(policies.get(1)));
        iam.createInstanceProfile(request -> request.instanceProfileName("deploy"));
        iam.addRoleToInstanceProfile(
                request -> request.instanceProfileName("deploy").roleName("deploy"));
        iam.createGroup(request -> request.groupName("staff"));
        iam.putGroupPolicy(
                request -> request.groupName("staff").policyName("own").policyDocument(allow("\"ec2:*\"")));
        iam.attachGroupPolicy(request -> request.groupName("staff").policyArn(policies.get(1)));
        iam.createUser(request -> request.userName("ann"));
        iam.putUserPolicy(request -> request.userName("ann").policyName("own").policyDocument(allow("\"ec2:*\"")));
        iam.attachUserPolicy(request -> request.userName("ann").policyArn(policies.get(1)));
        iam.addUserToGroup(request -> request.userName("ann").groupName("staff"));
    }

    private static void organization(OrganizationsClient organizations) {
        organizations.createOrganization(request -> request.featureSet("ALL"));
        String root = organizations.listRoots().roots().get(0).id();
        organizations.enablePolicyType(request -> request.rootId(root).policyType(PolicyType.SERVICE_CONTROL_POLICY));
        String unit = organizations
                .createOrganizationalUnit(request -> request.parentId(root).name("Prod"))
                .organizationalUnit()
                .id();
        String policy = organizations
                .createPolicy(
                        request -> request.name("NoLeave")
                                .description("NoLeave")
                                .type(PolicyType.SERVICE_CONTROL_POLICY)
                                .content(
                                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"organizations:LeaveOrganization\",\"Resource\":\"*\"}]}"))
                .policy()
                .policySummary()
                .id();
        organizations.attachPolicy(request -> request.policyId(policy).targetId(unit));
    }
}
