package io.iamtighten.lint;

import io.iamtighten.json.Pointers;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.Quantifier;
import io.iamtighten.policy.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which elements a policy of its type has, and which are empty. */
final class GrammarChecks {
    private GrammarChecks() {}

    static void check(PolicyView view, Reporter out) {
        if (view.document().declaredVersion().isEmpty()) {
            out.at(
                    "missing-version",
                    "",
                    "the policy has no `Version`, so it is read in the language of 2008, without policy variables");
        }
        Quotas.check(view, out);
        sids(view, out);
        for (StatementView statement : view.statements()) {
            elements(view, statement, out);
            empties(view, statement, out);
        }
    }

    private static void sids(PolicyView view, Reporter out) {
        Map<String, Integer> first = new HashMap<>();
        for (StatementView view1 : view.statements()) {
            Optional<String> sid = view1.statement().sid();
            if (sid.isEmpty()) {
                continue;
            }
            String at = view1.pointer() + "/Sid";
            if (sid.get().isEmpty()) {
                out.at("empty-sid-value", at, "`Sid` is an empty string");
                continue;
            }
            Integer before = first.putIfAbsent(sid.get(), view1.index());
            if (before != null) {
                out.at(
                        sidsMustDiffer(view.type()) ? "unique-sids-required" : "unique-sids-recommended",
                        at,
                        "statement " + (before + 1) + " has the Sid `" + sid.get() + "` too");
            }
            if (sidsAreAlphanumeric(view.type()) && !sid.get().chars().allMatch(GrammarChecks::alphanumeric)) {
                out.at(
                        "unsupported-sid",
                        at,
                        "the Sid `" + sid.get() + "` holds characters other than A-Z, a-z and 0-9");
            }
        }
    }

    private static boolean sidsMustDiffer(PolicyType type) {
        return switch (type) {
            case IDENTITY, BOUNDARY, SESSION -> true;
            case RESOURCE, TRUST, SCP, RCP, VPC_ENDPOINT -> false;
        };
    }

    /** Services differ in what they take in the Sids of their resources' policies (reference_policies_elements_sid). */
    private static boolean sidsAreAlphanumeric(PolicyType type) {
        return switch (type) {
            case IDENTITY, BOUNDARY, SESSION, TRUST, SCP, RCP -> true;
            case RESOURCE, VPC_ENDPOINT -> false;
        };
    }

    private static boolean alphanumeric(int c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    private static void elements(PolicyView view, StatementView at, Reporter out) {
        Statement statement = at.statement();
        PolicyType type = view.type();
        if (type.namesPrincipals() && statement.principal().isEmpty()) {
            out.at(
                    "missing-principal",
                    at.pointer(),
                    at.name() + " has no `Principal`; a " + type.text() + " policy needs one");
        }
        if (!type.namesPrincipals() && statement.principal().isPresent()) {
            out.atKey(
                    type == PolicyType.SCP ? "scp-syntax-error-principal" : "unsupported-principal",
                    at.principalPointer(),
                    at.name() + " names principals; " + (type == PolicyType.IDENTITY ? "an " : "a ") + type.text()
                            + " policy is about whom it is attached to");
        }
        if (type.namesResources() && statement.resources().isEmpty()) {
            out.at("missing-resource", at.pointer(), at.name() + " has neither `Resource` nor `NotResource`");
        }
        if (type == PolicyType.TRUST) {
            if (statement.resources().isPresent()) {
                out.atKey(
                        "role-trust-policy-syntax-error-resource",
                        at.resourcesPointer(),
                        at.name() + " names resources; a trust policy is about its role");
            }
            if (statement
                    .principal()
                    .filter(p -> p.polarity() == Polarity.ALL_BUT)
                    .isPresent()) {
                out.atKey(
                        "role-trust-policy-syntax-error-notprincipal",
                        at.principalPointer(),
                        at.name() + " has `NotPrincipal`, which trust policies do not take");
            }
        }
    }

    private static void empties(PolicyView view, StatementView at, Reporter out) {
        Statement statement = at.statement();
        if (statement.actions().patterns().isEmpty()) {
            out.at("empty-array-action", at.actionsPointer(), at.name() + " lists no action");
        }
        if (statement.resources().filter(r -> r.patterns().isEmpty()).isPresent()) {
            out.at("empty-array-resource", at.resourcesPointer(), at.name() + " lists no resource");
        }
        statement.principal().ifPresent(p -> emptyPrincipal(view, at, p, out));
        String conditions = at.pointer() + "/Condition";
        if (statement.conditions().isEmpty()
                && view.positions().keyAt(conditions).isPresent()) {
            out.at("empty-object-condition", conditions, "`Condition` of " + at.name() + " holds nothing");
        }
        for (Condition condition : statement.conditions()) {
            if (condition.values().isEmpty()) {
                out.at(emptyCondition(condition), conditionPointer(at, condition), emptyText(condition));
            }
        }
    }

    private static void emptyPrincipal(PolicyView view, StatementView at, PrincipalElement principal, Reporter out) {
        if (principal.anyone() || !principal.entries().isEmpty()) {
            return;
        }
        boolean key = false;
        for (String kind : new String[] {"AWS", "Service", "Federated", "CanonicalUser"}) {
            key |= view.positions().keyAt(at.principalPointer() + "/" + kind).isPresent();
        }
        out.at(
                key ? "empty-array-principal" : "empty-object-principal",
                at.principalPointer(),
                at.name() + " names no principal, so it is about nobody");
    }

    private static String emptyCondition(Condition condition) {
        if (condition.operator().ifExists()) {
            return "empty-array-condition-ifexists";
        }
        return switch (condition.operator().quantifier()) {
            case NONE -> "empty-array-condition";
            case FOR_ALL_VALUES -> "empty-array-condition-forallvalues";
            case FOR_ANY_VALUE -> "empty-array-condition-foranyvalue";
        };
    }

    private static String emptyText(Condition condition) {
        boolean absent =
                condition.operator().ifExists() || condition.operator().quantifier() == Quantifier.FOR_ALL_VALUES;
        return "`" + condition.key() + "` is compared with an empty list, which "
                + (absent ? "holds only while the key is absent" : "never holds");
    }

    /** Returns the pointer of a condition's values. A document that spells the operator otherwise is pointed at less closely. */
    static String conditionPointer(StatementView at, Condition condition) {
        return at.pointer() + conditionPointer(condition);
    }

    /** Returns the pointer of a condition's values from its statement on. */
    static String conditionPointer(Condition condition) {
        return "/Condition/" + Pointers.escape(condition.operator().text()) + "/" + Pointers.escape(condition.key());
    }
}
