package io.iamtighten.effective;

import io.iamtighten.access.AccessScope;
import io.iamtighten.access.AccessSet;
import io.iamtighten.access.Containment;
import io.iamtighten.access.WorkLimit;
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides how far a principal gets with one action. What the statements show by themselves is decided at once; then requests
 * are tried; what neither settles is asked of the exact sets. Resource-based policies are left aside: targets that need one are
 * taken to hand over to identity-based policies.
 */
final class Resolver {
    /** How many choices of one statement from each layer are tried before the exact sets are asked. */
    private static final int MAX_CHOICES = 48;

    static final EvaluationOptions OPTIONS = EvaluationOptions.standard().assumingDelegation();

    private final ActionCase facts;
    private final ActionName action;
    private final Target target;
    private final WorkLimit limit;

    private Resolver(ActionCase facts, ActionName action, Target target, WorkLimit limit) {
        this.facts = facts;
        this.action = action;
        this.target = target;
        this.limit = limit;
    }

    /** Returns the answer, or empty when no statement grants the action on the target. */
    static Optional<ActionAccess> resolve(ActionCase given, ActionName action, Target target, WorkLimit limit) {
        ActionCase facts = given.allows.isEmpty()
                ? given
                : given.where(statement -> target.resource().isPresent()
                        ? statement.reaches(target.resource().get()) != Match.NO
                        : target.shape().mayBeReached(statement));
        return facts.allows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Resolver(facts, action, target, limit).resolve());
    }

    private ActionAccess resolve() {
        List<Blocker> blockers = certainBlockers();
        if (!blockers.isEmpty()) {
            return answer(Reach.BLOCKED, blockers, Optional.empty(), Optional.empty());
        }
        if (facts.denies.isEmpty()
                && anyPlain(facts.allows)
                && facts.limits.stream().allMatch(this::anyPlain)) {
            Optional<AccessRequest> sample = plainSample();
            if (sample.isPresent() || target.resource().isEmpty()) {
                return answer(Reach.EVERYWHERE, List.of(), sample, Optional.empty());
            }
        }
        SampleResources samples = new SampleResources(facts, target);
        if (anyUnconditional(facts.allows) && facts.limits.stream().allMatch(Resolver::anyUnconditional)) {
            int number = 0;
            for (String resource = samples.get(0); resource != null; resource = samples.get(++number)) {
                if (unconditional(resource)) {
                    AccessRequest request = request(resource, facts.who.keys.likely);
                    if (!mayBelongToAws(resource) || confirmed(request)) {
                        Reach reach = target.resource().isPresent() ? Reach.EVERYWHERE : Reach.SOME_RESOURCES;
                        return answer(reach, List.of(), Optional.of(request), Optional.empty());
                    }
                }
            }
        }
        int number = 0;
        for (String resource = samples.get(0); resource != null; resource = samples.get(++number)) {
            Optional<AccessRequest> found = underConditions(resource);
            if (found.isPresent()) {
                return answer(Reach.UNDER_CONDITIONS, List.of(), found, Optional.empty());
            }
        }
        return exact();
    }

    private static boolean anyUnconditional(List<Candidate> candidates) {
        for (Candidate candidate : candidates) {
            if (!candidate.conditional()) {
                return true;
            }
        }
        return false;
    }

    private List<Blocker> certainBlockers() {
        List<Blocker> blockers = new ArrayList<>(0);
        for (Candidate deny : facts.denies) {
            if (!deny.conditional() && covers(deny)) {
                blockers.add(new Blocker.DeniedBy(deny.use()));
            }
        }
        for (int i = 0; i < facts.limits.size(); i++) {
            if (facts.limits.get(i).isEmpty()) {
                IndexedPrincipal.Layer layer = facts.who.limits.get(i);
                blockers.add(new Blocker.NotAllowedBy(
                        layer.kind(),
                        layer.level(),
                        layer.policies().stream()
                                .map(io.iamtighten.policy.NamedPolicy::name)
                                .toList()));
            }
        }
        return blockers;
    }

    /** Whether a statement reaches whatever is asked about. */
    private boolean covers(Candidate candidate) {
        IndexedStatement statement = candidate.statement();
        return statement.everyResource
                || (target.resource().isPresent()
                        && statement.reaches(target.resource().get()) == Match.YES)
                || (target.shape().wildcardOnly && statement.reaches("*") == Match.YES);
    }

    private boolean anyPlain(List<Candidate> candidates) {
        for (Candidate candidate : candidates) {
            if (!candidate.conditional() && covers(candidate)) {
                return true;
            }
        }
        return false;
    }

    private Optional<AccessRequest> plainSample() {
        if (target.resource().isPresent()) {
            String resource = target.resource().get();
            AccessRequest request = request(resource, facts.who.keys.likely);
            return !mayBelongToAws(resource) || confirmed(request) ? Optional.of(request) : Optional.empty();
        }
        List<String> resources = new ArrayList<>();
        target.shape().samples(facts.who.view.accountId(), resources);
        return resources.isEmpty() ? Optional.empty() : Optional.of(request(resources.get(0), facts.who.keys.likely));
    }

    /** Whether every request on a resource goes through, whatever its context. */
    private boolean unconditional(String resource) {
        if (!anyAlways(facts.allows, resource)) {
            return false;
        }
        for (List<Candidate> layer : facts.limits) {
            if (!anyAlways(layer, resource)) {
                return false;
            }
        }
        for (Candidate deny : facts.denies) {
            if (deny.statement().reaches(resource) != Match.NO) {
                return false;
            }
        }
        return true;
    }

    private static boolean anyAlways(List<Candidate> candidates, String resource) {
        for (Candidate candidate : candidates) {
            if (!candidate.conditional() && candidate.statement().reaches(resource) == Match.YES) {
                return true;
            }
        }
        return false;
    }

    /** Looks for a context under which a request on a resource goes through. */
    private Optional<AccessRequest> underConditions(String resource) {
        List<List<IndexedStatement.Line>> fail = new ArrayList<>();
        for (Candidate deny : facts.denies) {
            if (deny.statement().reaches(resource) != Match.NO) {
                if (!deny.conditional()) {
                    return Optional.empty();
                }
                fail.add(deny.open());
            }
        }
        List<List<IndexedStatement.Line>> choices = new ArrayList<>();
        choices.add(List.of());
        Map<String, String> variables = new TreeMap<>();
        List<List<Candidate>> layers = new ArrayList<>();
        layers.add(facts.allows);
        layers.addAll(facts.limits);
        boolean open = false;
        for (List<Candidate> layer : layers) {
            List<List<IndexedStatement.Line>> longer = new ArrayList<>();
            for (Candidate allow : layer) {
                Match match = allow.statement().reaches(resource);
                open |= match == Match.OPEN;
                if (match != Match.NO) {
                    allow.statement().valuesReaching(resource, variables);
                    for (List<IndexedStatement.Line> before : choices) {
                        List<IndexedStatement.Line> more = new ArrayList<>(before);
                        more.addAll(allow.open());
                        if (longer.size() < MAX_CHOICES) {
                            longer.add(more);
                        }
                    }
                }
            }
            choices = longer;
        }
        for (List<IndexedStatement.Line> hold : choices) {
            Optional<RequestContext> context = ContextGuess.find(facts.who.keys, hold, fail, variables);
            if (context.isPresent()) {
                AccessRequest request = request(resource, context.get());
                boolean settled = !open && hold.stream().noneMatch(IndexedStatement.Line::variables);
                if ((settled && !mayBelongToAws(resource)) || confirmed(request)) {
                    return Optional.of(request);
                }
            }
        }
        return Optional.empty();
    }

    private AccessRequest request(String resource, RequestContext context) {
        return new AccessRequest(
                facts.who.caller,
                action.name(),
                resource,
                target.account(),
                context,
                target.shape().level());
    }

    /** What AWS owns cannot be changed whatever the policies say; only the evaluator knows the details. */
    private static boolean mayBelongToAws(String resource) {
        return resource.contains(":role/aws-reserved/")
                || resource.contains(":iam::aws:policy/")
                || resource.contains(":alias/aws/");
    }

    /** Whether the evaluator lets a request through under both readings of wildcards. */
    private boolean confirmed(AccessRequest request) {
        PolicyStack stack = facts.stack();
        for (io.iamtighten.arn.WildcardReading reading : io.iamtighten.arn.WildcardReading.values()) {
            if (!Authorizer.compile(stack, OPTIONS.withReading(reading))
                    .decide(request)
                    .allowed()) {
                return false;
            }
        }
        return true;
    }

    private ActionAccess exact() {
        AccessScope scope = new AccessScope(facts.who.caller, target.account(), OPTIONS);
        PolicyStack stack = facts.stack();
        AccessSet asked = AccessSet.of(AskedRequests.of(facts, action, target), scope);
        Containment empty = AccessSet.of(stack, scope)
                .intersection(asked)
                .restrictedTo(List.of(action.name()))
                .isEmpty(limit);
        if (empty instanceof Containment.Proven) {
            List<Blocker> blockers = new ArrayList<>();
            facts.denies.forEach(deny -> blockers.add(new Blocker.DeniedBy(deny.use())));
            for (int i = 0; i < facts.limits.size(); i++) {
                if (!anyPlain(facts.limits.get(i))) {
                    IndexedPrincipal.Layer layer = facts.who.limits.get(i);
                    blockers.add(new Blocker.NotAllowedBy(
                            layer.kind(),
                            layer.level(),
                            layer.policies().stream()
                                    .map(io.iamtighten.policy.NamedPolicy::name)
                                    .toList()));
                }
            }
            return answer(Reach.BLOCKED, blockers, Optional.empty(), Optional.empty());
        }
        if (empty instanceof Containment.Refuted refuted) {
            AccessRequest found = refuted.witness().request();
            AccessRequest request = request(found.resource(), facts.who.keys.complete(found.context()));
            if (target.shape().accepts(found.resource()) && confirmed(request)) {
                return answer(Reach.UNDER_CONDITIONS, List.of(), Optional.of(request), Optional.empty());
            }
            return answer(
                    Reach.UNKNOWN,
                    List.of(),
                    Optional.empty(),
                    Optional.of("the policies let through " + refuted.witness().text()
                            + ", under one reading of its wildcards or on a resource that the action may not have"));
        }
        String reason = empty instanceof Containment.Unknown unknown ? unknown.reason() : "";
        return answer(Reach.UNKNOWN, List.of(), Optional.empty(), Optional.of(reason));
    }

    private ActionAccess answer(
            Reach reach, List<Blocker> blockers, Optional<AccessRequest> witness, Optional<String> doubt) {
        List<StatementUse> through = new ArrayList<>(facts.allows.size());
        for (Candidate allow : facts.allows) {
            through.add(allow.use());
        }
        List<StatementUse> within = new ArrayList<>(0);
        for (List<Candidate> layer : facts.limits) {
            if (!anyPlain(layer)) {
                layer.forEach(allow -> within.add(allow.use()));
            }
        }
        List<StatementUse> except = new ArrayList<>(facts.denies.size());
        for (Candidate deny : facts.denies) {
            except.add(deny.use());
        }
        return new ActionAccess(List.of(action.name()), reach, through, within, except, blockers, witness, doubt);
    }
}
