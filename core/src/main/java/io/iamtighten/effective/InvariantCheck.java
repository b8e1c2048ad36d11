package io.iamtighten.effective;

import io.iamtighten.access.AccessScope;
import io.iamtighten.access.AccessSet;
import io.iamtighten.access.Comparison;
import io.iamtighten.access.Containment;
import io.iamtighten.access.Difference;
import io.iamtighten.access.WorkLimit;
import io.iamtighten.account.AccountPlace;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamPrincipal;
import io.iamtighten.account.IamRole;
import io.iamtighten.account.OrganizationTree;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.account.ResourcePolicy;
import io.iamtighten.arn.Arn;
import io.iamtighten.arn.WildcardReading;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.evaluate.PrincipalMatch;
import io.iamtighten.glob.Glob;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.PrincipalKind;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestPrincipal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Checks invariants over an account: each is proven for all requests, refuted by a request, or left undecided. */
public final class InvariantCheck {
    private static final EvaluationOptions OPTIONS =
            EvaluationOptions.standard().assumingDelegation();
    /** No policy can refuse these. */
    private static final List<String> ALWAYS = List.of("sts:GetCallerIdentity", "sts:GetSessionToken");

    private static final List<String> ALL = List.of("*");

    private final AccountSnapshot account;
    private final ServiceCatalog catalog;
    private final WorkLimit limit;
    private final Map<Integer, ResourceShape> shapes = new ConcurrentHashMap<>();

    private InvariantCheck(AccountSnapshot account, ServiceCatalog catalog, WorkLimit limit) {
        this.account = account;
        this.catalog = catalog;
        this.limit = limit;
    }

    /**
     * Returns the check over an account.
     *
     * @param catalog names the actions that witnesses show
     * @param limit the most work for each question
     */
    public static InvariantCheck over(AccountSnapshot account, ServiceCatalog catalog, WorkLimit limit) {
        return new InvariantCheck(account, catalog, limit);
    }

    /** Returns whether an invariant holds. */
    public InvariantResult check(Invariant invariant) {
        if (invariant instanceof Invariant.DeniedUnless denied) {
            return denied.against() == Invariant.Against.SCPS ? controls(denied) : principals(denied);
        }
        if (invariant instanceof Invariant.NoPublicAccess open) {
            return noPublicAccess(open);
        }
        return nothingNew((Invariant.NothingNew) invariant);
    }

    /** Returns whether a policy grants nothing that another does not; needs no account. */
    public static InvariantResult nothingNew(Invariant.NothingNew invariant, WorkLimit limit) {
        Comparison comparison = Comparison.ofDocuments(
                invariant.older(), invariant.newer(), Comparison.Readings.EVERY, Comparison.Detail.WITNESS, limit);
        List<InvariantResult.Finding> findings = new ArrayList<>();
        if (comparison.onlyNew() instanceof Difference.Some some) {
            findings.add(new InvariantResult.Finding(
                    invariant.newer().name(),
                    Optional.of(some.witness().request()),
                    "grants what " + invariant.older().name() + " does not"));
        } else if (comparison.onlyNew() instanceof Difference.Unknown unknown) {
            findings.add(new InvariantResult.Finding(invariant.newer().name(), Optional.empty(), unknown.reason()));
        }
        return InvariantResult.of(invariant.id(), 1, findings, List.of());
    }

    private InvariantResult nothingNew(Invariant.NothingNew invariant) {
        return nothingNew(invariant, limit);
    }

    private InvariantResult principals(Invariant.DeniedUnless invariant) {
        List<InvariantResult.Finding> findings = new ArrayList<>();
        List<String> notes = new ArrayList<>(account.gaps());
        List<IamPrincipal> all = new ArrayList<>(account.users());
        all.addAll(account.roles());
        List<PrincipalView> asked = new ArrayList<>();
        int services = 0;
        for (IamPrincipal principal : all) {
            if (principal instanceof IamRole role && role.serviceLinked()) {
                services++;
            } else if (!excepted(principal.arn(), invariant.exceptPrincipals())) {
                PrincipalView view = account.view(principal);
                notes.addAll(view.gaps());
                asked.add(view);
            }
        }
        if (services > 0) {
            notes.add(services + (services == 1 ? " service-linked role was" : " service-linked roles were")
                    + " not looked at: their policies are AWS's");
        }
        Map<Question, Optional<InvariantResult.Finding>> answers = new HashMap<>();
        List<Glob> meant =
                invariant.actions().stream().map(Glob::ofIgnoringCase).toList();
        Map<PolicyDocument, Boolean> grants = new IdentityHashMap<>();
        for (PrincipalView view : asked) {
            // Most invariants speak of few actions, and most principals have none of them.
            if (view.stack().identity().stream()
                    .noneMatch(policy -> grants.computeIfAbsent(policy.document(), d -> mayGrant(d, meant)))) {
                continue;
            }
            RequestPrincipal caller = view.caller(IndexedPrincipal.SESSION);
            OwnKeys keys = new OwnKeys(view, IndexedPrincipal.SESSION);
            Question question = new Question(
                    view.stack(),
                    caller.type(),
                    caller.accountId(),
                    caller.serviceLinkedRole(),
                    keys.conditions(view.stack(), invariant));
            answers.computeIfAbsent(
                            question,
                            q -> ask(
                                    view.principal().arn(),
                                    view.stack(),
                                    caller,
                                    caller.accountId(),
                                    keys,
                                    invariant,
                                    invariant.resources()))
                    .map(finding -> of(finding, view, caller))
                    .ifPresent(findings::add);
        }
        int subjects = asked.size();
        for (ResourcePolicy policy : resourcePolicies()) {
            subjects += byResource(policy, asked, invariant, findings);
        }
        return InvariantResult.of(invariant.id(), subjects, findings, notes);
    }

    /** Whether a document may allow an action that one of some patterns accepts, as its patterns alone tell. */
    private static boolean mayGrant(PolicyDocument document, List<Glob> meant) {
        for (Statement statement : document.statements()) {
            if (statement.effect() == Effect.ALLOW) {
                if (statement.actions().polarity() == Polarity.ALL_BUT) {
                    return true;
                }
                for (ActionPattern pattern : statement.actions().patterns()) {
                    Glob named = Glob.ofIgnoringCase(pattern.text());
                    for (Glob glob : meant) {
                        if (glob.intersects(named)) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }

    /**
     * What decides a question about a principal's own policies; principals for whom all of it is equal share the answer.
     *
     * @param own what the keys that the principal fixes hold, as far as the policies and the invariant read them
     */
    private record Question(
            PolicyStack stack,
            PrincipalType type,
            Optional<String> account,
            boolean serviceLinked,
            List<Condition> own) {}

    /** The same finding for another principal of whom the question is the same. */
    private static InvariantResult.Finding of(
            InvariantResult.Finding finding, PrincipalView view, RequestPrincipal caller) {
        return new InvariantResult.Finding(
                view.principal().arn(),
                finding.witness()
                        .map(request -> new AccessRequest(
                                caller,
                                request.action(),
                                request.resource(),
                                request.resourceAccount(),
                                request.context(),
                                request.resourceLevel())),
                finding.reason());
    }

    /** What the policy of a resource lets its own account's principals and others do on it; returns how many were asked. */
    private int byResource(
            ResourcePolicy policy,
            List<PrincipalView> asked,
            Invariant.DeniedUnless invariant,
            List<InvariantResult.Finding> findings) {
        int subjects = 0;
        Optional<String> owner = owner(policy);
        List<String> on = resources(policy);
        for (PrincipalView view : mayNamePrincipals(policy) ? asked : List.<PrincipalView>of()) {
            Set<String> sessions = new LinkedHashSet<>(List.of(IndexedPrincipal.SESSION));
            sessions.addAll(NamedSessions.of(policy.policy().document(), view));
            for (String session : sessions) {
                RequestPrincipal caller = view.caller(session);
                if (names(policy, caller)) {
                    subjects++;
                    Optional<InvariantResult.Finding> found = ask(
                            view.principal().arn() + " through "
                                    + policy.policy().name(),
                            withResource(view.stack(), policy, owner),
                            caller,
                            owner,
                            new OwnKeys(view, session),
                            invariant,
                            on);
                    found.ifPresent(findings::add);
                    if (found.isPresent()) {
                        break;
                    }
                }
            }
        }
        for (OutsideCaller outside : outsiders(policy, owner)) {
            if (!excepted(outside.name(), invariant.exceptPrincipals())) {
                subjects++;
                ask(
                                outside.name() + " through " + policy.policy().name(),
                                withResource(outside.stack(owner, place(owner)), policy, owner),
                                outside.caller(),
                                owner,
                                OwnKeys.of(outside.known()),
                                invariant,
                                on)
                        .ifPresent(findings::add);
            }
        }
        for (String user : canonicalUsers(policy)) {
            if (!excepted(user, invariant.exceptPrincipals())) {
                subjects++;
                findings.add(new InvariantResult.Finding(
                        user + " through " + policy.policy().name(),
                        Optional.empty(),
                        "a canonical user ID does not say whose it is; name the account or the principal instead"));
            }
        }
        return subjects;
    }

    /** The canonical users to whom a policy allows something. */
    static List<String> canonicalUsers(ResourcePolicy policy) {
        Set<String> users = new LinkedHashSet<>();
        for (Statement statement : policy.policy().document().statements()) {
            if (statement.effect() == Effect.ALLOW && statement.principal().isPresent()) {
                statement.principal().get().entries().stream()
                        .filter(entry -> entry.kind() == PrincipalKind.CANONICAL_USER)
                        .forEach(entry -> users.add(entry.value()));
            }
        }
        return List.copyOf(users);
    }

    private InvariantResult controls(Invariant.DeniedUnless invariant) {
        if (account.organization().isEmpty()) {
            return InvariantResult.of(
                    invariant.id(),
                    0,
                    List.of(new InvariantResult.Finding(
                            "the organization",
                            Optional.empty(),
                            "nothing is known of its service control policies; a snapshot folder with organization.json"
                                    + " has them")),
                    List.of());
        }
        OrganizationTree organization = account.organization().get();
        List<InvariantResult.Finding> findings = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<String> accounts = new ArrayList<>();
        accounts(organization.root(), accounts);
        for (String id : accounts) {
            if (organization.managementAccountId().equals(Optional.of(id))) {
                notes.add("service control policies do not reach the management account " + id);
                continue;
            }
            AccountPlace place = organization.place(id).orElseThrow();
            PolicyStack stack = OutsideCaller.EVERYTHING.withScps(place.scps());
            RequestPrincipal caller = RequestPrincipal.of(
                    PrincipalType.ASSUMED_ROLE, "arn:aws:sts::" + id + ":assumed-role/Any/session", id);
            OwnKeys keys = OwnKeys.of(Map.of("aws:principalaccount", id));
            ask("account " + id, stack, caller, caller.accountId(), keys, invariant, invariant.resources())
                    .ifPresent(findings::add);
        }
        return InvariantResult.of(invariant.id(), accounts.size(), findings, notes);
    }

    private static void accounts(OrganizationTree.Unit unit, List<String> into) {
        if (unit.id().length() == 12 && unit.id().chars().allMatch(c -> c >= '0' && c <= '9')) {
            into.add(unit.id());
        }
        unit.children().forEach(child -> accounts(child, into));
    }

    private InvariantResult noPublicAccess(Invariant.NoPublicAccess invariant) {
        List<InvariantResult.Finding> findings = new ArrayList<>();
        int subjects = 0;
        for (ResourcePolicy policy : resourcePolicies()) {
            if (excepted(policy.resourceArn(), invariant.exceptResources())) {
                continue;
            }
            subjects++;
            Optional<String> owner = owner(policy);
            OutsideCaller anyone = OutsideCaller.anyone(policy.policy().document());
            Invariant.DeniedUnless nothing = new Invariant.DeniedUnless(
                    invariant.id(), ALL, List.of(), ALL, List.of(), List.of(), Invariant.Against.PRINCIPALS);
            Map<String, String> stranger = new LinkedHashMap<>();
            stranger.put("aws:principalaccount", anyone.caller().accountId().orElse(""));
            stranger.put("aws:principalorgid", "o-stranger00");
            stranger.put("aws:principalisawsservice", "false");
            stranger.put("aws:sourcevpc", "vpc-stranger");
            stranger.put("aws:sourcevpce", "vpce-stranger");
            List<String> missing =
                    List.of("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths");
            OwnKeys keys = OwnKeys.stranger(
                    stranger,
                    missing,
                    // Its own, whatever kind of principal it is.
                    List.of(Condition.of(
                            ConditionOperator.ARN_LIKE,
                            "aws:PrincipalArn",
                            "arn:*:*::" + anyone.caller().accountId().orElse("") + ":*")));
            List<String> unsigned = new ArrayList<>(missing);
            unsigned.add("aws:principalarn");
            PolicyStack stack = withResource(OutsideCaller.EVERYTHING, policy, owner);
            Optional<InvariantResult.Finding> found =
                    ask(policy.resourceArn(), stack, anyone.caller(), owner, keys, nothing, resources(policy));
            if (found.isEmpty()) {
                found = ask(
                        policy.resourceArn(),
                        stack,
                        RequestPrincipal.anonymous(),
                        owner,
                        OwnKeys.stranger(stranger, unsigned, List.of()),
                        nothing,
                        resources(policy));
            }
            found.ifPresent(findings::add);
        }
        List<String> notes = new ArrayList<>(account.gaps());
        if (account.resourcePolicies().isEmpty()) {
            notes.add("the snapshot has no resource policies but the roles' trust policies");
        }
        return InvariantResult.of(invariant.id(), subjects, findings, notes);
    }

    private List<ResourcePolicy> resourcePolicies() {
        List<ResourcePolicy> all = new ArrayList<>(account.resourcePolicies());
        for (IamRole role : account.roles()) {
            if (!role.serviceLinked()) {
                // A trust policy speaks of its own role without naming it.
                all.add(new ResourcePolicy(
                        role.arn(),
                        Arn.parse(role.arn()).map(Arn::account),
                        new NamedPolicy("the trust policy of " + role.name(), role.trustPolicy())));
            }
        }
        return all;
    }

    private Optional<String> owner(ResourcePolicy policy) {
        return policy.accountId()
                .or(() -> Arn.parse(policy.resourceArn()).map(Arn::account).filter(a -> !a.isEmpty()))
                .or(account::accountId);
    }

    private static List<String> resources(ResourcePolicy policy) {
        String arn = AskedRequests.literal(policy.resourceArn());
        return List.of(arn, arn + "/*", arn + ":*");
    }

    private Optional<AccountPlace> place(Optional<String> owner) {
        return owner.flatMap(id -> account.organization().flatMap(o -> o.place(id)));
    }

    private PolicyStack withResource(PolicyStack stack, ResourcePolicy policy, Optional<String> owner) {
        Optional<AccountPlace> place = place(owner);
        PolicyStack whole = stack.withResource(Optional.of(policy.policy()))
                .withRcps(place.map(AccountPlace::rcps).orElse(List.of()));
        return new PolicyStack(
                whole.identity(),
                whole.boundary(),
                whole.session(),
                whole.resource(),
                whole.scps(),
                whole.rcps(),
                whole.vpcEndpoint(),
                whole.managementAccountId().or(() -> place.flatMap(AccountPlace::managementAccountId)));
    }

    /** Whether a policy speaks of users or roles at all; trust policies mostly speak of services. */
    private static boolean mayNamePrincipals(ResourcePolicy policy) {
        for (Statement statement : policy.policy().document().statements()) {
            PrincipalElement principal = statement.principal().orElse(null);
            if (statement.effect() == Effect.ALLOW
                    && (principal == null
                            || principal.anyone()
                            || principal.polarity() == Polarity.ALL_BUT
                            || principal.entries().stream().anyMatch(entry -> entry.kind() == PrincipalKind.AWS))) {
                return true;
            }
        }
        return false;
    }

    private static boolean names(ResourcePolicy policy, RequestPrincipal caller) {
        for (Statement statement : policy.policy().document().statements()) {
            if (statement.effect() == Effect.ALLOW
                    && PrincipalMatch.of(statement, caller, false).compareTo(PrincipalMatch.ACCOUNT) > 0) {
                return true;
            }
        }
        return false;
    }

    private static List<OutsideCaller> outsiders(ResourcePolicy policy, Optional<String> owner) {
        List<OutsideCaller> callers = new ArrayList<>();
        PolicyDocument document = policy.policy().document();
        for (Statement statement : document.statements()) {
            if (statement.effect() == Effect.ALLOW && statement.principal().isPresent()) {
                if (statement.principal().get().anyone()
                        || statement.principal().get().polarity() == Polarity.ALL_BUT) {
                    OutsideCaller.anyone(document).addTo(callers);
                }
                statement
                        .principal()
                        .get()
                        .entries()
                        .forEach(entry ->
                                OutsideCaller.of(entry, owner, document).ifPresent(caller -> caller.addTo(callers)));
            }
        }
        return callers;
    }

    private static boolean excepted(String arn, List<String> patterns) {
        return patterns.stream().anyMatch(pattern -> Glob.of(pattern).matches(arn));
    }

    /** Asks whether a request that the invariant forbids goes through. */
    private Optional<InvariantResult.Finding> ask(
            String subject,
            PolicyStack stack,
            RequestPrincipal caller,
            Optional<String> owner,
            OwnKeys keys,
            Invariant.DeniedUnless invariant,
            List<String> resources) {
        AccessScope scope = new AccessScope(caller, owner, OPTIONS);
        AccessSet allowed = AccessSet.of(stack, scope);
        AccessSet set = allowed.intersection(forbidden(invariant, invariant.resources(), List.of(), scope))
                .difference(AccessSet.all(scope).restrictedTo(ALWAYS));
        if (!resources.equals(invariant.resources())) {
            set = set.intersection(only(resources, scope));
        }
        List<Condition> own = keys.conditions(stack, invariant);
        if (!own.isEmpty()) {
            set = set.intersection(forbidden(
                    new Invariant.DeniedUnless(
                            invariant.id(), ALL, List.of(), ALL, List.of(), List.of(), invariant.against()),
                    ALL,
                    own,
                    scope));
        }
        Containment answer = set.isEmpty(limit);
        if (answer instanceof Containment.Proven) {
            return Optional.empty();
        }
        if (answer instanceof Containment.Refuted refuted) {
            AccessRequest witness = readable(refuted.witness().request(), set, stack, invariant);
            boolean known = catalog.action(witness.action()).isPresent();
            return Optional.of(new InvariantResult.Finding(
                    subject,
                    Optional.of(witness),
                    known
                            ? "lets a request through"
                            : "lets a request through for an action that the catalog does not know"));
        }
        String reason = answer instanceof Containment.Unknown unknown ? unknown.reason() : "";
        return Optional.of(new InvariantResult.Finding(subject, Optional.empty(), reason));
    }

    /** The requests that an invariant forbids, as what a policy allows; on both sides, so that they are the same for every caller. */
    private static AccessSet forbidden(
            Invariant.DeniedUnless invariant, List<String> resources, List<Condition> conditions, AccessScope scope) {
        List<Statement> statements = new ArrayList<>();
        statements.add(Statement.of(Effect.ALLOW, actions(invariant.actions()), resources(resources))
                .withConditions(conditions));
        if (!invariant.exceptActions().isEmpty()) {
            statements.add(Statement.of(Effect.DENY, actions(invariant.exceptActions()), resources(ALL)));
        }
        for (List<Condition> alternative : invariant.unless()) {
            statements.add(
                    Statement.of(Effect.DENY, actions(ALL), resources(ALL)).withConditions(alternative));
        }
        return bothSides(statements, scope);
    }

    private static AccessSet only(List<String> resources, AccessScope scope) {
        return bothSides(List.of(Statement.of(Effect.ALLOW, actions(ALL), resources(resources))), scope);
    }

    private static AccessSet bothSides(List<Statement> statements, AccessScope scope) {
        List<Statement> resource = statements.stream()
                .map(s -> new Statement(
                        s.sid(),
                        s.effect(),
                        Optional.of(PrincipalElement.anyonePrincipal()),
                        s.actions(),
                        s.resources(),
                        s.conditions()))
                .toList();
        PolicyStack stack = PolicyStack.ofIdentity(List.of(new NamedPolicy("invariant", PolicyDocument.of(statements))))
                .withResource(Optional.of(new NamedPolicy("invariant", PolicyDocument.of(resource))));
        return AccessSet.of(stack, scope);
    }

    private static ActionElement actions(List<String> patterns) {
        return ActionElement.of(patterns.toArray(String[]::new));
    }

    private static ResourceElement resources(List<String> patterns) {
        return ResourceElement.of(patterns.toArray(String[]::new));
    }

    /** The actions that some Allow statement of policies names. */
    private BitSet granted(List<NamedPolicy> policies) {
        BitSet granted = new BitSet();
        for (NamedPolicy policy : policies) {
            for (Statement statement : policy.document().statements()) {
                if (statement.effect() == Effect.ALLOW) {
                    BitSet named = new BitSet();
                    statement.actions().patterns().forEach(pattern -> catalog.expand(pattern.text(), named));
                    if (statement.actions().polarity() == Polarity.ALL_BUT) {
                        named.flip(0, catalog.actionCount());
                    }
                    granted.or(named);
                }
            }
        }
        return granted;
    }

    /** Looks for a request like the witness that a service knows: an action of the catalog on a resource of it. */
    private AccessRequest readable(
            AccessRequest witness, AccessSet set, PolicyStack stack, Invariant.DeniedUnless invariant) {
        Optional<io.iamtighten.catalog.ServiceAction> known = catalog.action(witness.action());
        if (known.isPresent() && ResourceShape.of(catalog, known.get()).accepts(witness.resource())) {
            return witness;
        }
        BitSet ids = new BitSet();
        known.ifPresent(action -> catalog.expand(action.qualifiedName(), ids));
        if (ids.isEmpty()) {
            invariant.actions().forEach(pattern -> catalog.expand(pattern, ids));
        }
        if (stack.resource().isEmpty()) {
            ids.and(granted(stack.identity()));
        }
        String owner = witness.resourceAccount().orElse("");
        for (int id = ids.nextSetBit(0); id >= 0; id = ids.nextSetBit(id + 1)) {
            ResourceShape shape = shapes.computeIfAbsent(id, i -> ResourceShape.of(catalog, catalog.action(i)));
            List<String> resources = new ArrayList<>();
            if (shape.accepts(witness.resource())) {
                resources.add(witness.resource());
            }
            shape.samples(owner, resources);
            for (String resource : resources) {
                AccessRequest tried = new AccessRequest(
                        witness.principal(),
                        catalog.actionName(id),
                        resource,
                        witness.resourceAccount(),
                        witness.context(),
                        witness.resourceLevel());
                if (set.contains(tried, WildcardReading.PART_BY_PART)) {
                    return tried;
                }
            }
        }
        return witness;
    }
}
