package io.iamtighten.cli;

import io.iamtighten.policy.Nearest;
import java.util.Arrays;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The subcommands, one class each.
 *
 * <p>Reading a command's options from its class takes longer than most of the work of a short run, so that only those commands are
 * read that the command line names. The others stand in the help with name and summary, which the compiler copies: their classes are
 * not loaded.
 */
enum Commands {
    /** The main job. */
    TIGHTEN("tighten", TightenCommand.SUMMARY),
    /** One request. */
    SIMULATE("simulate", SimulateCommand.SUMMARY),
    /** Policy unit tests. */
    TEST("test", TestCommand.SUMMARY),
    /** Findings. */
    LINT("lint", LintCommand.SUMMARY),
    /** Two policies. */
    COMPARE("compare", CompareCommand.SUMMARY),
    /** What was done. */
    USAGE("usage", UsageCommand.SUMMARY),
    /** The service authorization reference. */
    CATALOG("catalog", CatalogCommand.SUMMARY),
    /** The live account, saved. */
    SNAPSHOT("snapshot", SnapshotCommand.SUMMARY),
    /** What the whole stack allows. */
    EFFECTIVE("effective", EffectiveCommand.SUMMARY),
    /** Who may do something. */
    WHO_CAN("who-can", WhoCanCommand.SUMMARY),
    /** Guardrails. */
    CHECK("check", CheckCommand.SUMMARY);

    private final String word;
    private final String summary;

    Commands(String word, String summary) {
        this.word = word;
        this.summary = summary;
    }

    /** Returns the word that names the command. */
    String word() {
        return word;
    }

    /** Returns whether a word names a command. */
    static boolean named(String word) {
        return Arrays.stream(values()).anyMatch(one -> one.word.equals(word));
    }

    /** Returns a hint at the command that a word taken for a role most likely meant, or nothing. */
    static String hint(String word) {
        return Nearest.of(word, Arrays.stream(values()).map(Commands::word).toList())
                .map(near -> "; `" + word + "` is no command and was taken for a role: did you mean `iam-tighten "
                        + near + "`?")
                .orElse("");
    }

    /** Adds all commands to the root, whole those that are among {@code words}, the others with name and summary only. */
    static void addTo(CommandLine root, Set<String> words, Console console) {
        for (Commands one : values()) {
            root.addSubcommand(one.word, words.contains(one.word) ? one.whole(console) : one.listed());
        }
    }

    private CommandLine listed() {
        CommandSpec spec = CommandSpec.create().name(word);
        spec.usageMessage().description(summary);
        return new CommandLine(spec);
    }

    private CommandLine whole(Console console) {
        return switch (this) {
            case TIGHTEN -> new CommandLine(new TightenCommand(console));
            case SIMULATE -> new CommandLine(new SimulateCommand(console));
            case TEST -> new CommandLine(new TestCommand(console));
            case LINT -> new CommandLine(new LintCommand(console));
            case COMPARE -> new CommandLine(new CompareCommand(console));
            case USAGE -> new CommandLine(new UsageCommand(console));
            case CATALOG -> CatalogCommand.of(console);
            case SNAPSHOT -> new CommandLine(new SnapshotCommand(console));
            case EFFECTIVE -> new CommandLine(new EffectiveCommand(console));
            case WHO_CAN -> new CommandLine(new WhoCanCommand(console));
            case CHECK -> new CommandLine(new CheckCommand(console));
        };
    }
}
