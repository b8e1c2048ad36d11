package io.iamtighten.evaluate;

import io.iamtighten.request.PrincipalType;
import java.util.Locale;
import java.util.Set;

/**
 * Rules that services add to the policies, as far as the action tells.
 *
 * @param openTo who needs no permission for the action, whatever policies say
 * @param underRcps whether resource control policies cover the action
 * @param ownedByAws which resources belong to AWS, so that nobody may do this to them
 * @param needsResourcePolicy on which resources the action needs the resource's own policy, in one account too
 */
record ServiceRules(OpenTo openTo, boolean underRcps, Resources ownedByAws, Resources needsResourcePolicy) {
    /** Who needs no permission. */
    enum OpenTo {
        NOBODY,
        /** {@code sts:GetSessionToken}: id_credentials_temp_control-access_getsessiontoken. */
        USERS,
        /** {@code sts:GetCallerIdentity}, for every caller with credentials: API reference of STS, GetCallerIdentity. */
        EVERY_SIGNED_CALLER;

        boolean includes(PrincipalType type) {
            return switch (this) {
                case NOBODY -> false;
                case USERS -> type == PrincipalType.IAM_USER || type == PrincipalType.ROOT_USER;
                case EVERY_SIGNED_CALLER -> type != PrincipalType.ANONYMOUS;
            };
        }
    }

    /** A kind of resource that a rule speaks of. */
    enum Resources {
        NONE,
        /** AWS managed policies, and roles under {@code /aws-reserved/}. */
        AWS_POLICIES_AND_ROLES,
        /** Aliases of AWS managed keys. */
        AWS_ALIASES,
        /** KMS keys: https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html. */
        KEYS,
        /** Roles, whose trust policies must allow. */
        ROLES;

        boolean include(String resource) {
            return switch (this) {
                case NONE -> false;
                case AWS_POLICIES_AND_ROLES ->
                    resource.contains(":role/aws-reserved/")
                            || (resource.contains(":iam::aws:policy/") && !resource.contains(":role/"));
                case AWS_ALIASES -> resource.contains(":alias/aws/");
                case KEYS -> resource.contains(":key/");
                case ROLES -> resource.contains(":role/");
            };
        }
    }

    /** Returns the rules for an action, given the services that resource control policies cover. */
    static ServiceRules of(String spelled, Set<String> rcpServices) {
        String action = spelled.toLowerCase(Locale.ROOT);
        int colon = action.indexOf(':');
        String service = colon < 0 ? "" : action.substring(0, colon);
        String name = action.substring(colon + 1);
        // "The kms:RetireGrant permission is not effective in an RCP": KMS Developer Guide, Resource control policies.
        boolean underRcps = rcpServices.contains(service) && !action.equals("kms:retiregrant");
        return switch (service) {
            case "sts" -> new ServiceRules(openTo(name), underRcps, Resources.NONE, assumesRole(name));
            case "iam" ->
                new ServiceRules(
                        OpenTo.NOBODY,
                        underRcps,
                        reads(name) ? Resources.NONE : Resources.AWS_POLICIES_AND_ROLES,
                        Resources.NONE);
            case "kms" -> new ServiceRules(OpenTo.NOBODY, underRcps, changesAlias(name), Resources.KEYS);
            default -> new ServiceRules(OpenTo.NOBODY, underRcps, Resources.NONE, Resources.NONE);
        };
    }

    private static OpenTo openTo(String name) {
        return switch (name) {
            case "getcalleridentity" -> OpenTo.EVERY_SIGNED_CALLER;
            case "getsessiontoken" -> OpenTo.USERS;
            default -> OpenTo.NOBODY;
        };
    }

    private static Resources assumesRole(String name) {
        return name.startsWith("assumerole") || name.equals("tagsession") || name.equals("setsourceidentity")
                ? Resources.ROLES
                : Resources.NONE;
    }

    private static Resources changesAlias(String name) {
        return name.equals("createalias") || name.equals("updatealias") || name.equals("deletealias")
                ? Resources.AWS_ALIASES
                : Resources.NONE;
    }

    private static boolean reads(String name) {
        return name.startsWith("get")
                || name.startsWith("list")
                || name.startsWith("generate")
                || name.startsWith("simulate");
    }
}
