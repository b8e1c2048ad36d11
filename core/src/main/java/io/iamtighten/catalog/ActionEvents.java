package io.iamtighten.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The way back from actions to the events that show them. */
final class ActionEvents {
    /** Invariant: keys are actions in the catalog's spelling. */
    private final Map<String, List<SourceEntry.Event>> byAction = new HashMap<>();

    ActionEvents(Collection<SourceEntry> sources) {
        for (SourceEntry source : sources) {
            for (SourceEntry.Event event : source.events().values()) {
                for (String action : event.mapping.actions()) {
                    byAction.computeIfAbsent(action, a -> new ArrayList<>(1)).add(event);
                }
            }
        }
    }

    ActionVisibility visibility(String action, @Nullable HiddenAction row) {
        List<SourceEntry.Event> events = byAction.getOrDefault(action, List.of());
        boolean data = false;
        boolean management = false;
        Set<String> types = new TreeSet<>();
        Set<String> names = new TreeSet<>();
        for (SourceEntry.Event event : events) {
            names.add(event.mapping.eventSource() + "/" + event.mapping.eventName());
            management |= showsAsManagementEvent(event);
            for (EventVisibility visibility : event.visibility) {
                if (visibility.category() == EventCategory.DATA) {
                    data = true;
                    types.addAll(visibility.resourcesTypes());
                }
            }
        }
        VisibilityClass kind = VisibilityClass.LOGGED;
        // `cloudformation:*` is marked because CloudFormation calls others for the caller; its own calls are recorded
        // like any.
        boolean aboutOthers = row != null
                && management
                && row.visibility() == VisibilityClass.VIA_SERVICE
                && row.action().endsWith(":*");
        if (row != null && !aboutOthers) {
            kind = row.visibility();
        }
        return new ActionVisibility(
                action,
                kind,
                kind == VisibilityClass.LOGGED || row == null ? "" : row.showsAs(),
                kind == VisibilityClass.LOGGED || row == null ? "" : row.source(),
                List.copyOf(names),
                data,
                List.copyOf(types));
    }

    private static boolean showsAsManagementEvent(SourceEntry.Event event) {
        boolean hidden = false;
        for (EventVisibility visibility : event.visibility) {
            switch (visibility.category()) {
                case MANAGEMENT -> {
                    return true;
                }
                case DATA, NOT_LOGGED, NETWORK_ACTIVITY -> hidden = true;
                case SERVICE_EVENT, NO_PERMISSION -> {}
            }
        }
        return !hidden;
    }
}
