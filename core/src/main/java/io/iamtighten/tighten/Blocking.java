package io.iamtighten.tighten;

import io.iamtighten.account.IamRole;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.NamedPolicy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Which actions of the identity-based policies are blocked whatever the request, by a boundary or an SCP that does not allow them or
 * by a deny. An action that is called blocked is so in every reading; some that are blocked for other reasons are not found.
 */
final class Blocking {
    /** A layer of which an action must be allowed, or a deny. */
    private record Obstacle(String label, BitSet blocked) {}

    /** Policies of which one must allow. */
    private record Layer(String label, List<OriginStatement> allows) {}

    private final List<Obstacle> obstacles = new ArrayList<>();
    private final List<OriginStatement> partialDenies = new ArrayList<>();
    private final List<OriginStatement> denies = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();
    private final BitSet blocked = new BitSet();

    /**
     * @param stack the policies, without a boundary of which the document is unknown
     */
    Blocking(PrincipalView view, PolicyStack stack, ActionSets sets, int actionCount) {
        boolean serviceLinked = view.principal() instanceof IamRole role && role.serviceLinked();
        boolean management = stack.managementAccountId().equals(Optional.of(view.accountId()));
        stack.boundary()
                .ifPresent(boundary -> layer(
                        List.of(boundary), "the permissions boundary `" + boundary.name() + "`", sets, actionCount));
        if (!serviceLinked && !management) {
            for (PolicyLevel level : stack.scps()) {
                layer(level.policies(), "the service control policies of `" + level.id() + "`", sets, actionCount);
            }
        }
        denies(stack.identity(), "", sets);
        for (Obstacle obstacle : obstacles) {
            blocked.or(obstacle.blocked());
        }
    }

    private void layer(List<NamedPolicy> policies, String label, ActionSets sets, int actionCount) {
        BitSet allowed = new BitSet(actionCount);
        List<OriginStatement> allows = new ArrayList<>();
        for (OriginStatement statement : OriginStatement.all(policies, sets)) {
            if (statement.allows()) {
                allowed.or(statement.actions());
                allows.add(statement);
            }
        }
        layers.add(new Layer(label, allows));
        allowed.flip(0, actionCount);
        obstacles.add(new Obstacle(label + " does not allow it", allowed));
        denies(policies, label + ": ", sets);
    }

    private void denies(List<NamedPolicy> policies, String label, ActionSets sets) {
        for (OriginStatement statement : OriginStatement.all(policies, sets)) {
            if (statement.allows()) {
                continue;
            }
            denies.add(statement);
            if (!statement.unconditional()) {
                continue;
            }
            if (statement.anyResource()) {
                obstacles.add(new Obstacle(label + "denied by " + statement.ref(), statement.actions()));
            } else if (!statement.allButResources()) {
                partialDenies.add(statement);
            }
        }
    }

    /** Returns the actions that are blocked on every resource; not to be changed. */
    BitSet everywhere() {
        return blocked;
    }

    /** Returns whether {@link #in} has an action, without a set for it. */
    boolean blocks(int action, OriginStatement statement) {
        return blocked.get(action)
                || partialDenies.stream().anyMatch(deny -> deny.actions().get(action) && coversAllOf(deny, statement));
    }

    /** Returns the actions that are blocked wherever this statement would allow them; the caller's own. */
    BitSet in(OriginStatement statement) {
        BitSet result = (BitSet) blocked.clone();
        for (OriginStatement deny : partialDenies) {
            if (coversAllOf(deny, statement)) {
                result.or(deny.actions());
            }
        }
        result.and(statement.actions());
        return result;
    }

    private static boolean coversAllOf(OriginStatement deny, OriginStatement statement) {
        if (statement.allButResources()) {
            return false;
        }
        for (ResourceEntry entry : statement.entries()) {
            if (deny.entries().stream()
                    .noneMatch(d -> d.fixed()
                            .filter(pattern -> ResourceEntry.containsInAll(pattern, entry.widest()))
                            .isPresent())) {
                return false;
            }
        }
        return true;
    }

    /** Returns why today's policies surely refuse a use whatever the identity-based policies allow, or empty when they may not. */
    Optional<String> refuses(Use use) {
        for (OriginStatement deny : denies) {
            if (deny.covers(use) == Truth.YES) {
                return Optional.of("denied by " + deny.ref());
            }
        }
        for (Layer layer : layers) {
            if (layer.allows().stream().allMatch(statement -> statement.covers(use) == Truth.NO)) {
                return Optional.of(layer.label() + " does not allow it");
            }
        }
        return Optional.empty();
    }

    /** Returns why an action that a statement allows is blocked. */
    String reason(int action, OriginStatement statement) {
        for (Obstacle obstacle : obstacles) {
            if (obstacle.blocked().get(action)) {
                return obstacle.label();
            }
        }
        for (OriginStatement deny : partialDenies) {
            if (deny.actions().get(action) && coversAllOf(deny, statement)) {
                return "denied by " + deny.ref();
            }
        }
        throw new IllegalArgumentException("the action is not blocked");
    }
}
