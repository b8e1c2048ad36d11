package io.iamtighten.usage;

import java.util.List;

/**
 * What one set of files shows.
 *
 * @param sources the files and objects it was made of; empty when it was made of something else
 * @param principals the principals seen, in order of their ARNs
 * @param coverage what the records can show
 * @param seen the events taken last
 * @param folding how far it was folded to stay bounded
 * @param problems what of the files could not be read
 */
public record UsagePart(
        SourceSet sources,
        List<PrincipalUsage> principals,
        TrailCoverage coverage,
        SeenEvents seen,
        Folding folding,
        SourceProblems problems) {
    /** Copies the list. */
    public UsagePart {
        principals = List.copyOf(principals);
    }

    /**
     * How far a summary was folded to stay bounded.
     *
     * @param resources how many resources of one action of a principal with the same beginning are kept apart
     * @param beginnings how many such beginnings there are at most
     * @param sources how many source addresses of a principal are kept apart
     * @param days on how many days one fact is counted by day
     */
    public record Folding(int resources, int beginnings, int sources, int days) {
        /** Returns the ordinary limits. */
        public static Folding ordinary() {
            return of(SummaryLimits.STANDARD);
        }

        static Folding of(SummaryLimits limits) {
            return new Folding(limits.resources(), limits.beginnings(), limits.sources(), limits.days());
        }

        SummaryLimits limits() {
            return new SummaryLimits(
                    clamp(resources, SummaryLimits.STANDARD.resources()),
                    clamp(beginnings, SummaryLimits.STANDARD.beginnings()),
                    Math.max(0, Math.min(sources, SummaryLimits.STANDARD.sources())),
                    clamp(days, SummaryLimits.STANDARD.days()));
        }

        private static int clamp(int value, int most) {
            return Math.max(1, Math.min(value, most));
        }
    }
}
