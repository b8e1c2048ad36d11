package io.iamtighten.testkit;

import io.iamtighten.policy.ConditionOperator;
import java.util.List;

/**
 * The words that the arbitraries draw from: few, so that policies and requests meet. The simplest of each list stands
 * first, as shrinking goes there.
 */
final class Vocabulary {
    static final String ACCOUNT = "111122223333";
    static final String OTHER_ACCOUNT = "444455556666";
    static final String MANAGEMENT_ACCOUNT = "999900001111";

    static final List<String> ACCOUNTS = List.of(ACCOUNT, OTHER_ACCOUNT, MANAGEMENT_ACCOUNT);

    static final String SESSION = "arn:aws:sts::111122223333:assumed-role/app/s1";
    static final String ROLE = "arn:aws:iam::111122223333:role/app";
    static final String USER = "arn:aws:iam::111122223333:user/alice";
    static final String FEDERATED = "arn:aws:sts::111122223333:federated-user/bob";
    static final String OIDC = "arn:aws:iam::111122223333:oidc-provider/token.example.com";
    static final String SAML = "arn:aws:iam::111122223333:saml-provider/idp";
    static final String SERVICE = "ec2.amazonaws.com";

    /** An action with resources that it acts on, and how often it is asked for. */
    record Target(int weight, String action, List<String> resources) {}

    static final List<Target> TARGETS = List.of(
            new Target(4, "s3:GetObject", List.of("arn:aws:s3:::b/k", "arn:aws:s3:::b/alice/k", "arn:aws:s3:::b/a*?c")),
            new Target(4, "s3:PutObject", List.of("arn:aws:s3:::b/k", "arn:aws:s3:::c/team-red/k")),
            new Target(4, "s3:ListBucket", List.of("arn:aws:s3:::b", "arn:aws:s3:::c")),
            new Target(
                    3,
                    "sqs:SendMessage",
                    List.of("arn:aws:sqs:eu-west-1:111122223333:q", "arn:aws:sqs:us-east-1:444455556666:q:x")),
            new Target(3, "ec2:DescribeInstances", List.of("*")),
            new Target(3, "kms:Decrypt", List.of("arn:aws:kms:eu-west-1:111122223333:key/k1")),
            new Target(1, "kms:UpdateAlias", List.of("arn:aws:kms:eu-west-1:111122223333:alias/aws/s3")),
            new Target(3, "sts:AssumeRole", List.of("arn:aws:iam::111122223333:role/target")),
            new Target(3, "sts:AssumeRoleWithWebIdentity", List.of("arn:aws:iam::111122223333:role/target")),
            new Target(1, "sts:GetCallerIdentity", List.of("*")),
            new Target(
                    1,
                    "iam:DeletePolicy",
                    List.of("arn:aws:iam::111122223333:policy/p", "arn:aws:iam::aws:policy/ReadOnlyAccess")),
            new Target(3, "lambda:InvokeFunction", List.of("arn:aws:lambda:eu-west-1:111122223333:function:f:live")));

    static final List<String> ACTION_PATTERNS = List.of(
            "*",
            "s3:*",
            "s3:GetObject",
            "s3:Get*",
            "S3:getobject",
            "s3:*Object",
            "s3:???Object",
            "sqs:*",
            "sqs:SendMessage",
            "kms:*",
            "sts:AssumeRole*",
            "sts:*",
            "iam:*",
            "ec2:Describe*",
            "lambda:Invoke*",
            "*:*",
            "s*:GetObject");

    static final List<String> RESOURCE_PATTERNS = List.of(
            "*",
            "arn:aws:s3:::b/*",
            "arn:aws:s3:::b",
            "arn:aws:s3:::*",
            "arn:*:s3:::b/?",
            "arn:aws:s3:::b/${aws:username}/*",
            "arn:aws:s3:::c/team-${aws:PrincipalTag/team, 'red'}/*",
            "arn:aws:s3:::b/a${*}${?}c",
            "arn:aws:sqs:*:*:q",
            "arn:aws:sqs:*:111122223333:*",
            "arn:aws:sqs:*",
            "arn:aws:kms:*:*:key/*",
            "arn:aws:iam::*:role/*",
            "arn:aws:iam::111122223333:*",
            "arn:aws:lambda:eu-west-1:111122223333:function:*",
            "arn:aws:lambda:*:*:*:live",
            "arn:aws:s3:::B/*",
            "arn:aws:*");

    /** The context keys of one operator family, with values for requests and for policies. */
    record Keys(ConditionOperator.Family family, List<String> single, List<String> multivalued, List<String> values) {}

    static final Keys STRINGS = new Keys(
            ConditionOperator.Family.STRING,
            List.of("aws:username", "aws:PrincipalTag/team", "s3:prefix"),
            List.of("aws:TagKeys", "dynamodb:Attributes"),
            List.of("alice", "red", "Alice", "", "a*c", "abc", "a?c", "alice/home", "${aws:username}", "$"));
    static final Keys NUMBERS = new Keys(
            ConditionOperator.Family.NUMERIC,
            List.of("s3:max-keys", "aws:MultiFactorAuthAge"),
            List.of("custom:Sizes"),
            List.of("10", "0", "10.0", "-5", "1e1", "9", "11", "ten", "", "0x10"));
    static final Keys DATES = new Keys(
            ConditionOperator.Family.DATE,
            List.of("aws:CurrentTime", "aws:EpochTime"),
            List.of("custom:Dates"),
            List.of(
                    "2024-01-01T00:00:00Z",
                    "2024-01-01",
                    "1704067200",
                    "2024-01-01T01:00:00+01:00",
                    "2024-01-01T00:00:00.5Z",
                    "2023-12-31T23:59:59Z",
                    "2024-06-30T12:00Z",
                    "2024",
                    "yesterday",
                    ""));
    static final Keys BOOLS = new Keys(
            ConditionOperator.Family.BOOL,
            List.of("aws:SecureTransport", "aws:MultiFactorAuthPresent"),
            List.of("custom:Flags"),
            List.of("true", "false", "True", "FALSE", "yes", ""));
    static final Keys ADDRESSES = new Keys(
            ConditionOperator.Family.IP_ADDRESS,
            List.of("aws:SourceIp", "aws:VpcSourceIp"),
            List.of("custom:Addresses"),
            List.of(
                    "10.0.0.1",
                    "10.0.0.0/8",
                    "10.0.0.0/24",
                    "192.0.2.7",
                    "0.0.0.0/0",
                    "2001:db8::1",
                    "2001:DB8:0:0::/32",
                    "::/0",
                    "::ffff:10.0.0.1",
                    "10.0.0",
                    "10.0.0.256",
                    ""));
    static final Keys ARNS = new Keys(
            ConditionOperator.Family.ARN,
            List.of("aws:PrincipalArn", "aws:SourceArn"),
            List.of("custom:Arns"),
            List.of(
                    USER,
                    ROLE,
                    "arn:aws:iam::111122223333:*",
                    "arn:aws:iam::*:role/*",
                    "arn:aws:sns:eu-west-1:111122223333:t",
                    "arn:aws:sns:*:*:t?",
                    "arn:aws:sns:*:t",
                    "arn:aws:lambda:eu-west-1:111122223333:function:f:live",
                    "arn:aws:lambda:*:*:function:*",
                    "arn:aws:iam::111122223333:user/${aws:username}",
                    "*",
                    "arn:*",
                    "alice",
                    ""));
    static final Keys BYTES = new Keys(
            ConditionOperator.Family.BINARY,
            List.of("custom:Digest"),
            List.of("custom:Digests"),
            List.of("YWJj", "YWI=", "YWI", "%%%", ""));

    static final List<Keys> ALL_KEYS = List.of(STRINGS, BOOLS, NUMBERS, DATES, ADDRESSES, ARNS, BYTES);

    /** Condition values that hold variables, defaults, escapes and what only looks like them. */
    static final List<String> VARIABLE_TEXTS = List.of(
            "${aws:username}",
            "${AWS:UserName}",
            "${aws:PrincipalTag/team, 'red'}",
            "${aws:PrincipalTag/team,'red'}",
            "${aws:username}/*",
            "a${*}c",
            "a${?}c",
            "${$}",
            "${aws:TagKeys}",
            "${aws:TagKeys, 'alice'}",
            "${custom:Nothing}",
            "${aws:username",
            "${}",
            "$alice");

    private Vocabulary() {}
}
