package io.iamtighten.effective;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamRole;
import io.iamtighten.account.InlinePolicy;
import io.iamtighten.account.OrganizationTree;
import io.iamtighten.account.ResourcePolicy;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyParser;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accounts of one role, {@code app}. */
final class OneRole {
    static final String ACCOUNT = "111122223333";
    static final String FULL = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
            """;

    private OneRole() {}

    static PolicyDocument policy(String text) {
        return PolicyParser.parse(text).orElseThrow();
    }

    static AccountSnapshot account(String identity, List<String> scps, List<ResourcePolicy> resources) {
        IamRole role = new IamRole(
                "app",
                "/",
                Optional.empty(),
                "arn:aws:iam::" + ACCOUNT + ":role/app",
                policy("""
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                          "Principal": {"Service": "ec2.amazonaws.com"}}]}
                        """),
                List.of(new InlinePolicy("inline", policy(identity))),
                List.of(),
                Optional.empty(),
                List.of(),
                Map.of());
        List<NamedPolicy> controls = scps.stream()
                .map(text -> new NamedPolicy("scp" + scps.indexOf(text), policy(text)))
                .toList();
        Optional<OrganizationTree> organization = scps.isEmpty()
                ? Optional.empty()
                : Optional.of(new OrganizationTree(
                        Optional.of("o-1"),
                        Optional.of("999900001111"),
                        true,
                        new OrganizationTree.Unit(
                                "r-1",
                                "Root",
                                List.of(new NamedPolicy("Full", policy(FULL))),
                                List.of(),
                                List.of(new OrganizationTree.Unit(ACCOUNT, "app", controls, List.of(), List.of())))));
        return new AccountSnapshot(
                Optional.of(ACCOUNT),
                List.of(),
                List.of(),
                List.of(role),
                List.of(),
                organization,
                resources,
                List.of());
    }

    /** The account with resource control policies at the root of its organization. */
    static AccountSnapshot withRcp(AccountSnapshot account, String rcp) {
        OrganizationTree tree = account.organization().orElseThrow();
        OrganizationTree.Unit root = tree.root();
        OrganizationTree.Unit changed = new OrganizationTree.Unit(
                root.id(),
                root.name(),
                root.scps(),
                List.of(new NamedPolicy("perimeter", policy(rcp))),
                root.children());
        return new AccountSnapshot(
                account.accountId(),
                account.users(),
                account.groups(),
                account.roles(),
                account.policies(),
                Optional.of(new OrganizationTree(tree.id(), tree.managementAccountId(), tree.scpsEnabled(), changed)),
                account.resourcePolicies(),
                account.gaps());
    }
}
