package io.iamtighten.lint;

import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestPrincipal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What single Allow statements of an identity-based policy give: with all Deny statements of the policy, and within the boundary and
 * the service control policies that are known. Policies of other types give nothing alone; what is said of them is about their text.
 */
final class StatementGrants {
    private final PolicyView view;
    private final Map<Integer, Reach> reaches = new HashMap<>();
    private final List<String> undecided = new ArrayList<>();

    StatementGrants(PolicyView view) {
        this.view = view;
    }

    /** Returns a caller to stand for those who have a policy, of the account that is known. */
    static RequestPrincipal caller(LintContext context) {
        String account = context.accountId().orElse("111122223333");
        return RequestPrincipal.of(
                PrincipalType.ASSUMED_ROLE, "arn:aws:sts::" + account + ":assumed-role/Example/session", account);
    }

    /** Returns a policy as the only one of a caller, within what is known besides. */
    static PolicyStack stack(NamedPolicy policy, LintContext context) {
        PolicyStack only = PolicyStack.ofIdentity(List.of(policy)).withScps(context.scps());
        return context.boundary().map(only::withBoundary).orElse(only);
    }

    /** Whether the policy gives anything alone. */
    boolean give() {
        return view.type() == PolicyType.IDENTITY;
    }

    /** Returns what was not decided, one sentence each. */
    List<String> undecided() {
        return undecided;
    }

    /** Returns an allowed request for one of some actions by a statement, or empty when there is none, or when it is not decided. */
    Optional<AccessRequest> request(StatementView at, BitSet actions) {
        return request(at, reach(at), actions);
    }

    /** Returns the same for one entry of the statement's resources. */
    Optional<AccessRequest> request(StatementView at, BitSet actions, ResourcePattern resource) {
        return request(at, reach(at, List.of(resource)), actions);
    }

    private Optional<AccessRequest> request(StatementView at, Reach reach, BitSet actions) {
        Reach.Answer answer = reach.any(actions);
        if (answer instanceof Reach.Answer.Unknown unknown) {
            undecided.add("what " + at.name() + " grants is undecided: " + unknown.reason());
        }
        return answer instanceof Reach.Answer.Yes yes ? Optional.of(yes.request()) : Optional.empty();
    }

    /** Returns some actions without those that are denied whatever the request. */
    BitSet lasting(StatementView at, BitSet actions) {
        return give() ? reach(at).notDenied(actions) : actions;
    }

    /** Whether something may keep some of the requests for some actions out. */
    boolean limits(StatementView at, BitSet actions) {
        return give() && reach(at).limits(actions);
    }

    private Reach reach(StatementView at) {
        return reaches.computeIfAbsent(at.index(), index -> reach(at, List.of()));
    }

    private Reach reach(StatementView at, List<ResourcePattern> resources) {
        List<Statement> statements = new ArrayList<>();
        for (StatementView other : view.statements()) {
            if (other == at) {
                statements.add(
                        resources.isEmpty()
                                ? at.statement()
                                : at.statement().withResources(new ResourceElement(Polarity.ONLY, resources)));
            } else if (other.statement().effect() == Effect.DENY) {
                statements.add(other.statement());
            }
        }
        NamedPolicy policy =
                new NamedPolicy(view.policy().name(), view.document().withStatements(statements));
        return new Reach(view.catalog(), caller(view.context()), stack(policy, view.context()));
    }
}
