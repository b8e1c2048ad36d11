package io.iamtighten.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandsTest {
    private static final Console CONSOLE = console();

    private static Console console() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Console(nowhere, nowhere, InputStream.nullInputStream(), Map.of(), false);
    }

    @Test
    void theHelpIsTheSameWhetherCommandsAreReadOrOnlyListed() {
        Set<String> words = Arrays.stream(Commands.values()).map(Commands::word).collect(Collectors.toSet());
        CommandLine read = Main.commandLine(CONSOLE, words);
        CommandLine listed = Main.commandLine(CONSOLE, Set.of());
        assertThat(listed.getUsageMessage()).isEqualTo(read.getUsageMessage());
        read.getSubcommands()
                .forEach((word, command) -> assertThat(command.getCommandName()).isEqualTo(word));
    }

    @Test
    void everyCommandRunsUnderItsWord() {
        for (Commands command : Commands.values()) {
            CommandRun run = CommandRun.of(command.word(), "--help");
            assertThat(run.code()).as(command.word()).isZero();
            assertThat(run.out()).startsWith("Usage: iam-tighten " + command.word());
        }
    }

    @Test
    void theListOfClassesIsInOneOrderAndKeepsEveryLambda() {
        assertThat(ClassList.ordered(List.of(
                        "# note",
                        "@lambda-proxy b run",
                        "java/util/List",
                        "@lambda-form-invoker x",
                        "@lambda-proxy b run",
                        "io/iamtighten/cli/Main",
                        "java/util/List",
                        "java/util/concurrent/locks/AbstractQueuedSynchronizer$ExclusiveNode",
                        "sun/security/pkcs11/SunPKCS11")))
                .containsExactly(
                        "io/iamtighten/cli/Main",
                        "java/util/List",
                        "@lambda-form-invoker x",
                        "@lambda-proxy b run",
                        "@lambda-proxy b run");
    }
}
