package io.iamtighten.lint;

import io.iamtighten.arn.ArnPattern;
import io.iamtighten.glob.Glob;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.ResourcePattern;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Statements that allow {@code iam:PassRole} or {@code iam:CreateServiceLinkedRole} without naming roles. */
final class GrantChecks {
    private GrantChecks() {}

    static void check(PolicyView view, Reporter out) {
        if (!view.grants().give()) {
            return;
        }
        for (StatementView at : view.statements()) {
            if (at.allows() && at.statement().resources().isPresent()) {
                passRole(view, at, out);
                serviceLinkedRole(view, at, out);
            }
        }
    }

    private static void passRole(PolicyView view, StatementView at, Reporter out) {
        if (!allows(view, at, "iam:PassRole")) {
            return;
        }
        boolean toService = Conditions.limited(at.statement(), "iam:PassedToService");
        if (at.invertsResources() || (everyRole(at) && !toService)) {
            report(
                    view,
                    at,
                    "iam:PassRole",
                    rule("pass-role", at, "iam:PassRole"),
                    at.name()
                            + " allows iam:PassRole on " + (at.invertsResources() ? "all roles but some" : "every role")
                            + (toService ? "" : " to every service"),
                    out);
        }
    }

    private static void serviceLinkedRole(PolicyView view, StatementView at, Reporter out) {
        if (!allows(view, at, "iam:CreateServiceLinkedRole")) {
            return;
        }
        boolean named = Conditions.limited(at.statement(), "iam:AWSServiceName");
        if (at.invertsResources() || (everyRole(at) && !named)) {
            report(
                    view,
                    at,
                    "iam:CreateServiceLinkedRole",
                    rule("create-slr", at, "iam:CreateServiceLinkedRole"),
                    at.name() + " allows iam:CreateServiceLinkedRole for "
                            + (at.invertsResources() ? "all roles but some" : "every service"),
                    out);
        }
    }

    /** Reports what a statement grants, with a request; nothing where what it allows is denied, or bounded away. */
    private static void report(
            PolicyView view, StatementView at, String action, String rule, String message, Reporter out) {
        BitSet id = view.catalog().expand(action);
        String limits = view.grants().limits(at, id) ? ", but for what is denied" : "";
        view.grants()
                .request(at, id)
                .ifPresent(
                        request -> out.at(rule, place(at, action), message + limits, Optional.of(request), List.of()));
    }

    private static boolean allows(PolicyView view, StatementView at, String action) {
        BitSet id = view.catalog().expand(action);
        return at.actions().intersects(id);
    }

    private static boolean everyRole(StatementView at) {
        for (ResourcePattern resource : at.statement().resources().orElseThrow().patterns()) {
            ArnPattern pattern = ArnPattern.parse(resource.text());
            boolean role = pattern.isEverything()
                    || (Glob.of(pattern.part(2)).matches("iam")
                            && Glob.of(pattern.part(5)).matches("role/zq0-any_Name"));
            if (role) {
                return true;
            }
        }
        return false;
    }

    private static String rule(String stem, StatementView at, String action) {
        if (at.invertsActions()) {
            return at.invertsResources()
                    ? stem + "-with-not-action-and-not-resource"
                    : stem + "-with-star-in-resource-and-not-action";
        }
        boolean literal = at.patterns().stream().anyMatch(p -> p.text().equalsIgnoreCase(action));
        if (at.invertsResources()) {
            return literal ? stem + "-with-not-resource" : stem + "-with-star-in-action-and-not-resource";
        }
        return literal ? stem + "-with-star-in-resource" : stem + "-with-star-in-action-and-resource";
    }

    private static String place(StatementView at, String action) {
        for (int i = 0; i < at.patterns().size() && !at.invertsActions(); i++) {
            ActionPattern pattern = at.patterns().get(i);
            if (pattern.isEverything() || Glob.ofIgnoringCase(pattern.text()).matches(action)) {
                return at.actionPointer(i);
            }
        }
        return at.actionsPointer();
    }
}
