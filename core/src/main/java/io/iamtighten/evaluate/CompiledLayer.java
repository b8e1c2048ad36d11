package io.iamtighten.evaluate;

import io.iamtighten.arn.WildcardReading;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.Statement;
import io.iamtighten.policy.StatementRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The statements of one layer, indexed by the services that they name. */
final class CompiledLayer {
    static final CompiledStatement[] NO_STATEMENTS = {};
    private static final int[] NONE = {};

    private final CompiledStatement[] statements;
    /** Statements that name services literally, by lower-case prefix; statement numbers ascending. */
    private final Map<String, int[]> byService;
    /** Statements that can name any service. */
    private final int[] anyService;

    CompiledLayer(List<NamedPolicy> policies, PolicyLayer layer, WildcardReading reading) {
        List<CompiledStatement> all = new ArrayList<>();
        Map<String, List<Integer>> named = new HashMap<>();
        List<Integer> open = new ArrayList<>();
        for (NamedPolicy policy : policies) {
            List<Statement> list = policy.document().statements();
            for (int i = 0; i < list.size(); i++) {
                Statement statement = list.get(i);
                int number = all.size();
                all.add(new CompiledStatement(
                        statement,
                        new StatementRef(policy.name(), i, statement.sid()),
                        policy.document().version(),
                        layer,
                        reading));
                register(statement, number, named, open);
            }
        }
        this.statements = all.toArray(CompiledStatement[]::new);
        this.byService = new HashMap<>();
        named.forEach((service, numbers) ->
                byService.put(service, numbers.stream().mapToInt(n -> n).toArray()));
        this.anyService = open.stream().mapToInt(n -> n).toArray();
    }

    private static void register(
            Statement statement, int number, Map<String, List<Integer>> named, List<Integer> open) {
        boolean literal = statement.actions().polarity() == Polarity.ONLY;
        for (ActionPattern pattern : statement.actions().patterns()) {
            String service = pattern.servicePattern();
            literal &= service.indexOf('*') < 0 && service.indexOf('?') < 0;
        }
        if (!literal) {
            open.add(number);
            return;
        }
        for (ActionPattern pattern : statement.actions().patterns()) {
            List<Integer> numbers = named.computeIfAbsent(pattern.servicePattern(), s -> new ArrayList<>());
            if (numbers.isEmpty() || numbers.get(numbers.size() - 1) != number) {
                numbers.add(number);
            }
        }
    }

    /** Returns the statements whose action element matches an action: {@code Deny} or {@code Allow}, in order. */
    CompiledStatement[] matching(String action, boolean deny) {
        if (statements.length == 0) {
            return NO_STATEMENTS;
        }
        int colon = action.indexOf(':');
        String service = colon < 0 ? "" : action.substring(0, colon).toLowerCase(Locale.ROOT);
        int[] named = byService.getOrDefault(service, NONE);
        int[] numbers = Arrays.copyOf(named, named.length + anyService.length);
        System.arraycopy(anyService, 0, numbers, named.length, anyService.length);
        Arrays.sort(numbers);
        List<CompiledStatement> found = new ArrayList<>();
        for (int number : numbers) {
            CompiledStatement statement = statements[number];
            if (statement.deny == deny && statement.actions.matches(action)) {
                found.add(statement);
            }
        }
        return found.isEmpty() ? NO_STATEMENTS : found.toArray(CompiledStatement[]::new);
    }

    /** Returns all statements in order, for explanations. */
    CompiledStatement[] statements() {
        return statements;
    }
}
