package io.iamtighten.usage;

import io.iamtighten.arn.Arn;
import io.iamtighten.request.PrincipalType;
import java.util.Optional;

/**
 * What a record's {@code userIdentity} says of the caller; a text is empty where the record lacks it.
 *
 * @param type such as {@code AssumedRole}
 * @param arn the caller's ARN; for a role session the session's, without the role's path
 * @param principalId such as {@code AROA...:session}
 * @param accountId the caller's account
 * @param userName the user's name
 * @param invokedBy the service that made the call
 * @param issuerArn {@code sessionContext.sessionIssuer.arn}: the role's ARN with its path
 * @param issuerId {@code sessionContext.sessionIssuer.principalId}: the role's id
 * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html">userIdentity</a>
 */
public record CallerIdentity(
        String type,
        String arn,
        String principalId,
        String accountId,
        String userName,
        String invokedBy,
        String issuerArn,
        String issuerId) {
    private static final CallerIdentity NONE = new CallerIdentity("", "", "", "", "", "", "", "");
    /** Ids have 21 characters; older ones are shorter. */
    private static final int SHORTEST_ID = 16;

    /** Returns the identity of a record that names no caller. */
    public static CallerIdentity none() {
        return NONE;
    }

    /**
     * Returns whose permissions the call used. All sessions of a role are one principal. A caller whom the record does not identify
     * gets an ARN-like label: its type and account or id.
     */
    public UsagePrincipal principal() {
        if (isRoleArn(issuerArn) && !type.equals("IAMUser") && !type.equals("FederatedUser")) {
            return role(issuerArn, true, issuerId.isEmpty() ? idOf(principalId) : issuerId);
        }
        // Some exports lack the issuer, and some records the type: the session's ARN still names the role, without its
        // path.
        Optional<Arn> caller = Arn.parse(arn);
        if (caller.isPresent()) {
            String resource = caller.get().resource();
            if (resource.startsWith("assumed-role/")) {
                return role(roleOfSession(caller.get()), false, idOf(principalId));
            }
            if (resource.startsWith("role/")) {
                return role(arn, true, idOf(principalId));
            }
            if (resource.startsWith("federated-user/")) {
                return plain(PrincipalType.FEDERATED_USER, arn, Optional.empty());
            }
            if (resource.equals("root") && !type.equals("AWSAccount")) {
                return plain(PrincipalType.ROOT_USER, arn, Optional.empty());
            }
            if (resource.startsWith("user/")) {
                return plain(PrincipalType.IAM_USER, arn, whole(principalId, "AIDA"));
            }
        }
        return switch (type) {
            case "IAMUser" -> plain(PrincipalType.IAM_USER, label(userName), whole(principalId, "AIDA"));
            case "Root" -> plain(PrincipalType.ROOT_USER, label(""), Optional.empty());
            case "AWSService" ->
                plain(PrincipalType.AWS_SERVICE, invokedBy.isEmpty() ? "AWSService" : invokedBy, Optional.empty());
            case "FederatedUser" -> plain(PrincipalType.FEDERATED_USER, label(userName), Optional.empty());
            case "WebIdentityUser" -> plain(PrincipalType.WEB_IDENTITY, "WebIdentityUser", Optional.empty());
            case "SAMLUser" -> plain(PrincipalType.SAML, "SAMLUser", Optional.empty());
            default -> unidentified();
        };
    }

    private UsagePrincipal unidentified() {
        if (accountId.equals("ANONYMOUS_PRINCIPAL")) {
            return new UsagePrincipal(PrincipalType.ANONYMOUS, "anonymous", false, Optional.empty(), Optional.empty());
        }
        if (type.isEmpty() && accountId.isEmpty() && !invokedBy.isEmpty()) {
            return plain(PrincipalType.AWS_SERVICE, invokedBy, Optional.empty());
        }
        return plain(PrincipalType.ANONYMOUS, label(""), Optional.empty());
    }

    private UsagePrincipal role(String roleArn, boolean pathKnown, String id) {
        String account = Arn.parse(roleArn).map(Arn::account).orElse("");
        return new UsagePrincipal(
                PrincipalType.IAM_ROLE,
                roleArn,
                pathKnown,
                whole(id, "AROA"),
                optional(account.isEmpty() ? accountId : account));
    }

    private UsagePrincipal plain(PrincipalType kind, String name, Optional<String> id) {
        return new UsagePrincipal(kind, name, kind == PrincipalType.IAM_USER, id, optional(accountId));
    }

    /** Labels a caller without an ARN; a session name or user id of another account is left out, there may be millions. */
    private String label(String name) {
        String kind = type.isEmpty() ? "Unknown" : type;
        return kind + (accountId.isEmpty() ? "" : ":" + accountId) + (name.isEmpty() ? "" : ":" + name);
    }

    private static boolean isRoleArn(String text) {
        return text.startsWith("arn:") && text.contains(":role/");
    }

    private static String roleOfSession(Arn session) {
        String rest = session.resource().substring("assumed-role/".length());
        int slash = rest.indexOf('/');
        String name = slash < 0 ? rest : rest.substring(0, slash);
        return new Arn(session.partition(), "iam", "", session.account(), "role/" + name).toString();
    }

    private static String idOf(String principalId) {
        int colon = principalId.indexOf(':');
        return colon < 0 ? principalId : principalId.substring(0, colon);
    }

    /** Anonymised logs mask ids; a masked one tells nothing. */
    private static Optional<String> whole(String id, String prefix) {
        if (id.length() < SHORTEST_ID || !id.startsWith(prefix)) {
            return Optional.empty();
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9')) {
                return Optional.empty();
            }
        }
        return Optional.of(id);
    }

    private static Optional<String> optional(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
