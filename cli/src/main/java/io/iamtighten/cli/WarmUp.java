package io.iamtighten.cli;

import io.iamtighten.aws.account.AwsAccountReader;
import io.iamtighten.aws.account.SnapshotProgress;
import io.iamtighten.aws.client.AwsSession;
import io.iamtighten.aws.client.AwsSettings;
import io.iamtighten.aws.client.CallListener;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs the command's usual jobs once, in silence. The build records which classes that loads, and the launcher makes a class-data archive
 * of them.
 */
final class WarmUp {
    private WarmUp() {}

    /**
     * Runs the jobs.
     *
     * @param arguments a folder with the demo's account and trail
     */
    public static void main(String[] arguments) {
        Path demo = Path.of(arguments[0]);
        List<List<String>> jobs = List.of(
                List.of("--help"),
                List.of("--version"),
                List.of("tighten", "--help"),
                List.of("DeployRole", "--account", demo.toString(), "--trail", demo + "/trail"),
                List.of("DeployRole", "--account", demo.toString(), "--trail", demo + "/trail", "--format", "json"));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        for (List<String> job : jobs) {
            Main.run(job.toArray(new String[0]), nowhere, nowhere, InputStream.nullInputStream(), Map.of(), false);
        }
        aws();
    }

    /** Loads what talks to AWS. Nobody listens at the address, so that nothing is sent. */
    private static void aws() {
        AwsSettings settings = AwsSettings.of(Map.of(
                        "AWS_ACCESS_KEY_ID", "none",
                        "AWS_SECRET_ACCESS_KEY", "none",
                        "AWS_REGION", "us-east-1",
                        "AWS_ENDPOINT_URL", "http://127.0.0.1:9"))
                .withAttempts(1, Duration.ofMillis(1), Duration.ofSeconds(5));
        try (AwsSession session = AwsSession.open(settings, CallListener.none())) {
            AwsAccountReader reader = AwsAccountReader.of(session, SnapshotProgress.none());
            reader.roleNames();
            reader.bucketPolicies(List.of("none"), new ArrayList<>());
        }
    }
}
