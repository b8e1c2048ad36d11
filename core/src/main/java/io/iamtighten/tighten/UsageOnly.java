package io.iamtighten.tighten;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamPrincipal;
import io.iamtighten.account.IamRole;
import io.iamtighten.account.IamUser;
import io.iamtighten.account.InlinePolicy;
import io.iamtighten.lint.EscalationPaths;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.usage.UsagePrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stands in for an account of which nothing is known: its one principal may do everything. */
final class UsageOnly {
    private static final String POLICY = "FromUsage";

    private UsageOnly() {}

    static AccountSnapshot account(UsagePrincipal principal) {
        String arn = principal.arn();
        int slash = arn.indexOf('/');
        String pathAndName = slash < 0 ? "/" + arn.substring(arn.lastIndexOf(':') + 1) : arn.substring(slash);
        String path = pathAndName.substring(0, pathAndName.lastIndexOf('/') + 1);
        String name = pathAndName.substring(path.length());
        List<InlinePolicy> everything = List.of(new InlinePolicy(
                POLICY,
                PolicyDocument.of(
                        List.of(Statement.of(Effect.ALLOW, ActionElement.of("*"), ResourceElement.of("*"))))));
        List<IamUser> users = new ArrayList<>();
        List<IamRole> roles = new ArrayList<>();
        if (principal.type() == PrincipalType.IAM_USER) {
            users.add(new IamUser(
                    name, path, principal.id(), arn, everything, List.of(), List.of(), Optional.empty(), Map.of()));
        } else {
            roles.add(new IamRole(
                    name,
                    path,
                    principal.id(),
                    arn,
                    PolicyDocument.of(List.of()),
                    everything,
                    List.of(),
                    Optional.empty(),
                    List.of(),
                    Map.of()));
        }
        return new AccountSnapshot(
                principal.accountId(), users, List.of(), roles, List.of(), Optional.empty(), List.of(), List.of());
    }

    static IamPrincipal principal(AccountSnapshot account) {
        return account.roles().isEmpty()
                ? account.users().get(0)
                : account.roles().get(0);
    }

    /** Returns the proposal as one that stands for itself. */
    static TighteningProposal unproven(TighteningProposal proposal) {
        List<PolicyChange> policies = proposal.policies().stream()
                .filter(change -> change.after().isPresent())
                .map(change -> new PolicyChange(
                        change.name(),
                        change.kind(),
                        PolicyChange.Action.CREATE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        change.before(),
                        change.after(),
                        "from usage alone"))
                .toList();
        return new TighteningProposal(
                proposal.principal(),
                proposal.editability(),
                proposal.coverage(),
                proposal.observability(),
                proposal.events(),
                new AccessCounts(0, 0, 0, 0, 0),
                proposal.after(),
                policies,
                new Proof(
                        Proof.Verdict.UNKNOWN,
                        "no account was given, so there are no policies to compare with",
                        Optional.empty()),
                proposal.replay(),
                proposal.kept(),
                List.of(),
                proposal.blindSpots(),
                proposal.unmapped(),
                proposal.neverFound(),
                List.of(),
                proposal.shortened(),
                List.of(),
                proposal.conditions(),
                proposal.secondEvidence(),
                new EscalationChange(
                        EscalationPaths.none(), proposal.escalation().after()),
                proposal.warnings());
    }
}
