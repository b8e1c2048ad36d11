package io.iamtighten.cli;

import io.iamtighten.aws.client.AwsSession;
import io.iamtighten.aws.client.AwsSettings;
import io.iamtighten.aws.client.CallListener;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say how to reach AWS. */
final class AwsOptions {
    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "The profile of the AWS configuration (default: as the AWS CLI finds it).")
    private Optional<String> profile = Optional.empty();

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "The AWS region (default: as the AWS CLI finds it).")
    private Optional<String> region = Optional.empty();

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            description = "Where AWS is, for tests and private endpoints.")
    private Optional<URI> endpoint = Optional.empty();

    @Option(names = "--verbose", description = "Show each call to AWS on standard error.")
    private boolean verbose;

    /** Opens a session; nothing is sent yet. */
    AwsSession open(Console console) {
        return open(console, profile, region, endpoint, verbose);
    }

    /** Opens a session of a command that means something else by {@code --region}. */
    static AwsSession open(
            Console console,
            Optional<String> profile,
            Optional<String> region,
            Optional<URI> endpoint,
            boolean verbose) {
        CallListener listener = verbose
                ? call -> console.err().println("aws: " + call.service() + " " + call.operation())
                : CallListener.none();
        return AwsSession.open(
                AwsSettings.of(console.env())
                        .withProfile(profile)
                        .withRegion(region)
                        .withEndpoint(endpoint),
                listener);
    }
}
