package io.iamtighten.testkit.reference;

import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestPrincipal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides one request, step by step as the documentation tells it.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html">How
 *     AWS enforcement code logic evaluates requests</a>
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html">Cross-account
 *     policy evaluation logic</a>
 */
public final class ReferenceEvaluator {
    private final ReferencePolicies policies;
    private final AccessRequest request;
    private final RequestPrincipal caller;
    private final String action;

    private ReferenceEvaluator(ReferencePolicies policies, AccessRequest request) {
        this.policies = policies;
        this.request = request;
        this.caller = request.principal();
        this.action = request.action().toLowerCase(Locale.ROOT);
    }

    /** Returns the decision on a request. */
    public static ReferenceOutcome decide(ReferencePolicies policies, AccessRequest request) {
        return new ReferenceEvaluator(policies, request).decide();
    }

    private ReferenceOutcome decide() {
        if (needsNoPermission()) {
            return ReferenceOutcome.ALLOWED;
        }
        // "The enforcement code looks for a Deny statement that applies to the request."
        boolean hasBoundary = hasIdentity() && policies.boundary().isPresent();
        if (ReferenceStatements.anyDenies(everyApplicablePolicy(), request, hasBoundary)) {
            return ReferenceOutcome.EXPLICIT_DENY;
        }
        return targetBelongsToAws() || !organizationAllows() || !endpointAllows() || !grants()
                ? ReferenceOutcome.IMPLICIT_DENY
                : ReferenceOutcome.ALLOWED;
    }

    /** API reference of STS, GetCallerIdentity; IAM User Guide, Permissions for GetSessionToken. */
    private boolean needsNoPermission() {
        return switch (action) {
            case "sts:getcalleridentity" -> caller.type() != PrincipalType.ANONYMOUS;
            case "sts:getsessiontoken" ->
                caller.type() == PrincipalType.IAM_USER || caller.type() == PrincipalType.ROOT_USER;
            default -> false;
        };
    }

    private boolean hasIdentity() {
        return switch (caller.type()) {
            case IAM_USER, IAM_ROLE, ASSUMED_ROLE, FEDERATED_USER, ROOT_USER -> true;
            case AWS_SERVICE, WEB_IDENTITY, SAML, ANONYMOUS -> false;
        };
    }

    private List<PolicyDocument> everyApplicablePolicy() {
        Stream<PolicyDocument> own = hasIdentity()
                ? Stream.of(policies.identity().stream(), policies.boundary().stream(), policies.session().stream())
                        .flatMap(s -> s)
                : Stream.empty();
        Stream<PolicyDocument> scps = scpsApply() ? policies.scps().stream().flatMap(List::stream) : Stream.empty();
        Stream<PolicyDocument> rcps = rcpsApply() ? policies.rcps().stream().flatMap(List::stream) : Stream.empty();
        return Stream.of(own, scps, rcps, policies.resource().stream(), policies.vpcEndpoint().stream())
                .flatMap(s -> s)
                .toList();
    }

    /** Organizations User Guide, Service control policies: "tasks and entities not restricted by SCPs". */
    private boolean scpsApply() {
        return hasIdentity() && !caller.serviceLinkedRole() && !isManagementAccount(caller.accountId());
    }

    /**
     * Organizations User Guide, Resource control policies: services that support them, and what they do not restrict. KMS
     * Developer Guide: kms:RetireGrant is not effective in one.
     */
    private boolean rcpsApply() {
        return policies.rcpServices().contains(action.split(":", 2)[0])
                && !action.equals("kms:retiregrant")
                && !caller.serviceLinkedRole()
                && !isManagementAccount(request.resourceAccount());
    }

    private boolean isManagementAccount(Optional<String> account) {
        return account.isPresent() && policies.managementAccount().equals(account);
    }

    /** Every level must allow. RCPs always do, as RCPFullAWSAccess cannot be detached. */
    private boolean organizationAllows() {
        return !scpsApply() || policies.scps().stream().allMatch(this::allow);
    }

    private boolean endpointAllows() {
        return policies.vpcEndpoint().isEmpty() || allow(policies.vpcEndpoint());
    }

    private boolean allow(List<PolicyDocument> documents) {
        return ReferenceStatements.anyAllows(documents, request, ReferenceStatements.Naming.BY_ACCOUNT);
    }

    private boolean resourceAllows(ReferenceStatements.Naming least) {
        return ReferenceStatements.anyAllows(policies.resource().stream().toList(), request, least);
    }

    private boolean grants() {
        if (!hasIdentity()) {
            return resourceAllows(ReferenceStatements.Naming.BY_ACCOUNT);
        }
        boolean otherAccount = request.resourceAccount().isPresent()
                && caller.accountId().isPresent()
                && !request.resourceAccount().equals(caller.accountId());
        if (otherAccount) {
            return identityAllows() && limitsAllow() && resourceAllows(ReferenceStatements.Naming.BY_ACCOUNT);
        }
        if (resourceAllows(ReferenceStatements.Naming.ITSELF)) {
            return true;
        }
        if (resourceAllows(ReferenceStatements.Naming.BY_ROLE)) {
            return limitsAllow();
        }
        if (targetMustAllow() && !resourceAllows(ReferenceStatements.Naming.BY_ACCOUNT)) {
            return false;
        }
        return identityAllows() && limitsAllow();
    }

    /** "All requests are implicitly denied with the exception of the AWS account root user, which has full access." */
    private boolean identityAllows() {
        return caller.type() == PrincipalType.ROOT_USER || allow(policies.identity());
    }

    private boolean limitsAllow() {
        if (caller.type() == PrincipalType.ROOT_USER) {
            return true;
        }
        if (policies.boundary().isPresent()
                && !allow(policies.boundary().stream().toList())) {
            return false;
        }
        if (policies.session().isEmpty()) {
            // "If there is no session policy, the code checks whether the principal is a role session. ... Otherwise,
            // the
            // request is implicitly denied": a federated user must have been given one.
            return caller.type() != PrincipalType.FEDERATED_USER;
        }
        return allow(policies.session());
    }

    /** "IAM role trust policies and KMS key policies are exceptions ... they must explicitly allow access." */
    private boolean targetMustAllow() {
        if (action.startsWith("kms:")) {
            return request.resource().contains(":key/");
        }
        return request.resource().contains(":role/")
                && (action.startsWith("sts:assumerole")
                        || action.equals("sts:tagsession")
                        || action.equals("sts:setsourceidentity"));
    }

    /** AWS managed policies, roles that AWS reserves, aliases of AWS managed keys: nobody else changes them. */
    private boolean targetBelongsToAws() {
        String resource = request.resource();
        if (action.startsWith("iam:")) {
            boolean reads = Stream.of("iam:get", "iam:list", "iam:generate", "iam:simulate")
                    .anyMatch(action::startsWith);
            boolean managedPolicy = resource.contains(":iam::aws:policy/") && !resource.contains(":role/");
            return !reads && (managedPolicy || resource.contains(":role/aws-reserved/"));
        }
        return action.matches("kms:(create|update|delete)alias") && resource.contains(":alias/aws/");
    }
}
