package io.iamtighten.bench.tightening;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes policies that allow all that is needed, and more, in different styles. */
final class Policies {
    /**
     * What the AWS CDK's grant methods write, as documented for {@code Bucket.grantReadWrite}, {@code Table.grantReadWriteData},
     * {@code Queue.grantConsumeMessages} and {@code grantSendMessages}, {@code Topic.grantPublish} and {@code Secret.grantRead}.
     */
    private static final Map<String, List<String>> GRANTS = Map.of(
            "s3:GetObject", List.of("s3:GetObject*", "s3:GetBucket*", "s3:List*"),
            "s3:ListBucket", List.of("s3:GetObject*", "s3:GetBucket*", "s3:List*"),
            "s3:PutObject",
                    List.of(
                            "s3:DeleteObject*",
                            "s3:PutObject",
                            "s3:PutObjectLegalHold",
                            "s3:PutObjectRetention",
                            "s3:PutObjectTagging",
                            "s3:PutObjectVersionTagging",
                            "s3:Abort*"),
            "dynamodb:GetItem",
                    List.of(
                            "dynamodb:BatchGetItem",
                            "dynamodb:GetRecords",
                            "dynamodb:GetShardIterator",
                            "dynamodb:Query",
                            "dynamodb:GetItem",
                            "dynamodb:Scan",
                            "dynamodb:ConditionCheckItem",
                            "dynamodb:DescribeTable"),
            "dynamodb:PutItem",
                    List.of(
                            "dynamodb:BatchWriteItem",
                            "dynamodb:PutItem",
                            "dynamodb:UpdateItem",
                            "dynamodb:DeleteItem",
                            "dynamodb:DescribeTable"),
            "sqs:ReceiveMessage",
                    List.of(
                            "sqs:ReceiveMessage",
                            "sqs:ChangeMessageVisibility",
                            "sqs:GetQueueUrl",
                            "sqs:DeleteMessage",
                            "sqs:GetQueueAttributes"),
            "sqs:SendMessage", List.of("sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"),
            "secretsmanager:GetSecretValue", List.of("secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"));

    /** What people add by hand to be on the safe side. */
    private static final Map<String, String> MORE = Map.of(
            "s3:PutObject", "s3:DeleteObject",
            "dynamodb:PutItem", "dynamodb:DeleteItem",
            "sqs:ReceiveMessage", "sqs:PurgeQueue",
            "cloudformation:CreateChangeSet", "cloudformation:DeleteStack",
            "ec2:StopInstances", "ec2:RebootInstances",
            "rds:CreateDBSnapshot", "rds:DeleteDBInstance",
            "glue:StartJobRun", "glue:DeleteJob",
            "lambda:UpdateFunctionCode", "lambda:DeleteFunction");

    private final List<Need> needs;
    private final Random random;

    Policies(List<Need> needs, Random random) {
        this.needs = needs;
        this.random = random;
    }

    String of(Application.Style style) {
        List<String> statements = switch (style) {
            case ADMINISTRATOR -> List.of(statement("Action", List.of("*"), List.of("*")));
            case SERVICES -> List.of(statement("Action", services(), List.of("*")));
            case POWER_USER ->
                List.of(statement("NotAction", List.of("iam:*", "organizations:*", "account:*"), List.of("*")));
            case GRANTS -> own(true);
            case BY_HAND -> own(false);
        };
        return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
    }

    /** Returns the trust policy of a role that a service gives to what runs on it. */
    static String trust(String service) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":\""
                + service + ".amazonaws.com\"}}]}";
    }

    private List<String> services() {
        TreeSet<String> services = new TreeSet<>();
        needs.forEach(need ->
                services.add(need.action().substring(0, need.action().indexOf(':')) + ":*"));
        return List.copyOf(services);
    }

    /** A statement for each set of own resources: whole buckets, and names up to what varies. */
    private List<String> own(boolean grants) {
        Map<String, TreeSet<String>> actions = new TreeMap<>();
        for (Need need : needs) {
            TreeSet<String> here = actions.computeIfAbsent(container(need.truth()), c -> new TreeSet<>());
            if (grants) {
                here.addAll(GRANTS.getOrDefault(need.action(), List.of(need.action())));
            } else {
                here.add(need.action());
            }
            if (!grants && MORE.containsKey(need.action()) && random.nextInt(3) == 0) {
                here.add(MORE.get(need.action()));
            }
        }
        List<String> statements = new ArrayList<>();
        actions.forEach((resource, names) -> {
            boolean bucket = resource.startsWith("arn:aws:s3:::");
            statements.add(statement(
                    "Action", List.copyOf(names), bucket ? List.of(resource, resource + "/*") : List.of(resource)));
        });
        return statements;
    }

    private static String container(String truth) {
        if (!truth.startsWith("arn:aws:s3:::")) {
            return truth;
        }
        int slash = truth.indexOf('/');
        return slash < 0 ? truth : truth.substring(0, slash);
    }

    private static String statement(String element, List<String> actions, List<String> resources) {
        return "{\"Effect\":\"Allow\",\"" + element + "\":[\"" + String.join("\",\"", actions) + "\"],\"Resource\":[\""
                + String.join("\",\"", resources) + "\"]}";
    }
}
