package io.iamtighten.evaluate;

import io.iamtighten.glob.Glob;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Polarity;
import java.util.ArrayList;
import java.util.List;

/**
 * Matches a statement's action element with an action. A wildcard in the service prefix matches no action, unless the
 * pattern is {@code *} or {@code *:*}: the prefix names a service (reference_policies_elements_action).
 */
final class ActionMatcher {
    private final boolean inverted;
    private final Glob[] globs;

    private ActionMatcher(boolean inverted, Glob[] globs) {
        this.inverted = inverted;
        this.globs = globs;
    }

    static ActionMatcher of(ActionElement element) {
        List<ActionPattern> patterns = element.patterns();
        List<Glob> globs = new ArrayList<>(patterns.size());
        for (ActionPattern pattern : patterns) {
            if (pattern.isEverything() || !pattern.hasWildcardInService()) {
                globs.add(Glob.ofIgnoringCase(pattern.text()));
            }
        }
        return new ActionMatcher(element.polarity() == Polarity.ALL_BUT, globs.toArray(Glob[]::new));
    }

    boolean matches(String action) {
        for (Glob glob : globs) {
            if (glob.matches(action)) {
                return !inverted;
            }
        }
        return inverted;
    }
}
