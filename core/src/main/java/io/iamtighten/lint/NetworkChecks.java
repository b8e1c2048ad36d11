package io.iamtighten.lint;

import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.Quantifier;
import io.iamtighten.policy.Statement;
import io.iamtighten.values.IpRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Conditions on where a request comes from.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip">aws:SourceIp</a>
 */
final class NetworkChecks {
    /** Blocks of a whole registry's size, or more: no site has one. */
    private static final int WIDE_V4 = 8;

    private static final int WIDE_V6 = 20;

    private NetworkChecks() {}

    static void check(PolicyView view, Reporter out) {
        for (StatementView at : view.statements()) {
            for (Condition condition : at.statement().conditions()) {
                if (condition.operator().operator().family() == ConditionOperator.Family.IP_ADDRESS) {
                    ranges(at, condition, out);
                    if (condition.key().equalsIgnoreCase("aws:SourceIp")) {
                        sourceIp(at, condition, out);
                    }
                }
            }
            paired(at, "aws:VpcSourceIp", List.of("aws:SourceVpc", "aws:SourceVpce", "aws:SourceVpcArn"), out);
            paired(at, "aws:Ec2InstanceSourcePrivateIPv4", List.of("aws:Ec2InstanceSourceVpc"), out);
            contradiction(at, out);
        }
    }

    /** Whether a block is so large that no one site has it. */
    static boolean isWide(IpRange range) {
        return range.prefixLength() < (range.v6() ? WIDE_V6 : WIDE_V4);
    }

    private static void ranges(StatementView at, Condition condition, Reporter out) {
        String pointer = GrammarChecks.conditionPointer(at, condition);
        List<IpRange> before = new ArrayList<>();
        for (int i = 0; i < condition.values().size(); i++) {
            String value = condition.values().get(i);
            Optional<IpRange> range = IpRange.parse(value);
            if (range.isEmpty()) {
                continue;
            }
            if (IpRange.hasHostBits(value)) {
                out.at(
                        "improve-ip-range",
                        pointer + "/" + i,
                        "`" + value + "` is read as `" + range.get() + "`: the bits behind the prefix do not count");
            }
            width(condition, range.get(), pointer + "/" + i, value, out);
            int index = i;
            before.stream()
                    .filter(b -> b.contains(range.get()))
                    .findFirst()
                    .ifPresent(b -> out.at(
                            "ip-redundant-range", pointer + "/" + index, "`" + value + "` is inside of `" + b + "`"));
            before.add(range.get());
        }
        for (int i = 0; i < before.size(); i++) {
            for (int k = i + 1; k < before.size(); k++) {
                if (before.get(k).contains(before.get(i)) && !before.get(i).equals(before.get(k))) {
                    out.at(
                            "ip-redundant-range",
                            pointer + "/" + i,
                            "`" + before.get(i) + "` is inside of `" + before.get(k) + "`");
                    break;
                }
            }
        }
    }

    private static void width(Condition condition, IpRange range, String pointer, String value, Reporter out) {
        if (range.prefixLength() == 0) {
            out.at(
                    "ip-every-address",
                    pointer,
                    "`" + value + "` is every IPv" + (range.v6() ? "6" : "4") + " address, so the" + " condition "
                            + (condition.operator().operator().negated() ? "never holds for one" : "keeps none out"));
        } else if (isWide(range)) {
            out.at(
                    "ip-wide-range",
                    pointer,
                    "`" + value + "` spans "
                            + (range.v6()
                                    ? "2^" + (128 - range.prefixLength())
                                    : String.valueOf(1L << (32 - range.prefixLength())))
                            + " addresses");
        }
    }

    private static void sourceIp(StatementView at, Condition condition, Reporter out) {
        String pointer = GrammarChecks.conditionPointer(at, condition);
        boolean negated = condition.operator().operator().negated();
        List<IpRange> ranges = new ArrayList<>();
        condition.values().forEach(v -> IpRange.parse(v).ifPresent(ranges::add));
        long dead = ranges.stream().filter(IpRange::isPrivate).count();
        if (dead > 0) {
            boolean all = dead == ranges.size();
            String rule = negated ? "private-not-ip-address" : "private-ip-address";
            out.at(
                    all ? rule : rule + "-subset",
                    pointer,
                    "aws:SourceIp is a public address; "
                            + (all ? "all values are" : dead + " of the values " + (dead == 1 ? "is" : "are"))
                            + " private, which "
                            + (negated ? "leave nothing out" : "never match"));
        }
        if (at.allows()) {
            if (negated) {
                out.at(
                        "ip-negated-allow",
                        pointer,
                        "every other address is allowed, and requests without aws:SourceIp, as they come"
                                + " through VPC endpoints");
            } else if (absentHolds(condition)) {
                out.at(
                        "ip-if-exists",
                        pointer,
                        "requests without aws:SourceIp are allowed too, such as all that come through VPC"
                                + " endpoints of any account");
            }
        }
        boolean only = negated != at.allows();
        if (only && !ranges.isEmpty() && ranges.stream().noneMatch(IpRange::v6) && !everything(ranges)) {
            out.at(
                    "ip-v4-without-v6",
                    pointer,
                    "only IPv4 is named: callers over IPv6 are not let in, which dual-stack endpoints" + " make them");
        }
        if (!at.allows() && negated) {
            brokenCalls(at, pointer, out);
        }
    }

    private static boolean everything(List<IpRange> ranges) {
        return ranges.stream().anyMatch(r -> r.prefixLength() == 0);
    }

    private static boolean absentHolds(Condition condition) {
        return condition.operator().ifExists() || condition.operator().quantifier() == Quantifier.FOR_ALL_VALUES;
    }

    /** A Deny of all other addresses also meets calls that services make for the caller, and calls through VPC endpoints. */
    private static void brokenCalls(StatementView at, String pointer, Reporter out) {
        Statement statement = at.statement();
        boolean services = Conditions.tests(statement, "aws:ViaAWSService", ConditionOperator.BOOL, "false")
                || Conditions.has(statement, "aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast")
                || Conditions.tests(statement, "aws:PrincipalIsAWSService", ConditionOperator.BOOL, "false")
                        && statement.principal().isPresent();
        if (!services) {
            out.at(
                    "ip-deny-breaks-service-calls",
                    pointer,
                    "calls that AWS services make for the caller come from the service's"
                            + " address and are denied; add Bool aws:ViaAWSService false");
        }
        boolean endpoints = Conditions.has(
                        statement,
                        "aws:SourceVpc",
                        "aws:SourceVpce",
                        "aws:SourceVpcArn",
                        "aws:VpcSourceIp",
                        "aws:VpceAccount",
                        "aws:VpceOrgID",
                        "aws:VpceOrgPaths")
                || Conditions.on(statement, "aws:SourceIp").stream()
                        .anyMatch(c -> c.operator().operator() == ConditionOperator.NULL
                                && c.values().contains("false"));
        if (!endpoints) {
            out.at(
                    "ip-deny-breaks-vpc-endpoints",
                    pointer,
                    "calls through a VPC endpoint carry no aws:SourceIp and are denied; add a"
                            + " condition on aws:SourceVpce, or Null aws:SourceIp false");
        }
    }

    private static void paired(StatementView at, String key, List<String> others, Reporter out) {
        for (Condition condition : Conditions.on(at.statement(), key)) {
            boolean with = others.stream().anyMatch(o -> Conditions.has(at.statement(), o));
            if (!with && condition.operator().operator() != ConditionOperator.NULL) {
                out.atKey(
                        "missing-paired-condition-keys",
                        GrammarChecks.conditionPointer(at, condition),
                        "addresses inside of a VPC" + " exist in every VPC: `" + key + "` needs a condition on "
                                + String.join(" or ", others));
            }
        }
    }

    /** The conditions on the source address that all have to hold, and that no address satisfies together. */
    private static void contradiction(StatementView at, Reporter out) {
        for (String key : List.of("aws:SourceIp", "aws:VpcSourceIp")) {
            List<Condition> conditions = Conditions.on(at.statement(), key);
            if (conditions.size() < 2) {
                continue;
            }
            boolean possible = AddressClasses.of(conditions).all().stream()
                    .anyMatch(c -> conditions.stream().allMatch(one -> AddressClasses.holds(one, c)));
            if (!possible) {
                out.at(
                        "ip-contradiction",
                        at.pointer() + "/Condition",
                        "no address satisfies all conditions of " + at.name() + " on " + key + ", so it has no effect");
            }
        }
    }
}
