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
}
