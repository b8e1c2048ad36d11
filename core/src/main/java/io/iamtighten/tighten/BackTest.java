package io.iamtighten.tighten;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * How proposals would have fared: made from an older part of the history, tried on the days that came after it.
 *
 * <p>Counted are uses: a call counts once for each permission and resource that it needed. Only uses that today's policies allow are
 * tried; they are decided by the evaluator.
 *
 * @param days how many days each part that is tried on has
 * @param from the first day of the history (UTC); empty when there are no events
 * @param to its last day
 * @param folds the trials, the newest first; the parts tried on do not overlap; none when the history is too short
 * @param curve how the length of watching matters: learned from the last so many days before the newest part, tried on that part;
 *     shortest first
 * @param verdict whether the history is long enough
 * @param advice the same as sentences: what the back-test shows about how long to watch, and what limits it
 */
public record BackTest(
        int days,
        Optional<LocalDate> from,
        Optional<LocalDate> to,
        List<Fold> folds,
        List<Point> curve,
        Verdict verdict,
        List<String> advice) {
    /** Copies the lists. */
    public BackTest {
        folds = List.copyOf(folds);
        curve = List.copyOf(curve);
        advice = List.copyOf(advice);
    }

    /** Whether the history is long enough to learn from. */
    public enum Verdict {
        /** Watching longer made no difference any more. */
        ENOUGH("enough"),
        /** The longest time of watching refuses less than the next shorter one: more may refuse still less. */
        STILL_FALLING("still-falling"),
        /** The history is too short to try, or to learn from as long as it is tried on. */
        TOO_SHORT("too-short"),
        /** The principal did nothing in the part tried on. */
        NOTHING_LATER("nothing-later");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        /** Returns the name in machine-readable output, such as {@code still-falling}. */
        public String text() {
            return text;
        }
    }

    /**
     * One trial.
     *
     * @param learnFrom the first day learned from
     * @param testFrom the first day tried on; what was learned ends the day before
     * @param testTo the last day tried on
     * @param uses how many later uses today's policies allow
     * @param refused how many of them the proposal would have refused
     * @param refusedDays on how many days some use would have been refused
     * @param refusals what would have been refused, by action and cause, in order
     * @param services the services that today's policies or later uses are about, in order
     */
    public record Fold(
            LocalDate learnFrom,
            LocalDate testFrom,
            LocalDate testTo,
            long uses,
            long refused,
            int refusedDays,
            List<Refusal> refusals,
            List<ServiceScore> services) {
        /** Copies the lists. */
        public Fold {
            refusals = List.copyOf(refusals);
            services = List.copyOf(services);
        }

        /** Returns the services' permissions together. */
        public Permissions permissions() {
            Permissions sum = new Permissions(0, 0, 0, 0, 0);
            for (ServiceScore each : services) {
                sum = sum.and(each.permissions());
            }
            return sum;
        }
    }

    /** Why a later use would have been refused. */
    public enum Cause {
        /** The action had not been used, or its use could not be seen. */
        NEW_ACTION("new-action"),
        /** The action had been used, on other resources. */
        NEW_RESOURCE("new-resource"),
        /** The action stays on the resource, under a condition that the use does not meet. */
        CONDITION("condition");

        private final String text;

        Cause(String text) {
            this.text = text;
        }

        /** Returns the name in machine-readable output, such as {@code new-resource}. */
        public String text() {
            return text;
        }
    }

    /**
     * Later uses of one action that would have been refused.
     *
     * @param action the action
     * @param cause why
     * @param uses how many
     * @param days on how many days
     * @param first the first of them, to the second where that is known
     * @param resources the resources, a few of them, in order
     * @param resourceCount how many resources there are
     * @param samples a few event ids that show it; fewer, or none, where those known may be of other days
     */
    public record Refusal(
            String action,
            Cause cause,
            long uses,
            int days,
            Instant first,
            List<String> resources,
            int resourceCount,
            List<String> samples) {
        /** Copies the lists. */
        public Refusal {
            resources = List.copyOf(resources);
            samples = List.copyOf(samples);
        }
    }

    /**
     * One service in one trial.
     *
     * @param service the service prefix
     * @param uses how many later uses today's policies allow
     * @param refused how many of them the proposal would have refused
     * @param permissions what the proposal permits beyond what was used later
     */
    public record ServiceScore(String service, long uses, long refused, Permissions permissions) {}

    /**
     * What a proposal permits, against what was used later.
     *
     * @param kept actions kept because they had been used
     * @param unused those of them that were not used later
     * @param resources entries of {@code Resource} of the actions kept, counted for each action
     * @param resourcesUnused those of them on which the action was not used later
     * @param unseen actions kept without any record of their use, and without one later
     */
    public record Permissions(int kept, int unused, int resources, int resourcesUnused, int unseen) {
        Permissions and(Permissions other) {
            return new Permissions(
                    kept + other.kept,
                    unused + other.unused,
                    resources + other.resources,
                    resourcesUnused + other.resourcesUnused,
                    unseen + other.unseen);
        }
    }

    /**
     * A length of watching.
     *
     * @param days how many days were learned from
     * @param from the first of them
     * @param uses how many later uses today's policies allow
     * @param refused how many of them the proposal would have refused
     * @param refusedDays on how many days some use would have been refused
     * @param refusedActions of how many actions some use would have been refused
     * @param permissions what the proposal permits beyond what was used later
     */
    public record Point(
            int days,
            LocalDate from,
            long uses,
            long refused,
            int refusedDays,
            int refusedActions,
            Permissions permissions) {}
}
