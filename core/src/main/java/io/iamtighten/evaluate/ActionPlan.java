package io.iamtighten.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * What a stack has to say about one action: its statements that name the action, layer by layer, and the rules of its
 * service. Worked out once for each action.
 *
 * @param rules the rules of the action's service
 * @param rcpDenies the denies of all resource control policies
 * @param scpDenies the denies of all service control policies
 * @param resourceDenies the denies of the resource-based policy
 * @param ownDenies the denies of the caller's policies, boundary and session policies
 * @param endpointDenies the denies of the VPC endpoint's policies
 * @param scpAllows the allows of the service control policies, by level
 * @param resourceAllows the allows of the resource-based policy
 * @param identityAllows the allows of the identity-based policies
 * @param boundaryAllows the allows of the permissions boundary
 * @param sessionAllows the allows of the session policies
 * @param endpointAllows the allows of the VPC endpoint's policies
 */
@SuppressWarnings("ArrayRecordComponent") // Compared and printed by nobody.
record ActionPlan(
        ServiceRules rules,
        CompiledStatement[] rcpDenies,
        CompiledStatement[] scpDenies,
        CompiledStatement[] resourceDenies,
        CompiledStatement[] ownDenies,
        CompiledStatement[] endpointDenies,
        CompiledStatement[][] scpAllows,
        CompiledStatement[] resourceAllows,
        CompiledStatement[] identityAllows,
        CompiledStatement[] boundaryAllows,
        CompiledStatement[] sessionAllows,
        CompiledStatement[] endpointAllows) {

    /** Returns the denies of several layers, in order. */
    static CompiledStatement[] denies(String action, CompiledLayer... layers) {
        List<CompiledStatement> all = new ArrayList<>();
        for (CompiledLayer layer : layers) {
            all.addAll(List.of(layer.matching(action, true)));
        }
        return all.isEmpty() ? CompiledLayer.NO_STATEMENTS : all.toArray(CompiledStatement[]::new);
    }
}
