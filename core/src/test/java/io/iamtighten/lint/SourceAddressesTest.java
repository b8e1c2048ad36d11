package io.iamtighten.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.values.IpRange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From which addresses permissions can be used, over all Allow and Deny statements. */
class SourceAddressesTest {
    private static final Linter LINTER = Linter.standard(ServiceCatalog.bundled());

    private static LintedPolicy policy(String... statements) {
        return LintedPolicy.of(
                "example",
                PolicyType.IDENTITY,
                PolicyParser.parse("{\"Version\": \"2012-10-17\", \"Statement\": ["
                        + String.join(", ", statements).replace('\'', '"') + "]}"));
    }

    private static String allow(String action, String condition) {
        return "{'Effect': 'Allow', 'Action': '" + action + "', 'Resource': '*', 'Condition': {" + condition + "}}";
    }

    private static String deny(String condition) {
        return "{'Effect': 'Deny', 'Action': '*', 'Resource': '*', 'Condition': {" + condition + "}}";
    }

    private static String ranges(AddressReach reach) {
        return String.join(" ", reach.ranges().stream().map(IpRange::toString).toList());
    }

    private static AddressReach one(String... statements) {
        List<AddressReach> found = LINTER.addresses(policy(statements));
        assertThat(found).hasSize(1);
        assertThat(found.get(0).undecided()).isEmpty();
        return found.get(0);
    }

    @Test
    void anAllowNamesItsAddresses() {
        AddressReach reach = one(allow(
                "s3:GetObject",
                "'IpAddress': {'aws:SourceIp': ['203.0.113.0/25', '203.0.113.128/25', '2001:db8::/32']}"));
        assertThat(reach.actions()).containsExactly("s3:GetObject");
        assertThat(ranges(reach)).isEqualTo("203.0.113.0/24 2001:db8:0:0:0:0:0:0/32");
        assertThat(reach.withoutAddress()).isFalse();
    }

    @Test
    void aDenyCutsAddressesOut() {
        AddressReach reach = one(
                allow("s3:GetObject", "'IpAddress': {'aws:SourceIp': '203.0.113.0/24'}"),
                deny("'IpAddress': {'aws:SourceIp': '203.0.113.64/26'}"));
        assertThat(ranges(reach)).isEqualTo("203.0.113.0/26 203.0.113.128/25");
    }

    @Test
    void theUsualDenyOfOtherAddressesLeavesNoneWithoutAddress() {
        AddressReach reach = one(
                allow("s3:GetObject", ""), deny("'NotIpAddress': {'aws:SourceIp': ['203.0.113.0/24', '10.0.0.0/8']}"));
        assertThat(ranges(reach)).isEqualTo("203.0.113.0/24");
        assertThat(reach.privateRanges()).hasSize(1);
        assertThat(reach.withoutAddress()).isFalse();
        AddressReach open = one(
                allow("s3:GetObject", ""),
                deny("'NotIpAddressIfExists': {'aws:SourceIp': '203.0.113.0/24'}, 'Null': {'aws:SourceIp': 'false'}"));
        assertThat(open.withoutAddress()).isTrue();
        assertThat(ranges(open)).isEqualTo("203.0.113.0/24");
    }

    @Test
    void ifExistsAndNegationLetInWhatCarriesNoAddress() {
        assertThat(one(allow("s3:GetObject", "'IpAddressIfExists': {'aws:SourceIp': '203.0.113.0/24'}"))
                        .withoutAddress())
                .isTrue();
        AddressReach negated = one(allow("s3:GetObject", "'NotIpAddress': {'aws:SourceIp': '0.0.0.0/1'}"));
        assertThat(negated.withoutAddress()).isTrue();
        assertThat(ranges(negated)).isEqualTo("128.0.0.0/1 0:0:0:0:0:0:0:0/0");
    }

    @Test
    void permissionsOfOtherStatementsAreApart() {
        List<AddressReach> found = LINTER.addresses(policy(
                allow("s3:GetObject", "'IpAddress': {'aws:SourceIp': '203.0.113.0/24'}"),
                allow("s3:PutObject", "'Bool': {'aws:SecureTransport': 'true'}")));
        assertThat(found).hasSize(2);
        assertThat(found.get(0).everywhere()).isNotEqualTo(found.get(1).everywhere());
        assertThat(LINTER.addresses(policy(allow("s3:PutObject", "")))).isEmpty();
    }

    @Test
    void textComparisonsAreLeftUndecided() {
        List<AddressReach> found =
                LINTER.addresses(policy(allow("s3:GetObject", "'StringLike': {'aws:SourceIp': '203.0.*'}")));
        assertThat(found.get(0).undecided().orElseThrow()).contains("StringLike compares aws:SourceIp as text");
    }

    @Test
    void aLiftedLimitHasAWitnessFromElsewhere() {
        List<Finding> found = LINTER.lint(policy(
                        allow("s3:GetObject", "'IpAddress': {'aws:SourceIp': '203.0.113.0/24'}"), allow("s3:Get*", "")))
                .of("ip-limit-lifted");
        assertThat(found).hasSize(1);
        assertThat(found.get(0).message()).startsWith("s3:GetObject can be used from every address");
        assertThat(found.get(0).witness()).isPresent();
        assertThat(found.get(0).notes()).hasSize(2);
    }

    private static List<String> byCaller(PolicyType type, String... statements) {
        LintedPolicy policy = policy(statements);
        LintedPolicy typed = new LintedPolicy(
                policy.name(),
                policy.file(),
                type,
                policy.resourceService(),
                policy.resourceArn(),
                policy.document(),
                policy.problems(),
                policy.positions());
        return LINTER.addressesByCaller(typed).stream()
                .flatMap(caller -> caller.withheld().isPresent()
                        ? java.util.stream.Stream.of(caller.caller() + ": withheld")
                        : caller.reaches().stream()
                                .map(reach -> caller.caller() + ": "
                                        + reach.actions().get(0) + " " + ranges(reach)
                                        + (reach.withoutAddress() ? " and without" : "")))
                .toList();
    }

    /** Each caller that a resource's policy names, with everything allowed on its own side. */
    @Test
    void aResourcesPolicyIsAskedByCaller() {
        assertThat(
                        byCaller(
                                PolicyType.RESOURCE,
                                "{'Effect': 'Allow', 'Principal': '*', 'Action': 's3:GetObject', 'Resource': 'arn:aws:s3:::site/*',"
                                        + " 'Condition': {'IpAddress': {'aws:SourceIp': '203.0.113.0/24'}}}",
                                "{'Effect': 'Allow', 'Principal': {'AWS': '444455556666'}, 'Action': 's3:PutObject',"
                                        + " 'Resource': 'arn:aws:s3:::site/*'}",
                                "{'Effect': 'Deny', 'Principal': '*', 'Action': 's3:*', 'Resource': '*',"
                                        + " 'Condition': {'NotIpAddress': {'aws:SourceIp': ['203.0.113.0/25', '198.51.100.0/24']}}}"))
                .containsExactly(
                        "anybody with an AWS account: s3:GetObject 203.0.113.0/25",
                        "account 444455556666: s3:GetObject 203.0.113.0/25",
                        "account 444455556666: s3:PutObject 198.51.100.0/24 203.0.113.0/25");
    }

    @Test
    void aTrustPolicyIsAskedByCaller() {
        assertThat(byCaller(
                        PolicyType.TRUST,
                        "{'Effect': 'Allow', 'Principal': {'AWS': 'arn:aws:iam::444455556666:role/Deploy'},"
                                + " 'Action': 'sts:AssumeRole',"
                                + " 'Condition': {'IpAddress': {'aws:SourceIp': '203.0.113.0/24'}}}",
                        "{'Effect': 'Allow', 'Principal': {'Federated': 'arn:aws:iam::111122223333:saml-provider/Corp'},"
                                + " 'Action': 'sts:AssumeRoleWithSAML'}"))
                .containsExactly(
                        "arn:aws:iam::444455556666:role/Deploy: sts:AssumeRole 203.0.113.0/24",
                        "those whom arn:aws:iam::111122223333:saml-provider/Corp signed in: sts:AssumeRoleWithSAML"
                                + " 0.0.0.0/0 0:0:0:0:0:0:0:0/0 and without");
    }

    /** What limits others is asked what it lets through; a resource control policy does not reach all services. */
    @Test
    void guardrailsAreAskedWhatTheyLetThrough() {
        String deny = deny("'NotIpAddress': {'aws:SourceIp': '203.0.113.0/24'}");
        assertThat(byCaller(PolicyType.SCP, deny)).hasSize(1).first().asString().endsWith(" 203.0.113.0/24");
        assertThat(byCaller(PolicyType.BOUNDARY, deny))
                .hasSize(1)
                .first()
                .asString()
                .endsWith(" ");
        assertThat(byCaller(PolicyType.RCP, deny.replace("'Action'", "'Principal': '*', 'Action'")))
                .hasSize(2)
                .anyMatch(line -> line.endsWith(" 203.0.113.0/24"))
                .anyMatch(line -> line.endsWith(" and without"));
        assertThat(byCaller(PolicyType.VPC_ENDPOINT, deny)).containsExactly("callers through the endpoint: withheld");
    }
}
