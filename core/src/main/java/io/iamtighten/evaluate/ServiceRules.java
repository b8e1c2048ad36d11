package io.iamtighten.evaluate;

import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.PrincipalType;
import java.util.Locale;

/** Rules that services add to the policies. */
final class ServiceRules {
    private ServiceRules() {}

    /**
     * Whether the action needs no permission and no policy can refuse it: {@code sts:GetCallerIdentity} for every caller
     * with credentials (API reference of STS, GetCallerIdentity), {@code sts:GetSessionToken} for users.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html">Permissions
     *     for GetSessionToken</a>
     */
    static boolean alwaysAllowed(AccessRequest request) {
        String action = request.action();
        PrincipalType type = request.principal().type();
        if (action.equalsIgnoreCase("sts:GetSessionToken")) {
            return type == PrincipalType.IAM_USER || type == PrincipalType.ROOT_USER;
        }
        return action.equalsIgnoreCase("sts:GetCallerIdentity") && type != PrincipalType.ANONYMOUS;
    }

    /**
     * Whether the target belongs to AWS and nobody may change it: AWS managed policies, roles under
     * {@code /aws-reserved/}, and aliases of AWS managed keys.
     */
    static boolean ownedByAws(AccessRequest request) {
        String action = request.action().toLowerCase(Locale.ROOT);
        String resource = request.resource();
        if (action.startsWith("iam:")) {
            boolean reserved = resource.contains(":role/aws-reserved/")
                    || (resource.contains(":iam::aws:policy/") && !resource.contains(":role/"));
            return reserved && !reads(action.substring("iam:".length()));
        }
        if (action.equals("kms:createalias") || action.equals("kms:updatealias") || action.equals("kms:deletealias")) {
            return resource.contains(":alias/aws/");
        }
        return false;
    }

    private static boolean reads(String name) {
        return name.startsWith("get")
                || name.startsWith("list")
                || name.startsWith("generate")
                || name.startsWith("simulate");
    }

    /**
     * Whether the target's own policy must allow, in one account too: KMS keys, and roles when they are assumed.
     *
     * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html">Key policies</a>
     */
    static boolean needsResourcePolicy(AccessRequest request) {
        String action = request.action();
        String resource = request.resource();
        if (startsWithIgnoreCase(action, "kms:")) {
            return resource.contains(":key/");
        }
        return startsWithIgnoreCase(action, "sts:")
                && resource.contains(":role/")
                && (startsWithIgnoreCase(action, "sts:assumerole")
                        || action.equalsIgnoreCase("sts:tagsession")
                        || action.equalsIgnoreCase("sts:setsourceidentity"));
    }

    private static boolean startsWithIgnoreCase(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }
}
