package io.iamtighten.evaluate;

import io.iamtighten.arn.WildcardReading;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.Statement;
import io.iamtighten.policy.StatementRef;
import io.iamtighten.request.AccessRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one layer, found by action: a first look-up of an action walks the statements that can name its
 * service, later ones read the remembered list.
 */
final class CompiledLayer {
    /** How many actions are remembered; about the number that AWS has. */
    private static final int MAX_REMEMBERED = 32_768;

    /** The statements whose action element matches one action: the denies first. */
    private record Candidates(CompiledStatement[] denies, CompiledStatement[] allows) {}

    private final CompiledStatement[] statements;
    /** Statements that name one service literally, by lower-case prefix; statement numbers ascending. */
    private final Map<String, int[]> byService;
    /** Statements that can name any service. */
    private final int[] anyService;

    private final Map<String, Candidates> remembered = new ConcurrentHashMap<>();

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

    private Candidates candidates(String action) {
        Candidates known = remembered.get(action);
        if (known != null) {
            return known;
        }
        int colon = action.indexOf(':');
        String service = colon < 0 ? "" : action.substring(0, colon).toLowerCase(Locale.ROOT);
        int[] named = byService.getOrDefault(service, new int[0]);
        int[] numbers = Arrays.copyOf(named, named.length + anyService.length);
        System.arraycopy(anyService, 0, numbers, named.length, anyService.length);
        Arrays.sort(numbers);
        List<CompiledStatement> denies = new ArrayList<>();
        List<CompiledStatement> allows = new ArrayList<>();
        for (int number : numbers) {
            CompiledStatement statement = statements[number];
            if (statement.actions.matches(action)) {
                (statement.deny ? denies : allows).add(statement);
            }
        }
        Candidates found =
                new Candidates(denies.toArray(CompiledStatement[]::new), allows.toArray(CompiledStatement[]::new));
        if (remembered.size() < MAX_REMEMBERED) {
            remembered.put(action, found);
        }
        return found;
    }

    /** Returns the first statement that denies the request, or null. */
    @Nullable
    CompiledStatement denying(AccessRequest request, String resource, boolean callerHasBoundary) {
        for (CompiledStatement statement : candidates(request.action()).denies()) {
            if (statement.principal(request, callerHasBoundary) != PrincipalMatch.NONE
                    && statement.resources.matches(resource, request.context())
                    && statement.conditionsHold(request)) {
                return statement;
            }
        }
        return null;
    }

    /** Returns the first statement that allows the request, or null. */
    @Nullable
    CompiledStatement allowing(AccessRequest request, String resource) {
        return allowing(request, resource, PrincipalMatch.ACCOUNT);
    }

    /** Returns the first statement that allows the request and names the caller at least so closely, or null. */
    @Nullable
    CompiledStatement allowing(AccessRequest request, String resource, PrincipalMatch least) {
        for (CompiledStatement statement : candidates(request.action()).allows()) {
            if (statement.principal(request, false).compareTo(least) >= 0
                    && statement.resources.matches(resource, request.context())
                    && statement.conditionsHold(request)) {
                return statement;
            }
        }
        return null;
    }

    /** Returns all statements in order, for explanations. */
    CompiledStatement[] statements() {
        return statements;
    }
}
