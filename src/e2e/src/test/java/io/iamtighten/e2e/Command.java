package io.iamtighten.e2e;

import io.iamtighten.testsupport.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged command, run as a person would. */
final class Command {
    private static final int MINUTES = 5;

    private final Path folder;
    private final Map<String, String> environment;

    Command(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = new HashMap<>(environment);
    }

    /** How a run ended. */
    record Result(int code, String out, String err) {}

    Result run(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(TestData.source("cli/target/iam-tighten").toString());
        line.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "run", ".out");
        Path err = Files.createTempFile(folder, "run", ".err");
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("AWS_"));
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        builder.environment().put("AWS_CONFIG_FILE", folder.resolve("no-config").toString());
        builder.environment()
                .put(
                        "AWS_SHARED_CREDENTIALS_FILE",
                        folder.resolve("no-credentials").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("the command does not end: " + String.join(" ", line));
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
