package io.iamtighten.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.catalog.CatalogFormatException;
import io.iamtighten.catalog.CatalogUpdate;
import io.iamtighten.catalog.CatalogWriter;
import io.iamtighten.catalog.ServiceReferenceReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings the catalog up to date from AWS's service reference files. */
@Command(
        name = "update",
        description = {
            "Write a catalog brought up to date from AWS's service reference files, for --catalog.",
            "",
            "Get a file from https://servicereference.us-east-1.amazonaws.com/v1/SERVICE/SERVICE.json"
        },
        footer = {"", "Example: iam-tighten catalog update s3.json sqs.json --out catalog.bin"})
final class CatalogUpdateCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private CatalogOption source = new CatalogOption();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The catalog to write, whole or not at all.")
    private Path out = Path.of("catalog.bin");

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json, of the report (default: text).")
    private CatalogCommand.Format format = CatalogCommand.Format.text;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Service reference files, applied in order.")
    private List<Path> files = List.of();

    CatalogUpdateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<String> documents = new ArrayList<>();
        for (Path file : files) {
            String text = Inputs.text(file);
            documents.add(text);
            try {
                ServiceReferenceReader.check(text);
            } catch (CatalogFormatException e) {
                throw new InputException(file + ": " + e.getMessage());
            }
        }
        CatalogUpdate update = ServiceReferenceReader.update(source.catalog().contents(), documents);
        byte[] bytes = CatalogWriter.write(update.contents());
        Inputs.write(out, bytes);
        console.out().print(format == CatalogCommand.Format.json ? json(update) : text(update));
        return ExitCode.OK;
    }

    private String text(CatalogUpdate update) {
        StringBuilder text = new StringBuilder();
        for (CatalogUpdate.ServiceChange change : update.changes()) {
            text.append(change.prefix()).append(": ");
            text.append(change.added().size()).append(" actions added, ");
            text.append(change.changed().size()).append(" changed, ");
            text.append(change.kept().size()).append(" kept that the file does not have, ");
            text.append(change.operations()).append(" operations read\n");
            change.added().forEach(name -> text.append("  + ").append(name).append('\n'));
            change.changed().forEach(name -> text.append("  ~ ").append(name).append('\n'));
        }
        text.append("wrote ")
                .append(out)
                .append(", version ")
                .append(update.contents().version())
                .append('\n');
        return text.toString();
    }

    private String json(CatalogUpdate update) {
        ObjectNode root = Inputs.MAPPER.createObjectNode();
        root.put("format", 1);
        root.put("version", update.contents().version());
        root.put("out", out.toString());
        ArrayNode services = root.putArray("services");
        for (CatalogUpdate.ServiceChange change : update.changes()) {
            ObjectNode entry = services.addObject();
            entry.put("service", change.prefix());
            change.added().forEach(entry.putArray("added")::add);
            change.changed().forEach(entry.putArray("changed")::add);
            change.kept().forEach(entry.putArray("kept")::add);
            entry.put("operations", change.operations());
        }
        return root.toPrettyString() + "\n";
    }
}
