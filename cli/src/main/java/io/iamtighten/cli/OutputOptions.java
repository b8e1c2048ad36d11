package io.iamtighten.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options on output that every command has. */
final class OutputOptions {
    @Option(names = "--out", paramLabel = "FILE", description = "Write the result to FILE, whole or not at all.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    /** Prints a result, or writes it to the file asked for. */
    void emit(String text, Console console) {
        if (out.isPresent()) {
            Inputs.write(out.get(), text);
        } else {
            console.out().print(text);
        }
    }

    static <T extends Enum<T>> String name(T value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
