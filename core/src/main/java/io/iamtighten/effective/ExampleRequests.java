package io.iamtighten.effective;

import io.iamtighten.arn.Arn;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.RequestContext;
import io.iamtighten.values.IpRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Puts a request that looks like one of a service's in the place of a short member of a set, such as {@code s3:GetObject} on
 * {@code arn:x:s3:::/}: the same caller and action, a resource with a partition, a Region and a name, and values that conditions
 * name. What is put in its place is a member too; where none is found in a bounded number of tries, parts of the request stay.
 */
public final class ExampleRequests {
    /** The most requests that are tried in the place of one. */
    private static final int MAX_TRIES = 400;
    /** The most resources that are made up. */
    private static final int MAX_RESOURCES = 64;
    /** The most values that are tried for one key. */
    private static final int MAX_VALUES = 24;
    /** The host that stands for the hosts of a block, where the block has so many. */
    private static final int HOST = 10;

    private static final List<String> ADDRESSES =
            List.of("203.0.113.10", "198.51.100.10", "192.0.2.10", "2001:db8::10", "10.0.0.10");

    /** Values for keys that no condition names one for, by the key in lower case. */
    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry("aws:sourceip", ADDRESSES),
            Map.entry("aws:vpcsourceip", List.of("10.0.0.10", "172.16.0.10")),
            Map.entry("aws:requestedregion", List.of("us-east-1", "eu-west-1", "ap-southeast-2")),
            Map.entry("aws:sourcevpc", List.of("vpc-0example")),
            Map.entry("aws:sourcevpce", List.of("vpce-0example")),
            Map.entry("aws:principalorgid", List.of("o-example000")),
            Map.entry("aws:resourceorgid", List.of("o-example000")),
            Map.entry("aws:currenttime", List.of("2026-01-01T00:00:00Z")),
            Map.entry("aws:useragent", List.of("aws-cli/2")),
            Map.entry("aws:referer", List.of("https://example.com/")));

    private final ServiceCatalog catalog;

    private ExampleRequests(ServiceCatalog catalog) {
        this.catalog = catalog;
    }

    /** Returns what looks for resources in this catalog. */
    public static ExampleRequests of(ServiceCatalog catalog) {
        return new ExampleRequests(catalog);
    }

    /**
     * Returns a request like one, or that one.
     *
     * @param request a member of a set
     * @param policies the policies that tell what is in the set; resources and values are taken from them
     * @param confirm whether a request is a member; asked for every request that is returned but the one given
     */
    public AccessRequest like(AccessRequest request, List<NamedPolicy> policies, Predicate<AccessRequest> confirm) {
        return new Search(request, policies, confirm).found();
    }

    /** Returns an address of a block that looks like a host's: the tenth, or the first where there are not so many. */
    public static String address(IpRange block) {
        int width = block.v6() ? 128 : 32;
        int offset = width - block.prefixLength() >= 4 ? HOST : 0;
        String text = IpRange.of(block.v6(), block.high(), block.low() | offset, width)
                .toString();
        return text.substring(0, text.indexOf('/'));
    }

    /** The search for one request. */
    private final class Search {
        private final Predicate<AccessRequest> confirm;
        private final ResourceShape shape;
        private final List<IndexedStatement> allows = new ArrayList<>();
        private final List<Condition> conditions = new ArrayList<>();
        private AccessRequest best;
        private int tries;

        Search(AccessRequest request, List<NamedPolicy> policies, Predicate<AccessRequest> confirm) {
            this.best = request;
            this.confirm = confirm;
            Optional<ServiceAction> action = catalog.action(request.action());
            this.shape = action.map(a -> ResourceShape.of(catalog, a)).orElse(ResourceShape.ANYTHING);
            int id = catalog.actionId(request.action()).orElse(-1);
            Map<io.iamtighten.policy.ActionElement, BitSet> expanded = new HashMap<>();
            List<Condition> others = new ArrayList<>();
            for (NamedPolicy policy : policies) {
                List<Statement> statements = policy.document().statements();
                for (int i = 0; i < statements.size(); i++) {
                    IndexedStatement statement = new IndexedStatement(
                            statements.get(i), i, policy.document().version(), catalog, expanded);
                    if (!statement.namesAction(request.action(), id)) {
                        continue;
                    }
                    boolean allow = statements.get(i).effect() == Effect.ALLOW;
                    if (allow) {
                        allows.add(statement);
                    }
                    statement.conditions.stream()
                            .filter(line -> !line.variables())
                            .forEach(line -> (allow ? conditions : others).add(line.condition()));
                }
            }
            conditions.addAll(others);
        }

        AccessRequest found() {
            resource();
            for (String key : best.context().keys()) {
                value(key);
            }
            return best;
        }

        private boolean take(AccessRequest tried) {
            if (tries >= MAX_TRIES) {
                return false;
            }
            tries++;
            if (!confirm.test(tried)) {
                return false;
            }
            best = tried;
            return true;
        }

        private void resource() {
            if (shape.isAnything() || best.resource().equals("*")) {
                return;
            }
            String account = best.resourceAccount().orElse("");
            Set<Map.Entry<String, RequestContext>> made = new LinkedHashSet<>();
            for (IndexedStatement statement : allows) {
                for (IndexedStatement.ResourceText text : statement.positiveResources()) {
                    for (int step = 0; step < shape.steps() && made.size() < MAX_RESOURCES; step++) {
                        List<String> resources = new ArrayList<>();
                        shape.samples(step, text, account, resources);
                        for (String resource : resources) {
                            made.add(Map.entry(resource, context(text, resource)));
                        }
                    }
                }
            }
            List<String> own = new ArrayList<>();
            shape.samples(account, own);
            own.forEach(resource -> made.add(Map.entry(resource, best.context())));
            for (Map.Entry<String, RequestContext> each : made) {
                if (take(with(each.getKey(), each.getValue()))) {
                    return;
                }
            }
        }

        private RequestContext context(IndexedStatement.ResourceText text, String resource) {
            RequestContext context = best.context();
            if (text.variables()) {
                Map<String, String> values =
                        text.text().valuesAccepting(resource).orElse(Map.of());
                for (Map.Entry<String, String> value : values.entrySet()) {
                    context = context.with(value.getKey(), value.getValue());
                }
            }
            return context;
        }

        /** Leaves a key out where it is not needed, or takes a value that people know. */
        private void value(String key) {
            if (take(best.withContext(best.context().without(key)))) {
                return;
            }
            Optional<ContextValues> present = best.context().get(key);
            List<String> values = values(key);
            if (present.isEmpty() || values.containsAll(present.get().values())) {
                return;
            }
            for (String value : values) {
                ContextValues one =
                        present.get().multivalued() ? ContextValues.set(List.of(value)) : ContextValues.single(value);
                if (take(best.withContext(best.context().with(key, one)))) {
                    return;
                }
            }
        }

        private List<String> values(String key) {
            Set<String> values = new LinkedHashSet<>();
            for (Condition condition : conditions) {
                if (condition.key().equalsIgnoreCase(key) && values.size() < MAX_VALUES) {
                    condition
                            .values()
                            .forEach(value -> example(condition.operator().operator(), value)
                                    .ifPresent(values::add));
                }
            }
            values.addAll(VALUES.getOrDefault(key.toLowerCase(Locale.ROOT), List.of()));
            if (key.toLowerCase(Locale.ROOT).endsWith("account")) {
                best.principal().accountId().ifPresent(values::add);
            }
            values.add(ResourceShape.FILLER);
            return List.copyOf(values);
        }

        private AccessRequest with(String resource, RequestContext context) {
            return new AccessRequest(
                    best.principal(), best.action(), resource, best.resourceAccount(), context, best.resourceLevel());
        }
    }

    /** Returns a value that a condition names; empty where it names none, such as for whether a key is there. */
    private static Optional<String> example(ConditionOperator operator, String value) {
        return switch (operator.family()) {
            case NULL -> Optional.empty();
            case IP_ADDRESS -> IpRange.parse(value).map(ExampleRequests::address);
            case STRING, ARN ->
                Optional.of(
                        operator == ConditionOperator.STRING_EQUALS || operator == ConditionOperator.STRING_NOT_EQUALS
                                ? value
                                : filled(value));
            default -> Optional.of(value);
        };
    }

    /** Returns a value that a pattern accepts; of an ARN one with a partition, a Region and an account where they are open. */
    public static String filled(String pattern) {
        String[] parts = pattern.startsWith("arn:") ? pattern.split(":", 6) : new String[0];
        if (parts.length == 6 && Arn.parse(pattern).isPresent()) {
            parts[1] = parts[1].equals("*") ? "aws" : parts[1];
            parts[3] = parts[3].equals("*") ? "us-east-1" : parts[3];
            parts[4] = parts[4].equals("*") ? "111122223333" : parts[4];
        }
        String text = parts.length == 6 ? String.join(":", parts) : pattern;
        return text.replace("*", ResourceShape.FILLER).replace('?', 'x');
    }
}
