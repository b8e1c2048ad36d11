package io.iamtighten.bench;

import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.Decision;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.Outcome;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.AccessRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** How long a decision takes, the stack compiled; and from a policy's text to one decision. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(5)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecideBenchmark {
    /** A compiled workload, checked against the answers that it expects. */
    private static Authorizer compiled(Workload workload) {
        Authorizer authorizer = Authorizer.compile(workload.parse());
        for (int i = 0; i < workload.requests().size(); i++) {
            Outcome outcome = authorizer.decide(workload.requests().get(i)).outcome();
            if (outcome != workload.expected().get(i)) {
                throw new IllegalStateException(workload.requests().get(i) + " is " + outcome);
            }
        }
        return authorizer;
    }

    private static AccessRequest[] requests(Workload workload, int count) {
        if (workload.requests().size() != count) {
            throw new IllegalStateException("the workload has other than " + count + " requests");
        }
        return workload.requests().toArray(AccessRequest[]::new);
    }

    /** A policy of three statements, 4 requests. */
    @State(Scope.Benchmark)
    public static class Small {
        private final Workload workload = Workload.read("w1");
        private final Authorizer authorizer = compiled(workload);
        private final AccessRequest[] requests = requests(workload, 4);
    }

    /** ReadOnlyAccess below a boundary and three levels of service control policies, 8 requests. */
    @State(Scope.Benchmark)
    public static class Large {
        private final Workload workload = Workload.read("w2");
        private final Authorizer authorizer = compiled(workload);
        private final AccessRequest[] requests = requests(workload, 8);
    }

    /** A policy of 100 statements, 70 with conditions, 8 requests. */
    @State(Scope.Benchmark)
    public static class Conditions {
        private final Workload workload = Workload.read("w3");
        private final Authorizer authorizer = compiled(workload);
        private final AccessRequest[] requests = requests(workload, 8);
        private final EvaluationOptions options = EvaluationOptions.standard();
    }

    /** The small policy beside a number of statements that name other services. */
    @State(Scope.Benchmark)
    public static class Beside {
        /** The number of statements that name other services. */
        @Param({"0", "1000"})
        private int others;

        private Authorizer authorizer = Authorizer.compile(PolicyStack.ofIdentity(List.of()));
        private AccessRequest[] requests = new AccessRequest[0];

        /** Compiles the stack. */
        @Setup
        public void compile() {
            Workload workload = Workload.read("w1");
            List<Statement> statements = new ArrayList<>();
            for (int i = 0; i < others; i++) {
                statements.add(Statement.of(
                        i % 5 == 0 ? Effect.DENY : Effect.ALLOW,
                        ActionElement.of("service" + i % 100 + ":Get*", "service" + i % 77 + ":PutThing" + i),
                        ResourceElement.of("arn:aws:service" + i + ":*:*:thing/*")));
            }
            List<NamedPolicy> policies = new ArrayList<>(workload.parse().identity());
            policies.add(new NamedPolicy("others", PolicyDocument.of(statements)));
            authorizer = Authorizer.compile(PolicyStack.ofIdentity(policies));
            requests = requests(workload, 4);
        }
    }

    private static void decideAll(Authorizer authorizer, AccessRequest[] requests, Blackhole hole) {
        for (AccessRequest request : requests) {
            hole.consume(authorizer.decide(request));
        }
    }

    /** One decision on the small policy. */
    @Benchmark
    @OperationsPerInvocation(4)
    public void w1(Small state, Blackhole hole) {
        decideAll(state.authorizer, state.requests, hole);
    }

    /** One decision on the large stack. */
    @Benchmark
    @OperationsPerInvocation(8)
    public void w2(Large state, Blackhole hole) {
        decideAll(state.authorizer, state.requests, hole);
    }

    /** One decision on the policy with conditions. */
    @Benchmark
    @OperationsPerInvocation(8)
    public void w3(Conditions state, Blackhole hole) {
        decideAll(state.authorizer, state.requests, hole);
    }

    /** Parses and compiles the policy with conditions, and decides once. */
    @Benchmark
    public Decision parseCompileDecide(Conditions state) {
        return Authorizer.compile(state.workload.parse(), state.options).decide(state.requests[1]);
    }

    /** One decision on the small policy beside statements that name other services. */
    @Benchmark
    @OperationsPerInvocation(4)
    public void besideOthers(Beside state, Blackhole hole) {
        decideAll(state.authorizer, state.requests, hole);
    }
}
