package io.iamtighten.tighten;

import java.util.ArrayList;
import java.util.List;

/** What stays of one action in one statement, while it is worked out. */
final class KeptAction {
    private final int action;
    private final List<Use> uses = new ArrayList<>();
    private boolean whole;
    private Keeping because;
    private String reason;

    KeptAction(int action, Keeping because, String reason) {
        this.action = action;
        this.because = because;
        this.reason = reason;
    }

    int action() {
        return action;
    }

    /** Returns whether it stays on all the statement's resources, whatever the uses. */
    boolean whole() {
        return whole;
    }

    List<Use> uses() {
        return uses;
    }

    Keeping because() {
        return because;
    }

    String reason() {
        return reason;
    }

    void add(Use use) {
        uses.add(use);
        if (use.because().compareTo(because) < 0) {
            because = use.because();
            reason = use.reason();
        }
    }

    void keepWhole() {
        whole = true;
    }
}
