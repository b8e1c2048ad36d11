package io.iamtighten.effective;

import io.iamtighten.access.WorkLimit;
import io.iamtighten.account.AccountPlace;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamPrincipal;
import io.iamtighten.account.IamUser;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.evaluate.PolicyLevel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An account compiled for questions about all of it: every document knows the catalog's actions that each of its statements
 * names. Compiling costs about as much as reading the account; questions then only walk. Thread-safe.
 */
public final class AccountAccess {
    private static final String CALLER_IDENTITY = "sts:GetCallerIdentity";
    private static final String SESSION_TOKEN = "sts:GetSessionToken";

    private final AccountSnapshot account;
    private final ServiceCatalog catalog;
    private final WorkLimit limit;
    private final List<IndexedPrincipal> principals;
    private final Map<Integer, ResourceShape> shapes = new ConcurrentHashMap<>();

    private AccountAccess(
            AccountSnapshot account, ServiceCatalog catalog, WorkLimit limit, List<? extends IamPrincipal> asked) {
        this.account = account;
        this.catalog = catalog;
        this.limit = limit;
        IndexedDocument.Index index = new IndexedDocument.Index(catalog);
        List<IndexedPrincipal> all = new ArrayList<>();
        for (IamPrincipal principal : asked) {
            PrincipalView view = account.view(principal);
            all.add(new IndexedPrincipal(view, index, rcps(view.accountId())));
        }
        this.principals = List.copyOf(all);
    }

    /** The resource control policies on an account's resources. */
    private List<PolicyLevel> rcps(String id) {
        return account.organization()
                .flatMap(organization -> organization.place(id))
                .map(AccountPlace::rcps)
                .orElse(List.of());
    }

    /** Compiles an account, under the standard limit of work for each question that needs exact sets. */
    public static AccountAccess compile(AccountSnapshot account, ServiceCatalog catalog) {
        return compile(account, catalog, WorkLimit.standard());
    }

    /** Compiles an account. */
    public static AccountAccess compile(AccountSnapshot account, ServiceCatalog catalog, WorkLimit limit) {
        List<IamPrincipal> all = new ArrayList<>(account.users());
        all.addAll(account.roles());
        return new AccountAccess(account, catalog, limit, all);
    }

    /** Returns what a principal may do, over all actions of the catalog; compiles that principal's policies alone. */
    public static EffectiveAccess effective(
            AccountSnapshot account, IamPrincipal principal, ServiceCatalog catalog, WorkLimit limit) {
        AccountAccess alone = new AccountAccess(account, catalog, limit, List.of(principal));
        return alone.effective(alone.principals.get(0));
    }

    /**
     * Returns what a principal may do, over all actions of the catalog.
     *
     * @throws IllegalArgumentException when the principal is not one of the account's
     */
    public EffectiveAccess effective(IamPrincipal principal) {
        for (IndexedPrincipal known : principals) {
            if (known.view.principal().arn().equals(principal.arn())) {
                return effective(known);
            }
        }
        throw new IllegalArgumentException("`" + principal.arn() + "` is not in the account");
    }

    private EffectiveAccess effective(IndexedPrincipal who) {
        List<ActionAccess> groups = new ArrayList<>();
        List<String> always = alwaysAllowed(who);
        for (ActionClasses.Group group : ActionClasses.of(who, catalog)) {
            int first = group.actions().nextSetBit(0);
            ActionCase facts = ActionCase.of(who, new ActionName(catalog.actionName(first), first));
            if (group.resourcesMatter()) {
                byShape(facts, group, always, groups);
            } else {
                add(facts, group.actions(), Target.any(shape(first), who), always, groups);
            }
        }
        groups.sort((a, b) -> a.actions().get(0).compareToIgnoreCase(b.actions().get(0)));
        List<String> controls = new ArrayList<>();
        who.rcps.forEach(layer -> layer.policies().forEach(policy -> controls.add(policy.name())));
        return new EffectiveAccess(who.view, controls, always, groups, gaps(who.view));
    }

    private void byShape(ActionCase facts, ActionClasses.Group group, List<String> always, List<ActionAccess> into) {
        Map<Alike, BitSet> alike = new LinkedHashMap<>();
        for (int id = group.actions().nextSetBit(0);
                id >= 0;
                id = group.actions().nextSetBit(id + 1)) {
            alike.computeIfAbsent(new Alike(shape(id), readsIam(catalog.actionName(id))), s -> new BitSet())
                    .set(id);
        }
        alike.forEach((key, ids) -> add(facts, ids, Target.any(key.shape(), facts.who), always, into));
    }

    /** What makes two actions that the same statements name get the same answer: nobody changes what AWS owns, but anybody may read it. */
    private record Alike(ResourceShape shape, boolean readsIam) {}

    private static boolean readsIam(String action) {
        String lower = action.toLowerCase(Locale.ROOT);
        return lower.startsWith("iam:get")
                || lower.startsWith("iam:list")
                || lower.startsWith("iam:generate")
                || lower.startsWith("iam:simulate");
    }

    private void add(ActionCase facts, BitSet ids, Target target, List<String> always, List<ActionAccess> into) {
        int first = ids.nextSetBit(0);
        List<String> names = new ArrayList<>(catalog.actionNames(ids));
        names.removeAll(always);
        if (names.isEmpty()) {
            return;
        }
        ActionName action = new ActionName(names.get(0), first);
        Resolver.resolve(facts, action, target, limit).ifPresent(access -> into.add(access.withActions(names)));
    }

    /**
     * Returns who can do an action on some resource.
     *
     * @param action such as {@code s3:GetObject}; the catalog need not know it
     */
    public WhoCan whoCan(String action) {
        return whoCan(action, Optional.empty());
    }

    /**
     * Returns who can do an action on a resource. The resource's own policy counts where the snapshot has it.
     *
     * @param action such as {@code s3:GetObject}; the catalog need not know it
     * @param resource the ARN
     */
    public WhoCan whoCan(String action, String resource) {
        return whoCan(action, Optional.of(resource));
    }

    private WhoCan whoCan(String asked, Optional<String> resource) {
        int id = catalog.actionId(asked).orElse(-1);
        ActionName action = new ActionName(id < 0 ? asked : catalog.actionName(id), id);
        ResourceShape shape = id < 0 ? ResourceShape.ANYTHING : shape(id);
        Optional<String> on = shape.wildcardOnly ? resource.map(r -> "*") : resource;
        ResourceSide side = ResourceSide.of(account, catalog, action, on);
        Set<String> gaps = new LinkedHashSet<>(accountGaps());
        gaps.addAll(side.gaps());
        if (shape.wildcardOnly && resource.isPresent() && !resource.get().equals("*")) {
            gaps.add("`" + action.name() + "` cannot be limited to resources; the answer is for all of them");
        }
        List<WhoCan.Holder> holders = new ArrayList<>();
        for (IndexedPrincipal who : principals) {
            gaps.addAll(who.view.gaps());
            Optional<String> owner = side.account().isPresent() ? side.account() : who.caller.accountId();
            access(who, action, new Target(shape, on, owner), side)
                    .ifPresent(access -> holders.add(new WhoCan.Holder(who.view.principal(), access)));
        }
        return new WhoCan(action.name(), resource, holders, side.outsiders(limit), List.copyOf(gaps));
    }

    private Optional<ActionAccess> access(IndexedPrincipal who, ActionName action, Target target, ResourceSide side) {
        if (alwaysAllowed(who).contains(action.name())) {
            return Optional.of(new ActionAccess(
                    List.of(action.name()),
                    Reach.EVERYWHERE,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty()));
        }
        return side.matters()
                ? side.resolve(who, target, limit)
                : Resolver.resolve(ActionCase.of(who, action), action, target, limit);
    }

    /** Needs no permission: API reference of STS, GetCallerIdentity; for users, GetSessionToken. */
    private static List<String> alwaysAllowed(IndexedPrincipal who) {
        return who.view.principal() instanceof IamUser
                ? List.of(CALLER_IDENTITY, SESSION_TOKEN)
                : List.of(CALLER_IDENTITY);
    }

    private List<String> gaps(PrincipalView view) {
        List<String> gaps = accountGaps();
        gaps.addAll(view.gaps());
        return gaps;
    }

    private List<String> accountGaps() {
        List<String> gaps = new ArrayList<>(account.gaps());
        if (account.organization().isEmpty()) {
            gaps.add("the organization is not known: service and resource control policies may take away more");
        } else if (account.accountId().map(this::rcps).orElse(List.of()).stream()
                .allMatch(level -> level.policies().isEmpty())) {
            gaps.add(
                    "the snapshot holds no resource control policies for the account: where some apply, they may take away more");
        }
        return gaps;
    }

    private ResourceShape shape(int id) {
        return shapes.computeIfAbsent(id, i -> ResourceShape.of(catalog, catalog.action(i)));
    }

    /** Returns the account. */
    public AccountSnapshot account() {
        return account;
    }
}
