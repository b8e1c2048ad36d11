package io.iamtighten.e2e;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.BoolSort;
import com.microsoft.z3.CharSort;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.ReExpr;
import com.microsoft.z3.ReSort;
import com.microsoft.z3.SeqExpr;
import com.microsoft.z3.SeqSort;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Asks z3 whether identity-based policies allow something that others do not. The encoding is written from the documentation alone and shares
 * only the parsed statements with what it checks: actions and resources are strings, patterns regular expressions, and every condition is a
 * truth value of its own, the same in both policies where operator, key and values are the same. Whatever is unsatisfiable under such
 * free truth values is so under the real ones.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html">Resource element</a>
 */
final class SolverOracle implements AutoCloseable {
    /** How far a wildcard in a resource reaches. */
    enum Reading {
        /** Within the first five parts of an ARN, each alone. */
        PART_BY_PART,
        /** Anywhere. */
        WHOLE_TEXT
    }

    private static final int TIMEOUT_MILLISECONDS = 30_000;

    private final Context z3 = new Context(Map.of("model", "true"));
    private final ReSort<SeqSort<CharSort>> texts = z3.mkReSort(z3.mkStringSort());
    private final Expr<SeqSort<CharSort>> action = z3.mkConst("action", z3.mkStringSort());
    private final Expr<SeqSort<CharSort>> resource = z3.mkConst("resource", z3.mkStringSort());
    private final Reading reading;

    SolverOracle(Reading reading) {
        this.reading = reading;
    }

    @Override
    public void close() {
        z3.close();
    }

    /**
     * Returns a request that {@code inner} allows and {@code outer} does not; empty when there is none.
     *
     * @throws IllegalStateException when the solver does not know
     */
    Optional<String> witness(List<NamedPolicy> inner, List<NamedPolicy> outer) {
        BoolExpr question = z3.mkAnd(z3.mkNot(allowed(outer)), noDeny(inner));
        List<String> undecided = new ArrayList<>();
        // Statement by statement, and action by action where they are listed: each question is small.
        for (NamedPolicy policy : inner) {
            for (Statement statement : policy.document().statements()) {
                if (statement.effect() == Effect.DENY) {
                    continue;
                }
                List<Statement> pieces = statement.actions().polarity() == Polarity.ALL_BUT
                        ? List.of(statement)
                        : statement.actions().patterns().stream()
                                .map(p -> statement.withActions(ActionElement.of(p.text())))
                                .toList();
                for (Statement piece : pieces) {
                    Optional<String> witness = satisfying(piece, question, undecided);
                    if (witness.isPresent()) {
                        return witness;
                    }
                }
            }
        }
        if (!undecided.isEmpty()) {
            throw new IllegalStateException("the solver does not know: " + undecided);
        }
        return Optional.empty();
    }

    private Optional<String> satisfying(Statement piece, BoolExpr question, List<String> undecided) {
        Expr<BoolSort> asked = z3.mkAnd(applies(piece), question);
        String name = piece.actions().patterns().get(0).text().toLowerCase(Locale.ROOT);
        boolean oneAction =
                piece.actions().polarity() == Polarity.ONLY && name.indexOf('*') < 0 && name.indexOf('?') < 0;
        if (oneAction) {
            asked = asked.substitute(action, z3.mkString(name)).simplify();
        }
        Solver solver = z3.mkSolver();
        var parameters = z3.mkParams();
        parameters.add("timeout", TIMEOUT_MILLISECONDS);
        solver.setParameters(parameters);
        solver.add(asked);
        Status status = solver.check();
        if (status == Status.SATISFIABLE) {
            var model = solver.getModel();
            return Optional.of(
                    (oneAction ? name : model.eval(action, true).toString()) + " on " + model.eval(resource, true));
        }
        if (status == Status.UNKNOWN) {
            undecided.add(name + " (" + solver.getReasonUnknown() + ")");
        }
        return Optional.empty();
    }

    private BoolExpr allowed(List<NamedPolicy> policies) {
        return z3.mkAnd(any(policies, Effect.ALLOW), noDeny(policies));
    }

    private BoolExpr noDeny(List<NamedPolicy> policies) {
        return z3.mkNot(any(policies, Effect.DENY));
    }

    private BoolExpr any(List<NamedPolicy> policies, Effect effect) {
        List<BoolExpr> all = new ArrayList<>();
        for (NamedPolicy policy : policies) {
            for (Statement statement : policy.document().statements()) {
                if (statement.effect() == effect) {
                    all.add(applies(statement));
                }
            }
        }
        return z3.mkOr(all.toArray(BoolExpr[]::new));
    }

    private BoolExpr applies(Statement statement) {
        List<BoolExpr> parts = new ArrayList<>();
        parts.add(matches(
                statement.actions().polarity(),
                statement.actions().patterns().stream().map(p -> p.text()).toList(),
                text -> z3.mkInRe(action, glob(text.toLowerCase(Locale.ROOT), false))));
        statement
                .resources()
                .ifPresent(element -> parts.add(matches(
                        element.polarity(),
                        element.patterns().stream().map(p -> p.text()).toList(),
                        this::onResource)));
        statement.conditions().forEach(condition -> parts.add(z3.mkBoolConst("condition " + condition)));
        return z3.mkAnd(parts.toArray(BoolExpr[]::new));
    }

    private BoolExpr matches(Polarity polarity, List<String> patterns, Function<String, BoolExpr> one) {
        BoolExpr any = z3.mkOr(patterns.stream().map(one).toArray(BoolExpr[]::new));
        return polarity == Polarity.ALL_BUT ? z3.mkNot(any) : any;
    }

    private BoolExpr onResource(String pattern) {
        if (pattern.contains("${")) {
            // What a variable stands for is not known: anything, but the same for the same pattern.
            return z3.mkAnd(
                    z3.mkBoolConst("pattern " + pattern),
                    z3.mkInRe(resource, arn(pattern.replaceAll("\\$\\{[^}]*}", "*"))));
        }
        return z3.mkInRe(resource, arn(pattern));
    }

    private ReExpr<SeqSort<CharSort>> arn(String pattern) {
        if (pattern.equals("*") || reading == Reading.WHOLE_TEXT) {
            return glob(pattern, false);
        }
        String[] parts = pattern.split(":", 6);
        List<ReExpr<SeqSort<CharSort>>> all = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            boolean open = i == 5 || i == parts.length - 1;
            if (i > 0) {
                all.add(literal(":"));
            }
            all.add(glob(parts[i], !open));
        }
        return concat(all);
    }

    private ReExpr<SeqSort<CharSort>> glob(String pattern, boolean withinPart) {
        ReExpr<SeqSort<CharSort>> one = withinPart
                ? z3.mkIntersect(z3.mkAllcharRe(texts), z3.mkComplement(literal(":")))
                : z3.mkAllcharRe(texts);
        List<ReExpr<SeqSort<CharSort>>> all = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            if (c != '*' && c != '?') {
                plain.append(c);
                continue;
            }
            if (plain.length() > 0) {
                all.add(literal(plain.toString()));
                plain.setLength(0);
            }
            all.add(c == '?' ? one : z3.mkStar(one));
        }
        all.add(literal(plain.toString()));
        return concat(all);
    }

    private ReExpr<SeqSort<CharSort>> literal(String text) {
        String escaped = text.chars()
                .mapToObj(c -> c < 0x20 || c > 0x7e || c == '\\'
                        ? String.format(Locale.ROOT, "\\u{%x}", c)
                        : String.valueOf((char) c))
                .collect(Collectors.joining());
        SeqExpr<CharSort> string = z3.mkString(escaped);
        return z3.mkToRe(string);
    }

    @SuppressWarnings("unchecked")
    private ReExpr<SeqSort<CharSort>> concat(List<ReExpr<SeqSort<CharSort>>> parts) {
        ReExpr<SeqSort<CharSort>>[] array = parts.toArray(ReExpr[]::new);
        return array.length == 1 ? array[0] : z3.mkConcat(array);
    }
}
