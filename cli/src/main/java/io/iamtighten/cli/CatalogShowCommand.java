package io.iamtighten.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Everything that is known about an action. */
@Command(
        name = "show",
        description =
                "Show everything known about actions: access level, resources, condition keys, and what CloudTrail shows"
                        + " of their use.",
        footer = {"", "Example: iam-tighten catalog show iam:PassRole 's3:Get*Tagging'"})
final class CatalogShowCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private CatalogOption source = new CatalogOption();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json (default: text).")
    private CatalogCommand.Format format = CatalogCommand.Format.text;

    @Parameters(arity = "1..*", paramLabel = "ACTION", description = "Actions; `*` and `?` as in a policy.")
    private List<String> patterns = List.of();

    CatalogShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ServiceCatalog catalog = source.catalog();
        List<ActionFacts> actions = new ArrayList<>();
        for (String pattern : patterns) {
            List<String> names = catalog.actionNames(catalog.expand(pattern));
            if (names.isEmpty()) {
                throw new InputException(unknown(catalog, pattern));
            }
            names.forEach(name -> actions.add(ActionFacts.of(catalog, name)));
        }
        output.emit(format == CatalogCommand.Format.json ? json(catalog, actions) : text(actions), console);
        return ExitCode.OK;
    }

    private static String text(List<ActionFacts> actions) {
        StringBuilder text = new StringBuilder();
        for (ActionFacts action : actions) {
            text.append(text.isEmpty() ? "" : "\n").append(action.text());
        }
        return text.toString();
    }

    private static String json(ServiceCatalog catalog, List<ActionFacts> actions) {
        ObjectNode root = Inputs.MAPPER.createObjectNode();
        root.put("format", 1);
        root.put("catalog", catalog.version());
        ArrayNode list = root.putArray("actions");
        actions.forEach(action -> list.add(action.json()));
        return root.toPrettyString() + "\n";
    }

    static String unknown(ServiceCatalog catalog, String pattern) {
        int colon = pattern.indexOf(':');
        if (colon <= 0) {
            return "`" + pattern + "` is not an action; expected SERVICE:NAME, such as s3:GetObject";
        }
        String prefix = pattern.substring(0, colon);
        if (!catalog.hasService(prefix)) {
            return "there is no service `" + prefix + "` in the catalog" + Nearest.hint(prefix, catalog.prefixes(), 3);
        }
        List<String> names = catalog.actionNames(catalog.expand(prefix + ":*"));
        return "there is no action `" + pattern + "` in the catalog" + Nearest.hint(pattern, names, 3);
    }
}
