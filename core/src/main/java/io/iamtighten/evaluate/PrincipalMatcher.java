package io.iamtighten.evaluate;

import io.iamtighten.arn.Arn;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.PrincipalEntry;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestPrincipal;
import java.util.List;

/**
 * Matches a statement's principal element with a caller.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">Principal element</a>
 */
final class PrincipalMatcher {
    private PrincipalMatcher() {}

    static PrincipalMatch match(PrincipalElement element, RequestPrincipal caller) {
        if (element.polarity() == Polarity.ALL_BUT) {
            return !element.anyone() && named(element.entries(), caller) == PrincipalMatch.NONE
                    ? PrincipalMatch.DIRECT
                    : PrincipalMatch.NONE;
        }
        return element.anyone() ? PrincipalMatch.DIRECT : named(element.entries(), caller);
    }

    private static PrincipalMatch named(List<PrincipalEntry> entries, RequestPrincipal caller) {
        PrincipalMatch best = PrincipalMatch.NONE;
        for (int i = 0; i < entries.size(); i++) {
            PrincipalMatch match = match(entries.get(i), caller);
            if (match.compareTo(best) > 0) {
                best = match;
            }
        }
        return best;
    }

    private static PrincipalMatch match(PrincipalEntry entry, RequestPrincipal caller) {
        String value = entry.value();
        PrincipalType type = caller.type();
        boolean same = caller.arn().isPresent() && caller.arn().get().equals(value);
        return switch (entry.kind()) {
            case AWS -> aws(value, caller, same);
            case SERVICE ->
                type == PrincipalType.AWS_SERVICE && (same || value.equals("*"))
                        ? PrincipalMatch.DIRECT
                        : PrincipalMatch.NONE;
            case FEDERATED ->
                (type == PrincipalType.WEB_IDENTITY || type == PrincipalType.SAML) && (same || value.equals("*"))
                        ? PrincipalMatch.DIRECT
                        : PrincipalMatch.NONE;
            case CANONICAL_USER -> PrincipalMatch.NONE;
        };
    }

    private static PrincipalMatch aws(String value, RequestPrincipal caller, boolean same) {
        if (value.equals("*")) {
            return PrincipalMatch.DIRECT;
        }
        PrincipalType type = caller.type();
        if (caller.arn().isEmpty() || !hasAwsCredentials(type)) {
            return PrincipalMatch.NONE;
        }
        if (same) {
            return type == PrincipalType.IAM_ROLE ? PrincipalMatch.ROLE : PrincipalMatch.DIRECT;
        }
        String account = caller.accountId().orElse("");
        if (!account.isEmpty() && isAccount(value, account)) {
            return PrincipalMatch.ACCOUNT;
        }
        String arn = caller.arn().get();
        if (type == PrincipalType.ASSUMED_ROLE) {
            int start = arn.indexOf(":assumed-role/");
            if (start >= 0 && !account.isEmpty()) {
                start += ":assumed-role/".length();
                int end = arn.indexOf('/', start);
                String role = end < 0 ? arn.substring(start) : arn.substring(start, end);
                if (namesRole(value, account, role)) {
                    return PrincipalMatch.ROLE;
                }
            }
        }
        return PrincipalMatch.NONE;
    }

    /** Who comes with a token of an identity provider, or is a service, is not of the account: only {@code *} names them here. */
    private static boolean hasAwsCredentials(PrincipalType type) {
        return switch (type) {
            case IAM_USER, ASSUMED_ROLE, IAM_ROLE, FEDERATED_USER, ROOT_USER -> true;
            case AWS_SERVICE, WEB_IDENTITY, SAML, ANONYMOUS -> false;
        };
    }

    private static boolean isAccount(String value, String account) {
        if (value.equals(account)) {
            return true;
        }
        return value.endsWith(":root")
                && Arn.parse(value)
                        .filter(a -> a.service().equals("iam")
                                && a.account().equals(account)
                                && a.resource().equals("root"))
                        .isPresent();
    }

    /** A session's ARN has no path, and names are unique in an account whatever the path and the case of letters. */
    private static boolean namesRole(String value, String account, String role) {
        int start = value.length() - role.length();
        return start > 0
                && value.charAt(start - 1) == '/'
                && value.regionMatches(true, start, role, 0, role.length())
                && Arn.parse(value)
                        .filter(a -> a.service().equals("iam")
                                && a.account().equals(account)
                                && a.resource().startsWith("role/"))
                        .isPresent();
    }
}
