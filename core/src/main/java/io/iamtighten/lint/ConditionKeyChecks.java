package io.iamtighten.lint;

import io.iamtighten.catalog.ActionResource;
import io.iamtighten.catalog.ConditionKey;
import io.iamtighten.catalog.ContextKeyType;
import io.iamtighten.catalog.Service;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.Nearest;
import io.iamtighten.policy.Quantifier;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether conditions name keys that exist, with operators that fit them. */
final class ConditionKeyChecks {
    /** Keys whose operations name one action in one service: without it the key is never there. */
    private static final Map<String, List<String>> NEEDS = Map.of(
            "iam:passedtoservice", List.of("iam:PassRole"),
            "iam:associatedresourcearn", List.of("iam:PassRole"),
            "sts:externalid", List.of("sts:AssumeRole"),
            "sts:rolesessionname", List.of("sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"),
            "iam:policyarn",
                    List.of(
                            "iam:AttachUserPolicy",
                            "iam:AttachRolePolicy",
                            "iam:AttachGroupPolicy",
                            "iam:DetachUserPolicy",
                            "iam:DetachRolePolicy",
                            "iam:DetachGroupPolicy"));

    private static final Set<String> TAG_KEYS = Set.of("resourcetag", "requesttag", "principaltag");

    private ConditionKeyChecks() {}

    static void check(PolicyView view, Reporter out) {
        for (StatementView statement : view.statements()) {
            sameKeyTwice(statement, out);
            for (Condition condition : statement.statement().conditions()) {
                Optional<ConditionKey> key = key(view, statement, condition, out);
                key.ifPresent(k -> operator(statement, condition, k, out));
                nullOperator(statement, condition, out);
                needs(view, statement, condition, out);
            }
        }
    }

    private static void sameKeyTwice(StatementView statement, Reporter out) {
        Map<String, String> first = new HashMap<>();
        for (Condition condition : statement.statement().conditions()) {
            String id = condition.operator().text() + " " + condition.key().toLowerCase(Locale.ROOT);
            String before = first.putIfAbsent(id, condition.key());
            if (before != null && !before.equals(condition.key())) {
                out.atKey(
                        "duplicate-keys-with-different-case",
                        GrammarChecks.conditionPointer(statement, condition),
                        "`" + condition.key() + "` and `" + before + "` are one key; both stand under "
                                + condition.operator().text());
            }
        }
    }

    private static Optional<ConditionKey> key(
            PolicyView view, StatementView statement, Condition condition, Reporter out) {
        String key = condition.key();
        String at = GrammarChecks.conditionPointer(statement, condition);
        int colon = key.indexOf(':');
        if (colon <= 0 || colon == key.length() - 1) {
            out.atKey("invalid-condition-key-format", at, "`" + key + "` is not SERVICE:KEY");
            return Optional.empty();
        }
        String lower = key.toLowerCase(Locale.ROOT);
        if (lower.equals("aws:arn")) {
            out.atKey("unsupported-global-condition-key", at, "`aws:ARN` is out of use; use `aws:PrincipalArn`");
            return Optional.empty();
        }
        String prefix = lower.substring(0, colon);
        String path = lower.substring(colon + 1);
        if (TAG_KEYS.contains(path.endsWith("/") ? path.substring(0, path.length() - 1) : path)
                && view.catalog().conditionKey(key).isEmpty()) {
            out.atKey("missing-tag-key-in-condition", at, "`" + key + "` lacks the tag's name behind a slash");
            return Optional.empty();
        }
        Optional<ConditionKey> known = view.catalog().conditionKey(key);
        if (known.isPresent()) {
            return known;
        }
        if (prefix.equals("aws")) {
            List<String> names = view.catalog().globalConditionKeys().stream()
                    .map(ConditionKey::name)
                    .toList();
            out.atKey(
                    "invalid-global-condition-key",
                    at,
                    "there is no global condition key `" + key + "`" + Nearest.hint(key, names));
        } else if (prefix.indexOf('.') < 0 && !prefix.equals("saml") && !taggedSibling(view, prefix, lower)) {
            Optional<Service> service = view.catalog().service(prefix);
            List<String> names = service.map(s ->
                            s.conditionKeys().stream().map(ConditionKey::name).toList())
                    .orElse(List.of());
            out.atKey(
                    "invalid-service-condition-key",
                    at,
                    (service.isEmpty()
                                    ? "there is no service `" + prefix + "` with condition keys"
                                    : "`" + prefix + "` has no condition key `" + key + "`")
                            + Nearest.hint(key, names));
        }
        return Optional.empty();
    }

    /** Some services' keys are listed with a placeholder for the tag's name that looks like a name. */
    private static boolean taggedSibling(PolicyView view, String prefix, String key) {
        int slash = key.indexOf('/');
        String stem = slash < 0 ? "" : key.substring(0, slash + 1);
        return slash > 0
                && view.catalog()
                        .service(prefix)
                        .filter(s -> s.conditionKeys().stream()
                                .anyMatch(k -> k.name().toLowerCase(Locale.ROOT).startsWith(stem)))
                        .isPresent();
    }

    private static void operator(StatementView statement, Condition condition, ConditionKey key, Reporter out) {
        String at = GrammarChecks.conditionPointer(statement, condition);
        Quantifier quantifier = condition.operator().quantifier();
        ConditionOperator operator = condition.operator().operator();
        if (operator == ConditionOperator.NULL) {
            return;
        }
        if (key.multivalued() && quantifier == Quantifier.NONE) {
            out.at(
                    "missing-qualifier",
                    at,
                    "`" + condition.key() + "` holds a set of values; " + operator.text()
                            + " needs ForAllValues or ForAnyValue in front");
        }
        if (!key.multivalued() && quantifier == Quantifier.FOR_ALL_VALUES && !nullCheck(statement, condition.key())) {
            out.at(
                    "forallvalues-with-single-valued-key",
                    at,
                    "`" + condition.key() + "` holds one value, and ForAllValues also holds when the key is absent");
        }
        // What tags and encryption contexts hold is their author's choice, ARNs included.
        boolean free = key.hasVariable() && operator.family() == ConditionOperator.Family.ARN;
        if (!free && !fits(operator.family(), key.type())) {
            out.at(
                    "type-mismatch",
                    at,
                    operator.text() + " compares " + family(operator.family()) + "; `" + condition.key()
                            + "` is of type " + key.type().text());
        }
        boolean arn = key.type() == ContextKeyType.ARN || key.type() == ContextKeyType.ARRAY_OF_ARN;
        boolean like = operator == ConditionOperator.STRING_LIKE || operator == ConditionOperator.STRING_NOT_LIKE;
        if (arn && like && wildcardBeforeResource(condition)) {
            out.at(
                    "string-like-operator-with-arn-condition-keys",
                    at,
                    operator.text() + " lets a wildcard run over the"
                            + " colons of the ARN in `" + condition.key() + "`; "
                            + operator.text().replace("String", "Arn")
                            + " compares field by field");
        }
    }

    private static boolean nullCheck(StatementView statement, String key) {
        for (Condition condition : statement.statement().conditions()) {
            if (condition.operator().operator() == ConditionOperator.NULL
                    && condition.key().equalsIgnoreCase(key)
                    && condition.values().contains("false")) {
                return true;
            }
        }
        return false;
    }

    /** Whether a wildcard stands where it can run over a colon into another field; `arn:*:` in front of all is common and safe. */
    private static boolean wildcardBeforeResource(Condition condition) {
        for (String value : condition.values()) {
            int colons = 0;
            for (int i = 0; i < value.length() && colons < 5; i++) {
                char c = value.charAt(i);
                colons += c == ':' ? 1 : 0;
                if (c == '*' && !value.equals("*")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean fits(ConditionOperator.Family family, ContextKeyType type) {
        return switch (type) {
            case STRING, ARRAY_OF_STRING -> family == ConditionOperator.Family.STRING;
            case ARN, ARRAY_OF_ARN ->
                family == ConditionOperator.Family.ARN || family == ConditionOperator.Family.STRING;
            case BOOL, ARRAY_OF_BOOL -> family == ConditionOperator.Family.BOOL;
            case NUMERIC, ARRAY_OF_NUMERIC -> family == ConditionOperator.Family.NUMERIC;
            case DATE, ARRAY_OF_DATE ->
                family == ConditionOperator.Family.DATE || family == ConditionOperator.Family.NUMERIC;
            case IP_ADDRESS, ARRAY_OF_IP_ADDRESS -> family == ConditionOperator.Family.IP_ADDRESS;
            case BINARY, ARRAY_OF_BINARY -> family == ConditionOperator.Family.BINARY;
        };
    }

    private static String family(ConditionOperator.Family family) {
        return switch (family) {
            case STRING -> "text";
            case NUMERIC -> "numbers";
            case DATE -> "dates";
            case BOOL -> "truth values";
            case BINARY -> "bytes";
            case IP_ADDRESS -> "addresses";
            case ARN -> "ARNs";
            case NULL -> "presence";
        };
    }

    private static void nullOperator(StatementView statement, Condition condition, Reporter out) {
        if (condition.operator().operator() != ConditionOperator.NULL) {
            return;
        }
        String at = GrammarChecks.conditionPointer(statement, condition);
        if (condition.operator().ifExists()) {
            out.at(
                    "null-with-if-exists",
                    at,
                    "Null tests whether `" + condition.key() + "` exists; IfExists has no place");
        }
        if (condition.operator().quantifier() != Quantifier.NONE) {
            out.at(
                    "null-with-qualifier",
                    at,
                    condition.operator().text() + " on `" + condition.key()
                            + "` does not test presence; use Null alone");
        }
    }

    /** A service's key in a statement none of whose actions has it: the condition never has what it compares. */
    private static void needs(PolicyView view, StatementView statement, Condition condition, Reporter out) {
        String lower = condition.key().toLowerCase(Locale.ROOT);
        String at = GrammarChecks.conditionPointer(statement, condition);
        List<String> actions = NEEDS.get(lower);
        if (actions != null && view.type().namesResources()) {
            BitSet needed = new BitSet();
            actions.forEach(a -> view.catalog().expand(a, needed));
            if (!needed.intersects(statement.actions()) && !statement.actions().isEmpty()) {
                out.atKey(
                        "missing-action-for-condition-key",
                        at,
                        "`" + condition.key() + "` only exists for " + String.join(", ", actions)
                                + ", which is not among the actions of " + statement.name());
            }
            return;
        }
        int colon = lower.indexOf(':');
        String prefix = colon < 0 ? "" : lower.substring(0, colon);
        boolean service =
                !prefix.isEmpty() && !prefix.equals("aws") && view.catalog().hasService(prefix);
        // An absent key makes a negated or IfExists condition hold: the author may count on that.
        boolean lax = condition.operator().operator().negated()
                || condition.operator().ifExists()
                || condition.operator().operator() == ConditionOperator.NULL
                || condition.operator().quantifier() == Quantifier.FOR_ALL_VALUES;
        if (!service || lax || view.catalog().conditionKey(condition.key()).isEmpty() || crossService(view, lower)) {
            return;
        }
        unsupported(view, statement, condition, prefix, at, out);
    }

    private static boolean crossService(PolicyView view, String key) {
        for (ConditionKey global : view.catalog().globalConditionKeys()) {
            if (global.matches(key)) {
                return true;
            }
        }
        return false;
    }

    private static void unsupported(
            PolicyView view, StatementView statement, Condition condition, String prefix, String at, Reporter out) {
        if (statement.invertsActions()) {
            return;
        }
        List<String> without = new ArrayList<>();
        int known = 0;
        for (int i = 0; i < statement.patterns().size(); i++) {
            if (statement.patterns().get(i).hasWildcard()) {
                return;
            }
            Optional<ServiceAction> action =
                    view.catalog().action(statement.patterns().get(i).text());
            if (action.isEmpty()) {
                return;
            }
            known++;
            if (!supports(view, action.get(), condition.key())) {
                without.add(action.get().qualifiedName());
            }
        }
        if (!without.isEmpty() && without.size() == known) {
            out.atKey(
                    "unsupported-action-for-condition-key",
                    at,
                    "none of the actions of " + statement.name() + " has the key `" + condition.key() + "` ("
                            + without.get(0) + (known > 1 ? " and " + (known - 1) + " more" : "")
                            + "), so the condition never holds");
        }
    }

    /** Returns whether the catalog knows a key for an action, on any of its resources. */
    static boolean supports(PolicyView view, ServiceAction action, String key) {
        if (named(action.conditionKeys(), key)) {
            return true;
        }
        for (ActionResource resource : action.resourceTypes()) {
            if (named(resource.conditionKeys(), key)
                    || view.catalog()
                            .resourceType(action.prefix(), resource.type())
                            .filter(t -> named(t.conditionKeys(), key))
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static boolean named(List<String> names, String key) {
        for (String name : names) {
            if (name.equalsIgnoreCase(key) || new ConditionKey(name, ContextKeyType.STRING).matches(key)) {
                return true;
            }
        }
        return false;
    }

    /** Global keys that only some services fill. */
    static final Set<String> ENDPOINT_OWNER_KEYS = Set.of("aws:vpceaccount", "aws:vpceorgid", "aws:vpceorgpaths");
}
