package io.iamtighten.effective;

import io.iamtighten.account.IamRole;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.evaluate.PolicyLayer;
import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.request.RequestPrincipal;
import java.util.ArrayList;
import java.util.List;

/** A principal's policies, layer by layer, with their indexed documents. */
final class IndexedPrincipal {
    /** The name of the role session in witnesses; nothing depends on it but conditions on it. */
    static final String SESSION = "session";

    final PrincipalView view;
    final RequestPrincipal caller;
    final OwnKeys keys;
    final Layer identity;
    /** The layers that must allow besides: the boundary, the levels of service control policies that apply. */
    final List<Layer> limits;
    /** The resource control policies on the resources of the principal's own account; their denies count. */
    final List<Layer> rcps;

    /**
     * Policies of which one must allow.
     *
     * @param kind the kind
     * @param level the id of the organization's level, or empty
     * @param policies the policies
     * @param documents their documents, indexed, in the same order
     */
    record Layer(PolicyLayer kind, String level, List<NamedPolicy> policies, List<IndexedDocument> documents) {}

    IndexedPrincipal(PrincipalView view, IndexedDocument.Index index, List<PolicyLevel> rcps) {
        this(view, index, view.caller(SESSION), new OwnKeys(view, SESSION), rcps);
    }

    IndexedPrincipal(
            PrincipalView view,
            IndexedDocument.Index index,
            RequestPrincipal caller,
            OwnKeys keys,
            List<PolicyLevel> rcps) {
        this.view = view;
        this.caller = caller;
        this.keys = keys;
        PolicyStack stack = view.stack();
        this.identity = layer(PolicyLayer.IDENTITY, "", stack.identity(), index);
        List<Layer> limiting = new ArrayList<>();
        stack.boundary().ifPresent(b -> limiting.add(layer(PolicyLayer.BOUNDARY, "", List.of(b), index)));
        if (controlled(view)) {
            for (PolicyLevel level : stack.scps()) {
                limiting.add(layer(PolicyLayer.SCP, level.id(), level.policies(), index));
            }
        }
        this.limits = List.copyOf(limiting);
        List<Layer> controls = new ArrayList<>();
        if (controlled(view)) {
            for (PolicyLevel level : rcps) {
                if (!level.policies().isEmpty()) {
                    controls.add(layer(PolicyLayer.RCP, level.id(), level.policies(), index));
                }
            }
        }
        this.rcps = List.copyOf(controls);
    }

    private IndexedPrincipal(IndexedPrincipal role, String session) {
        this.view = role.view;
        this.caller = role.view.caller(session);
        this.keys = new OwnKeys(role.view, session);
        this.identity = role.identity;
        this.limits = role.limits;
        this.rcps = role.rcps;
    }

    /** Returns the same role in a session of some name. */
    IndexedPrincipal inSession(String session) {
        return new IndexedPrincipal(this, session);
    }

    /** Whether service and resource control policies reach the principal: not in the management account, not a service's own role. */
    static boolean controlled(PrincipalView view) {
        boolean management = view.stack().managementAccountId().isPresent()
                && view.stack().managementAccountId().get().equals(view.accountId());
        return !management && !(view.principal() instanceof IamRole role && role.serviceLinked());
    }

    static Layer layer(PolicyLayer kind, String level, List<NamedPolicy> policies, IndexedDocument.Index index) {
        return new Layer(
                kind,
                level,
                policies,
                policies.stream().map(p -> index.of(p.document())).toList());
    }
}
