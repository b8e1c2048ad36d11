package io.iamtighten.cli;

import java.io.IOException;
import java.nio.file.Path;

/** Makes what the distribution holds beside the jars. Runs in the build only. */
final class Packaging {
    private Packaging() {}

    /**
     * Makes the files.
     *
     * @param arguments the command's jar beside its libraries, the folder with the demo, the folder to write to
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path jar = Path.of(arguments[0]);
        Path target = Path.of(arguments[2]);
        ClassList.record(jar, Path.of(arguments[1]), target.resolve("lib/classes.lst"));
    }
}
