package io.iamtighten.lint;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.HeldPolicy;
import io.iamtighten.account.IamPrincipal;
import io.iamtighten.account.IamRole;
import io.iamtighten.account.IamUser;
import io.iamtighten.account.PolicySource;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.Decision;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestContext;
import io.iamtighten.request.RequestPrincipal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The users and roles of an account: which ways to more permissions they have, given the roles and users that there are, and who
 * can become whom up to an administrator. Conditions on what the snapshot does not tell, such as addresses, count as not met.
 */
final class AccountChecks {
    private static final String SESSION = "session";

    private final ActionFacts facts;
    private final Set<String> off;
    private final AccountSnapshot account;
    private final BiFunction<LintedPrincipal, Reach, Optional<LintReport>> byUsage;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<String> undecided = new ArrayList<>();
    /** The services that can assume each role, among those to which paths pass roles. */
    private final Map<String, Set<String>> trusting = new LinkedHashMap<>();

    /** A user or role with what is known of it. */
    private static final class Node {
        final PrincipalView view;
        final LintedPrincipal principal;
        final Reach reach;
        final List<EscalationChecks.Open> open;
        final RequestContext context;

        Node(PrincipalView view, LintedPrincipal principal, Reach reach, List<EscalationChecks.Open> open) {
            this.view = view;
            this.principal = principal;
            this.reach = reach;
            this.open = open;
            Map<String, ContextValues> keys = new TreeMap<>();
            view.derivedContext(SESSION)
                    .forEach((key, values) ->
                            keys.put(key, new ContextValues(values, key.equalsIgnoreCase("aws:PrincipalOrgPaths"))));
            this.context = RequestContext.of(keys);
        }

        String arn() {
            return view.principal().arn();
        }

        boolean administrator() {
            return open.size() == EscalationPath.all().size();
        }
    }

    /** How one principal becomes another. */
    private record Step(String to, String how, Allowed allowed) {}

    /** An allowed request with what allows it. */
    private record Allowed(AccessRequest request, Decision decision) {}

    AccountChecks(
            ActionFacts facts,
            Set<String> off,
            AccountSnapshot account,
            List<PolicySource> sources,
            BiFunction<LintedPrincipal, Reach, Optional<LintReport>> byUsage) {
        this.facts = facts;
        this.byUsage = byUsage;
        this.off = off;
        this.account = account;
        EscalationChecks escalation = new EscalationChecks(facts.catalog(), off);
        List<IamPrincipal> principals = new ArrayList<>(account.users());
        account.roles().stream().filter(r -> !r.serviceLinked()).forEach(principals::add);
        for (IamPrincipal principal : principals) {
            PrincipalView view = account.view(principal);
            LintedPrincipal linted =
                    new LintedPrincipal(principal.arn(), view.caller(SESSION), view.stack(), places(view, sources));
            Reach reach = new Reach(facts.catalog(), linted.caller(), linted.stack());
            nodes.put(principal.arn(), new Node(view, linted, reach, escalation.open(reach, undecided)));
        }
        account.roles().forEach(role -> trusting.put(role.arn(), services(role)));
    }

    /** Where the documents of the principal's policies stand, in the stack's order. */
    private static List<LintedPolicy> places(PrincipalView view, List<PolicySource> sources) {
        List<LintedPolicy> places = new ArrayList<>();
        for (HeldPolicy held : view.policies()) {
            String name = held.policy().name();
            places.add(sources.stream()
                    .filter(s -> s.document().equals(held.policy().document())
                            && (held.arn().isEmpty()
                                    || s.owner().equals(held.arn().get())))
                    .findFirst()
                    .map(s -> new LintedPolicy(
                            name,
                            Optional.of(s.source()),
                            PolicyType.IDENTITY,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(s.document()),
                            List.of(),
                            s.encoded().orElse(s.positions())))
                    .orElseGet(() -> LintedPolicy.of(
                            name, PolicyType.IDENTITY, held.policy().document())));
        }
        return places;
    }

    private Set<String> services(IamRole role) {
        Set<String> candidates = new TreeSet<>();
        EscalationPath.all().forEach(p -> candidates.addAll(p.services()));
        Authorizer trust = Authorizer.compile(PolicyStack.ofIdentity(List.of())
                .withResource(Optional.of(new NamedPolicy("trust", role.trustPolicy()))));
        Set<String> found = new LinkedHashSet<>();
        for (String service : candidates) {
            RequestPrincipal caller =
                    new RequestPrincipal(PrincipalType.AWS_SERVICE, Optional.of(service), Optional.empty(), false);
            RequestContext context = account.accountId()
                    .map(id -> RequestContext.empty().with("aws:SourceAccount", id))
                    .orElse(RequestContext.empty());
            if (trust.decide(new AccessRequest(
                            caller,
                            "sts:AssumeRole",
                            role.arn(),
                            account.accountId(),
                            context,
                            AccessRequest.ResourceLevel.SUPPORTED))
                    .allowed()) {
                found.add(service);
            }
        }
        return found;
    }

    LintReport report() {
        EscalationChecks escalation = new EscalationChecks(facts.catalog(), off);
        List<LintReport> reports = new ArrayList<>();
        for (Node node : nodes.values()) {
            List<EscalationChecks.Open> open = node.administrator()
                    ? node.open
                    : node.open.stream().filter(o -> possible(node, o.path())).toList();
            reports.add(escalation.report(node.principal, node.reach, open, List.of()));
            reports.add(AddressChecks.report(facts, node.principal, off));
            byUsage.apply(node.principal, node.reach).ifPresent(reports::add);
            if (!node.administrator()) {
                reports.add(new SensitiveChecks(facts, facts.sensitive(), off).report(node.principal, node.reach));
            }
            if (!node.administrator() && !off.contains("escalation-reach-administrator")) {
                chain(node).ifPresent(f -> reports.add(LintReport.of(List.of(f))));
            }
        }
        reports.add(new LintReport(List.of(), List.of(), undecided));
        return LintReport.join(reports);
    }

    /** Whether the account has the roles and users that a path needs; what it does not tell is taken to exist. */
    private boolean possible(Node node, EscalationPath path) {
        if (!path.services().isEmpty()) {
            return account.roles().stream().anyMatch(r -> passes(node, r, path.services()) != null);
        }
        boolean assumes = path.permissions().contains("sts:AssumeRole");
        boolean user = path.permissions().stream().anyMatch(p -> p.endsWith("AccessKey") || p.endsWith("LoginProfile"));
        if (assumes) {
            return account.roles().stream().anyMatch(r -> assumes(node, r) != null && onTarget(node, path, r));
        }
        return !user || account.users().stream().anyMatch(u -> onTarget(node, path, u));
    }

    /** Whether each of a path's actions on users or roles is allowed on one target. */
    private boolean onTarget(Node node, EscalationPath path, IamPrincipal target) {
        for (String action : path.permissions()) {
            boolean about = target instanceof IamUser
                    ? action.startsWith("iam:")
                    : action.startsWith("iam:") && action.contains("Role");
            if (about && decide(node, action, target.arn(), node.context) == null) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Allowed decide(Node node, String action, String resource, RequestContext context) {
        return allowed(node.reach.authorizer(), node, action, resource, context);
    }

    private static @Nullable Allowed allowed(
            Authorizer authorizer, Node node, String action, String resource, RequestContext context) {
        AccessRequest request = new AccessRequest(
                node.principal.caller(),
                action,
                resource,
                node.principal.caller().accountId(),
                context,
                AccessRequest.ResourceLevel.SUPPORTED);
        Decision decision = authorizer.decide(request);
        return decision.allowed() ? new Allowed(request, decision) : null;
    }

    private @Nullable Allowed passes(Node node, IamRole role, List<String> services) {
        for (String service : services) {
            if (trusting.getOrDefault(role.arn(), Set.of()).contains(service)) {
                Allowed allowed =
                        decide(node, "iam:PassRole", role.arn(), node.context.with("iam:PassedToService", service));
                if (allowed != null) {
                    return allowed;
                }
            }
        }
        return null;
    }

    private @Nullable Allowed assumes(Node node, IamRole role) {
        Authorizer both = Authorizer.compile(node.principal
                .stack()
                .withResource(Optional.of(new NamedPolicy("trust policy of " + role.name(), role.trustPolicy()))));
        return allowed(both, node, "sts:AssumeRole", role.arn(), node.context);
    }

    private List<Step> steps(Node node) {
        List<Step> steps = new ArrayList<>();
        for (IamRole role : account.roles()) {
            if (role.arn().equals(node.arn()) || !nodes.containsKey(role.arn())) {
                continue;
            }
            Allowed assumed = assumes(node, role);
            if (assumed != null) {
                steps.add(new Step(role.arn(), "assumes " + role.name(), assumed));
                continue;
            }
            for (EscalationChecks.Open open : node.open) {
                Allowed passed = open.path().services().isEmpty()
                        ? null
                        : passes(node, role, open.path().services());
                if (passed != null) {
                    steps.add(new Step(
                            role.arn(),
                            "passes " + role.name() + " (path `" + open.path().id() + "`)",
                            passed));
                    break;
                }
            }
            Allowed rewritten = decide(node, "iam:UpdateAssumeRolePolicy", role.arn(), node.context);
            if (rewritten != null) {
                steps.add(new Step(role.arn(), "rewrites the trust policy of " + role.name(), rewritten));
            }
        }
        for (IamUser user : account.users()) {
            for (String action : List.of("iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile")) {
                Allowed taken = decide(node, action, user.arn(), node.context);
                if (!user.arn().equals(node.arn()) && taken != null) {
                    steps.add(new Step(user.arn(), "makes credentials of " + user.name() + " (" + action + ")", taken));
                    break;
                }
            }
        }
        return steps;
    }

    /** The shortest chain of steps to an administrator. */
    private Optional<Finding> chain(Node start) {
        Map<String, List<FindingNote>> seen = new LinkedHashMap<>();
        // The first request of the chain to each principal.
        Map<String, AccessRequest> first = new LinkedHashMap<>();
        ArrayDeque<String> queue = new ArrayDeque<>();
        seen.put(start.arn(), List.of());
        queue.add(start.arn());
        while (!queue.isEmpty()) {
            String arn = queue.poll();
            Node node = nodes.get(arn);
            if (node == null) {
                continue;
            }
            List<FindingNote> path = seen.getOrDefault(arn, List.of());
            if (node.administrator()) {
                RuleInfo info = RuleBook.standard().get("escalation-reach-administrator");
                return Optional.of(new Finding(
                        info.id(),
                        info.severity(),
                        start.principal.name(),
                        path.get(0).file(),
                        "",
                        path.get(0).position(),
                        "it becomes the administrator `" + arn + "` in " + path.size()
                                + (path.size() == 1 ? " step" : " steps"),
                        info.fix(),
                        Optional.ofNullable(first.get(arn)),
                        path));
            }
            for (Step step : steps(node)) {
                if (!seen.containsKey(step.to())) {
                    List<FindingNote> longer = new ArrayList<>(path);
                    String how = node.view.principal().name() + " " + step.how();
                    first.put(step.to(), first.getOrDefault(arn, step.allowed().request()));
                    longer.add(step.allowed()
                            .decision()
                            .statement()
                            .map(s -> EscalationChecks.note(node.principal, s, "lets in: " + how))
                            .orElse(new FindingNote(node.arn(), Optional.empty(), Optional.empty(), how)));
                    seen.put(step.to(), longer);
                    queue.add(step.to());
                }
            }
        }
        return Optional.empty();
    }
}
