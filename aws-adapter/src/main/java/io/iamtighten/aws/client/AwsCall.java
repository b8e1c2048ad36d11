package io.iamtighten.aws.client;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every call that is ever made to AWS. All of them read; a session refuses any other before it is sent.
 *
 * <p>Each names the permission that it needs, which is not always the call's own name.
 */
public enum AwsCall {
    /** Whose credentials these are. */
    GET_CALLER_IDENTITY(Purpose.ACCOUNT, "sts", "GetCallerIdentity", "sts:GetCallerIdentity"),
    /** All users, groups, roles and policies. */
    GET_ACCOUNT_AUTHORIZATION_DETAILS(
            Purpose.ACCOUNT, "iam", "GetAccountAuthorizationDetails", "iam:GetAccountAuthorizationDetails"),
    /** One role. */
    GET_ROLE(Purpose.ACCOUNT, "iam", "GetRole", "iam:GetRole"),
    /** The names of a role's inline policies. */
    LIST_ROLE_POLICIES(Purpose.ACCOUNT, "iam", "ListRolePolicies", "iam:ListRolePolicies"),
    /** An inline policy of a role. */
    GET_ROLE_POLICY(Purpose.ACCOUNT, "iam", "GetRolePolicy", "iam:GetRolePolicy"),
    /** The managed policies of a role. */
    LIST_ATTACHED_ROLE_POLICIES(Purpose.ACCOUNT, "iam", "ListAttachedRolePolicies", "iam:ListAttachedRolePolicies"),
    /** The instance profiles of a role. */
    LIST_INSTANCE_PROFILES_FOR_ROLE(
            Purpose.ACCOUNT, "iam", "ListInstanceProfilesForRole", "iam:ListInstanceProfilesForRole"),
    /** The names of the roles, to suggest the one that was meant. */
    LIST_ROLES(Purpose.ACCOUNT, "iam", "ListRoles", "iam:ListRoles"),
    /** The names of the users, to suggest the one that was meant. */
    LIST_USERS(Purpose.ACCOUNT, "iam", "ListUsers", "iam:ListUsers"),
    /** One user. */
    GET_USER(Purpose.ACCOUNT, "iam", "GetUser", "iam:GetUser"),
    /** The names of a user's inline policies. */
    LIST_USER_POLICIES(Purpose.ACCOUNT, "iam", "ListUserPolicies", "iam:ListUserPolicies"),
    /** An inline policy of a user. */
    GET_USER_POLICY(Purpose.ACCOUNT, "iam", "GetUserPolicy", "iam:GetUserPolicy"),
    /** The managed policies of a user. */
    LIST_ATTACHED_USER_POLICIES(Purpose.ACCOUNT, "iam", "ListAttachedUserPolicies", "iam:ListAttachedUserPolicies"),
    /** The groups of a user. */
    LIST_GROUPS_FOR_USER(Purpose.ACCOUNT, "iam", "ListGroupsForUser", "iam:ListGroupsForUser"),
    /** A group and its members. */
    GET_GROUP(Purpose.ACCOUNT, "iam", "GetGroup", "iam:GetGroup"),
    /** The names of a group's inline policies. */
    LIST_GROUP_POLICIES(Purpose.ACCOUNT, "iam", "ListGroupPolicies", "iam:ListGroupPolicies"),
    /** An inline policy of a group. */
    GET_GROUP_POLICY(Purpose.ACCOUNT, "iam", "GetGroupPolicy", "iam:GetGroupPolicy"),
    /** The managed policies of a group. */
    LIST_ATTACHED_GROUP_POLICIES(Purpose.ACCOUNT, "iam", "ListAttachedGroupPolicies", "iam:ListAttachedGroupPolicies"),
    /** A managed policy. */
    GET_POLICY(Purpose.ACCOUNT, "iam", "GetPolicy", "iam:GetPolicy"),
    /** A version of a managed policy. */
    GET_POLICY_VERSION(Purpose.ACCOUNT, "iam", "GetPolicyVersion", "iam:GetPolicyVersion"),

    /** The organization that the account is in. */
    DESCRIBE_ORGANIZATION(
            Purpose.ORGANIZATION, "organizations", "DescribeOrganization", "organizations:DescribeOrganization"),
    /** The root, and which kinds of policies are in use. */
    LIST_ROOTS(Purpose.ORGANIZATION, "organizations", "ListRoots", "organizations:ListRoots"),
    /** The units below a root or unit. */
    LIST_ORGANIZATIONAL_UNITS_FOR_PARENT(
            Purpose.ORGANIZATION,
            "organizations",
            "ListOrganizationalUnitsForParent",
            "organizations:ListOrganizationalUnitsForParent"),
    /** The accounts below a root or unit. */
    LIST_ACCOUNTS_FOR_PARENT(
            Purpose.ORGANIZATION, "organizations", "ListAccountsForParent", "organizations:ListAccountsForParent"),
    /** The parent of an account or unit. */
    LIST_PARENTS(Purpose.ORGANIZATION, "organizations", "ListParents", "organizations:ListParents"),
    /** The control policies attached to one place. */
    LIST_POLICIES_FOR_TARGET(
            Purpose.ORGANIZATION, "organizations", "ListPoliciesForTarget", "organizations:ListPoliciesForTarget"),
    /** The control policies of the organization. */
    LIST_POLICIES(Purpose.ORGANIZATION, "organizations", "ListPolicies", "organizations:ListPolicies"),
    /** What a control policy is attached to. */
    LIST_TARGETS_FOR_POLICY(
            Purpose.ORGANIZATION, "organizations", "ListTargetsForPolicy", "organizations:ListTargetsForPolicy"),
    /** The text of a control policy. */
    DESCRIBE_POLICY(Purpose.ORGANIZATION, "organizations", "DescribePolicy", "organizations:DescribePolicy"),

    /** The names of the buckets. */
    LIST_BUCKETS(Purpose.BUCKET_POLICIES, "s3", "ListBuckets", "s3:ListAllMyBuckets"),
    /** The policy of a bucket. */
    GET_BUCKET_POLICY(Purpose.BUCKET_POLICIES, "s3", "GetBucketPolicy", "s3:GetBucketPolicy"),
    /** Whether a bucket has versions of objects. */
    GET_BUCKET_VERSIONING(Purpose.BUCKET_POLICIES, "s3", "GetBucketVersioning", "s3:GetBucketVersioning"),
    /** Whether a bucket has Object Lock. */
    GET_OBJECT_LOCK_CONFIGURATION(
            Purpose.BUCKET_POLICIES, "s3", "GetObjectLockConfiguration", "s3:GetBucketObjectLockConfiguration"),
    /** Where a bucket is, when it is in another region. */
    HEAD_BUCKET(Purpose.HISTORY, "s3", "HeadBucket", "s3:ListBucket"),

    /** The trails, whose buckets hold the history. */
    DESCRIBE_TRAILS(Purpose.HISTORY, "cloudtrail", "DescribeTrails", "cloudtrail:DescribeTrails"),
    /** Which data events a trail records. */
    GET_EVENT_SELECTORS(Purpose.HISTORY, "cloudtrail", "GetEventSelectors", "cloudtrail:GetEventSelectors"),
    /** The management events of 90 days. */
    LOOKUP_EVENTS(Purpose.HISTORY, "cloudtrail", "LookupEvents", "cloudtrail:LookupEvents"),
    /** The log files of a bucket. */
    LIST_OBJECTS(Purpose.HISTORY, "s3", "ListObjectsV2", "s3:ListBucket"),
    /** A log file. */
    GET_OBJECT(Purpose.HISTORY, "s3", "GetObject", "s3:GetObject"),
    /** Asks IAM to gather when services and actions were last used; changes nothing. */
    GENERATE_SERVICE_LAST_ACCESSED_DETAILS(
            Purpose.LAST_ACCESSED,
            "iam",
            "GenerateServiceLastAccessedDetails",
            "iam:GenerateServiceLastAccessedDetails"),
    /** When services and actions were last used. */
    GET_SERVICE_LAST_ACCESSED_DETAILS(
            Purpose.LAST_ACCESSED, "iam", "GetServiceLastAccessedDetails", "iam:GetServiceLastAccessedDetails"),

    /** What Access Analyzer finds wrong with a policy. */
    VALIDATE_POLICY(Purpose.ACCESS_ANALYZER, "accessanalyzer", "ValidatePolicy", "access-analyzer:ValidatePolicy"),
    /** Whether a policy grants something new. */
    CHECK_NO_NEW_ACCESS(
            Purpose.ACCESS_ANALYZER, "accessanalyzer", "CheckNoNewAccess", "access-analyzer:CheckNoNewAccess"),
    /** Whether a policy grants given actions. */
    CHECK_ACCESS_NOT_GRANTED(
            Purpose.ACCESS_ANALYZER,
            "accessanalyzer",
            "CheckAccessNotGranted",
            "access-analyzer:CheckAccessNotGranted"),
    /** The policies that Access Analyzer was asked to generate before. */
    LIST_POLICY_GENERATIONS(
            Purpose.ACCESS_ANALYZER,
            "accessanalyzer",
            "ListPolicyGenerations",
            "access-analyzer:ListPolicyGenerations"),
    /** A policy that Access Analyzer generated. */
    GET_GENERATED_POLICY(
            Purpose.ACCESS_ANALYZER, "accessanalyzer", "GetGeneratedPolicy", "access-analyzer:GetGeneratedPolicy"),
    /** The analyzers, among which is the one for unused access. */
    LIST_ANALYZERS(Purpose.ACCESS_ANALYZER, "accessanalyzer", "ListAnalyzers", "access-analyzer:ListAnalyzers"),
    /** The findings of an analyzer. */
    LIST_FINDINGS(Purpose.ACCESS_ANALYZER, "accessanalyzer", "ListFindingsV2", "access-analyzer:ListFindings"),
    /** One finding. */
    GET_FINDING(Purpose.ACCESS_ANALYZER, "accessanalyzer", "GetFindingV2", "access-analyzer:GetFinding");

    /** What a call is for. */
    public enum Purpose {
        /** The role, or the whole account. */
        ACCOUNT,
        /** Service and resource control policies. */
        ORGANIZATION,
        /** The policies of buckets, and the settings that tell what was never done in them. */
        BUCKET_POLICIES,
        /** CloudTrail's records. */
        HISTORY,
        /** IAM's own memory of use. */
        LAST_ACCESSED,
        /** {@code --validate} and {@code --cross-check}. */
        ACCESS_ANALYZER
    }

    private final Purpose purpose;
    private final String service;
    private final String operation;
    private final String action;

    AwsCall(Purpose purpose, String service, String operation, String action) {
        this.purpose = purpose;
        this.service = service;
        this.operation = operation;
        this.action = action;
    }

    /** Returns what the call is for. */
    public Purpose purpose() {
        return purpose;
    }

    /** Returns the service, as in the name of the SDK's package. */
    public String service() {
        return service;
    }

    /** Returns the operation's name in the service's API. */
    public String operation() {
        return operation;
    }

    /** Returns the IAM action that must be allowed. */
    public String action() {
        return action;
    }

    /** Returns the call of an operation, or empty when it is none that is ever made. */
    static Optional<AwsCall> of(String service, String operation) {
        return Arrays.stream(values())
                .filter(call -> call.service.equalsIgnoreCase(service) && call.operation.equals(operation))
                .findFirst();
    }
}
