package io.iamtighten.tighten;

import io.iamtighten.access.WorkLimit;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamPrincipal;
import io.iamtighten.account.IamRole;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.lint.EscalationPaths;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.policy.Statement;
import io.iamtighten.usage.DataSelection;
import io.iamtighten.usage.LastAccessed;
import io.iamtighten.usage.Observability;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.TrailCoverage;
import io.iamtighten.usage.UsageFact;
import io.iamtighten.usage.UsagePrincipal;
import io.iamtighten.usage.UsageSummary;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Proposes, for a user or role, the smallest edit of its policies that still allows what was done and allows nothing new. */
public final class Tightener {
    private final ServiceCatalog catalog;

    private final Optional<DataSelection> selection;

    private Tightener(ServiceCatalog catalog, Optional<DataSelection> selection) {
        this.catalog = catalog;
        this.selection = selection;
    }

    /** Returns a tightener that follows this catalog. */
    public static Tightener of(ServiceCatalog catalog) {
        return new Tightener(catalog, Optional.empty());
    }

    /**
     * Returns a tightener that also knows which data events the trail selects, so that it says "unused" of no part of a bucket, table or
     * the like of which none are. The trail counts as set that way all the time; what its records do not show is not seen for all that.
     */
    public Tightener knowing(DataSelection dataEvents) {
        return new Tightener(catalog, Optional.of(dataEvents));
    }

    /**
     * Proposes from policies alone: only what a boundary, an SCP or a deny blocks anyway goes.
     *
     * @param account the account
     * @param principal a user or role of it
     */
    public TighteningProposal propose(AccountSnapshot account, IamPrincipal principal, TighteningOptions options) {
        return new Run(account, principal, Optional.empty(), Optional.empty(), options).propose();
    }

    /**
     * Proposes from policies and what was done. A principal of which the summary has nothing is unused in its window.
     *
     * @param account the account
     * @param principal a user or role of it
     * @param usage what was done, and what the records can show
     */
    public TighteningProposal propose(
            AccountSnapshot account, IamPrincipal principal, UsageSummary usage, TighteningOptions options) {
        return new Run(account, principal, Optional.of(usage), Optional.empty(), options).propose();
    }

    /**
     * Proposes from policies, what was done, and when IAM last saw services and actions tried: the latter keeps what was tried within the
     * window and no record shows, and lets go what no record could show of a service that is not in use.
     *
     * @param account the account
     * @param principal a user or role of it
     * @param usage what was done, and what the records can show
     * @param lastAccessed what IAM remembers of the principal
     */
    public TighteningProposal propose(
            AccountSnapshot account,
            IamPrincipal principal,
            UsageSummary usage,
            LastAccessed lastAccessed,
            TighteningOptions options) {
        return new Run(account, principal, Optional.of(usage), Optional.of(lastAccessed), options).propose();
    }

    /**
     * Proposes a policy from what was done alone. Nothing is known of today's policies, so that nothing proves it.
     *
     * @param principal a user or role of the summary
     * @param usage what was done, and what the records can show
     */
    public TighteningProposal proposeFromUsage(
            UsagePrincipal principal, UsageSummary usage, TighteningOptions options) {
        AccountSnapshot account = UsageOnly.account(principal);
        return UsageOnly.unproven(
                new Run(account, UsageOnly.principal(account), Optional.of(usage), Optional.empty(), options)
                        .propose());
    }

    /**
     * Tries, on later parts of the history, proposals made from what was before them.
     *
     * @param account the account
     * @param principal a user or role of it
     * @param usage what was done, and what the records can show
     * @param days how many days each part that is tried on has, at least 1
     */
    public BackTest backTest(
            AccountSnapshot account, IamPrincipal principal, UsageSummary usage, TighteningOptions options, int days) {
        PrincipalUsage all =
                new Run(account, principal, Optional.of(usage), Optional.empty(), options).usage.orElseThrow();
        BackTester.Attempt attempt = (before, later) ->
                new Run(account, principal, Optional.of(before), Optional.empty(), options).trial(later);
        return new BackTester(catalog, usage, all, attempt, days).run();
    }

    /**
     * Tries, on later parts of the history, proposals made from nothing but what was done before them.
     *
     * @param principal a user or role of the summary
     * @param usage what was done, and what the records can show
     * @param days how many days each part that is tried on has, at least 1
     */
    public BackTest backTestFromUsage(
            UsagePrincipal principal, UsageSummary usage, TighteningOptions options, int days) {
        AccountSnapshot account = UsageOnly.account(principal);
        return backTest(account, UsageOnly.principal(account), usage, options, days);
    }

    /** How often a proposal is tried for whether it would be made narrower still. */
    private static final int MAX_RUNS = 12;

    /** What a further run would not change. */
    private record Settled(
            List<PolicyChange> changes, List<KeptPermission> kept, List<String> steps, Compaction compaction) {}

    /** One proposal in the making. */
    private final class Run {
        private final AccountSnapshot account;
        private final PrincipalView view;
        private final TighteningOptions options;
        private final Optional<UsageSummary> summary;
        private final Optional<PrincipalUsage> usage;
        private final Optional<LastAttempts> attempts;
        private final boolean wholeAccount;
        private final ActionSets sets = new ActionSets(catalog);
        private final Applicability applicability = new Applicability(catalog);
        private final List<Use> uses;
        private final Optional<BlindSpots> blind;
        private final Generalization generalization;
        private final List<String> warnings = new ArrayList<>();
        /** Today's policies. */
        private final Pass today;

        private final PolicyStack stack;
        private final Blocking blocking;
        private final List<OriginStatement> origins;

        Run(
                AccountSnapshot account,
                IamPrincipal principal,
                Optional<UsageSummary> summary,
                Optional<LastAccessed> lastAccessed,
                TighteningOptions options) {
            this.account = account;
            this.view = account.view(principal);
            // Made up from usage alone, or with gaps, the account does not show all roles.
            this.wholeAccount = account.roles().size() > 1
                    && account.gaps().stream().allMatch(AccountSnapshot.OTHER_RESOURCES_UNREAD::equals);
            this.options = options;
            this.summary = summary;
            this.usage = summary.map(s -> usage(s, principal).orElseGet(() -> NoUsage.of(view)));
            this.attempts = lastAccessed.map(last -> new LastAttempts(catalog, last, window(), usage.orElseThrow()));
            this.uses = uses(usage);
            Optional<DataUnderKeys> keys = keys();
            this.blind = blindSpots(uses, keys);
            this.generalization = generalization(uses, keys);
            warnings.addAll(account.gaps());
            warnings.addAll(view.gaps());
            this.today = new Pass(account, view);
            this.stack = today.stack;
            this.blocking = today.blocking;
            this.origins = today.origins;
        }

        private Optional<PrincipalUsage> usage(UsageSummary usageSummary, IamPrincipal principal) {
            if (principal instanceof IamRole) {
                List<String> others = usageSummary.predecessors(principal.arn(), principal.id());
                if (!others.isEmpty()) {
                    warnings.add("calls of another role that had this name are left out (" + String.join(", ", others)
                            + ")");
                }
                return usageSummary.role(principal.arn(), principal.id());
            }
            return usageSummary.principal(principal.arn());
        }

        private List<Use> uses(Optional<PrincipalUsage> of) {
            return of.map(u -> new ObservedUses(catalog, account, view).of(u)).orElse(List.of());
        }

        private Generalization generalization(List<Use> uses, Optional<DataUnderKeys> keys) {
            List<Use> all = new ArrayList<>(uses);
            keys.ifPresent(k -> all.addAll(k.shown()));
            return new Generalization(catalog, options.resources(), window(), all);
        }

        /** Proposes, and decides later uses by the proposal. */
        Trial trial(PrincipalUsage later) {
            Settled settled = settle();
            List<NamedPolicy> after = after(settled.changes());
            List<Use> live = uses(Optional.of(later)).stream()
                    .filter(use -> blocking.refuses(use).isEmpty())
                    .toList();
            Replayer replayer = new Replayer(account, view, stack, stack.identity(), after);
            return new Trial(replayer, origins, after, settled.kept(), sets).on(live);
        }

        private List<String> observability() {
            List<String> lines = new ArrayList<>();
            summary.ifPresent(s -> {
                lines.addAll(Observability.of(s.coverage(), catalog).statements());
                if (selection.isPresent()) {
                    lines.addAll(selection.get().statements());
                } else if (!s.coverage().dataEvents().isEmpty()) {
                    lines.add(
                            "which data events the trail selects is not known: where some of a bucket, table or the like are"
                                    + " recorded, all are taken to be (--event-selectors tells)");
                }
            });
            return lines;
        }

        private Optional<VainCalls> vain(List<Use> uses) {
            return summary.map(s -> new VainCalls(uses, s, account));
        }

        private Optional<DataUnderKeys> keys() {
            return usage.map(u -> new DataUnderKeys(catalog, view, u, summary.orElseThrow()));
        }

        private Optional<BlindSpots> blindSpots(List<Use> uses, Optional<DataUnderKeys> keys) {
            return usage.map(u -> new BlindSpots(
                    catalog,
                    summary.orElseThrow(),
                    u,
                    uses,
                    vain(uses).orElseThrow(),
                    selection,
                    keys.orElseThrow(),
                    new RuledOut(account, keys.orElseThrow()),
                    new PassableRoles(account, wholeAccount),
                    new TrustedServices(view.principal())));
        }

        TighteningProposal propose() {
            Settled settled = settle();
            Attribution attribution = today.attribution;
            ConditionMiner miner = today.miner;
            List<KeptPermission> kept = new ArrayList<>(settled.kept());
            List<PolicyChange> changes = settled.changes();
            List<NamedPolicy> after = after(changes);
            Replay replay = new Replayer(account, view, stack, stack.identity(), after)
                    .run(uses, use -> blocking.refuses(use).isPresent());
            BitSet allowedBefore = allowed(stack.identity());
            BitSet allowedAfter = allowed(after);
            Removals removals = new Removals(allowedBefore, allowedAfter, after, blind);
            warn(attribution, uses);
            Set<Use> refused = new HashSet<>();
            attribution.refused().values().forEach(refused::addAll);
            kept.sort(java.util.Comparator.comparing(KeptPermission::action));
            return new TighteningProposal(
                    view.principal().arn(),
                    editability(),
                    summary.map(UsageSummary::coverage),
                    observability(),
                    usage.map(PrincipalUsage::events).orElse(0L),
                    counts(stack.identity(), allowedBefore),
                    counts(after, allowedAfter),
                    changes,
                    SetProof.check(view, stack, stack.identity(), after, WorkLimit.standard()),
                    replay,
                    kept,
                    removals.removed,
                    removals.blindSpots,
                    usage.map(PrincipalUsage::unmapped).orElse(List.of()),
                    vain(uses).map(a -> a.neverFound(refused)).orElse(List.of()),
                    new SourceConditions(usage).in(stack),
                    Fitted.shortenings(settled.compaction(), catalog, allowedAfter, attribution.kept()),
                    settled.steps(),
                    conditions(attribution, miner, uses, blind),
                    attempts.map(LastAttempts::evidence),
                    new EscalationChange(paths(stack.identity()), paths(after)),
                    warnings);
        }

        private EscalationPaths paths(List<NamedPolicy> identity) {
            return EscalationPaths.of(catalog, view.caller(KnownContext.SESSION), stack.withIdentity(identity));
        }

        private ConditionMiner miner(List<Use> uses, Optional<BlindSpots> blind) {
            return new ConditionMiner(
                    catalog,
                    options.conditions(),
                    action -> blind.filter(b -> b.sight(action) == Observability.Sight.SEEN)
                            .isPresent(),
                    options.networkRanges(),
                    uses);
        }

        /** Says what the conditions rest on, and tests them on the newer part of the history. */
        private MinedConditions conditions(
                Attribution attribution, ConditionMiner miner, List<Use> uses, Optional<BlindSpots> blind) {
            if (options.conditions().isEmpty()) {
                return MinedConditions.none();
            }
            Optional<LocalDate> day = ConditionReport.heldBackFrom(window());
            Optional<ConditionMiner> older = day.map(d -> miner(
                    uses.stream().filter(use -> ConditionReport.before(use, d)).toList(), blind));
            ConditionReport report = new ConditionReport(miner);
            for (OriginStatement origin : origins) {
                if (origin.allows()) {
                    attribution.keptIn(origin).forEach((action, kept) -> {
                        report.add(origin, kept, catalog.actionName(action));
                        older.ifPresent(o -> report.test(origin, kept, o, day.orElseThrow()));
                    });
                }
            }
            return report.report(day);
        }

        private TighteningProposal.Editability editability() {
            if (view.principal() instanceof IamRole role) {
                if (role.serviceLinked()) {
                    return TighteningProposal.Editability.SERVICE_LINKED;
                }
                if (role.awsReserved()) {
                    return TighteningProposal.Editability.AWS_RESERVED;
                }
            }
            return TighteningProposal.Editability.EDITABLE;
        }

        /**
         * Changes today's policies until a further run would change nothing. What one run leaves, the next may find narrower: a use is then kept in another
         * statement, a statement is blocked as a whole, or what shortening gave away goes after all.
         */
        private Settled settle() {
            Applied state = Applied.nothing(account, view.principal(), view);
            Pass pass = today;
            PolicyPlan plan = new PolicyPlan(account, view);
            List<PlannedChange> planned = plan.changes(documents(view));
            List<KeptPermission> first = List.of();
            List<KeptPermission> last = List.of();
            Compaction compaction = new Compaction();
            for (int runs = 0; ; runs++) {
                Fitted fitted = pass.fit();
                if (runs == 0) {
                    first = fitted.kept();
                    last = fitted.kept();
                }
                if (!fitted.changesAnything() || pass.nothingGoes(fitted)) {
                    break;
                }
                if (runs == MAX_RUNS) {
                    warnings.add("the proposal was made narrower " + MAX_RUNS
                            + " times, and could be made narrower still: apply it, and run the same again");
                    break;
                }
                last = fitted.kept();
                compaction.raise(fitted.compaction());
                plan = new PolicyPlan(account, view);
                planned = plan.fitted(composed(plan, state, fitted));
                state = Applied.of(account, view, planned);
                pass = new Pass(state.account(), state.account().view(state.principal()));
            }
            if (!plan.fits(planned)) {
                warnings.add("the proposal does not fit IAM's quotas (" + Quotas.MANAGED
                        + " characters a managed policy, " + Quotas.ATTACHED + " attached)");
            }
            return new Settled(
                    planned.stream().map(PlannedChange::change).toList(),
                    new KeptOrigins(first).of(last),
                    plan.steps(),
                    compaction);
        }

        /** Returns changes of today's policies that come to the same as further changes of changed ones. */
        private List<PlannedChange> composed(PolicyPlan plan, Applied state, Fitted further) {
            List<List<PolicyDocument>> parts = new ArrayList<>();
            view.policies().forEach(held -> parts.add(new ArrayList<>()));
            List<PolicyDocument> fresh = new ArrayList<>();
            for (PlannedChange each : further.planned()) {
                int source = each.held() == PlannedChange.NEW
                        ? PlannedChange.NEW
                        : state.sources().get(each.held());
                each.change().after().ifPresent(source == PlannedChange.NEW ? fresh::add : parts.get(source)::add);
            }
            return plan.changes(parts, options.form() == PolicyForm.FRESH ? Optional.of(fresh) : Optional.empty());
        }

        private static List<PolicyDocument> documents(PrincipalView of) {
            return of.policies().stream().map(held -> held.policy().document()).toList();
        }

        /** One run over an account: what stays of its policies. */
        private final class Pass {
            private final AccountSnapshot account;
            private final PrincipalView view;
            private final PolicyStack stack;
            private final Blocking blocking;
            private final List<OriginStatement> origins;
            private final Attribution attribution;
            private final ConditionMiner miner;

            Pass(AccountSnapshot account, PrincipalView view) {
                this.account = account;
                this.view = view;
                this.stack = known(view.stack());
                this.blocking = new Blocking(view, stack, sets, catalog.actionCount());
                this.origins = OriginStatement.all(stack.identity(), sets);
                this.attribution = new Attribution(catalog, origins, blocking);
                this.miner = miner(uses, blind);
                keep();
            }

            /** A boundary of which the document is unknown may allow anything: it is left out. */
            private PolicyStack known(PolicyStack all) {
                boolean unknown = view.principal()
                        .boundaryArn()
                        .filter(arn -> account.managedPolicy(arn).isEmpty())
                        .isPresent();
                return unknown
                        ? new PolicyStack(
                                all.identity(),
                                Optional.empty(),
                                all.session(),
                                all.resource(),
                                all.scps(),
                                all.rcps(),
                                all.vpcEndpoint(),
                                all.managementAccountId())
                        : all;
            }

            private void keep() {
                if (blind.isPresent()) {
                    attribution.used(uses);
                    KnownContext context = KnownContext.ofPrincipal(view);
                    attempts.ifPresent(a -> attribution.attempted(a, context));
                    attribution.unverifiable(blind.get(), attempts, options.unverifiable(), context);
                } else {
                    attribution.everything();
                }
            }

            /** Rewrites, and shortens until the result fits IAM's quotas: the longest services first, all in the least risky way first. */
            Fitted fit() {
                StatementRewriter rewriter =
                        new StatementRewriter(catalog, sets, applicability, new Narrowing(generalization), miner);
                Compaction compaction = new Compaction();
                rewriter.shorten(compaction);
                while (true) {
                    List<KeptPermission> kept = new ArrayList<>();
                    PolicyPlan plan = new PolicyPlan(account, view);
                    List<PolicyDocument> documents = rewrite(rewriter, kept);
                    List<PlannedChange> planned = plan.fitted(
                            options.form() == PolicyForm.FRESH ? plan.fresh(documents) : plan.changes(documents));
                    if (plan.fits(planned) || !Fitted.raise(compaction, kept)) {
                        return new Fitted(planned, kept, compaction);
                    }
                }
            }

            private List<PolicyDocument> rewrite(StatementRewriter rewriter, List<KeptPermission> kept) {
                List<PolicyDocument> documents = new ArrayList<>();
                int number = 0;
                for (PolicyDocument document : documents(view)) {
                    List<Statement> statements = new ArrayList<>();
                    for (Statement statement : document.statements()) {
                        OriginStatement origin = origins.get(number++);
                        if (origin.allows()) {
                            StatementRewriter.Rewritten rewritten =
                                    rewriter.rewrite(origin, attribution.keptIn(origin), unknownNames(statement));
                            statements.addAll(rewritten.statements());
                            kept.addAll(rewritten.kept());
                        } else {
                            statements.add(statement);
                        }
                    }
                    boolean onlyDenies =
                            statements.stream().allMatch(s -> s.effect() == io.iamtighten.policy.Effect.DENY);
                    documents.add(document.withStatements(onlyDenies ? statements : uniqueSids(statements)));
                }
                return documents;
            }

            private List<Statement> uniqueSids(List<Statement> statements) {
                Set<String> taken = new HashSet<>();
                statements.forEach(s -> s.sid().ifPresent(sid -> {
                    if (origins.stream().anyMatch(o -> o.statement().sid().equals(s.sid()))) {
                        taken.add(sid);
                    }
                }));
                Set<String> given = new HashSet<>();
                List<Statement> result = new ArrayList<>();
                for (Statement statement : statements) {
                    if (statement.sid().isEmpty()) {
                        result.add(statement);
                        continue;
                    }
                    String sid = statement.sid().get();
                    String name = sid;
                    boolean own = taken.contains(sid) && !given.contains(sid);
                    for (int i = 2; !own && (taken.contains(name) || given.contains(name)); i++) {
                        name = sid + "x" + i;
                    }
                    given.add(name);
                    result.add(statement.withSid(Optional.of(name)));
                }
                return result;
            }

            /**
             * Returns whether changes would take nothing away, but only write the same otherwise. Where that cannot be decided they count as
             * taking something.
             */
            boolean nothingGoes(Fitted fitted) {
                List<NamedPolicy> after = after(fitted.changes());
                return allowed(stack.identity()).equals(allowed(after))
                        && SetProof.within(view, stack.identity(), after, WorkLimit.standard());
            }
        }

        /** Entries that name an action exactly which the catalog does not have: nothing can be said of their use. */
        private List<String> unknownNames(Statement statement) {
            boolean drop = usage.isPresent() && options.unverifiable() == Unverifiable.DROP;
            if (drop || statement.actions().polarity() == Polarity.ALL_BUT) {
                return List.of();
            }
            return statement.actions().patterns().stream()
                    .filter(p -> !p.hasWildcardInService() && sets.of(p).isEmpty())
                    .filter(p -> !p.hasWildcard() || usage.isEmpty() || options.unverifiable() == Unverifiable.KEEP)
                    .map(ActionPattern::text)
                    .distinct()
                    .toList();
        }

        private ObservationWindow window() {
            Optional<TrailCoverage> coverage = summary.map(UsageSummary::coverage);
            Instant from = coverage.flatMap(TrailCoverage::from).orElse(Instant.EPOCH);
            return new ObservationWindow(
                    from, coverage.flatMap(TrailCoverage::to).orElse(from));
        }

        private List<NamedPolicy> after(List<PolicyChange> changes) {
            List<NamedPolicy> after = new ArrayList<>();
            for (PolicyChange change : changes) {
                change.after().ifPresent(document -> after.add(new NamedPolicy(change.name(), document)));
            }
            return after;
        }

        private BitSet allowed(List<NamedPolicy> policies) {
            BitSet all = new BitSet(catalog.actionCount());
            for (OriginStatement statement : OriginStatement.all(policies, sets)) {
                if (statement.allows()) {
                    BitSet live = (BitSet) statement.actions().clone();
                    live.andNot(blocking.in(statement));
                    if (!statement.anyResource() && !statement.allButResources()) {
                        live.andNot(sets.withoutResourceLevel(live));
                    }
                    all.or(live);
                }
            }
            return all;
        }

        private AccessCounts counts(List<NamedPolicy> policies, BitSet allowed) {
            Set<String> services = new TreeSet<>();
            allowed.stream()
                    .mapToObj(catalog::actionName)
                    .forEach(name -> services.add(name.substring(0, name.indexOf(':'))));
            int statements = 0;
            int wildcardActions = 0;
            int wildcardResources = 0;
            for (NamedPolicy policy : policies) {
                for (Statement statement : policy.document().statements()) {
                    if (statement.effect() == io.iamtighten.policy.Effect.DENY) {
                        continue;
                    }
                    statements++;
                    wildcardActions += statement.actions().polarity() == Polarity.ALL_BUT
                            ? 1
                            : (int) statement.actions().patterns().stream()
                                    .filter(ActionPattern::hasWildcard)
                                    .count();
                    ResourceElement resources = statement.resources().orElse(ResourceElement.of("*"));
                    wildcardResources += resources.polarity() == Polarity.ALL_BUT
                            ? 1
                            : (int) resources.patterns().stream()
                                    .filter(ResourcePattern::hasWildcard)
                                    .count();
                }
            }
            return new AccessCounts(
                    allowed.cardinality(), services.size(), statements, wildcardActions, wildcardResources);
        }

        private void warn(Attribution attribution, List<Use> uses) {
            attribution.refused().forEach((reason, refused) -> {
                long calls = refused.stream()
                        .flatMap(use -> use.fact().stream())
                        .mapToLong(fact -> fact.occurrences().count())
                        .sum();
                Set<String> actions = new TreeSet<>();
                refused.forEach(use -> actions.add(use.name()));
                warnings.add("recorded without a refusal, but not allowed by today's policies (" + reason + "): "
                        + calls + " uses of " + String.join(", ", actions));
            });
            long folded = uses.stream()
                    .filter(use -> use.fact().filter(UsageFact::folded).isPresent())
                    .count();
            if (folded > 0) {
                warnings.add(folded + " patterns stand for more resources than the summary keeps one by one");
            }
            Optional<TrailCoverage> coverage = summary.map(UsageSummary::coverage);
            if (coverage.isPresent() && coverage.get().eventsByRegion().size() == 1) {
                warnings.add("all events are of one region ("
                        + coverage.get().eventsByRegion().firstKey()
                        + "); if the trail is of that region only, use elsewhere does not show");
            }
        }

        /** What goes, and what cannot be seen. */
        private final class Removals {
            private final List<RemovedPermission> removed = new ArrayList<>();
            private final List<BlindSpot> blindSpots = new ArrayList<>();

            Removals(BitSet before, BitSet after, List<NamedPolicy> policies, Optional<BlindSpots> blind) {
                BitSet named = named(origins);
                BitSet stillNamed = named(OriginStatement.all(policies, sets));
                for (int action = named.nextSetBit(0); action >= 0; action = named.nextSetBit(action + 1)) {
                    if (!before.get(action)) {
                        if (!stillNamed.get(action)) {
                            blocked(action);
                        }
                    } else {
                        live(action, after.get(action), blind);
                    }
                }
            }

            private BitSet named(List<OriginStatement> statements) {
                BitSet named = new BitSet(catalog.actionCount());
                statements.stream().filter(OriginStatement::allows).forEach(s -> named.or(s.actions()));
                return named;
            }

            private void blocked(int action) {
                for (OriginStatement statement : origins) {
                    if (statement.allows() && statement.actions().get(action)) {
                        String reason = blocking.blocks(action, statement)
                                ? "blocked anyway: " + blocking.reason(action, statement)
                                : "allowed on no resource: the action has no resource-level permissions, and its"
                                        + " statement lacks `*`";
                        removed.add(new RemovedPermission(
                                catalog.actionName(action), RemovedPermission.Removal.BLOCKED, reason));
                        return;
                    }
                }
            }

            /** Whether each use of an action through any statement would stand in the records. */
            private boolean seen(int action, BlindSpots blind) {
                return blind.sight(action) == Observability.Sight.SEEN
                        || allowing(action).stream().allMatch(s -> blind.seenIn(action, s));
            }

            private List<OriginStatement> allowing(int action) {
                return origins.stream()
                        .filter(s -> s.allows()
                                && s.actions().get(action)
                                && !blocking.in(s).get(action))
                        .toList();
            }

            private void live(int action, boolean stays, Optional<BlindSpots> blind) {
                String name = catalog.actionName(action);
                boolean hidden = blind.isPresent() && !seen(action, blind.get());
                if (hidden
                        && !stays
                        && attempts.filter(a -> a.notUsed(action, blind.get())).isPresent()) {
                    removed.add(new RemovedPermission(
                            name,
                            RemovedPermission.Removal.UNUSED,
                            attempts.get().reason(action)));
                    return;
                }
                Optional<String> ruledOut =
                        hidden && !stays ? blind.get().ruledOut(action, allowing(action)) : Optional.empty();
                if (ruledOut.isPresent()) {
                    removed.add(new RemovedPermission(
                            name, RemovedPermission.Removal.UNUSED, "no use of it was recorded; " + ruledOut.get()));
                    return;
                }
                if (hidden) {
                    blindSpots.add(new BlindSpot(
                            name, stays, blind.get().reason(action), blind.get().remedy(action)));
                }
                if (!stays) {
                    removed.add(
                            hidden
                                    ? new RemovedPermission(
                                            name,
                                            RemovedPermission.Removal.NOT_VERIFIABLE,
                                            "not verifiable, not kept: "
                                                    + blind.get().reason(action))
                                    : new RemovedPermission(
                                            name,
                                            RemovedPermission.Removal.UNUSED,
                                            blind.map(b -> b.unused(action)).orElse("no use of it was recorded")));
                }
            }
        }
    }
}
