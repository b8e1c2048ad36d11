package io.iamtighten.tighten;

import io.iamtighten.usage.TrailCoverage;
import io.iamtighten.usage.UnmappedEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A proposal: what would become of a principal's policies, why, and how sure that is.
 *
 * @param principal the ARN of the user or role
 * @param editability who can edit the principal's policies
 * @param coverage what the records hold; empty when there are none
 * @param observability what follows of that, one sentence each: what the records can show and what not, such as days without events
 * @param events how many recorded calls are the principal's
 * @param before what today's policies allow
 * @param after what the proposal allows
 * @param policies what becomes of each policy, in today's order
 * @param proof whether the proposal allows nothing new
 * @param replay whether the proposal still allows what was done
 * @param kept the permissions that stay, in order of action and statement
 * @param removed the actions that go, in order
 * @param blindSpots the actions whose use the records cannot show, in order
 * @param unmapped the principal's calls for which no action is known
 * @param neverFound the resources that the principal named and that each call said not to exist, in order
 * @param sourceConditions the conditions on the caller's address
 * @param shortened what was shortened to fit IAM's quotas, by service, and what that gave away
 * @param steps what else to do, in words, such as to leave a group
 * @param conditions the conditions added from what was seen
 * @param secondEvidence what IAM's last-accessed information changed; empty when it was not given
 * @param escalation the known ways to more permissions, before and after
 * @param warnings what a reader must know before trusting the rest
 */
public record TighteningProposal(
        String principal,
        Editability editability,
        Optional<TrailCoverage> coverage,
        List<String> observability,
        long events,
        AccessCounts before,
        AccessCounts after,
        List<PolicyChange> policies,
        Proof proof,
        Replay replay,
        List<KeptPermission> kept,
        List<RemovedPermission> removed,
        List<BlindSpot> blindSpots,
        List<UnmappedEvent> unmapped,
        List<NeverFound> neverFound,
        List<SourceCondition> sourceConditions,
        List<Shortening> shortened,
        List<String> steps,
        MinedConditions conditions,
        Optional<SecondEvidence> secondEvidence,
        EscalationChange escalation,
        List<String> warnings) {
    /** Copies the lists. */
    public TighteningProposal {
        observability = List.copyOf(observability);
        policies = List.copyOf(policies);
        kept = List.copyOf(kept);
        removed = List.copyOf(removed);
        blindSpots = List.copyOf(blindSpots);
        unmapped = List.copyOf(unmapped);
        neverFound = List.copyOf(neverFound);
        sourceConditions = List.copyOf(sourceConditions);
        shortened = List.copyOf(shortened);
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }

    /** Who can edit the principal's policies. */
    public enum Editability {
        /** The account's administrators. */
        EDITABLE,
        /** Nobody: the role belongs to an AWS service. */
        SERVICE_LINKED,
        /** Nobody in IAM: AWS reserves the role, such as those of IAM Identity Center, whose permission sets are edited instead. */
        AWS_RESERVED
    }

    /** Returns this proposal with warnings before its own; what several say stands there once. */
    public TighteningProposal withWarnings(List<String> more) {
        Set<String> all = new LinkedHashSet<>(more);
        all.addAll(warnings);
        return with(proof, List.copyOf(all));
    }

    /** Returns this proposal with another proof, such as one with more work to spend or by other means. */
    public TighteningProposal withProof(Proof other) {
        return with(other, warnings);
    }

    private TighteningProposal with(Proof otherProof, List<String> otherWarnings) {
        return new TighteningProposal(
                principal,
                editability,
                coverage,
                observability,
                events,
                before,
                after,
                policies,
                otherProof,
                replay,
                kept,
                removed,
                blindSpots,
                unmapped,
                neverFound,
                sourceConditions,
                shortened,
                steps,
                conditions,
                secondEvidence,
                escalation,
                otherWarnings);
    }

    /** Returns whether any policy changes. */
    public boolean changes() {
        return policies.stream().anyMatch(policy -> policy.action() != PolicyChange.Action.KEEP);
    }
}
