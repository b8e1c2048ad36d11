package io.iamtighten.lint;

import io.iamtighten.account.AccountPlace;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.OrganizationTree;
import io.iamtighten.account.PolicySource;
import io.iamtighten.arn.Arn;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.Position;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.UsageSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Finds what is wrong with policies. Building one reads the whole catalog; use it again. */
public final class Linter {
    /** The order of findings: by place, then rule, then text. */
    private static final Comparator<Finding> ORDER = Comparator.comparing(
                    (Finding f) -> f.position().map(Position::line).orElse(0))
            .thenComparing(f -> f.position().map(Position::column).orElse(0))
            .thenComparing(Finding::pointer)
            .thenComparing(Finding::rule)
            .thenComparing(Finding::message);

    private static final List<BiConsumer<PolicyView, Reporter>> CHECKS = List.of(
            GrammarChecks::check,
            ActionChecks::check,
            ConditionKeyChecks::check,
            ConditionValueChecks::check,
            VariableChecks::check,
            PrincipalChecks::check,
            TrustChecks::check,
            OrganizationChecks::check,
            GrantChecks::check,
            MeaningChecks::check,
            NetworkChecks::check);

    private final ActionFacts facts;
    private final ServiceArns arns;
    private final Set<String> off;
    private final List<LintRule> own;
    private final LintContext context;
    private final Optional<UsageSummary> usage;

    private Linter(
            ActionFacts facts,
            ServiceArns arns,
            Set<String> off,
            List<LintRule> own,
            LintContext context,
            Optional<UsageSummary> usage) {
        this.facts = facts;
        this.arns = arns;
        this.off = Set.copyOf(off);
        this.own = List.copyOf(own);
        this.context = context;
        this.usage = usage;
    }

    /** Returns a linter with the rules that come with the library. */
    public static Linter standard(ServiceCatalog catalog) {
        return new Linter(
                new ActionFacts(catalog),
                new ServiceArns(catalog),
                Set.of(),
                List.of(),
                LintContext.unknown(),
                Optional.empty());
    }

    /** Returns this linter without the rules with these ids. */
    public Linter without(Set<String> rules) {
        Set<String> more = new HashSet<>(off);
        more.addAll(rules);
        return new Linter(facts, arns, more, own, context, usage);
    }

    /** Returns this linter with rules of the user's. */
    public Linter with(List<LintRule> rules) {
        List<LintRule> more = new ArrayList<>(own);
        more.addAll(rules);
        return new Linter(facts, arns, off, more, context, usage);
    }

    /** Returns this linter with what is known besides the policies. */
    public Linter given(LintContext known) {
        return new Linter(facts, arns, off, own, known, usage);
    }

    /**
     * Returns this linter with what was done. A principal whose name is an ARN is held against the calls of that principal; a policy taken
     * alone against all calls, so give the calls of those that have it.
     */
    public Linter given(UsageSummary done) {
        return new Linter(facts, arns, off, own, context, Optional.of(done));
    }

    /** Returns what is wrong with one policy, taken alone. */
    public LintReport lint(LintedPolicy policy) {
        return lint(policy, Scope.ALONE);
    }

    /** Whether a policy stands for all that a principal has, or its principal is looked at besides. */
    private enum Scope {
        ALONE,
        DOCUMENT
    }

    private LintReport lint(LintedPolicy policy, Scope scope) {
        Reporter out = new Reporter(policy, off);
        ParseChecks.check(policy, out);
        List<String> notices = new ArrayList<>();
        policy.document()
                .ifPresent(
                        document -> check(policy, document, out).forEach(n -> notices.add(policy.name() + ": " + n)));
        List<Finding> findings = new ArrayList<>(out.findings());
        if (scope == Scope.ALONE
                && policy.type() == PolicyType.IDENTITY
                && policy.document().isPresent()) {
            LintReport reach = lint(alone(policy, policy.document().get()));
            findings.addAll(reach.findings());
            reach.notices().forEach(n -> notices.add(policy.name() + ": " + n));
        }
        findings.sort(ORDER);
        return new LintReport(findings, List.of(), notices);
    }

    /**
     * Returns what a principal can do by all its policies together that its owner may not know. Where it needs things that the
     * policies do not tell, such as a role that can be passed, they are taken to exist.
     */
    public LintReport lint(LintedPrincipal principal) {
        EscalationChecks escalation = new EscalationChecks(facts.catalog(), off);
        Reach reach = new Reach(facts.catalog(), principal.caller(), principal.stack());
        List<String> undecided = new ArrayList<>();
        List<EscalationChecks.Open> open = escalation.open(reach, undecided);
        List<LintReport> reports = new ArrayList<>();
        reports.add(escalation.report(principal, reach, open, undecided));
        reports.add(AddressChecks.report(facts, principal, off));
        if (open.size() < EscalationPath.all().size()) {
            // An administrator can do all of it.
            reports.add(new SensitiveChecks(facts, facts.sensitive(), off).report(principal, reach));
        }
        byUsage(principal, reach).ifPresent(reports::add);
        return LintReport.join(reports);
    }

    private Optional<LintReport> byUsage(LintedPrincipal principal, Reach reach) {
        return usage.map(done -> {
            List<PrincipalUsage> calls = done.principals().stream()
                    .filter(u -> !principal.name().startsWith("arn:")
                            || u.principal().arn().equals(principal.name()))
                    .toList();
            SourceAddresses addresses = new SourceAddresses(facts, principal);
            return UsageChecks.report(
                    facts.catalog(), off, done, calls, principal, addresses.matter() ? addresses.find() : List.of());
        });
    }

    /**
     * Returns from which source addresses a principal can use its permissions, over all its policies; empty when none of them speaks of
     * addresses.
     */
    public List<AddressReach> addresses(LintedPrincipal principal) {
        SourceAddresses addresses = new SourceAddresses(facts, principal);
        return addresses.matter() ? addresses.find() : List.of();
    }

    /**
     * Returns from which source addresses a policy of any type can be used, by the kinds of callers that it is about: a policy that
     * limits others by what it lets through, the policy of a resource or role by each caller that it names.
     */
    public List<CallerAddresses> addressesByCaller(LintedPolicy policy) {
        return policy.document()
                .map(d -> new PolicyAddresses(facts, context, policy, d).find())
                .orElse(List.of());
    }

    /** Returns the same for a principal that has one identity-based policy alone. */
    public List<AddressReach> addresses(LintedPolicy policy) {
        return policy.document().map(d -> addresses(alone(policy, d))).orElse(List.of());
    }

    /** A policy as the only one of a role, within the given boundary and service control policies. */
    private LintedPrincipal alone(LintedPolicy policy, PolicyDocument document) {
        return new LintedPrincipal(
                policy.name(),
                StatementGrants.caller(context),
                StatementGrants.stack(new NamedPolicy(policy.name(), document), context),
                List.of(policy));
    }

    /**
     * Returns what is wrong with an account: with each policy that its owner can change, taken alone, and with what its principals
     * can do by all their policies together.
     *
     * @param account the account
     * @param policies where its policies stand
     */
    public LintReport lint(AccountSnapshot account, List<PolicySource> policies) {
        Linter inAccount = given(known(account));
        List<LintReport> reports = new ArrayList<>();
        int left = 0;
        for (PolicySource policy : policies) {
            Optional<PolicyType> type = type(policy.kind());
            if (type.isEmpty()) {
                left++;
                continue;
            }
            LintedPolicy linted = new LintedPolicy(
                    policy.owner() + " " + policy.name(),
                    Optional.of(policy.source()),
                    type.get(),
                    type.get() == PolicyType.RESOURCE
                            ? Arn.parse(policy.owner()).map(Arn::service)
                            : Optional.empty(),
                    type.get() == PolicyType.RESOURCE || type.get() == PolicyType.TRUST
                            ? Optional.of(policy.owner())
                            : Optional.empty(),
                    Optional.of(policy.document()),
                    List.of(),
                    policy.encoded().orElse(policy.positions()));
            reports.add(inAccount.lint(linted, Scope.DOCUMENT));
        }
        reports.add(new AccountChecks(facts, off, account, policies, this::byUsage).report());
        List<String> notices = new ArrayList<>(account.gaps());
        if (left > 0) {
            notices.add(left + " AWS managed policies and versions not in force were not looked at alone");
        }
        reports.add(new LintReport(List.of(), List.of(), notices));
        return LintReport.join(reports);
    }

    /** What a snapshot tells of the account; the other accounts of its organization are the owner's too. */
    private LintContext known(AccountSnapshot account) {
        Set<String> trusted = new HashSet<>(context.trustedAccounts());
        account.organization().ifPresent(o -> accounts(o.root(), trusted));
        Optional<AccountPlace> place =
                account.accountId().flatMap(id -> account.organization().flatMap(o -> o.place(id)));
        return new LintContext(
                account.accountId().or(context::accountId),
                trusted,
                Optional.empty(),
                place.map(AccountPlace::scps).orElse(List.of()),
                place.map(AccountPlace::rcps).orElse(List.of()));
    }

    private static void accounts(OrganizationTree.Unit unit, Set<String> into) {
        if (unit.id().length() == 12 && unit.id().chars().allMatch(c -> c >= '0' && c <= '9')) {
            into.add(unit.id());
        }
        unit.children().forEach(child -> accounts(child, into));
    }

    private static Optional<PolicyType> type(PolicySource.Kind kind) {
        return switch (kind) {
            case INLINE, CUSTOMER_MANAGED -> Optional.of(PolicyType.IDENTITY);
            case TRUST -> Optional.of(PolicyType.TRUST);
            case SCP -> Optional.of(PolicyType.SCP);
            case RCP -> Optional.of(PolicyType.RCP);
            case RESOURCE -> Optional.of(PolicyType.RESOURCE);
            case AWS_MANAGED, OLD_VERSION -> Optional.empty();
        };
    }

    private List<String> check(LintedPolicy policy, PolicyDocument document, Reporter out) {
        PolicyView view = new PolicyView(policy, document, facts, context);
        for (BiConsumer<PolicyView, Reporter> check : CHECKS) {
            check.accept(view, out);
        }
        ArnChecks.check(view, arns, out);
        WildcardChecks.check(view, arns, out);
        List<String> undecided = new ArrayList<>(ExposureChecks.check(view, out));
        undecided.addAll(view.grants().undecided());
        for (LintRule rule : own) {
            if (!off.contains(rule.info().id())) {
                out.findings().addAll(rule.check(policy));
            }
        }
        return undecided;
    }
}
