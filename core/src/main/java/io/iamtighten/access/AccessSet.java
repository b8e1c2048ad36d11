package io.iamtighten.access;

import io.iamtighten.arn.WildcardReading;
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.request.AccessRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * An exact set of requests of one caller: what a stack of policies allows, or what set operations make of such sets.
 * Questions are answered for all requests, not for samples, and each answer that names a request names one that the
 * evaluator has confirmed.
 *
 * <table>
 * <caption>Examples; R is a role</caption>
 * <tr><th>set</th><th>holds</th><th>does not hold</th></tr>
 * <tr><td>{@code of(stack of s3:Get*, R)}</td><td>R's {@code s3:GetObject}</td><td>R's {@code s3:PutObject}</td></tr>
 * <tr><td>{@code of(...).restrictedTo(List.of("s3:GetObject"))}</td><td>R's {@code s3:GetObject}</td>
 * <td>R's {@code s3:GetObjectAcl}</td></tr>
 * </table>
 */
public final class AccessSet {
    /** How the set is made up. */
    private sealed interface Shape {
        /** All requests of the scope. */
        record All() implements Shape {}

        /** What a stack allows. */
        record OfStack(PolicyStack stack, AccessScope scope, Judges judges) implements Shape {}

        /** The requests for some actions. */
        record ForActions(List<String> patterns) implements Shape {}

        /** One request. */
        record Single(AccessRequest request) implements Shape {}

        /** The requests in one of two sets. */
        record Union(Shape first, Shape second) implements Shape {}

        /** The requests in both of two sets. */
        record Intersection(Shape first, Shape second) implements Shape {}

        /** The requests not in a set. */
        record Complement(Shape shape) implements Shape {}
    }

    private final AccessScope scope;
    private final Shape shape;

    private AccessSet(AccessScope scope, Shape shape) {
        this.scope = scope;
        this.shape = shape;
    }

    /** Returns what a stack of policies allows the caller of a scope. The stack is compiled when a request is first judged. */
    public static AccessSet of(PolicyStack stack, AccessScope scope) {
        return new AccessSet(scope, new Shape.OfStack(stack, scope, new Judges(stack, scope)));
    }

    /** A stack compiled under each reading, when it is first asked for: many questions are settled without. */
    private static final class Judges {
        private final PolicyStack stack;
        private final AccessScope scope;
        private final AtomicReferenceArray<@Nullable Authorizer> compiled =
                new AtomicReferenceArray<>(WildcardReading.values().length);

        Judges(PolicyStack stack, AccessScope scope) {
            this.stack = stack;
            this.scope = scope;
        }

        Authorizer of(WildcardReading reading) {
            Authorizer known = compiled.get(reading.ordinal());
            if (known == null) {
                known = Authorizer.compile(stack, scope.options().withReading(reading));
                compiled.set(reading.ordinal(), known);
            }
            return known;
        }
    }

    /** Returns all requests of a scope. */
    public static AccessSet all(AccessScope scope) {
        return new AccessSet(scope, new Shape.All());
    }

    /**
     * Returns the set of one request.
     *
     * @throws IllegalArgumentException when the scope does not cover the request
     */
    public static AccessSet only(AccessRequest request, AccessScope scope) {
        if (!scope.covers(request)) {
            throw new IllegalArgumentException("the request is not one of " + scope);
        }
        return new AccessSet(scope, new Shape.Single(request));
    }

    /** Returns the set without requests. */
    public static AccessSet none(AccessScope scope) {
        return new AccessSet(scope, new Shape.Complement(new Shape.All()));
    }

    /** Returns whose requests the set holds. */
    public AccessScope scope() {
        return scope;
    }

    /**
     * Returns the requests in this set or the other.
     *
     * @throws IllegalArgumentException when the sets speak of different callers or accounts
     */
    public AccessSet union(AccessSet other) {
        requireSameRequests(other);
        return new AccessSet(scope, new Shape.Union(shape, other.shape));
    }

    /**
     * Returns the requests in this set and the other.
     *
     * @throws IllegalArgumentException when the sets speak of different callers or accounts
     */
    public AccessSet intersection(AccessSet other) {
        requireSameRequests(other);
        return new AccessSet(scope, new Shape.Intersection(shape, other.shape));
    }

    /**
     * Returns the requests in this set and not in the other.
     *
     * @throws IllegalArgumentException when the sets speak of different callers or accounts
     */
    public AccessSet difference(AccessSet other) {
        requireSameRequests(other);
        return new AccessSet(scope, new Shape.Intersection(shape, new Shape.Complement(other.shape)));
    }

    /** Returns the requests of this set whose action one of some patterns matches, such as {@code s3:Get*}. */
    public AccessSet restrictedTo(List<String> actionPatterns) {
        return new AccessSet(scope, new Shape.Intersection(shape, new Shape.ForActions(List.copyOf(actionPatterns))));
    }

    private void requireSameRequests(AccessSet other) {
        if (!scope.sameRequests(other.scope)) {
            throw new IllegalArgumentException(
                    "sets of different callers or accounts: " + scope + " and " + other.scope);
        }
    }

    /**
     * Returns whether a request belongs to the set, by the evaluator's decision under a reading. Requests that the scope
     * does not cover do not.
     */
    public boolean contains(AccessRequest request, WildcardReading reading) {
        return scope.covers(request) && contains(shape, request, reading);
    }

    private static boolean contains(Shape shape, AccessRequest request, WildcardReading reading) {
        if (shape instanceof Shape.OfStack of) {
            return of.judges().of(reading).decide(request).allowed();
        }
        if (shape instanceof Shape.ForActions actions) {
            for (String pattern : actions.patterns()) {
                if (io.iamtighten.glob.Glob.ofIgnoringCase(pattern).matches(request.action())) {
                    return true;
                }
            }
            return false;
        }
        if (shape instanceof Shape.Single single) {
            return Point.same(single.request(), request);
        }
        if (shape instanceof Shape.Union union) {
            return contains(union.first(), request, reading) || contains(union.second(), request, reading);
        }
        if (shape instanceof Shape.Intersection both) {
            return contains(both.first(), request, reading) && contains(both.second(), request, reading);
        }
        if (shape instanceof Shape.Complement not) {
            return !contains(not.shape(), request, reading);
        }
        return true;
    }

    private static Formula formula(Shape shape, WildcardReading reading, Set<String> keys) {
        if (shape instanceof Shape.OfStack of) {
            return StackFormula.of(of.stack(), of.scope(), reading);
        }
        if (shape instanceof Shape.ForActions actions) {
            return new Formula.In(
                    List.of(new Cube(Optional.empty(), Actions.only(actions.patterns()), null, null, Set.of())));
        }
        if (shape instanceof Shape.Single single) {
            return new Formula.In(List.of(Point.of(single.request(), keys)));
        }
        if (shape instanceof Shape.Union union) {
            return Formula.or(formula(union.first(), reading, keys), formula(union.second(), reading, keys));
        }
        if (shape instanceof Shape.Intersection both) {
            return Formula.and(formula(both.first(), reading, keys), formula(both.second(), reading, keys));
        }
        if (shape instanceof Shape.Complement not) {
            return formula(not.shape(), reading, keys).negate();
        }
        return new Formula.Out(List.of());
    }

    /** Collects the keys that the stacks of a shape speak of. */
    private static void keys(Shape shape, Set<String> into) {
        if (shape instanceof Shape.OfStack of) {
            Point.keys(of.stack(), into);
        } else if (shape instanceof Shape.Single single) {
            into.addAll(single.request().context().keys());
        } else if (shape instanceof Shape.Union union) {
            keys(union.first(), into);
            keys(union.second(), into);
        } else if (shape instanceof Shape.Intersection both) {
            keys(both.first(), into);
            keys(both.second(), into);
        } else if (shape instanceof Shape.Complement not) {
            keys(not.shape(), into);
        }
    }

    /** Returns a request of the set, that there is none, or that this is not known; under every reading. */
    public Containment isEmpty(WorkLimit limit) {
        return Questions.empty(this, limit);
    }

    /**
     * Returns whether every request of this set belongs to the other: a proof under every reading, a request that does not,
     * or UNKNOWN.
     *
     * @throws IllegalArgumentException when the sets speak of different callers or accounts
     */
    public Containment isSubsetOf(AccessSet other, WorkLimit limit) {
        return difference(other).isEmpty(limit);
    }

    /**
     * Compares this set, the old one, with another, the new one.
     *
     * @throws IllegalArgumentException when the sets speak of different callers or accounts
     */
    public Comparison compare(
            AccessSet newer, Comparison.Readings readings, Comparison.Detail detail, WorkLimit limit) {
        AccessSet onlyOld = difference(newer);
        AccessSet onlyNew = newer.difference(this);
        return Comparison.compare(
                (reading, regions) -> onlyOld.solve(reading, limit, regions),
                (reading, regions) -> onlyNew.solve(reading, limit, regions),
                candidate -> new Witness(request(candidate), Optional.empty()),
                readings,
                detail);
    }

    /** Looks for a request of the set under one reading. */
    Solver.Answer solve(WildcardReading reading, WorkLimit limit, Solver.@Nullable Regions regions) {
        Solver solver = new Solver(
                new Semantics(reading, Semantics.Space.EVALUATOR),
                new Work(limit.steps()),
                candidate -> contains(request(candidate), reading),
                regions);
        Set<String> keys = new TreeSet<>();
        keys(shape, keys);
        return solver.solve(formula(shape, reading, keys));
    }

    /** Returns the full request that a candidate stands for. */
    AccessRequest request(Candidate candidate) {
        return new AccessRequest(
                scope.principal(),
                candidate.action(),
                candidate.resource(),
                scope.resourceAccount(),
                candidate.context(),
                AccessRequest.ResourceLevel.SUPPORTED);
    }
}
