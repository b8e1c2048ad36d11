package io.iamtighten.effective;

import static io.iamtighten.effective.OneRole.ACCOUNT;
import static io.iamtighten.effective.OneRole.FULL;
import static io.iamtighten.effective.OneRole.account;
import static io.iamtighten.effective.OneRole.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.access.WorkLimit;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.ResourcePolicy;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.policy.NamedPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InvariantCheckTest {
    private static final String EUROPE = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "Resource": "*",
              "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1"]}}}]}
            """;

    private static InvariantResult check(AccountSnapshot account, String invariant) {
        InvariantParse parse =
                InvariantParser.parse("{\"format\": 1, \"invariants\": [" + invariant + "]}", name -> Optional.empty());
        assertThat(parse.problems()).isEmpty();
        InvariantResult result = InvariantCheck.over(account, ServiceCatalog.bundled(), WorkLimit.standard())
                .check(parse.invariants().get(0));
        result.findings()
                .forEach(finding ->
                        finding.witness().ifPresent(w -> assertThat(w.action()).isNotEmpty()));
        return result;
    }

    private static InvariantResult.Verdict verdict(AccountSnapshot account, String invariant) {
        return check(account, invariant).verdict();
    }

    private static final String REGION_LOCK = """
            {"id": "r", "kind": "region-lock", "regions": ["eu-west-1"], "exceptActions": ["iam:*", "sts:*"], "against": "scps"}
            """;

    @Test
    void controlPoliciesProveARegionLock() {
        assertThat(verdict(account(FULL, List.of(FULL, EUROPE), List.of()), REGION_LOCK))
                .isEqualTo(InvariantResult.Verdict.HOLDS);
        String leaky = EUROPE.replace("\"sts:*\"", "\"sts:*\", \"s3:*\"");
        InvariantResult result = check(account(FULL, List.of(FULL, leaky), List.of()), REGION_LOCK);
        assertThat(result.verdict()).isEqualTo(InvariantResult.Verdict.VIOLATED);
        assertThat(result.findings().get(0).witness().orElseThrow().action()).startsWith("s3:");
    }

    @Test
    void withoutAnOrganizationControlPoliciesAreNotKnown() {
        assertThat(verdict(account(FULL, List.of(), List.of()), REGION_LOCK))
                .isEqualTo(InvariantResult.Verdict.UNKNOWN);
    }

    @Test
    void neverGrantedShowsARequestThatTheEvaluatorAllows() {
        AccountSnapshot account = account("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:Create*", "Resource": "*",
                  "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}]}
                """, List.of(), List.of());
        String never = "{\"id\": \"n\", \"kind\": \"never-granted\", \"actions\": [\"iam:CreateUser\"]}";
        InvariantResult result = check(account, never);
        assertThat(result.verdict()).isEqualTo(InvariantResult.Verdict.VIOLATED);
        Authorizer authorizer =
                Authorizer.compile(account.view(account.roles().get(0)).stack());
        assertThat(authorizer
                        .decide(result.findings().get(0).witness().orElseThrow())
                        .allowed())
                .isTrue();
        assertThat(verdict(account, never.replace("CreateUser", "DeleteUser")))
                .isEqualTo(InvariantResult.Verdict.HOLDS);
        String withMfa = "{\"id\": \"m\", \"kind\": \"require-mfa\", \"actions\": [\"iam:*\"]}";
        assertThat(verdict(account, withMfa)).isEqualTo(InvariantResult.Verdict.HOLDS);
    }

    @Test
    void onlyNamedPrincipalsMayPassARole() {
        AccountSnapshot account = account("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:PassRole",
                  "Resource": "arn:aws:iam::111122223333:role/*"}]}
                """, List.of(), List.of());
        String only = """
                {"id": "p", "kind": "only-principals", "actions": ["iam:PassRole"],
                 "resources": ["arn:aws:iam::111122223333:role/admin"], "principals": ["arn:aws:iam::*:role/NAME"]}
                """;
        assertThat(verdict(account, only)).isEqualTo(InvariantResult.Verdict.VIOLATED);
        assertThat(verdict(account, only.replace("NAME", "app"))).isEqualTo(InvariantResult.Verdict.HOLDS);
        assertThat(verdict(account, only.replace("111122223333", "444455556666")))
                .isEqualTo(InvariantResult.Verdict.HOLDS);
    }

    private static ResourcePolicy bucket(String principal, String condition) {
        return new ResourcePolicy(
                "arn:aws:s3:::b", Optional.of(ACCOUNT), new NamedPolicy("bucket policy", policy("""
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject",
                          "Principal": %s, "Resource": "arn:aws:s3:::b/*"%s}]}
                        """.formatted(
                                principal, condition))));
    }

    @Test
    void publicAccessIsWhatAStrangerGets() {
        String none = "{\"id\": \"public\", \"kind\": \"no-public-access\"}";
        String nothing = """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}
                """;
        assertThat(verdict(account(nothing, List.of(), List.of(bucket("\"*\"", ""))), none))
                .isEqualTo(InvariantResult.Verdict.VIOLATED);
        String own = ", \"Condition\": {\"StringEquals\": {\"aws:PrincipalOrgID\": \"o-1\"}}";
        assertThat(verdict(account(nothing, List.of(), List.of(bucket("\"*\"", own))), none))
                .isEqualTo(InvariantResult.Verdict.HOLDS);
        assertThat(verdict(account(nothing, List.of(), List.of(bucket("{\"AWS\": \"444455556666\"}", ""))), none))
                .isEqualTo(InvariantResult.Verdict.HOLDS);
        String role = own.replace("StringEquals", "ArnLike")
                .replace("aws:PrincipalOrgID", "aws:PrincipalArn")
                .replace("o-1", "arn:aws:iam::111122223333:role/*");
        assertThat(verdict(account(nothing, List.of(), List.of(bucket("\"*\"", role))), none))
                .isEqualTo(InvariantResult.Verdict.HOLDS);
        assertThat(verdict(
                        account(nothing, List.of(), List.of(bucket("\"*\"", role.replace("111122223333", "*")))), none))
                .isEqualTo(InvariantResult.Verdict.VIOLATED);
    }

    @Test
    void whatAResourcePolicyGivesToOthersCounts() {
        String nothing = """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}
                """;
        AccountSnapshot account = account(nothing, List.of(), List.of(bucket("{\"AWS\": \"444455556666\"}", "")));
        String never = "{\"id\": \"n\", \"kind\": \"never-granted\", \"actions\": [\"s3:GetObject\"]%s}";
        assertThat(verdict(account, never.formatted(""))).isEqualTo(InvariantResult.Verdict.VIOLATED);
        assertThat(verdict(account, never.formatted(", \"exceptPrincipals\": [\"444455556666\"]")))
                .isEqualTo(InvariantResult.Verdict.HOLDS);
    }

    @Test
    void whatAResourcePolicyGivesToOneSessionCounts() {
        String nothing = """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}
                """;
        String never = "{\"id\": \"n\", \"kind\": \"never-granted\", \"actions\": [\"s3:GetObject\"]}";
        for (String session : List.of("assumed-role/app/admin", "federated-user/bob")) {
            AccountSnapshot account = account(
                    nothing,
                    List.of(),
                    List.of(bucket("{\"AWS\": \"arn:aws:sts::111122223333:" + session + "\"}", "")));
            assertThat(verdict(account, never)).as(session).isEqualTo(InvariantResult.Verdict.VIOLATED);
        }
    }

    @Test
    void whoseACanonicalUserIsStaysOpen() {
        String nothing = """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}
                """;
        AccountSnapshot account =
                account(nothing, List.of(), List.of(bucket("{\"CanonicalUser\": \"79a59df900b949e5\"}", "")));
        InvariantResult result =
                check(account, "{\"id\": \"n\", \"kind\": \"never-granted\", \"actions\": [\"s3:GetObject\"]}");
        assertThat(result.verdict()).isEqualTo(InvariantResult.Verdict.UNKNOWN);
        assertThat(result.findings().get(0).reason()).contains("canonical user");
    }

    @Test
    void aNewPolicyGrantsNothingNew() {
        Invariant.NothingNew narrower = new Invariant.NothingNew(
                "x", new NamedPolicy("old", policy(FULL)), new NamedPolicy("new", policy(EUROPE)));
        assertThat(InvariantCheck.nothingNew(narrower, WorkLimit.standard()).verdict())
                .isEqualTo(InvariantResult.Verdict.HOLDS);
        Invariant.NothingNew wider = new Invariant.NothingNew(
                "x", new NamedPolicy("old", policy(EUROPE)), new NamedPolicy("new", policy(FULL)));
        assertThat(InvariantCheck.nothingNew(wider, WorkLimit.standard()).verdict())
                .isEqualTo(InvariantResult.Verdict.VIOLATED);
    }

    @Test
    void everyGuardrailHoldsWhereAControlPolicySaysItAndNotWithoutIt() {
        Map<String, String> guardrails = Map.of(
                "{\"id\": \"g\", \"kind\": \"imdsv2\", \"against\": \"scps\"}",
                "\"Action\": \"ec2:RunInstances\", \"Resource\": \"arn:aws:ec2:*:*:instance/*\","
                        + " \"Condition\": {\"StringNotEquals\": {\"ec2:MetadataHttpTokens\": \"required\"}}",
                "{\"id\": \"g\", \"kind\": \"mandatory-tags\", \"actions\": [\"ec2:RunInstances\"], \"tags\": [\"team\"],"
                        + " \"against\": \"scps\"}",
                "\"Action\": \"ec2:RunInstances\", \"Resource\": \"*\","
                        + " \"Condition\": {\"Null\": {\"aws:RequestTag/team\": \"true\"}}",
                "{\"id\": \"g\", \"kind\": \"approved-services\", \"services\": [\"s3\", \"sts\"], \"against\": \"scps\"}",
                "\"NotAction\": [\"s3:*\", \"sts:*\"], \"Resource\": \"*\"",
                "{\"id\": \"g\", \"kind\": \"require-tls\", \"against\": \"scps\"}",
                "\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"Bool\": {\"aws:SecureTransport\": \"false\"}}",
                "{\"id\": \"g\", \"kind\": \"require-mfa\", \"actions\": [\"iam:*\"], \"against\": \"scps\"}",
                "\"Action\": \"iam:*\", \"Resource\": \"*\","
                        + " \"Condition\": {\"BoolIfExists\": {\"aws:MultiFactorAuthPresent\": \"false\"}}",
                "{\"id\": \"g\", \"kind\": \"source-network\", \"cidrs\": [\"192.0.2.0/24\"], \"viaAwsService\": true,"
                        + " \"against\": \"scps\"}",
                "\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"NotIpAddress\": {\"aws:SourceIp\": \"192.0.2.0/25\"},"
                        + " \"BoolIfExists\": {\"aws:ViaAWSService\": \"false\"}}");
        guardrails.forEach((invariant, deny) -> {
            String scp = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Deny\", " + deny + "}]}";
            // A partition that the policy does not name is left open by an ARN that names one.
            String asked =
                    invariant.replace("\"imdsv2\"", "\"imdsv2\", \"resources\": [\"arn:aws:ec2:*:*:instance/*\"]");
            assertThat(verdict(account(FULL, List.of(FULL, scp), List.of()), asked))
                    .as(asked)
                    .isEqualTo(InvariantResult.Verdict.HOLDS);
            assertThat(verdict(account(FULL, List.of(FULL), List.of()), asked))
                    .as(asked)
                    .isEqualTo(InvariantResult.Verdict.VIOLATED);
        });
    }

    @Test
    void problemsOfTheFileHaveTheirPlaces() {
        InvariantParse parse = InvariantParser.parse("""
                {"format": 1, "invariants": [
                  {"id": "a", "kind": "region-lock", "region": ["eu-west-1"]},
                  {"id": "a", "kind": "region-luck"},
                  {"id": "b", "kind": "denied-unless", "unless": {"StringEqual": {"aws:RequestedRegion": "x"}}},
                  {"id": "c", "kind": "grants-nothing-new", "old": "none.json", "new": "none.json"}]}
                """, name -> Optional.empty());
        assertThat(parse.invariants()).isEmpty();
        assertThat(parse.problems())
                .anyMatch(p -> p.startsWith("line 2, column 38 (/invariants/0/region): `region` is not expected here"))
                .anyMatch(p -> p.contains("(/invariants/0): expected a list `regions`"))
                .anyMatch(p -> p.contains("the id `a` stands twice"))
                .anyMatch(p -> p.contains("`region-luck` is not a kind of invariant"))
                .anyMatch(p -> p.contains("/invariants/2/unless") && p.contains("StringEqual"))
                .anyMatch(p -> p.contains("there is no file `none.json`"));
    }
}
