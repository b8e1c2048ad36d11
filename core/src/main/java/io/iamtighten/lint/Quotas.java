package io.iamtighten.lint;

import io.iamtighten.policy.PolicyWriter;
import java.util.Map;

/**
 * How long policies may be.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">IAM quotas</a>
 * @see <a href="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html">Organizations quotas</a>
 */
final class Quotas {
    private static final int MANAGED_POLICY = 6_144;
    private static final int TRUST_POLICY = 2_048;
    private static final int SESSION_POLICY = 2_048;
    /** 5,120 until Organizations doubled it on 15 May 2026, in all Regions and without a request. */
    private static final int SCP = 10_240;

    private static final int RCP = 5_120;

    /** By service; each service's own page of quotas. */
    private static final Map<String, Integer> RESOURCE = Map.of(
            "s3", 20_480,
            "sqs", 8_192,
            "sns", 30_720,
            "kms", 32_768,
            "secretsmanager", 20_480,
            "ecr", 10_240,
            "lambda", 20_480,
            "glue", 10_240,
            "dynamodb", 20_480);

    private Quotas() {}

    static void check(PolicyView view, Reporter out) {
        int quota = quota(view);
        if (quota == 0) {
            return;
        }
        int size = PolicyWriter.quotaSize(view.document());
        if (size > quota) {
            out.at(
                    rule(view.type()),
                    "",
                    "the policy has " + size + " characters without white space; at most " + quota + " are taken"
                            + more(view.type()));
        }
    }

    private static int quota(PolicyView view) {
        return switch (view.type()) {
            case IDENTITY, BOUNDARY -> MANAGED_POLICY;
            case TRUST -> TRUST_POLICY;
            case SESSION -> SESSION_POLICY;
            case SCP -> SCP;
            case RCP -> RCP;
            case RESOURCE ->
                view.policy()
                        .resourceService()
                        .map(s -> RESOURCE.getOrDefault(s, 0))
                        .orElse(0);
            case VPC_ENDPOINT -> 20_480;
        };
    }

    private static String more(PolicyType type) {
        return switch (type) {
            case IDENTITY -> " for a managed policy (inline: 10,240 in sum for a role, 5,120 a group, 2,048 a user)";
            case TRUST -> " unless the account's quota was raised, to 4,096 at most";
            case BOUNDARY, SESSION, SCP, RCP, RESOURCE, VPC_ENDPOINT -> "";
        };
    }

    private static String rule(PolicyType type) {
        return switch (type) {
            case IDENTITY, BOUNDARY -> "policy-size-exceeds-identity-policy-quota";
            case TRUST -> "policy-size-exceeds-role-trust-policy-quota";
            case SESSION -> "policy-size-exceeds-session-policy-quota";
            case SCP -> "policy-size-exceeds-scp-quota";
            case RCP -> "policy-size-exceeds-rcp-quota";
            case RESOURCE, VPC_ENDPOINT -> "policy-size-exceeds-resource-policy-quota";
        };
    }
}
