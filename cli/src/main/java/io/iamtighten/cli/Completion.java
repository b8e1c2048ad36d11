package io.iamtighten.cli;

import java.util.Objects;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The script that completes the command's words in bash, and in zsh through its emulation of bash's completion. */
final class Completion {
    private Completion() {}

    /**
     * Returns the script.
     *
     * @param root the command with all its subcommands
     */
    static String script(CommandLine root) {
        // `iam-tighten ROLE ...` takes the options of the main job.
        CommandLine main = Objects.requireNonNull(root.getSubcommands().get(Commands.TIGHTEN.word()));
        for (OptionSpec option : main.getCommandSpec().options()) {
            boolean known = false;
            for (String name : option.names()) {
                known |= root.getCommandSpec().findOption(name) != null;
            }
            if (!known) {
                root.getCommandSpec().addOption(OptionSpec.builder(option).build());
            }
        }
        return AutoComplete.bash("iam-tighten", root).replace("\r\n", "\n");
    }
}
