package io.iamtighten.usage;

import io.iamtighten.catalog.EventActions;
import java.util.List;

/**
 * What a recorded call used.
 *
 * @param mapping the catalog's word on events of this kind; {@code NONE_NEEDED} for a record that is no call of anybody
 * @param uses the actions used, as far as the record shows them, the main ones first, and hints at uses last
 * @param possible further actions that the call may have needed, depending on things that the record does not show
 * @param instanceProfiles ARNs (without the path, where the record has a name only) of instance profiles that the call hands over:
 *     the roles in them are passed, and an account snapshot knows them
 */
public record MappedEvent(
        EventActions mapping, List<ActionUse> uses, List<String> possible, List<String> instanceProfiles) {
    /** Copies the lists. */
    public MappedEvent {
        uses = List.copyOf(uses);
        possible = List.copyOf(possible);
        instanceProfiles = List.copyOf(instanceProfiles);
    }
}
