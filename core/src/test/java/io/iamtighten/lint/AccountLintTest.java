package io.iamtighten.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.account.AccountParse;
import io.iamtighten.account.AccountParser;
import io.iamtighten.account.AccountText;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.testsupport.TestData;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccountLintTest {
    private static final String ROLE = """
            {"RoleName": "%1$s", "Path": "/", "RoleId": "AROA%1$s", "Arn": "arn:aws:iam::111122223333:role/%1$s",
             "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [
               {"Effect": "Allow", "Principal": %2$s, "Action": "sts:AssumeRole"}]},
             "RolePolicyList": [{"PolicyName": "own", "PolicyDocument": {"Version": "2012-10-17", "Statement": [%3$s]}}],
             "AttachedManagedPolicies": [], "InstanceProfileList": [], "Tags": []}""";
    private static final String EC2 = "{\"Service\": \"ec2.amazonaws.com\"}";
    private static final String ADMIN = "{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}";
    private static final String ACCOUNT = "{\"AWS\": \"111122223333\"}";

    private static LintReport lint(String... roles) {
        String text = "{\"UserDetailList\": [], \"GroupDetailList\": [], \"Policies\": [], \"RoleDetailList\": ["
                + String.join(",", roles) + "]}";
        AccountParse parse =
                AccountParser.parse(List.of(new AccountText("account.json", text)), Optional.empty(), List.of());
        assertThat(parse.problems()).isEmpty();
        return Linter.standard(ServiceCatalog.bundled()).lint(parse.snapshot().orElseThrow(), parse.policies());
    }

    private static String role(String name, String trusted, String statement) {
        return ROLE.formatted(name, trusted, statement);
    }

    private static String assume(String role) {
        return "{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Resource\": \"arn:aws:iam::111122223333:role/"
                + role + "\"}";
    }

    @Test
    void aChainOfRolesUpToAnAdministratorIsFound() {
        LintReport report =
                lint(role("A", EC2, assume("B")), role("B", ACCOUNT, assume("Root")), role("Root", ACCOUNT, ADMIN));
        List<Finding> found = report.of("escalation-reach-administrator");
        assertThat(found.stream().map(Finding::source))
                .containsExactly("arn:aws:iam::111122223333:role/A", "arn:aws:iam::111122223333:role/B");
        assertThat(found.get(0).message()).contains("role/Root", "2 steps");
        assertThat(found.get(0).notes()).hasSize(2);
        assertThat(report.of("escalation-administrator")).hasSize(1);
    }

    @Test
    void aTrustPolicyThatDoesNotNameTheCallerCutsTheChain() {
        LintReport report = lint(role("A", EC2, assume("Root")), role("Root", EC2, ADMIN));
        assertThat(report.of("escalation-reach-administrator")).isEmpty();
        assertThat(report.of("escalation-principal-access")).isEmpty();
    }

    /** A role can only be passed to a service that it trusts. */
    @Test
    void passingNeedsARoleThatTrustsTheService() {
        String run =
                "{\"Effect\": \"Allow\", \"Action\": [\"iam:PassRole\", \"ec2:RunInstances\"], \"Resource\": \"*\"}";
        LintReport open = lint(role("Runner", ACCOUNT, run), role("Root", EC2, ADMIN));
        assertThat(open.of("escalation-new-passrole").stream().map(Finding::message))
                .anyMatch(m -> m.contains("ec2-001"));
        assertThat(open.of("escalation-reach-administrator")).hasSize(1);
        LintReport shut = lint(role("Runner", ACCOUNT, run), role("Root", "{\"AWS\": \"444455556666\"}", ADMIN));
        assertThat(shut.of("escalation-new-passrole")).isEmpty();
        assertThat(shut.of("escalation-reach-administrator")).isEmpty();
    }

    @Test
    void theExampleAccountIsLintedAsAWhole() {
        String text = TestData.text(TestData.shared("policies/cloudsplaining/example-authz-details.json"));
        AccountParse parse =
                AccountParser.parse(List.of(new AccountText("account.json", text)), Optional.empty(), List.of());
        LintReport report =
                Linter.standard(ServiceCatalog.bundled()).lint(parse.snapshot().orElseThrow(), parse.policies());
        assertThat(report.of("escalation-administrator").stream().map(Finding::source))
                .contains("arn:aws:iam::012345678901:user/obama");
        List<Finding> chains = report.of("escalation-reach-administrator");
        assertThat(chains.stream().map(Finding::source))
                .containsExactly("arn:aws:iam::012345678901:role/OverprivilegedEC2");
        assertThat(chains.get(0).position().orElseThrow().line()).isEqualTo(293);
        assertThat(report.of("escalation-existing-passrole").stream().map(Finding::message))
                .anyMatch(m -> m.contains("lambda-003"));
        // No role of the account trusts Lambda, so none can be passed to it.
        assertThat(report.of("escalation-new-passrole")).isEmpty();
    }
}
