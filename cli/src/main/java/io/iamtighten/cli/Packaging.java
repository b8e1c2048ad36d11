package io.iamtighten.cli;

import io.iamtighten.catalog.ServiceCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** Makes what the distribution holds beside the jars: the list of classes, completion, the manual. Runs in the build only. */
final class Packaging {
    private Packaging() {}

    /**
     * Makes the files.
     *
     * @param arguments the version, the command's jar beside its libraries, the folder with the demo, the folder to write to
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path target = Path.of(arguments[3]);
        ClassList.record(Path.of(arguments[1]), Path.of(arguments[2]), target.resolve("lib/classes.lst"));
        write(target.resolve("share/bash-completion/completions/iam-tighten"), Completion.script(whole()));
        String date = ServiceCatalog.bundled().date().toString();
        for (Map.Entry<String, String> page :
                new ManPages(arguments[0], date).of(whole()).entrySet()) {
            write(target.resolve("share/man/man1").resolve(page.getKey()), page.getValue());
        }
    }

    /** Returns the command with all its subcommands. */
    static CommandLine whole() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Set<String> words = Arrays.stream(Commands.values()).map(Commands::word).collect(Collectors.toSet());
        return Main.commandLine(new Console(nowhere, nowhere, InputStream.nullInputStream(), Map.of(), false), words);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
