package io.iamtighten.lint;

import io.iamtighten.catalog.Service;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.glob.Glob;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the entries of {@code Action} and {@code NotAction} name actions. */
final class ActionChecks {
    private ActionChecks() {}

    static void check(PolicyView view, Reporter out) {
        for (StatementView statement : view.statements()) {
            List<ActionPattern> patterns = statement.patterns();
            for (int i = 0; i < patterns.size(); i++) {
                entry(view, statement, i, out);
            }
            redundant(statement, out);
        }
    }

    private static void entry(PolicyView view, StatementView statement, int index, Reporter out) {
        ActionPattern pattern = statement.patterns().get(index);
        String text = pattern.text();
        String at = statement.actionPointer(index);
        if (text.contains("${")) {
            out.at("variable-unsupported-in-element", at, "`" + text + "` holds a policy variable; actions have none");
            return;
        }
        if (pattern.isEverything()) {
            return;
        }
        if (text.indexOf(':') < 0) {
            out.at("invalid-action", at, "`" + text + "` is not SERVICE:ACTION" + serviceHint(view, text));
        } else if (pattern.hasWildcardInService()) {
            out.at(
                    "wildcard-in-service-name",
                    at,
                    "`" + text + "` has a wildcard in the service prefix, which names no service");
        } else if (!view.catalog().hasService(pattern.servicePattern())) {
            out.at(
                    "invalid-service-in-action",
                    at,
                    "there is no service `" + pattern.servicePattern() + "`"
                            + Nearest.hint(
                                    pattern.servicePattern(), view.catalog().prefixes()));
        } else if (statement.expansion(index).isEmpty()) {
            unknown(view, pattern, at, out);
        }
    }

    private static void unknown(PolicyView view, ActionPattern pattern, String at, Reporter out) {
        if (pattern.hasWildcard()) {
            out.at(
                    "wildcard-matches-nothing",
                    at,
                    "`" + pattern + "` matches none of the actions that `" + pattern.servicePattern() + "` has today");
            return;
        }
        Optional<Service> service = view.catalog().service(pattern.servicePattern());
        List<String> names = new ArrayList<>();
        service.ifPresent(s -> {
            for (ServiceAction action : s.actions()) {
                names.add(action.name());
            }
        });
        String hint = Nearest.hint(pattern.namePattern(), names);
        out.at(
                "invalid-action",
                at,
                "`" + pattern.servicePattern() + "` has no action `" + pattern.namePattern() + "`" + hint);
    }

    private static String serviceHint(PolicyView view, String text) {
        for (String prefix : List.of("iam", "s3", "ec2", "sts", "kms")) {
            if (view.catalog().action(prefix + ":" + text).isPresent()) {
                return "; did you mean `" + prefix + ":" + text + "`?";
            }
        }
        return "";
    }

    /** An entry that another entry of the list covers. Of equal ones the first stands. */
    private static void redundant(StatementView statement, Reporter out) {
        List<ActionPattern> patterns = statement.patterns();
        Map<String, List<Integer>> byService = new HashMap<>();
        int everything = -1;
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).isEverything() && everything < 0) {
                everything = i;
            }
            byService
                    .computeIfAbsent(patterns.get(i).servicePattern(), k -> new ArrayList<>())
                    .add(i);
        }
        for (List<Integer> group : byService.values()) {
            Glob[] globs = new Glob[group.size()];
            List<Integer> wide = new ArrayList<>();
            Map<String, Integer> literals = new HashMap<>();
            for (int k = 0; k < globs.length; k++) {
                globs[k] = Glob.ofIgnoringCase(patterns.get(group.get(k)).text());
                if (globs[k].isLiteral()) {
                    literals.putIfAbsent(globs[k].literalText().orElse(""), k);
                } else {
                    wide.add(k);
                }
            }
            for (int k = 0; k < globs.length; k++) {
                int cover = cover(globs, wide, literals, k);
                int by = cover < 0 ? everything : group.get(cover);
                if (by >= 0 && by != group.get(k)) {
                    out.at(
                            "redundant-action",
                            statement.actionPointer(group.get(k)),
                            "`" + patterns.get(group.get(k)) + "` is covered by `" + patterns.get(by) + "`");
                }
            }
        }
    }

    private static int cover(Glob[] globs, List<Integer> wide, Map<String, Integer> literals, int k) {
        Glob glob = globs[k];
        if (glob.isLiteral()) {
            int first = literals.getOrDefault(glob.literalText().orElse(""), k);
            if (first != k) {
                return first;
            }
        }
        for (int w : wide) {
            if (w != k && globs[w].contains(glob) && (w < k || !glob.contains(globs[w]))) {
                return w;
            }
        }
        return -1;
    }
}
