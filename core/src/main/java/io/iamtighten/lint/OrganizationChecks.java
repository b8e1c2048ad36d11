package io.iamtighten.lint;

import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.PrincipalKind;
import io.iamtighten.policy.Statement;
import java.util.Set;

/**
 * What is particular to resource control policies.
 *
 * @see <a href="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html">RCP syntax</a>
 */
final class OrganizationChecks {
    private OrganizationChecks() {}

    static void check(PolicyView view, Reporter out) {
        if (view.type() != PolicyType.RCP) {
            return;
        }
        Set<String> covered = view.catalog().rcpServices();
        for (StatementView at : view.statements()) {
            Statement statement = at.statement();
            statement.principal().ifPresent(p -> {
                if (!everybody(p)) {
                    out.at(
                            "rcp-syntax-error-principal",
                            at.principalPointer(),
                            "the principal of an RCP is `\"*\"`;" + " conditions say whom it is about");
                }
            });
            if (statement.effect() == Effect.ALLOW && !isFullAccess(statement)) {
                out.at(
                        "rcp-syntax-error-allow",
                        at.pointer() + "/Effect",
                        "an RCP allows everything, once, or denies;" + " this Allow is narrower");
            }
            if (at.invertsActions()) {
                out.atKey("rcp-syntax-error-notaction", at.actionsPointer(), "an RCP has no `NotAction`");
            }
            for (int i = 0; i < at.patterns().size(); i++) {
                ActionPattern pattern = at.patterns().get(i);
                if (!pattern.isEverything()
                        && !pattern.hasWildcardInService()
                        && view.catalog().hasService(pattern.servicePattern())
                        && !covered.contains(pattern.servicePattern())) {
                    out.at(
                            "rcp-syntax-error-action",
                            at.actionPointer(i),
                            "RCPs do not cover `" + pattern.servicePattern() + "`");
                }
            }
            if (statement.effect() == Effect.DENY) {
                related(at, out);
            }
        }
    }

    private static boolean everybody(PrincipalElement principal) {
        if (principal.polarity() == Polarity.ALL_BUT) {
            return false;
        }
        return principal.anyone()
                || principal.entries().stream()
                        .allMatch(
                                e -> e.kind() == PrincipalKind.AWS && e.value().equals("*"));
    }

    private static boolean isFullAccess(Statement statement) {
        return statement.conditions().isEmpty()
                && statement.actions().polarity() == Polarity.ONLY
                && statement.actions().patterns().stream().anyMatch(ActionPattern::isEverything)
                && statement.resources().isPresent()
                && statement.resources().get().polarity() == Polarity.ONLY
                && statement.resources().get().patterns().stream().anyMatch(r -> r.isEverything());
    }

    private static void related(StatementView at, Reporter out) {
        Statement statement = at.statement();
        Condition principal = first(statement, "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalAccount");
        if (principal != null
                && !Conditions.tests(statement, "aws:PrincipalIsAWSService", ConditionOperator.BOOL, "false")) {
            out.atKey(
                    "rcp-missing-related-principal-condition-key",
                    GrammarChecks.conditionPointer(at, principal),
                    "calls of"
                            + " AWS services carry no `" + principal.key() + "` and are denied; add BoolIfExists"
                            + " aws:PrincipalIsAWSService false");
        }
        Condition source = first(statement, PrincipalChecks.SOURCE_KEYS);
        if (source == null) {
            return;
        }
        if (!Conditions.tests(statement, "aws:PrincipalIsAWSService", ConditionOperator.BOOL, "true")) {
            out.atKey(
                    "rcp-missing-related-service-principal-condition-key",
                    GrammarChecks.conditionPointer(at, source),
                    "calls"
                            + " of users and roles carry no `" + source.key() + "` and are denied; add Bool"
                            + " aws:PrincipalIsAWSService true");
        }
        if (!Conditions.tests(statement, "aws:SourceAccount", ConditionOperator.NULL, "false")
                && !Conditions.tests(statement, "aws:SourceArn", ConditionOperator.NULL, "false")) {
            out.atKey(
                    "rcp-missing-service-condition-key-null-check",
                    GrammarChecks.conditionPointer(at, source),
                    "services that" + " do not fill `" + source.key()
                            + "` are denied; add Null aws:SourceAccount false");
        }
    }

    private static @org.jspecify.annotations.Nullable Condition first(Statement statement, String... keys) {
        for (String key : keys) {
            for (Condition condition : Conditions.on(statement, key)) {
                if (condition.operator().operator().negated()) {
                    return condition;
                }
            }
        }
        return null;
    }
}
