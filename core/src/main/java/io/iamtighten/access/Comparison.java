package io.iamtighten.access;

import io.iamtighten.arn.WildcardReading;
import io.iamtighten.policy.NamedPolicy;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What two policies, or two sets of requests, grant, compared over all requests.
 *
 * @param relation the answer, said of the old one; UNKNOWN where a direction is, or where the readings differ
 * @param onlyOld what the old one grants and the new one does not
 * @param onlyNew what the new one grants and the old one does not
 */
public record Comparison(Relation relation, Difference onlyOld, Difference onlyNew) {
    /** Whether all regions of a difference are worked out, or a witness is enough. */
    public enum Detail {
        /** A witness for each direction. */
        WITNESS,
        /** A witness and all regions, in readable form. */
        REGIONS
    }

    /** Under which readings of resource wildcards an answer must hold. */
    public enum Readings {
        /** The evaluator's reading alone. */
        PART_BY_PART,
        /** Both; where they differ the answer is UNKNOWN. */
        EVERY
    }

    /**
     * Compares two documents alone, over all requests that a document can meet: any action with any resource, every context
     * key independent of the others.
     *
     * @param older the first
     * @param newer the second
     * @param readings under which readings the answer must hold
     * @param detail how much is worked out
     * @param limit the most work for each direction and reading
     */
    public static Comparison ofDocuments(
            NamedPolicy older, NamedPolicy newer, Readings readings, Detail detail, WorkLimit limit) {
        return compare(
                (reading, regions) -> new DocumentPair(older, newer, Semantics.DOCUMENT.with(reading))
                        .difference(new Work(limit.steps()), regions),
                (reading, regions) -> new DocumentPair(newer, older, Semantics.DOCUMENT.with(reading))
                        .difference(new Work(limit.steps()), regions),
                Witness::of,
                readings,
                detail);
    }

    /** One direction under one reading. */
    interface Direction {
        Solver.Answer difference(WildcardReading reading, Solver.@Nullable Regions regions);
    }

    static Comparison compare(
            Direction old, Direction now, Function<Candidate, Witness> witnesses, Readings readings, Detail detail) {
        Difference onlyOld = difference(old, witnesses, readings, detail);
        Difference onlyNew = difference(now, witnesses, readings, detail);
        return new Comparison(Relation.of(onlyOld, onlyNew), onlyOld, onlyNew);
    }

    private static Difference difference(
            Direction direction, Function<Candidate, Witness> witnesses, Readings readings, Detail detail) {
        Solver.Answer first = direction.difference(WildcardReading.PART_BY_PART, null);
        if (first.witness().isEmpty() && first.doubt().isPresent()) {
            return new Difference.Unknown(first.doubt().get());
        }
        if (readings == Readings.EVERY) {
            Solver.Answer second = direction.difference(WildcardReading.WHOLE_TEXT, null);
            if (second.witness().isEmpty() && second.doubt().isPresent()) {
                return new Difference.Unknown("with resource wildcards that cross colons: "
                        + second.doubt().get());
            }
            if (second.witness().isPresent() != first.witness().isPresent()) {
                Candidate shown = first.witness().or(second::witness).orElseThrow();
                return new Difference.Unknown("it depends on whether a resource wildcard may run on over a colon: "
                        + witnesses.apply(shown).text());
            }
        }
        if (first.witness().isEmpty()) {
            return new Difference.None();
        }
        Witness witness = witnesses.apply(first.witness().get());
        if (detail == Detail.WITNESS) {
            return new Difference.Some(witness, List.of(), false);
        }
        // Readable regions tell single patterns apart, which may cost more than the answer itself.
        RegionCollector regions = new RegionCollector();
        direction.difference(WildcardReading.PART_BY_PART, regions);
        return new Difference.Some(witness, regions.regions(), regions.isComplete());
    }
}
