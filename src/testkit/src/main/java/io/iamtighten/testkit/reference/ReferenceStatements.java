package io.iamtighten.testkit.reference;

import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.PrincipalEntry;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which statements of a policy apply to a request. */
final class ReferenceStatements {
    private ReferenceStatements() {}

    /** How a statement names the caller: the distinctions of "Resource-based policies and implicit denies". */
    enum Naming {
        NOT_NAMED,
        BY_ACCOUNT,
        BY_ROLE,
        ITSELF
    }

    /** Whether a Deny statement of one of the policies applies. */
    static boolean anyDenies(List<PolicyDocument> policies, AccessRequest request, boolean callerHasBoundary) {
        return policies.stream()
                .anyMatch(policy -> policy.statements().stream()
                        .filter(s -> s.effect() == Effect.DENY)
                        .anyMatch(s -> applies(s, policy.version(), request)
                                && (naming(s, request.principal()) != Naming.NOT_NAMED
                                        // "NotPrincipal with Deny will always deny any IAM principal that has a
                                        // permissions
                                        // boundary policy attached": reference_policies_elements_notprincipal.
                                        || (callerHasBoundary && isNotPrincipal(s)))));
    }

    private static boolean isNotPrincipal(Statement statement) {
        return statement.principal().isPresent() && statement.principal().get().polarity() == Polarity.ALL_BUT;
    }

    /** Whether an Allow statement of one of the policies applies and names the caller at least so directly. */
    static boolean anyAllows(List<PolicyDocument> policies, AccessRequest request, Naming least) {
        return policies.stream()
                .anyMatch(policy -> policy.statements().stream()
                        .filter(s -> s.effect() == Effect.ALLOW)
                        .anyMatch(s -> applies(s, policy.version(), request)
                                && naming(s, request.principal()).compareTo(least) >= 0));
    }

    private static boolean applies(Statement statement, PolicyVersion version, AccessRequest request) {
        return actionMatches(statement, request.action())
                && resourceMatches(statement.resources(), version, request)
                && ReferenceConditions.allHold(statement.conditions(), version, request.context());
    }

    private static boolean actionMatches(Statement statement, String action) {
        boolean listed = statement.actions().patterns().stream().anyMatch(p -> actionMatches(p, action));
        return listed == (statement.actions().polarity() == Polarity.ONLY);
    }

    private static boolean actionMatches(ActionPattern pattern, String action) {
        String text = pattern.text();
        if (text.equals("*") || text.equals("*:*")) {
            return true;
        }
        // A wildcard does not stand for a service: reference_policies_elements_action.
        int colon = text.indexOf(':');
        if (colon < 0 || text.substring(0, colon).matches(".*[*?].*")) {
            return false;
        }
        String regex = Pattern.quote(text).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Wildcards.matchesIgnoringCase(regex, action);
    }

    private static boolean resourceMatches(
            Optional<ResourceElement> element, PolicyVersion version, AccessRequest request) {
        if (element.isEmpty()) {
            return true;
        }
        String resource =
                request.resourceLevel() == AccessRequest.ResourceLevel.WILDCARD_ONLY ? "*" : request.resource();
        boolean listed = false;
        boolean unknown = false;
        for (ResourcePattern pattern : element.get().patterns()) {
            if (Wildcards.regex(pattern.text(), version, Wildcards.Stars.ACTIVE, request.context())
                    .isEmpty()) {
                unknown = true;
                continue;
            }
            String resolved = ReferenceArns.resolve(pattern.text(), version, request.context());
            listed |= pattern.text().matches("\\*+") || !resource.startsWith("arn:")
                    ? ReferenceArns.partMatches(resolved, resource)
                    : ReferenceArns.partsMatch(resolved.split(":", 6), resource.split(":", 6));
        }
        // A variable without a value names nothing; what a NotResource leaves out is then not known, and it does not
        // match.
        return element.get().polarity() == Polarity.ONLY ? listed : !listed && !unknown;
    }

    private static Naming naming(Statement statement, RequestPrincipal caller) {
        if (statement.principal().isEmpty()) {
            return Naming.ITSELF;
        }
        PrincipalElement element = statement.principal().get();
        Naming best = element.anyone() ? Naming.ITSELF : Naming.NOT_NAMED;
        for (PrincipalEntry entry : element.entries()) {
            Naming naming = naming(entry, caller);
            best = naming.compareTo(best) > 0 ? naming : best;
        }
        if (element.polarity() == Polarity.ALL_BUT) {
            return best == Naming.NOT_NAMED ? Naming.ITSELF : Naming.NOT_NAMED;
        }
        return best;
    }

    private static Naming naming(PrincipalEntry entry, RequestPrincipal caller) {
        String named = entry.value();
        PrincipalType type = caller.type();
        boolean itself = caller.arn().isPresent() && caller.arn().get().equals(named);
        return switch (entry.kind()) {
            case SERVICE ->
                type == PrincipalType.AWS_SERVICE && (itself || named.equals("*")) ? Naming.ITSELF : Naming.NOT_NAMED;
            case FEDERATED ->
                (type == PrincipalType.WEB_IDENTITY || type == PrincipalType.SAML) && (itself || named.equals("*"))
                        ? Naming.ITSELF
                        : Naming.NOT_NAMED;
            case CANONICAL_USER -> Naming.NOT_NAMED;
            case AWS -> {
                if (named.equals("*")) {
                    yield Naming.ITSELF;
                }
                if (type == PrincipalType.ANONYMOUS
                        || type == PrincipalType.AWS_SERVICE
                        || type == PrincipalType.WEB_IDENTITY
                        || type == PrincipalType.SAML
                        || caller.arn().isEmpty()) {
                    yield Naming.NOT_NAMED;
                }
                if (itself) {
                    yield type == PrincipalType.IAM_ROLE ? Naming.BY_ROLE : Naming.ITSELF;
                }
                String account = caller.accountId().orElse("none");
                if (named.equals(account) || named.matches("arn:[^:]*:iam:[^:]*:" + account + ":root")) {
                    yield Naming.BY_ACCOUNT;
                }
                // Role names are unique in an account ignoring case and path: reference_iam-quotas.
                String[] parts = caller.arn().get().split("/");
                if (type == PrincipalType.ASSUMED_ROLE
                        && parts[0].endsWith(":assumed-role")
                        && parts.length > 1
                        && named.matches("arn:[^:]*:iam:[^:]*:" + account + ":role/(.*/)?(?i:" + Pattern.quote(parts[1])
                                + ")")) {
                    yield Naming.BY_ROLE;
                }
                yield Naming.NOT_NAMED;
            }
        };
    }
}
