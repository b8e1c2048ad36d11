package io.iamtighten.usage;

import java.util.List;

/** What one recorded call used, whoever made it and however it ended. Opaque; made by {@link UsageMapper}. */
public final class MappedCall {
    final MappedEvent mapped;
    final RecordedUse.EventKind kind;
    final String account;
    final String region;
    final RecordedAs recordedAs;
    final List<String> dataTypes;
    final boolean isCall;

    MappedCall(
            MappedEvent mapped,
            RecordedUse.EventKind kind,
            String account,
            String region,
            RecordedAs recordedAs,
            List<String> dataTypes,
            boolean isCall) {
        this.mapped = mapped;
        this.kind = kind;
        this.account = account;
        this.region = region;
        this.recordedAs = recordedAs;
        this.dataTypes = dataTypes;
        this.isCall = isCall;
    }
}
