package io.iamtighten.aws.trail;

import io.iamtighten.usage.UsageSummary;
import java.util.List;

/**
 * What reading a trail gave.
 *
 * @param summary what principals did
 * @param problems what could not be read, in order of sources
 * @param moreProblems how many problems are not listed, because there are too many
 * @param filesRead how many sources held records, saved summaries included
 * @param filesSkipped how many sources held none: digests, Insights, other files in a folder, and what the options leave out
 * @param duplicates how many records were copies of events read before
 * @param filesKnown how many sources were not read because a saved summary has them
 */
public record TrailReading(
        UsageSummary summary,
        List<TrailProblem> problems,
        long moreProblems,
        long filesRead,
        long filesSkipped,
        long duplicates,
        long filesKnown) {
    /** Copies the list. */
    public TrailReading {
        problems = List.copyOf(problems);
    }
}
