package io.iamtighten.cli;

import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.lint.LintContext;
import io.iamtighten.policy.NamedPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options that tell what is known besides the policies; an account file or snapshot tells it by itself. */
final class LintSurroundings {
    @Option(
            names = "--owner",
            paramLabel = "ACCOUNT",
            description = "The account that the policies are in: others in resource and trust policies are foreign.")
    private Optional<String> owner = Optional.empty();

    @Option(
            names = "--trusted-account",
            paramLabel = "ACCOUNT",
            description = "Another account that is yours too; can be repeated.")
    private List<String> trusted = List.of();

    @Option(
            names = "--boundary",
            paramLabel = "FILE",
            description = "The permissions boundary of those who have the identity-based policies.")
    private Optional<Path> boundary = Optional.empty();

    @Option(
            names = "--scp",
            paramLabel = "FILE",
            description = "A service control policy of one level, from the root to the account; can be repeated.")
    private List<Path> scps = List.of();

    LintContext context() {
        List<PolicyLevel> levels = new ArrayList<>();
        for (Path scp : scps) {
            levels.add(new PolicyLevel(scp.toString(), List.of(policy(scp))));
        }
        return new LintContext(
                owner.map(o -> account(o, "--owner")),
                Set.copyOf(trusted.stream()
                        .map(t -> account(t, "--trusted-account"))
                        .toList()),
                boundary.map(LintSurroundings::policy),
                levels,
                List.of());
    }

    private static String account(String text, String option) {
        if (text.length() != 12 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new InputException("`" + text + "` is not an account of twelve digits (" + option + ")");
        }
        return text;
    }

    private static NamedPolicy policy(Path file) {
        return new NamedPolicy(file.toString(), Inputs.policy(file));
    }
}
