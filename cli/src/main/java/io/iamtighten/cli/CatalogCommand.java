package io.iamtighten.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.catalog.ServiceCatalog;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The service authorization reference: which one is in use. Its subcommands show single actions and bring it up to date. */
@Command(
        name = "catalog",
        description = CatalogCommand.SUMMARY,
        footer = {
            "",
            "Examples:",
            "  iam-tighten catalog show s3:GetObject",
            "  iam-tighten catalog update s3.json --out catalog.bin"
        })
final class CatalogCommand implements Callable<Integer> {
    /** What the command does, in a line of the list of commands. */
    static final String SUMMARY = "Show which service authorization reference is in use.";

    enum Format {
        text,
        json
    }

    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private CatalogOption source = new CatalogOption();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json (default: text).")
    private Format format = Format.text;

    private CatalogCommand(Console console) {
        this.console = console;
    }

    /** Returns the command with its subcommands. */
    static CommandLine of(Console console) {
        return new CommandLine(new CatalogCommand(console))
                .addSubcommand(new CatalogShowCommand(console))
                .addSubcommand(new CatalogUpdateCommand(console));
    }

    @Override
    public Integer call() {
        ServiceCatalog catalog = source.catalog();
        output.emit(format == Format.json ? json(catalog) : text(catalog), console);
        return ExitCode.OK;
    }

    private static String text(ServiceCatalog catalog) {
        StringBuilder text = new StringBuilder();
        text.append("catalog ")
                .append(catalog.version())
                .append(" of ")
                .append(catalog.date())
                .append('\n');
        text.append(catalog.prefixes().size()).append(" services, ");
        text.append(catalog.actionCount()).append(" actions, ");
        text.append(catalog.eventSources().size()).append(" event sources\n");
        catalog.origins().forEach(origin -> text.append("  ").append(origin).append('\n'));
        return text.toString();
    }

    private static String json(ServiceCatalog catalog) {
        ObjectNode root = Inputs.MAPPER.createObjectNode();
        root.put("format", 1);
        root.put("version", catalog.version());
        root.put("date", catalog.date().toString());
        root.put("services", catalog.prefixes().size());
        root.put("actions", catalog.actionCount());
        root.put("eventSources", catalog.eventSources().size());
        catalog.origins().forEach(root.putArray("origins")::add);
        return root.toPrettyString() + "\n";
    }
}
