package io.iamtighten.lint;

import io.iamtighten.arn.ArnPattern;
import io.iamtighten.arn.WildcardReading;
import io.iamtighten.glob.Glob;
import io.iamtighten.policy.Nearest;
import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.ResourcePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Whether the entries of {@code Resource} and {@code NotResource} can be ARNs of the services they name. */
final class ArnChecks {
    /** @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html">ARNs</a> */
    private static final Set<String> PARTITIONS =
            Set.of("aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc");

    /** Services with resources of AWS's own, such as documents, whose ARNs have no account. */
    private static final Set<String> OWNED_BY_AWS = Set.of("ssm", "resource-explorer-2");

    private ArnChecks() {}

    static void check(PolicyView view, ServiceArns arns, Reporter out) {
        for (StatementView statement : view.statements()) {
            statement.statement().resources().ifPresent(resources -> {
                List<ArnPattern> patterns = new ArrayList<>();
                for (int i = 0; i < resources.patterns().size(); i++) {
                    ResourcePattern entry = resources.patterns().get(i);
                    PatternText text = PatternText.parse(entry.text(), view.version(), PatternText.Wildcards.ACTIVE);
                    patterns.add(ArnPattern.ofTokens(widened(text.tokens())));
                    entry(view, arns, statement.resourcePointer(i), entry, patterns.get(i), out);
                }
                redundant(view, statement, resources.patterns(), patterns, out);
            });
        }
    }

    /** Variables can stand for anything. */
    private static int[] widened(int[] tokens) {
        int[] result = tokens.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] = result[i] <= -3 ? Glob.ANY_RUN : result[i];
        }
        return result;
    }

    private static void entry(
            PolicyView view, ServiceArns arns, String at, ResourcePattern entry, ArnPattern pattern, Reporter out) {
        String text = entry.text();
        if (pattern.isEverything()) {
            return;
        }
        if (!Glob.of(pattern.part(0)).matches("arn")) {
            out.at("invalid-arn-prefix", at, "`" + text + "` does not start with `arn:`; a resource is an ARN or `*`");
            return;
        }
        if (!pattern.isComplete()) {
            // A `*` at the end stands for the rest; the fields before it are looked at.
            if (!text.endsWith("*")) {
                out.at(
                        "missing-arn-field",
                        at,
                        "`" + text + "` has " + pattern.partCount()
                                + " fields; an ARN has six: arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE");
                return;
            }
        }
        String partition = pattern.part(1);
        if (literal(partition) && !PARTITIONS.contains(partition)) {
            out.at(
                    "invalid-partition",
                    at,
                    "`" + partition + "` of `" + text + "` is not a partition" + Nearest.hint(partition, PARTITIONS));
        }
        String service = pattern.part(2);
        if (!literal(service)) {
            if (!service.equals("*") || pattern.partCount() > 3) {
                out.at("wildcard-in-service-name", at, "`" + text + "` has a wildcard in the service field");
            }
            return;
        }
        if (!service.equals(service.toLowerCase(Locale.ROOT))) {
            out.at(
                    "invalid-arn-service-case",
                    at,
                    "the service `" + service + "` of `" + text + "` is lower case in ARNs");
            return;
        }
        if (!arns.hasService(service)) {
            if (!view.catalog().hasService(service)) {
                out.at(
                        "invalid-service",
                        at,
                        "no service has ARNs with `" + service + "`" + Nearest.hint(service, arns.services()));
            }
            return;
        }
        if (pattern.isComplete()) {
            account(pattern.part(4), text, at, out);
            String region = pattern.part(3);
            if (literal(region) && !region.isEmpty() && !Regions.known(region)) {
                out.at(
                        "invalid-arn-region",
                        at,
                        "`" + region + "` of `" + text + "` is not a Region" + Nearest.hint(region, Regions.all()));
            }
            fields(arns, pattern, service, text, at, out);
        }
    }

    private static boolean literal(String part) {
        return part.indexOf('*') < 0 && part.indexOf('?') < 0;
    }

    private static void account(String account, String text, String at, Reporter out) {
        boolean twelve = account.length() == 12 && account.chars().allMatch(c -> c >= '0' && c <= '9');
        // AWS's own resources, such as managed policies, carry `aws`; some services carry their name.
        boolean word = !account.isEmpty() && account.chars().allMatch(c -> c >= 'a' && c <= 'z' || c == '-');
        if (literal(account) && !account.isEmpty() && !twelve && !word) {
            out.at("invalid-arn-account", at, "`" + account + "` of `" + text + "` is not an account of twelve digits");
        }
    }

    private static void fields(
            ServiceArns arns, ArnPattern pattern, String service, String text, String at, Reporter out) {
        Glob resource = Glob.of(pattern.part(5));
        String prefix = resource.literalPrefix();
        List<ServiceArns.Form> fitting = new ArrayList<>();
        for (ServiceArns.Form form : arns.of(service)) {
            if (form.intersects(resource, prefix)) {
                fitting.add(form);
            }
        }
        if (fitting.isEmpty()) {
            out.at(
                    "invalid-arn-resource",
                    at,
                    "`" + pattern.part(5) + "` of `" + text + "` has none of the forms that " + service
                            + " knows, such as `" + arns.of(service).get(0).resource() + "`");
            return;
        }
        String region = pattern.part(3);
        String account = pattern.part(4);
        boolean fits = fitting.stream().anyMatch(f -> fits(f.region(), region) && fits(f.account(), account));
        if (!fits && fitting.stream().noneMatch(f -> fits(f.region(), region))) {
            if (region.isEmpty()) {
                out.at("missing-arn-region", at, "`" + text + "` has no Region; " + types(fitting) + " has one");
            } else if (fitting.stream().allMatch(f -> f.region().isEmpty())) {
                out.at(
                        "arn-region-not-allowed",
                        at,
                        "`" + text + "` has the Region `" + region + "`; " + types(fitting) + " has none");
            }
        }
        if (!fits && fitting.stream().noneMatch(f -> fits(f.account(), account))) {
            if (account.isEmpty() && OWNED_BY_AWS.contains(service)) {
                return;
            }
            if (account.isEmpty()) {
                out.at("missing-arn-account", at, "`" + text + "` has no account; " + types(fitting) + " has one");
            } else if (fitting.stream().allMatch(f -> f.account().isEmpty())) {
                out.at(
                        "arn-account-not-allowed",
                        at,
                        "`" + text + "` has the account `" + account + "`; " + types(fitting) + " has none");
            }
        }
    }

    private static boolean fits(String form, String field) {
        // A variable of a template holds at least one character.
        return field.isEmpty() ? form.isEmpty() : Glob.of(form).intersects(Glob.of(field));
    }

    private static String types(List<ServiceArns.Form> forms) {
        return "the ARN of `" + forms.get(0).type() + "`";
    }

    private static void redundant(
            PolicyView view,
            StatementView statement,
            List<ResourcePattern> entries,
            List<ArnPattern> patterns,
            Reporter out) {
        for (int i = 0; i < entries.size(); i++) {
            int by = cover(entries, patterns, i);
            if (by >= 0) {
                out.at(
                        "redundant-resource",
                        statement.resourcePointer(i),
                        "`" + entries.get(i) + "` is covered by `" + entries.get(by) + "`");
            }
        }
    }

    private static int cover(List<ResourcePattern> entries, List<ArnPattern> patterns, int i) {
        for (int k = 0; k < entries.size(); k++) {
            if (k == i) {
                continue;
            }
            if (entries.get(k).equals(entries.get(i))) {
                if (k < i) {
                    return k;
                }
                continue;
            }
            // What a variable stands for is not known: only texts without variables cover others.
            boolean sure = !entries.get(k).hasVariable() || entries.get(k).isEverything();
            if (sure
                    && patterns.get(k).contains(patterns.get(i), WildcardReading.PART_BY_PART)
                    && patterns.get(k).contains(patterns.get(i), WildcardReading.WHOLE_TEXT)
                    && (k < i || !patterns.get(i).contains(patterns.get(k), WildcardReading.WHOLE_TEXT))) {
                return k;
            }
        }
        return -1;
    }
}
