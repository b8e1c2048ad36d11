package io.iamtighten.cli;

import io.iamtighten.access.WorkLimit;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamPrincipal;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.cli.render.AccessJson;
import io.iamtighten.cli.render.EffectiveText;
import io.iamtighten.effective.AccountAccess;
import io.iamtighten.effective.EffectiveAccess;
import io.iamtighten.effective.EquivalentPolicy;
import io.iamtighten.effective.Reach;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What one principal may really do. */
@Command(
        name = "effective",
        description = EffectiveCommand.SUMMARY,
        footer = {
            "",
            "Resource-based policies are left aside; `who-can ACTION RESOURCE` looks at them.",
            "Denies of resource control policies count, on resources of the own account.",
            "Exit code: 0, or 3 when something could not be decided.",
            "",
            "Example: iam-tighten effective DeployRole --account account.json"
        })
final class EffectiveCommand implements Callable<Integer> {
    /** What the command does, in a line of the list of commands. */
    static final String SUMMARY =
            "Show what a role or user may really do: its policies, boundary and service control policies taken"
                    + " together, over every action that AWS has.";

    /** For each of the many small proofs by which the equivalent policy gets shorter. */
    private static final WorkLimit PROOF = new WorkLimit(5_000_000);

    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private AccountOption account = new AccountOption();

    @Mixin
    private CatalogOption catalogOption = new CatalogOption();

    @Parameters(arity = "0..1", paramLabel = "ROLE", description = "A role: its name, path and name, or ARN.")
    private Optional<String> role = Optional.empty();

    @Option(names = "--user", paramLabel = "NAME", description = "A user in place of a role.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--actions", description = "Name every action, however many there are.")
    private boolean actions;

    @Mixin
    private FormatOption format = new FormatOption();

    EffectiveCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (role.isPresent() == user.isPresent()) {
            throw new InputException("name one role, or one user with --user NAME");
        }
        AccountSnapshot snapshot = account.read()
                .orElseThrow(() -> new InputException("no account is given; name its file or folder with --account"));
        IamPrincipal principal = user.isPresent()
                ? AccountOption.user(snapshot, user.get())
                : AccountOption.role(snapshot, role.orElse(""));
        ServiceCatalog catalog = catalogOption.catalog();
        EffectiveAccess access = AccountAccess.effective(snapshot, principal, catalog, WorkLimit.standard());
        EquivalentPolicy equivalent = EquivalentPolicy.of(access.principal(), PROOF);
        if (format.isJson()) {
            output.emit(AccessJson.of(access, equivalent, catalog), console);
        } else {
            EffectiveText.ActionLists lists = actions ? EffectiveText.ActionLists.ALL : EffectiveText.ActionLists.SHORT;
            output.emit(EffectiveText.of(access, equivalent, catalog, lists), console);
            access.gaps().forEach(gap -> console.err().println("iam-tighten: note: " + gap));
        }
        return access.count(Reach.UNKNOWN) > 0 ? ExitCode.UNDECIDED : ExitCode.OK;
    }
}
