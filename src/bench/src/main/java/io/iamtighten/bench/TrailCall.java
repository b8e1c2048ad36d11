package io.iamtighten.bench;

import java.util.List;

/**
 * A kind of recorded call. In its texts {@code <account>}, {@code <region>} and {@code <thing>} (one of the principal's own resources)
 * stand for what the call is about, {@code <idN>} for N hexadecimal digits that belong to the thing, and {@code <hexN>}, {@code <keyN>}
 * for N that are new each time.
 *
 * @param source the event source, without {@code .amazonaws.com}
 * @param name the event's name
 * @param readOnly whether it only reads
 * @param data whether it is a data event
 * @param things on how many resources of its own a principal makes such calls
 * @param request the parameters
 * @param response the answer
 * @param more further members of the record, each behind a comma
 */
record TrailCall(
        String source,
        String name,
        boolean readOnly,
        boolean data,
        int things,
        String request,
        String response,
        String more) {
    private static final String S3_MORE = """
            ,"additionalEventData":{"SignatureVersion":"SigV4","CipherSuite":"ECDHE-RSA-AES128-GCM-SHA256",\
            "bytesTransferredIn":0,"AuthenticationMethod":"AuthHeader","x-amz-id-2":"<key76>","bytesTransferredOut":<num4>}""";

    private static final String OBJECT = S3_MORE + """
            ,"resources":[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::data-<account>-<thing>/dt=2026-01-<num2>/part-<same16>.parquet"},\
            {"accountId":"<account>","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::data-<account>-<thing>"}]""";

    private static final String OBJECT_REQUEST = """
            {"bucketName":"data-<account>-<thing>","Host":"data-<account>-<thing>.s3.<region>.amazonaws.com",\
            "key":"dt=2026-01-<num2>/part-<same16>.parquet\"""";

    private static final String KEY = """
            ,"resources":[{"accountId":"<account>","type":"AWS::KMS::Key","ARN":"arn:aws:kms:<region>:<account>:key/<uuid>"}]""";

    private static final String CREDENTIALS = """
            {"credentials":{"accessKeyId":"ASIA<KEY16>","sessionToken":"<key700>","expiration":"Jan <num2>, 2026, 11:11:28 PM"},\
            "assumedRoleUser":{"assumedRoleId":"AROA<ID17>:<session>",\
            "arn":"arn:aws:sts::<account>:assumed-role/<thing>/<session>"}}""";

    private static final String ROLE_MORE = """
            ,"resources":[{"accountId":"<account>","type":"AWS::IAM::Role","ARN":"arn:aws:iam::<account>:role/<thing>"}]""";

    private static TrailCall read(String source, String name, int things, String request, String more) {
        return new TrailCall(source, name, true, false, things, request, "null", more);
    }

    private static TrailCall write(String source, String name, int things, String request, String response) {
        return new TrailCall(source, name, false, false, things, request, response, "");
    }

    private static TrailCall bucket(String name, String parameter) {
        return read("s3", name, 44, """
                {"bucketName":"data-<account>-<thing>","Host":"data-<account>-<thing>.s3.<region>.amazonaws.com","%s":""}""".formatted(parameter), S3_MORE + """
                ,"resources":[{"accountId":"<account>","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::data-<account>-<thing>"}],\
                "vpcEndpointId":"vpce-<principal17>\"""");
    }

    /** What AWS Config does to each bucket, again and again. */
    static final List<TrailCall> INVENTORY = List.of(
            bucket("GetBucketAcl", "acl"),
            bucket("GetBucketLocation", "location"),
            bucket("GetBucketCors", "cors"),
            bucket("GetBucketPolicy", "policy"),
            bucket("GetBucketTagging", "tagging"),
            bucket("GetBucketLogging", "logging"),
            bucket("GetBucketVersioning", "versioning"),
            bucket("GetBucketWebsite", "website"),
            bucket("GetBucketEncryption", "encryption"),
            bucket("GetBucketLifecycle", "lifecycle"),
            bucket("GetBucketPublicAccessBlock", "publicAccessBlock"),
            read("ec2", "DescribeNatGateways", 1, "{\"DescribeNatGatewaysRequest\":{\"MaxResults\":1000}}", ""),
            read("iam", "GetAccountPasswordPolicy", 1, "null", ""),
            read(
                    "lambda",
                    "GetPolicy20150331v2",
                    30,
                    "{\"functionName\":\"arn:aws:lambda:<region>:<account>:function:<thing>\"}",
                    ""));

    /** What workloads do. */
    static final List<TrailCall> WORK = List.of(
            read("ec2", "DescribeInstances", 4, """
                    {"maxResults":1000,"instancesSet":{},"filterSet":{"items":[{"name":"tag:app","valueSet":{"items":[{"value":"<thing>"}]}},\
                    {"name":"instance-state-name","valueSet":{"items":[{"value":"running"}]}}]}}""", ""),
            read("ec2", "DescribeTags", 1, """
                    {"maxResults":1000,"filterSet":{"items":[{"name":"resource-id","valueSet":{"items":[{"value":"i-0<hex16>"}]}}]}}""", ""),
            read("kms", "Decrypt", 3, """
                    {"encryptionContext":{"SecretARN":"arn:aws:secretsmanager:<region>:<account>:secret:<thing>-AbCdEf",\
                    "SecretVersionId":"<hex8>-<hex4>-4<hex3>-a<hex3>-<hex12>"},"encryptionAlgorithm":"SYMMETRIC_DEFAULT"}""", KEY),
            read("kms", "GenerateDataKey", 2, """
                    {"keyId":"arn:aws:kms:<region>:<account>:key/<uuid>","encryptionContext":{"aws:s3:arn":\
                    "arn:aws:s3:::data-<account>-<thing>/dt=2026-01-<num2>/part-<hex16>.parquet"},"keySpec":"AES_256"}""", KEY),
            read(
                    "secretsmanager",
                    "GetSecretValue",
                    4,
                    "{\"secretId\":\"arn:aws:secretsmanager:<region>:<account>:secret:<thing>-AbCdEf\"}",
                    ""),
            read("ssm", "GetParameter", 6, "{\"name\":\"/app/<thing>/config\",\"withDecryption\":true}", ""),
            read(
                    "ssm",
                    "GetParametersByPath",
                    2,
                    "{\"path\":\"/app/<thing>\",\"recursive\":true,\"withDecryption\":true,\"maxResults\":10}",
                    ""),
            write("ssm", "UpdateInstanceInformation", 2, """
                    {"agentVersion":"3.3.987.0","agentStatus":"Active","platformType":"Linux","platformName":"Amazon Linux",\
                    "platformVersion":"2023","iPAddress":"10.0.12.7","computerName":"ip-10-0-12-7.ec2.internal",\
                    "agentName":"amazon-ssm-agent","instanceId":"i-0<id16>","availabilityZone":"<region>a"}""", "null"),
            new TrailCall("sts", "AssumeRole", true, false, 3, """
                    {"roleArn":"arn:aws:iam::<account>:role/<thing>","roleSessionName":"<session>","durationSeconds":3600}""", CREDENTIALS, ROLE_MORE),
            read("sts", "GetCallerIdentity", 1, "null", ""),
            read("dynamodb", "DescribeTable", 5, "{\"tableName\":\"<thing>\"}", ",\"apiVersion\":\"2012-08-10\""),
            read("monitoring", "DescribeAlarms", 2, "{\"alarmNamePrefix\":\"<thing>\",\"maxRecords\":100}", ""),
            read("elasticloadbalancing", "DescribeTargetHealth", 3, """
                    {"targetGroupArn":"arn:aws:elasticloadbalancing:<region>:<account>:targetgroup/<thing>/<id16>","targets":[]}""", ",\"apiVersion\":\"2015-12-01\""),
            read(
                    "autoscaling",
                    "DescribeAutoScalingGroups",
                    3,
                    "{\"autoScalingGroupNames\":[\"<thing>\"],\"maxRecords\":100}",
                    ""),
            read("ecr", "GetAuthorizationToken", 1, "{}", ""),
            read("ecr", "BatchGetImage", 4, """
                    {"repositoryName":"<thing>","registryId":"<account>","imageIds":[{"imageTag":"latest"}],"acceptedMediaTypes":\
                    ["application/vnd.docker.distribution.manifest.v2+json","application/vnd.oci.image.manifest.v1+json"]}""", """
                    ,"resources":[{"accountId":"<account>","ARN":"arn:aws:ecr:<region>:<account>:repository/<thing>"}]"""),
            read(
                    "ecs",
                    "DescribeServices",
                    3,
                    "{\"cluster\":\"arn:aws:ecs:<region>:<account>:cluster/main\",\"services\":[\"<thing>\"]}",
                    ""),
            read(
                    "lambda",
                    "GetFunction20150331v2",
                    5,
                    "{\"functionName\":\"arn:aws:lambda:<region>:<account>:function:<thing>\"}",
                    ""),
            new TrailCall("lambda", "Invoke", false, true, 3, """
                    {"functionName":"arn:aws:lambda:<region>:<account>:function:<thing>","invocationType":"RequestResponse"}""", "null", """
                    ,"additionalEventData":{"functionVersion":"arn:aws:lambda:<region>:<account>:function:<thing>:$LATEST"},\
                    "resources":[{"accountId":"<account>","type":"AWS::Lambda::Function",\
                    "ARN":"arn:aws:lambda:<region>:<account>:function:<thing>"}]"""));

    /** What functions do when they start anew: each log stream is another. */
    static final TrailCall LOG_STREAM = write("logs", "CreateLogStream", 3, """
                    {"logGroupName":"/aws/lambda/<thing>","logStreamName":"2026/01/01/[$LATEST]<hex32>"}""", "null");

    /** What is done to objects: each one is another. */
    static final List<TrailCall> OBJECTS = List.of(
            new TrailCall("s3", "GetObject", true, true, 2, OBJECT_REQUEST + "}", "null", OBJECT),
            new TrailCall(
                    "s3",
                    "PutObject",
                    false,
                    true,
                    2,
                    OBJECT_REQUEST + ",\"x-amz-server-side-encryption\":\"aws:kms\"}",
                    "{\"x-amz-server-side-encryption\":\"aws:kms\",\"x-amz-version-id\":\"<key32>\"}",
                    OBJECT));

    /** What people and pipelines do. */
    static final List<TrailCall> PEOPLE = List.of(
            read("ec2", "DescribeRegions", 1, "{\"regionSet\":{},\"allRegions\":false}", ""),
            read(
                    "ec2",
                    "DescribeSecurityGroups",
                    1,
                    "{\"securityGroupSet\":{},\"securityGroupIdSet\":{},\"filterSet\":{}}",
                    ""),
            read("iam", "GetRole", 12, "{\"roleName\":\"<thing>\"}", ""),
            read("iam", "ListAttachedRolePolicies", 12, "{\"roleName\":\"<thing>\"}", ""),
            read("cloudformation", "DescribeStacks", 6, "{\"stackName\":\"<thing>\"}", ""),
            read("logs", "DescribeLogGroups", 2, "{\"logGroupNamePrefix\":\"/aws/lambda/<thing>\",\"limit\":50}", ""),
            read("s3", "ListBuckets", 1, "{\"Host\":\"s3.<region>.amazonaws.com\"}", S3_MORE),
            read("tagging", "GetResources", 1, "{\"resourcesPerPage\":100,\"resourceTypeFilters\":[\"lambda\"]}", ""),
            read("notifications", "ListNotificationHubs", 1, "null", ""),
            write(
                    "lambda",
                    "UpdateFunctionCode20150331v2",
                    4,
                    "{\"functionName\":\"<thing>\",\"s3Bucket\":\"artifacts-<account>\",\"s3Key\":\"<thing>/<hex40>.zip\",\"publish\":false,\"dryRun\":false}",
                    """
                    {"functionName":"<thing>","functionArn":"arn:aws:lambda:<region>:<account>:function:<thing>","runtime":"java17",\
                    "role":"arn:aws:iam::<account>:role/<thing>","handler":"com.example.Handler::handleRequest","codeSize":<num4>0000,\
                    "description":"","timeout":30,"memorySize":1024,"lastModified":"2026-01-01T00:00:00.000+0000",\
                    "codeSha256":"<key44>","version":"$LATEST","environment":{},"tracingConfig":{"mode":"Active"},\
                    "revisionId":"<hex8>-<hex4>-4<hex3>-a<hex3>-<hex12>","state":"Active","lastUpdateStatus":"InProgress",\
                    "packageType":"Zip","architectures":["arm64"],"ephemeralStorage":{"size":512}}"""),
            write("ec2", "RunInstances", 2, """
                    {"instancesSet":{"items":[{"imageId":"ami-0<id16>","minCount":1,"maxCount":1}]},"instanceType":"m7g.large",\
                    "blockDeviceMapping":{},"availabilityZone":"<region>a","tenancy":"default","monitoring":{"enabled":false},\
                    "subnetId":"subnet-0<id16>","disableApiTermination":false,"clientToken":"<hex8>-<hex4>-4<hex3>-a<hex3>-<hex12>",\
                    "iamInstanceProfile":{"arn":"arn:aws:iam::<account>:instance-profile/<thing>"},\
                    "tagSpecificationSet":{"items":[{"resourceType":"instance","tags":[{"key":"Name","value":"<thing>"}]}]}}""", """
                    {"requestId":"<hex8>-<hex4>-4<hex3>-a<hex3>-<hex12>","reservationId":"r-0<hex16>","ownerId":"<account>","groupSet":{},\
                    "instancesSet":{"items":[{"instanceId":"i-0<hex16>","imageId":"ami-0<id16>","instanceState":{"code":0,"name":"pending"},\
                    "privateDnsName":"ip-10-0-3-<num2>.ec2.internal","amiLaunchIndex":0,"productCodes":{},"instanceType":"m7g.large",\
                    "launchTime":<num4>000000,"placement":{"availabilityZone":"<region>a","tenancy":"default"},\
                    "monitoring":{"state":"disabled"},"subnetId":"subnet-0<id16>","vpcId":"vpc-0<id16>","privateIpAddress":"10.0.3.<num2>",\
                    "stateReason":{"code":"pending","message":"pending"},"architecture":"arm64","rootDeviceType":"ebs",\
                    "rootDeviceName":"/dev/xvda","blockDeviceMapping":{},"virtualizationType":"hvm","hypervisor":"xen",\
                    "tagSet":{"items":[{"key":"Name","value":"<thing>"}]},"ebsOptimized":false,"sourceDestCheck":true}]}}"""),
            write("cloudformation", "CreateChangeSet", 3, """
                    {"stackName":"<thing>","changeSetName":"deploy-<hex12>","templateURL":\
                    "https://s3.amazonaws.com/artifacts-<account>/<hex32>.template","capabilities":["CAPABILITY_NAMED_IAM"],\
                    "parameters":[{"parameterKey":"Stage"},{"parameterKey":"Image"}],"roleARN":"arn:aws:iam::<account>:role/deploy"}""", """
                    {"id":"arn:aws:cloudformation:<region>:<account>:changeSet/deploy/<hex8>-<hex4>-4<hex3>-a<hex3>-<hex12>",\
                    "stackId":"arn:aws:cloudformation:<region>:<account>:stack/<thing>/<id8>-0000-11ee-a000-<id12>"}"""));
}
