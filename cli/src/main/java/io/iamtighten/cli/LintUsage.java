package io.iamtighten.cli;

import io.iamtighten.aws.trail.TrailOptions;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.Nearest;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.UsageSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that tell what was done. */
final class LintUsage {
    @Option(
            names = {"--trail", "--usage"},
            paramLabel = "PATH",
            description =
                    "What was done: CloudTrail records, or a summary that `iam-tighten usage --out` saved; can be repeated."
                            + " Wildcards and addresses are held against it.")
    private List<Path> trail = List.of();

    @Option(
            names = "--used-by",
            paramLabel = "NAME",
            description = "The role or user that has the policy documents, by ARN or name (default: all of the trail).")
    private Optional<String> usedBy = Optional.empty();

    Optional<UsageSummary> read(ServiceCatalog catalog, Console console) {
        if (trail.isEmpty()) {
            if (usedBy.isPresent()) {
                throw new InputException("--used-by needs --trail");
            }
            return Optional.empty();
        }
        UsageSummary all = TightenInputs.trail(
                catalog, trail, TrailOptions.all(), new Progress(console), console, new ArrayList<>());
        return Optional.of(usedBy.map(name -> of(name, all)).orElse(all));
    }

    private static UsageSummary of(String name, UsageSummary all) {
        List<PrincipalUsage> own = all.principals().stream()
                .filter(u ->
                        u.principal().arn().equals(name) || u.principal().arn().endsWith("/" + name))
                .toList();
        if (own.isEmpty()) {
            throw new InputException("the trail has no calls of `" + name + "`"
                    + Nearest.hint(
                            name,
                            all.principals().stream()
                                    .map(u -> u.principal().arn())
                                    .map(arn -> arn.substring(arn.lastIndexOf('/') + 1))
                                    .distinct()
                                    .toList(),
                            3)
                    + " (--used-by)");
        }
        return new UsageSummary(own, all.coverage());
    }
}
