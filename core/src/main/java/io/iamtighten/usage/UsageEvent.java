package io.iamtighten.usage;

import java.time.Instant;
import java.util.Optional;

/**
 * What of one CloudTrail record counts.
 *
 * @param id {@code eventID}; empty when the record has none
 * @param sharedId {@code sharedEventID}: the same call, delivered to two accounts under two ids; or empty
 * @param time when, to the second; {@link #NO_TIME} when the record does not say
 * @param caller who
 * @param facts what was called, and on what
 * @param recordedAs the kind of event
 * @param outcome how the call ended
 * @param context what the record tells of the request context, without keys of single actions
 * @param readOnly whether the record calls itself read-only; empty when it does not say
 */
public record UsageEvent(
        Optional<String> id,
        Optional<String> sharedId,
        Instant time,
        CallerIdentity caller,
        EventFacts facts,
        RecordedAs recordedAs,
        CallOutcome outcome,
        UseContext context,
        Optional<Boolean> readOnly) {
    /** Stands for the time of a record without one: the use counts, its time does not. */
    public static final Instant NO_TIME = Instant.EPOCH;
}
