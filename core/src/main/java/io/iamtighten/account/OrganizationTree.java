package io.iamtighten.account;

import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.policy.NamedPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An organization: its units and accounts with the policies attached to each.
 *
 * @param id such as {@code o-a1b2c3d4e5}; empty when unknown
 * @param managementAccountId the management account; empty when unknown
 * @param scpsEnabled whether service control policies are in use; if not, none applies
 * @param root the root with everything below it
 */
public record OrganizationTree(
        Optional<String> id, Optional<String> managementAccountId, boolean scpsEnabled, Unit root) {
    /**
     * The root, an organizational unit, or an account.
     *
     * @param id such as {@code r-ab12}, {@code ou-ab12-11111111}, or the account's number
     * @param name the name
     * @param scps the service control policies attached here
     * @param rcps the resource control policies attached here, without the implied {@code RCPFullAWSAccess}
     * @param children the units and accounts below; an account has none
     */
    public record Unit(String id, String name, List<NamedPolicy> scps, List<NamedPolicy> rcps, List<Unit> children) {
        /** Copies the lists. */
        public Unit {
            scps = List.copyOf(scps);
            rcps = List.copyOf(rcps);
            children = List.copyOf(children);
        }
    }

    /** Returns where an account stands, or empty when the tree does not hold it. */
    public Optional<AccountPlace> place(String accountId) {
        List<Unit> path = new ArrayList<>();
        return find(root, accountId, path) ? Optional.of(place(path)) : Optional.empty();
    }

    private static boolean find(Unit unit, String accountId, List<Unit> path) {
        path.add(unit);
        if (unit.id().equals(accountId)) {
            return true;
        }
        for (Unit child : unit.children()) {
            if (find(child, accountId, path)) {
                return true;
            }
        }
        path.remove(path.size() - 1);
        return false;
    }

    private AccountPlace place(List<Unit> path) {
        List<PolicyLevel> scps = new ArrayList<>();
        List<PolicyLevel> rcps = new ArrayList<>();
        for (Unit unit : path) {
            if (scpsEnabled) {
                scps.add(new PolicyLevel(unit.id(), unit.scps()));
            }
            rcps.add(new PolicyLevel(unit.id(), unit.rcps()));
        }
        Optional<String> text = id.map(organization -> {
            StringBuilder joined = new StringBuilder(organization).append('/');
            path.subList(0, path.size() - 1)
                    .forEach(unit -> joined.append(unit.id()).append('/'));
            return joined.toString();
        });
        return new AccountPlace(id, managementAccountId, text, scps, rcps);
    }
}
