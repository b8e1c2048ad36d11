package io.iamtighten.cli;

import io.iamtighten.aws.client.RequiredPermissions;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.PolicyWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command itself; {@code ROLE} as first word is short for {@code tighten ROLE}. */
@Command(
        name = "iam-tighten",
        description = {
            "Finds the smallest policy that still lets a role do its work, and proves it.",
            "",
            "@|bold iam-tighten ROLE|@ [--account FILE|DIR] [--trail PATH]...  is the main job."
        },
        synopsisHeading = "Usage: ",
        customSynopsis = {"iam-tighten ROLE [OPTIONS]", "       iam-tighten COMMAND [OPTIONS]"},
        footer = {
            "",
            "Examples:",
            "  iam-tighten DeployRole --account account.json --trail logs/",
            "  iam-tighten compare old.json new.json",
            "  iam-tighten test vectors.jsonl",
            "",
            "Exit codes: 0 fine, 1 the answer is no, 2 bad input, 3 undecided, 4 AWS failed."
        },
        mixinStandardHelpOptions = false)
final class RootCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            description = "Show the versions of the command and of its catalog.")
    private boolean version;

    @Option(
            names = "--print-required-permissions",
            description = "Show the policy that the command itself needs to read an account.")
    private boolean requiredPermissions;

    RootCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (version) {
            String own = RootCommand.class.getPackage().getImplementationVersion();
            ServiceCatalog catalog = ServiceCatalog.bundled();
            console.out()
                    .println("iam-tighten " + (own == null ? "development" : own) + " (catalog " + catalog.version()
                            + " of " + catalog.date() + ")");
            return ExitCode.OK;
        }
        if (requiredPermissions) {
            console.out().print(PolicyWriter.canonical(RequiredPermissions.policy()));
            return ExitCode.OK;
        }
        CommandLine.usage(spec.commandLine(), console.out());
        return ExitCode.OK;
    }
}
