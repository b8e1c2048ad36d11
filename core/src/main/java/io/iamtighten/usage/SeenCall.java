package io.iamtighten.usage;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What of a recorded call counts among the things that a trail can show. Many calls share one. */
final class SeenCall {
    final String eventSource;
    final String account;
    final String region;
    final RecordedAs recordedAs;
    final List<String> dataTypes;
    /** Whether somebody called, and not only something happened. */
    final boolean call;

    /** Where the coverage that was told of it last counts it: for records that do not call themselves read-only or not, that do, that do not. */
    private final CoverageTally.@Nullable Placement[] placements = new CoverageTally.@Nullable Placement[3];

    SeenCall(
            String eventSource,
            String account,
            String region,
            RecordedAs recordedAs,
            List<String> dataTypes,
            boolean call) {
        this.eventSource = eventSource;
        this.account = account;
        this.region = region;
        this.recordedAs = recordedAs;
        this.dataTypes = dataTypes;
        this.call = call;
    }

    /** Returns one of the two if they are equal, so that only one is kept. */
    SeenCall orEqual(SeenCall earlier) {
        boolean same = call == earlier.call
                && recordedAs == earlier.recordedAs
                && eventSource.equals(earlier.eventSource)
                && account.equals(earlier.account)
                && region.equals(earlier.region)
                && dataTypes.equals(earlier.dataTypes);
        return same ? earlier : this;
    }

    CoverageTally.@Nullable Placement placement(Optional<Boolean> readOnly) {
        return placements[index(readOnly)];
    }

    void placed(Optional<Boolean> readOnly, CoverageTally.Placement placement) {
        placements[index(readOnly)] = placement;
    }

    private static int index(Optional<Boolean> readOnly) {
        return readOnly.isEmpty() ? 0 : readOnly.get() ? 1 : 2;
    }
}
