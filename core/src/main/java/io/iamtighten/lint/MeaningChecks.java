package io.iamtighten.lint;

import io.iamtighten.arn.ArnPattern;
import io.iamtighten.catalog.Service;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.policy.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Conditions and statements that do not do what they look like. */
final class MeaningChecks {
    /** Keys whose value the caller makes up. */
    private static final Set<String> SPOOFED = Set.of("aws:referer", "aws:useragent");
    /** Resource policies are on the resource: its owner is no news. */
    private static final Set<String> OWN_RESOURCE =
            Set.of("s3:resourceaccount", "aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths");

    private MeaningChecks() {}

    static void check(PolicyView view, Reporter out) {
        sameStatements(view, out);
        for (StatementView at : view.statements()) {
            for (Condition condition : at.statement().conditions()) {
                condition(view, at, condition, out);
            }
            tagKeys(view, at, out);
            attachedTo(view, at, out);
        }
    }

    private static void sameStatements(PolicyView view, Reporter out) {
        Map<Statement, Integer> first = new HashMap<>();
        for (StatementView at : view.statements()) {
            Integer before = first.putIfAbsent(at.statement().withSid(Optional.empty()), at.index());
            if (before != null) {
                out.at("redundant-statement", at.pointer(), at.name() + " says the same as statement " + (before + 1));
            }
        }
    }

    private static void condition(PolicyView view, StatementView at, Condition condition, Reporter out) {
        String key = condition.key().toLowerCase(Locale.ROOT);
        String pointer = GrammarChecks.conditionPointer(at, condition);
        Statement statement = at.statement();
        if (SPOOFED.contains(key)
                && at.allows()
                && !condition.operator().operator().negated()) {
            out.atKey("untrustworthy-condition-key", pointer, "the caller can send any `" + condition.key() + "`");
        }
        if (view.type() == PolicyType.RESOURCE && OWN_RESOURCE.contains(key)) {
            out.atKey(
                    "irrelevant-condition-key-in-policy",
                    pointer,
                    "`" + condition.key() + "` is the owner of the resource that the policy is attached to");
        }
        boolean presence = condition.operator().operator() == ConditionOperator.NULL;
        if (key.equals("dynamodb:attributes") && at.allows() && !presence && !selects(statement)) {
            out.atKey(
                    "dynamodb-attributes-without-select",
                    pointer,
                    "without dynamodb:Select whole items can still be read");
        }
        if (key.equals("s3:prefix")
                && !presence
                && (at.allows() == condition.operator().operator().negated())) {
            out.atKey(
                    "s3-prefix-in-negative-context",
                    pointer,
                    "a request with a shorter prefix, or none, gets around `" + String.join("`, `", condition.values())
                            + "`");
        }
    }

    private static boolean selects(Statement statement) {
        return Conditions.has(statement, "dynamodb:Select");
    }

    /** A condition on tags, in a statement with services that do not fill the key. */
    private static void tagKeys(PolicyView view, StatementView at, Reporter out) {
        for (Condition condition : at.statement().conditions()) {
            String key = condition.key().toLowerCase(Locale.ROOT);
            boolean tag = key.startsWith("aws:resourcetag/")
                    || key.startsWith("aws:requesttag/")
                    || key.equals("aws:tagkeys");
            boolean lax = condition.operator().operator().negated()
                    || condition.operator().ifExists()
                    || condition.operator().operator() == ConditionOperator.NULL;
            if (!tag || lax) {
                continue;
            }
            String pointer = GrammarChecks.conditionPointer(at, condition);
            if (at.invertsActions()) {
                out.atKey(
                        at.allows()
                                ? "allow-notaction-with-unsupported-tag-condition-key-for-service"
                                : "deny-notaction-with-unsupported-tag-condition-key-for-service",
                        pointer,
                        at.name() + " reaches services that do not fill `" + condition.key() + "`; they are not "
                                + (at.allows() ? "allowed" : "denied"));
                continue;
            }
            Set<String> without = new TreeSet<>();
            for (ActionPattern pattern : at.patterns()) {
                if (!pattern.hasWildcardInService() && !fills(view, pattern.servicePattern(), condition.key())) {
                    without.add(pattern.servicePattern());
                }
            }
            if (!without.isEmpty()) {
                out.atKey(
                        at.allows()
                                ? "allow-with-unsupported-tag-condition-key-for-service"
                                : "deny-with-unsupported-tag-condition-key-for-service",
                        pointer,
                        "`" + condition.key() + "` is not filled by " + String.join(", ", without) + ", whose actions "
                                + at.name() + " does not " + (at.allows() ? "allow" : "deny"));
            }
        }
    }

    private static boolean fills(PolicyView view, String prefix, String key) {
        Optional<Service> service = view.catalog().service(prefix);
        if (service.isEmpty()) {
            return true;
        }
        for (ServiceAction action : service.get().actions()) {
            if (ConditionKeyChecks.supports(view, action, key)) {
                return true;
            }
        }
        return false;
    }

    /** Actions and resources of another service than the one whose resource the policy is attached to. */
    private static void attachedTo(PolicyView view, StatementView at, Reporter out) {
        if (view.type() != PolicyType.RESOURCE
                || view.policy().resourceService().isEmpty()) {
            return;
        }
        String service = view.policy().resourceService().get();
        for (int i = 0; i < at.patterns().size(); i++) {
            ActionPattern pattern = at.patterns().get(i);
            if (!pattern.hasWildcardInService() && !pattern.servicePattern().equals(service)) {
                out.at(
                        "unsupported-action-in-policy",
                        at.actionPointer(i),
                        "`" + pattern + "` cannot be done to a resource of `" + service + "`");
            }
        }
        List<ResourcePattern> resources =
                at.statement().resources().map(r -> r.patterns()).orElse(List.of());
        for (int i = 0; i < resources.size(); i++) {
            ArnPattern pattern = ArnPattern.parse(resources.get(i).text());
            String part = pattern.part(2);
            if (pattern.isComplete() && part.indexOf('*') < 0 && part.indexOf('?') < 0 && !part.equals(service)) {
                out.at(
                        "unsupported-resource-arn-in-policy",
                        at.resourcePointer(i),
                        "`" + resources.get(i) + "` is no resource of `" + service
                                + "`, to which the policy is attached");
            }
        }
    }
}
