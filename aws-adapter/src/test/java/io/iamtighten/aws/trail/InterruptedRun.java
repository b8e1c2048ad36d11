package io.iamtighten.aws.trail;

import io.iamtighten.catalog.ServiceCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Reads a folder into a kept summary, saving after each file; started, and killed, by {@link InterruptedRunIT}. */
final class InterruptedRun {
    private InterruptedRun() {}

    public static void main(String[] arguments) {
        TrailReading reading = TrailReader.of(ServiceCatalog.bundled())
                .savingAfter(Duration.ZERO)
                .read(List.of(Path.of(arguments[0])), TrailOptions.all().with(2).keptIn(Path.of(arguments[1])));
        reading.problems().forEach(problem -> System.out.println(problem.line()));
    }
}
