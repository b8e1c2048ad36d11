package io.iamtighten.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The actions that CloudTrail does not simply show, by name and by pattern. */
final class HiddenActions {
    private final List<HiddenAction> all;
    private final Map<String, HiddenAction> exact = new HashMap<>();
    private final List<HiddenAction> patterns = new ArrayList<>();

    HiddenActions(List<HiddenAction> all) {
        this.all = List.copyOf(all);
        for (HiddenAction action : all) {
            String lower = action.action().toLowerCase(Locale.ROOT);
            if (NamePattern.firstWildcard(lower) == lower.length()) {
                exact.put(lower, action);
            } else {
                patterns.add(action);
            }
        }
    }

    List<HiddenAction> all() {
        return all;
    }

    /**
     * Returns the row for an action, or null when there is none: one with its very name before a pattern, but a pattern that says
     * why before a row that only says that no event was found.
     */
    @Nullable
    HiddenAction of(String action) {
        String lower = action.toLowerCase(Locale.ROOT);
        HiddenAction row = exact.get(lower);
        if (row != null && !onlyNotFound(row.visibility())) {
            return row;
        }
        for (HiddenAction pattern : patterns) {
            if (NamePattern.matches(pattern.action().toLowerCase(Locale.ROOT), lower)
                    && (row == null || pattern.visibility() != VisibilityClass.VIA_SERVICE)) {
                return pattern;
            }
        }
        return row;
    }

    private static boolean onlyNotFound(VisibilityClass visibility) {
        return switch (visibility) {
            case PERMISSION_ONLY, ONLY_WITH_ANOTHER_CALL, NO_KNOWN_EVENT -> true;
            case LOGGED,
                    SIDE_PERMISSION,
                    PARAMETER_VARIANT,
                    DIFFERS,
                    VIA_SERVICE,
                    SERVICE_SIDE,
                    NOT_LOGGED,
                    DATA_EVENT -> false;
        };
    }
}
