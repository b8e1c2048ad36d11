package io.iamtighten.cli;

import java.util.List;

/** The subcommands, one class each. */
final class Commands {
    private Commands() {}

    static List<Object> all(Console console) {
        return List.of(
                new TightenCommand(console),
                new SimulateCommand(console),
                new TestCommand(console),
                new LintCommand(console),
                new CompareCommand(console),
                new UsageCommand(console),
                CatalogCommand.of(console),
                new SnapshotCommand(console),
                new EffectiveCommand(console),
                new WhoCanCommand(console),
                new CheckCommand(console));
    }
}
