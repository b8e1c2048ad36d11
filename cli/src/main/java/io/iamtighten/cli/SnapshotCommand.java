package io.iamtighten.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.aws.account.AwsAccountReader;
import io.iamtighten.aws.account.SnapshotParts;
import io.iamtighten.aws.account.SnapshotProgress;
import io.iamtighten.aws.client.AwsSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Saves the account that the credentials belong to. */
@Command(
        name = "snapshot",
        description = {SnapshotCommand.SUMMARY},
        footer = {"", "Example: iam-tighten snapshot --out prod/ --profile prod"})
final class SnapshotCommand implements Callable<Integer> {
    /** What the command does, in a line of the list of commands. */
    static final String SUMMARY =
            "Save the account of your AWS credentials to a folder that every command takes as --account: users, groups, roles,"
                    + " policies, the organization's control policies, bucket policies. Only reads. A run that was cut off goes"
                    + " on where it stood.";

    private final Console console;

    @Mixin
    private AwsOptions aws = new AwsOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "The folder to write, whole or not at all.")
    private Path out = Path.of("snapshot");

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json (default: text).")
    private CatalogCommand.Format format = CatalogCommand.Format.text;

    @Option(names = "--no-organization", description = "Leave the organization out.")
    private boolean noOrganization;

    @Option(names = "--no-bucket-policies", description = "Leave the policies of buckets out.")
    private boolean noBucketPolicies;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    SnapshotCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        SnapshotProgress progress = console.terminal()
                ? (what, done) -> console.err().print("\r" + done + " " + what + "\u001b[K")
                : SnapshotProgress.none();
        AccountSnapshot account;
        try (AwsSession session = aws.open(console)) {
            account = AwsAccountReader.of(session, progress)
                    .save(new SnapshotParts(!noOrganization, !noBucketPolicies), out, Instant.now());
        } catch (IOException | UncheckedIOException e) {
            throw new InputException(String.valueOf(e.getMessage()));
        } finally {
            if (console.terminal()) {
                console.err().print("\r\u001b[K");
            }
        }
        account.gaps().forEach(gap -> console.err().println("iam-tighten: not read: " + gap));
        console.out().print(format == CatalogCommand.Format.json ? json(account) : text(account));
        return ExitCode.OK;
    }

    private String text(AccountSnapshot account) {
        return String.format(
                Locale.ROOT,
                "account %s: %d roles, %d users, %d groups, %d managed policies\n"
                        + "organization: %s\nresource policies: %d\ngaps: %d\nsaved to %s\n",
                account.accountId().orElse("unknown"),
                account.roles().size(),
                account.users().size(),
                account.groups().size(),
                account.policies().size(),
                account.organization().map(tree -> tree.id().orElse("none")).orElse("unknown"),
                account.resourcePolicies().size(),
                account.gaps().size(),
                out);
    }

    private String json(AccountSnapshot account) {
        ObjectNode root = Inputs.MAPPER.createObjectNode();
        root.put("format", 1);
        root.put("account", account.accountId().orElse(""));
        root.put("roles", account.roles().size());
        root.put("users", account.users().size());
        root.put("groups", account.groups().size());
        root.put("managedPolicies", account.policies().size());
        account.organization().flatMap(tree -> tree.id()).ifPresent(id -> root.put("organization", id));
        root.put("resourcePolicies", account.resourcePolicies().size());
        account.gaps().forEach(root.putArray("gaps")::add);
        root.put("out", out.toString());
        return root.toPrettyString() + "\n";
    }
}
