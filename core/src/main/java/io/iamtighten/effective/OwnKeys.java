package io.iamtighten.effective;

import io.iamtighten.account.IamUser;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The context keys that a principal alone determines, whatever the request. A role's session may carry tags, a session name and
 * a source identity of its own, so those stay open for roles.
 */
final class OwnKeys {
    private static final Set<String> SETS = Set.of("aws:principalorgpaths");

    /** Absent in every request of an IAM user or role: they describe services that call. */
    private static final List<String> ABSENT = List.of("aws:principalservicename", "aws:principalservicenameslist");

    private final RequestContext fixed;
    private final Set<String> absent = new TreeSet<>(ABSENT);
    private final List<Condition> holding = new ArrayList<>();
    private final boolean tagsFixed;
    /** What a request most likely carries: the fixed keys and a role's own tags. */
    final RequestContext likely;

    OwnKeys(PrincipalView view, String sessionName) {
        boolean user = view.principal() instanceof IamUser;
        this.tagsFixed = user;
        if (!user) {
            absent.add("aws:username");
        }
        Map<String, ContextValues> known = new TreeMap<>();
        Map<String, ContextValues> probable = new TreeMap<>();
        known.put("aws:principalisawsservice", ContextValues.single("false"));
        view.derivedContext(sessionName).forEach((key, values) -> {
            String lower = key.toLowerCase(Locale.ROOT);
            boolean open = !user && (lower.equals("aws:userid") || lower.startsWith("aws:principaltag/"));
            ContextValues held =
                    SETS.contains(lower) ? ContextValues.set(values) : new ContextValues(values, values.size() != 1);
            (open ? probable : known).put(lower, held);
        });
        this.fixed = RequestContext.of(known);
        probable.putAll(known);
        this.likely = RequestContext.of(probable);
    }

    private OwnKeys(RequestContext fixed) {
        this.fixed = fixed;
        this.likely = fixed;
        this.tagsFixed = false;
    }

    /** Returns the keys of a caller of whom only these are known, by key in lower case. */
    static OwnKeys of(Map<String, String> known) {
        Map<String, ContextValues> values = new TreeMap<>();
        known.forEach((key, value) -> values.put(key, ContextValues.single(value)));
        OwnKeys keys = new OwnKeys(RequestContext.of(values));
        keys.absent.clear();
        return keys;
    }

    /** The same, when some keys are known to be absent besides, and of others some conditions hold in every request. */
    static OwnKeys stranger(Map<String, String> known, List<String> missing, List<Condition> holding) {
        OwnKeys keys = of(known);
        keys.absent.addAll(missing);
        keys.holding.addAll(holding);
        return keys;
    }

    /** Returns conditions that fix those keys that a stack or an invariant reads. */
    List<Condition> conditions(PolicyStack stack, Invariant.DeniedUnless invariant) {
        Set<String> read = read(stack);
        invariant.unless().forEach(list -> list.forEach(c -> read.add(c.key().toLowerCase(Locale.ROOT))));
        List<Condition> conditions = new ArrayList<>();
        for (String key : read) {
            if (fixes(key)) {
                conditions.addAll(AskedRequests.fixing(key, value(key)));
            }
        }
        for (Condition condition : holding) {
            if (read.contains(condition.key().toLowerCase(Locale.ROOT))) {
                conditions.add(condition);
            }
        }
        return conditions;
    }

    /** Returns the keys that conditions or policy variables of a stack name, in lower case. */
    static Set<String> read(PolicyStack stack) {
        Set<String> read = new TreeSet<>();
        List<NamedPolicy> policies = new ArrayList<>(stack.identity());
        stack.boundary().ifPresent(policies::add);
        stack.resource().ifPresent(policies::add);
        stack.scps().forEach(level -> policies.addAll(level.policies()));
        stack.rcps().forEach(level -> policies.addAll(level.policies()));
        for (NamedPolicy policy : policies) {
            for (Statement statement : policy.document().statements()) {
                statement.conditions().forEach(condition -> {
                    read.add(condition.key().toLowerCase(Locale.ROOT));
                    condition.values().forEach(value -> variables(value, policy, read));
                });
                statement.resources().ifPresent(r -> r.patterns().forEach(p -> variables(p.text(), policy, read)));
            }
        }
        return read;
    }

    private static void variables(String text, NamedPolicy policy, Set<String> into) {
        PatternText.parse(text, policy.document().version(), PatternText.Wildcards.ACTIVE)
                .variables()
                .forEach(variable -> into.add(variable.key()));
    }

    /** Whether a key given in lower case has the same value, or none, in all requests of the principal. */
    boolean fixes(String key) {
        return fixed.lookup(key) != null || absent.contains(key) || (tagsFixed && key.startsWith("aws:principaltag/"));
    }

    /** The value of a key that is fixed; empty when it is absent. */
    Optional<ContextValues> value(String key) {
        return fixed.get(key);
    }

    /** Returns a context with the keys that are fixed added. */
    RequestContext complete(RequestContext context) {
        RequestContext complete = context;
        for (Map.Entry<String, ContextValues> key : fixed.asMap().entrySet()) {
            complete = complete.with(key.getKey(), key.getValue());
        }
        return complete;
    }

    /** Whether a condition holds in all requests of the principal or in none; empty when that is open. */
    Optional<Boolean> settle(IndexedStatement.Line line) {
        return !line.variables() && fixes(line.evaluator().key())
                ? Optional.of(line.evaluator().evaluate(fixed))
                : Optional.empty();
    }
}
