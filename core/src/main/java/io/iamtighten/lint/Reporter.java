package io.iamtighten.lint;

import io.iamtighten.policy.Position;
import io.iamtighten.request.AccessRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gathers the findings about one policy. */
final class Reporter {
    private final LintedPolicy policy;
    private final Set<String> off;
    private final List<Finding> findings = new ArrayList<>();

    Reporter(LintedPolicy policy, Set<String> off) {
        this.policy = policy;
        this.off = off;
    }

    List<Finding> findings() {
        return findings;
    }

    /** Reports what is wrong with the value at a pointer. */
    void at(String rule, String pointer, String message) {
        if (!off.contains(rule)) {
            add(rule, pointer, place(pointer), message, Optional.empty(), List.of());
        }
    }

    /** Reports what is wrong with the key that names the value at a pointer. */
    void atKey(String rule, String pointer, String message) {
        atKey(rule, pointer, message, Optional.empty());
    }

    void at(String rule, String pointer, String message, Optional<AccessRequest> witness, List<FindingNote> notes) {
        if (!off.contains(rule)) {
            add(rule, pointer, place(pointer), message, witness, notes);
        }
    }

    /** Reports what is wrong with the key that names the value at a pointer, with a request that shows it. */
    void atKey(String rule, String pointer, String message, Optional<AccessRequest> witness) {
        if (!off.contains(rule)) {
            Optional<Position> key = policy.positions().keyAt(pointer);
            add(rule, pointer, key.isPresent() ? key : place(pointer), message, witness, List.of());
        }
    }

    void at(String rule, Position position, String message) {
        if (!off.contains(rule)) {
            add(rule, position.pointer(), Optional.of(position), message, Optional.empty(), List.of());
        }
    }

    private Optional<Position> place(String pointer) {
        return place(policy, pointer);
    }

    /** Returns where a value stands, or what it stands in when its own key is spelt otherwise. */
    static Optional<Position> place(LintedPolicy policy, String pointer) {
        String at = pointer;
        while (true) {
            Optional<Position> position = policy.positions().at(at);
            if (position.isPresent() || at.isEmpty()) {
                return position;
            }
            at = at.substring(0, at.lastIndexOf('/'));
        }
    }

    private void add(
            String rule,
            String pointer,
            Optional<Position> position,
            String message,
            Optional<AccessRequest> witness,
            List<FindingNote> notes) {
        RuleInfo info = RuleBook.standard().get(rule);
        findings.add(new Finding(
                rule,
                info.severity(),
                policy.name(),
                policy.file(),
                pointer,
                position,
                message,
                info.fix(),
                witness,
                notes));
    }
}
