package io.iamtighten.cli;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.catalog.ArnTemplate;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.cli.render.AccessJson;
import io.iamtighten.cli.render.WhoCanText;
import io.iamtighten.effective.AccountAccess;
import io.iamtighten.effective.Reach;
import io.iamtighten.effective.WhoCan;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Who can do one thing, over an account. */
@Command(
        name = "who-can",
        description = WhoCanCommand.SUMMARY,
        footer = {
            "",
            "Exit code: 0, or 3 when something could not be decided.",
            "",
            "Examples:",
            "  iam-tighten who-can iam:PassRole --account account.json",
            "  iam-tighten who-can s3:GetObject 'arn:aws:s3:::invoices/2026.csv' --account snapshot/"
        })
final class WhoCanCommand implements Callable<Integer> {
    /** What the command does, in a line of the list of commands. */
    static final String SUMMARY =
            "Show which users and roles of an account can do an action, through what, and under which"
                    + " conditions; with a resource, its own policy counts where it is known.";

    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private AccountOption account = new AccountOption();

    @Mixin
    private CatalogOption catalogOption = new CatalogOption();

    @Parameters(index = "0", paramLabel = "ACTION", description = "The action, such as s3:GetObject.")
    private String action = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "RESOURCE", description = "The resource's ARN.")
    private Optional<String> resource = Optional.empty();

    @Mixin
    private FormatOption format = new FormatOption();

    WhoCanCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ServiceCatalog catalog = catalogOption.catalog();
        ServiceAction known = catalog.action(action)
                .orElseThrow(() -> new InputException(CatalogShowCommand.unknown(catalog, action)));
        resource.ifPresent(arn -> requireKind(catalog, known, arn));
        AccountSnapshot snapshot = account.read()
                .orElseThrow(() -> new InputException("no account is given; name its file or folder with --account"));
        AccountAccess access = AccountAccess.compile(snapshot, catalog);
        WhoCan who = resource.isPresent() ? access.whoCan(action, resource.get()) : access.whoCan(action);
        if (format.isJson()) {
            output.emit(AccessJson.of(who), console);
        } else {
            output.emit(WhoCanText.of(who), console);
            who.gaps().forEach(gap -> console.err().println("iam-tighten: note: " + gap));
        }
        boolean undecided = who.holders().stream().anyMatch(h -> h.access().reach() == Reach.UNKNOWN)
                || who.outsiders().stream().anyMatch(o -> o.reach() == Reach.UNKNOWN);
        return undecided ? ExitCode.UNDECIDED : ExitCode.OK;
    }

    private static void requireKind(ServiceCatalog catalog, ServiceAction action, String arn) {
        if (arn.indexOf('*') >= 0 || arn.indexOf('?') >= 0) {
            throw new InputException("`" + arn + "` is a pattern; expected the ARN of one resource");
        }
        if (action.supportsResourceLevel()
                && catalog.resourceTypesOf(action, arn).isEmpty()) {
            List<String> forms = action.resourceTypes().stream()
                    .flatMap(type -> catalog.resourceType(action.prefix(), type.type()).stream())
                    .flatMap(type -> type.arnTemplates().stream())
                    .map(ArnTemplate::text)
                    .toList();
            throw new InputException("`" + arn + "` is not a resource of " + action.qualifiedName() + "; expected "
                    + String.join(" or ", forms));
        }
    }
}
