package io.iamtighten.effective;

import io.iamtighten.access.AccessScope;
import io.iamtighten.access.AccessSet;
import io.iamtighten.access.Comparison;
import io.iamtighten.access.Difference;
import io.iamtighten.access.Witness;
import io.iamtighten.arn.Arn;
import io.iamtighten.arn.WildcardReading;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.glob.Glob;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.RequestContext;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Puts requests that a service knows in the place of a comparison's witnesses: an action of the catalog, a resource on which
 * it acts, values that conditions name. Witnesses of a comparison are short members of a set, such as {@code ec2:x} on
 * {@code *}; what is put in their place is a member too, confirmed by evaluation under every reading of wildcards. Where none
 * is found in a bounded number of tries, the witness stays. What a comparison says is never changed.
 */
public final class RealRequests {
    /** The most work for one witness: statements evaluated, and resources made up from patterns. */
    private static final int MAX_WORK = 30_000;
    /** The most kinds of action elements that are told apart; with more, the witness stays. */
    private static final int MAX_ELEMENTS = 1_000;
    /** How many groups of actions that the statements tell apart are looked at. */
    private static final int MAX_CLASSES = 128;
    /** How many actions of a group are looked at. */
    private static final int MAX_ACTIONS = 64;
    /** How many resources are made up for an action. */
    private static final int MAX_RESOURCES = 32;

    private static final Set<ConditionOperator> NAMING = EnumSet.of(
            ConditionOperator.STRING_EQUALS,
            ConditionOperator.STRING_EQUALS_IGNORE_CASE,
            ConditionOperator.STRING_LIKE,
            ConditionOperator.ARN_EQUALS,
            ConditionOperator.ARN_LIKE);

    private final ServiceCatalog catalog;

    private RealRequests(ServiceCatalog catalog) {
        this.catalog = catalog;
    }

    /** Returns what looks for actions and resources in this catalog. */
    public static RealRequests of(ServiceCatalog catalog) {
        return new RealRequests(catalog);
    }

    /** Returns a comparison of two documents alone, as {@link Comparison#ofDocuments} made it, with real requests. */
    public Comparison ofDocuments(Comparison comparison, NamedPolicy older, NamedPolicy newer) {
        return new Comparison(
                comparison.relation(),
                difference(
                        comparison.onlyOld(),
                        List.of(older),
                        List.of(newer),
                        witness -> differs(witness, older, newer)),
                difference(
                        comparison.onlyNew(),
                        List.of(newer),
                        List.of(older),
                        witness -> differs(witness, newer, older)));
    }

    /** Returns a comparison of what two stacks allow in a scope, as {@link AccessSet#compare} made it, with real requests. */
    public Comparison ofStacks(Comparison comparison, PolicyStack older, PolicyStack newer, AccessScope scope) {
        AccessSet first = AccessSet.of(older, scope);
        AccessSet second = AccessSet.of(newer, scope);
        return new Comparison(
                comparison.relation(),
                difference(
                        comparison.onlyOld(),
                        policies(older),
                        policies(newer),
                        witness -> differs(witness, first, second)),
                difference(
                        comparison.onlyNew(),
                        policies(newer),
                        policies(older),
                        witness -> differs(witness, second, first)));
    }

    private static boolean differs(Witness witness, NamedPolicy granting, NamedPolicy other) {
        for (WildcardReading reading : WildcardReading.values()) {
            if (!witness.isGrantedBy(granting.document(), reading) || witness.isGrantedBy(other.document(), reading)) {
                return false;
            }
        }
        return true;
    }

    private static boolean differs(Witness witness, AccessSet granting, AccessSet other) {
        for (WildcardReading reading : WildcardReading.values()) {
            if (!granting.contains(witness.request(), reading) || other.contains(witness.request(), reading)) {
                return false;
            }
        }
        return true;
    }

    private static List<NamedPolicy> policies(PolicyStack stack) {
        List<NamedPolicy> policies = new ArrayList<>(stack.identity());
        stack.boundary().ifPresent(policies::add);
        return policies;
    }

    private Difference difference(
            Difference difference, List<NamedPolicy> granting, List<NamedPolicy> others, Predicate<Witness> confirm) {
        if (difference instanceof Difference.Some some) {
            return new Difference.Some(
                    new Search(some.witness(), granting, others, confirm).found(), some.regions(), some.complete());
        }
        return difference;
    }

    /** The search for one witness. */
    private final class Search {
        private final Witness witness;
        private final Predicate<Witness> confirm;
        private final List<IndexedStatement> grants = new ArrayList<>();
        /** What tells actions apart. */
        private final Set<ActionElement> elements = new LinkedHashSet<>();

        /** Services whose actions are tried first. */
        private final Set<String> services = new LinkedHashSet<>();

        private int statementCount;
        private int work;

        Search(Witness witness, List<NamedPolicy> granting, List<NamedPolicy> others, Predicate<Witness> confirm) {
            this.witness = witness;
            this.confirm = confirm;
            for (List<NamedPolicy> side : List.of(granting, others)) {
                for (NamedPolicy policy : side) {
                    statementCount += policy.document().statements().size();
                    policy.document().statements().forEach(statement -> elements.add(statement.actions()));
                }
            }
            if (elements.size() > MAX_ELEMENTS) {
                return;
            }
            Map<ActionElement, BitSet> expanded = new HashMap<>();
            for (NamedPolicy policy : granting) {
                List<Statement> statements = policy.document().statements();
                for (int i = 0; i < statements.size(); i++) {
                    if (statements.get(i).effect() == Effect.ALLOW) {
                        grants.add(new IndexedStatement(
                                statements.get(i), i, policy.document().version(), catalog, expanded));
                    }
                }
            }
            String own = witness.request().action();
            services.add(own.substring(0, Math.max(0, own.indexOf(':'))));
            Arn.parse(witness.request().resource()).ifPresent(arn -> services.add(arn.service()));
            for (IndexedStatement statement : grants) {
                for (IndexedStatement.ResourceText text : statement.positiveResources()) {
                    services.add(text.widened().part(2));
                }
            }
            services.addAll(catalog.rcpServices());
            services.removeIf(service -> !catalog.hasService(service));
        }

        Witness found() {
            Optional<ServiceAction> known = catalog.action(witness.request().action());
            if (known.isPresent()
                    && ResourceShape.of(catalog, known.get())
                            .accepts(witness.request().resource())) {
                return named(witness);
            }
            if (elements.size() > MAX_ELEMENTS) {
                return witness;
            }
            for (BitSet actions : classes()) {
                if (work >= MAX_WORK) {
                    return witness;
                }
                Optional<Witness> real = amongActions(actions, known);
                if (real.isPresent()) {
                    return named(real.get());
                }
            }
            return named(witness);
        }

        /** Groups of granted actions that no statement tells apart; first those like the witness's. */
        private List<BitSet> classes() {
            BitSet granted = new BitSet();
            for (IndexedStatement statement : grants) {
                granted.or(expand(statement.statement.actions()));
            }
            BitSet like = (BitSet) granted.clone();
            List<BitSet> others = new ArrayList<>(List.of(granted));
            for (ActionElement element : elements) {
                BitSet named = expand(element);
                if (names(element, witness.request().action())) {
                    like.and(named);
                } else {
                    like.andNot(named);
                }
                int before = others.size();
                for (int i = 0; i < before && others.size() < MAX_CLASSES; i++) {
                    BitSet outside = (BitSet) others.get(i).clone();
                    outside.andNot(named);
                    if (!outside.isEmpty()
                            && outside.cardinality() < others.get(i).cardinality()) {
                        others.get(i).and(named);
                        others.add(outside);
                    }
                }
            }
            List<BitSet> classes = new ArrayList<>();
            classes.add(like);
            others.stream().filter(actions -> !actions.equals(like)).forEach(classes::add);
            return classes;
        }

        private Optional<Witness> amongActions(BitSet actions, Optional<ServiceAction> known) {
            List<ServiceAction> ordered = ordered(actions, known);
            Set<ResourceShape> seen = new LinkedHashSet<>();
            for (ServiceAction action : ordered) {
                ResourceShape shape = ResourceShape.of(catalog, action);
                if (!shape.isAnything() && seen.add(shape)) {
                    Optional<Witness> real = on(action, shape);
                    if (real.isPresent()) {
                        return real;
                    }
                }
            }
            return Optional.empty();
        }

        /** The witness's own action and service first, then the services of the resources, then those that hold data. */
        private List<ServiceAction> ordered(BitSet actions, Optional<ServiceAction> known) {
            Set<Integer> ids = new LinkedHashSet<>();
            known.flatMap(action -> catalog.actionId(action.qualifiedName()).stream()
                            .boxed()
                            .findFirst())
                    .filter(actions::get)
                    .ifPresent(ids::add);
            for (String service : services) {
                if (ids.size() >= MAX_ACTIONS) {
                    break;
                }
                BitSet of = catalog.expand(service + ":*");
                of.and(actions);
                add(of, ids);
            }
            add(actions, ids);
            return ids.stream().limit(MAX_ACTIONS).map(catalog::action).toList();
        }

        private void add(BitSet actions, Set<Integer> into) {
            for (int id = actions.nextSetBit(0);
                    id >= 0 && into.size() < MAX_ACTIONS;
                    id = actions.nextSetBit(id + 1)) {
                into.add(id);
            }
        }

        private Optional<Witness> on(ServiceAction action, ResourceShape shape) {
            AccessRequest request = witness.request();
            Set<Tried> resources = new LinkedHashSet<>();
            if (shape.accepts(request.resource())) {
                resources.add(new Tried(request.resource(), request.context()));
            }
            String account = request.resourceAccount().orElse("");
            int id = catalog.actionId(action.qualifiedName()).orElse(-1);
            for (IndexedStatement statement : grants) {
                if (statement.namesAction(action.qualifiedName(), id)) {
                    for (IndexedStatement.ResourceText text : statement.positiveResources()) {
                        if (resources.size() < MAX_RESOURCES && work < MAX_WORK) {
                            made(shape, text, account, resources);
                        }
                    }
                }
            }
            List<String> own = new ArrayList<>();
            shape.samples(account, own);
            own.forEach(resource -> resources.add(new Tried(resource, request.context())));
            for (Tried tried : resources) {
                Witness real = with(action.qualifiedName(), tried.resource(), tried.context());
                if (confirmed(real)) {
                    return Optional.of(real);
                }
            }
            return Optional.empty();
        }

        private void made(ResourceShape shape, IndexedStatement.ResourceText text, String account, Set<Tried> into) {
            RequestContext context = witness.request().context();
            List<String> found = new ArrayList<>();
            for (int step = 0; step < shape.steps(); step++) {
                work++;
                shape.samples(step, text, account, found);
            }
            for (String resource : found) {
                RequestContext chosen = context;
                if (text.variables()) {
                    Map<String, String> values =
                            text.text().valuesAccepting(resource).orElse(Map.of());
                    for (Map.Entry<String, String> value : values.entrySet()) {
                        chosen = chosen.with(value.getKey(), value.getValue());
                    }
                }
                into.add(new Tried(resource, chosen));
            }
        }

        /** Takes for each key a value that a condition names, where the request is a member with it too. */
        private Witness named(Witness real) {
            Witness best = real;
            for (String key : real.request().context().keys()) {
                ContextValues present = real.request().context().get(key).orElseThrow();
                List<String> values = values(key);
                if (present.multivalued()
                        || values.isEmpty()
                        || values.contains(present.values().get(0))) {
                    continue;
                }
                for (String value : values) {
                    AccessRequest request = best.request();
                    Witness tried = with(
                            request.action(),
                            request.resource(),
                            request.context().with(key, value));
                    if (confirmed(tried)) {
                        best = tried;
                        break;
                    }
                }
            }
            return best;
        }

        private List<String> values(String key) {
            Set<String> values = new LinkedHashSet<>();
            for (IndexedStatement statement : grants) {
                for (IndexedStatement.Line line : statement.conditions) {
                    Condition condition = line.condition();
                    if (condition.key().equalsIgnoreCase(key)
                            && NAMING.contains(condition.operator().operator())
                            && !line.variables()) {
                        condition.values().forEach(value -> values.add(filled(value)));
                    }
                }
            }
            return List.copyOf(values);
        }

        private Witness with(String action, String resource, RequestContext context) {
            AccessRequest request = witness.request();
            return new Witness(
                    new AccessRequest(
                            request.principal(),
                            action,
                            resource,
                            request.resourceAccount(),
                            context,
                            request.resourceLevel()),
                    witness.principal());
        }

        private boolean confirmed(Witness tried) {
            work += statementCount;
            return work <= MAX_WORK && confirm.test(tried);
        }

        private BitSet expand(ActionElement element) {
            BitSet ids = new BitSet();
            element.patterns().forEach(pattern -> catalog.expand(pattern.text(), ids));
            if (element.polarity() == Polarity.ALL_BUT) {
                ids.flip(0, catalog.actionCount());
            }
            return ids;
        }
    }

    /** A resource, and the context with which it is tried. */
    private record Tried(String resource, RequestContext context) {}

    private static boolean names(ActionElement element, String action) {
        boolean named = false;
        for (ActionPattern pattern : element.patterns()) {
            named |= pattern.isEverything()
                    || Glob.ofIgnoringCase(pattern.text()).matches(action);
        }
        return named == (element.polarity() == Polarity.ONLY);
    }

    /** A value that a pattern accepts; an ARN with a region and an account where they are open. */
    private static String filled(String value) {
        String[] parts = value.startsWith("arn:") ? value.split(":", 6) : new String[0];
        if (parts.length == 6) {
            parts[3] = parts[3].equals("*") ? "us-east-1" : parts[3];
            parts[4] = parts[4].equals("*") ? "111122223333" : parts[4];
        }
        String text = parts.length == 6 ? String.join(":", parts) : value;
        return text.replace("*", ResourceShape.FILLER).replace("?", ResourceShape.FILLER);
    }
}
