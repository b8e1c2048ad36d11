package io.iamtighten.bench.tightening;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamRole;
import io.iamtighten.account.InlinePolicy;
import io.iamtighten.arn.ArnPattern;
import io.iamtighten.arn.WildcardReading;
import io.iamtighten.catalog.ActionVisibility;
import io.iamtighten.catalog.ArnTemplate;
import io.iamtighten.catalog.MappingConfidence;
import io.iamtighten.catalog.ResourceType;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.tighten.PolicyChange;
import io.iamtighten.tighten.Proof;
import io.iamtighten.tighten.ResourceStrategy;
import io.iamtighten.tighten.Tightener;
import io.iamtighten.tighten.TighteningOptions;
import io.iamtighten.tighten.TighteningProposal;
import io.iamtighten.usage.CallOutcome;
import io.iamtighten.usage.CoverageDetail;
import io.iamtighten.usage.Occurrences;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.TrailCoverage;
import io.iamtighten.usage.UsageFact;
import io.iamtighten.usage.UsagePrincipal;
import io.iamtighten.usage.UsageSummary;
import io.iamtighten.usage.UseContext;
import io.iamtighten.usage.UseRelation;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Prints how proposals fare on generated applications whose true need is known: watched for 60 days, judged by the 60 days after.
 *
 * <p>Refused: the share of later needed calls that the proposal refuses. Permitted: pairs of action and existing resource that it
 * permits, as a multiple of those truly needed.
 */
public final class TighteningWorkload {
    private static final int WATCHED = 60;
    private static final int ROLES = 50;
    private static final ServiceCatalog CATALOG = ServiceCatalog.bundled();

    /** What is compared. */
    private enum Method {
        BALANCED,
        EXACT_ARNS_SEEN,
        ACTIONS_SEEN_ON_EVERYTHING
    }

    /** What the trail shows of data. */
    private enum DataTrace {
        EVENTS_LOGGED("data events logged"),
        UNDER_KEYS("not logged, keys of KMS"),
        UNDER_AWS_OWNED_KEYS("not logged, AWS's own keys");

        private final String text;

        DataTrace(String text) {
            this.text = text;
        }
    }

    private TighteningWorkload() {}

    /**
     * Prints the table.
     *
     * @param args seeds, or none for 1, 2 and 3; {@code --causes} prints as well what makes up the numbers
     */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        List<String> given = new ArrayList<>(List.of(args));
        boolean causes = given.remove("--causes");
        List<Long> seeds = given.isEmpty()
                ? List.of(1L, 2L, 3L)
                : given.stream().map(Long::valueOf).toList();
        List<String> totals = new ArrayList<>();
        for (DataTrace data : DataTrace.values()) {
            for (long seed : seeds) {
                List<Application> applications = Applications.make(ROLES, seed);
                TreeSet<String> universe = universe(applications, Applications.DAYS);
                if (data == DataTrace.UNDER_KEYS) {
                    universe.addAll(Keys.arns());
                }
                Map<String, List<String>> typed = new HashMap<>();
                UsageSummary usage = watch(applications, data);
                for (Method method : Method.values()) {
                    Score total = new Score();
                    Map<String, Score> byKind = new TreeMap<>();
                    Map<String, Score> byStyle = new TreeMap<>();
                    for (Application application : applications) {
                        Score score = judge(application, method, usage, universe, typed);
                        total.add(score);
                        byKind.computeIfAbsent(application.kind(), k -> new Score())
                                .add(score);
                        byStyle.computeIfAbsent(style(application), k -> new Score())
                                .add(score);
                    }
                    String line = String.format(
                            Locale.ROOT,
                            "%-27s seed %d  %-27s%s",
                            data.text,
                            seed,
                            method.name().toLowerCase(Locale.ROOT),
                            total);
                    out.println(line);
                    totals.add(line);
                    byStyle.forEach((style, score) -> {
                        out.println(String.format(Locale.ROOT, "      %-28s %s", style, score));
                        if (causes && method == Method.BALANCED) {
                            score.printCauses(out);
                        }
                    });
                    if (method == Method.BALANCED) {
                        byKind.forEach((kind, score) ->
                                out.println(String.format(Locale.ROOT, "      %-28s %s", kind, score)));
                    }
                }
            }
        }
        out.println();
        out.println("In all (wanted of balanced: at most 1 % refused, at most 1.3 x permitted)");
        totals.forEach(out::println);
    }

    private static String style(Application application) {
        String style = application.style().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return (application.style().namesData() ? "data named: " : "data not named: ") + style;
    }

    private static TreeSet<String> universe(List<Application> applications, int days) {
        TreeSet<String> all = new TreeSet<>();
        for (Application application : applications) {
            for (Need need : application.needs()) {
                for (int day = 0; day < days; day++) {
                    if (need.schedule().on(day, need.action().length())) {
                        all.addAll(need.resources().apply(day));
                    }
                }
            }
        }
        all.remove("*");
        return all;
    }

    private static boolean shown(String action, boolean dataEvents) {
        ActionVisibility visibility = CATALOG.visibility(action).orElseThrow();
        return dataEvents ? visibility.shownByDataEvents() : visibility.shownByManagementEvents();
    }

    /** Returns what one trail records of all applications. */
    private static UsageSummary watch(List<Application> applications, DataTrace data) {
        boolean dataEvents = data == DataTrace.EVENTS_LOGGED;
        List<PrincipalUsage> principals = new ArrayList<>();
        TreeMap<String, Long> sources = new TreeMap<>();
        applications.forEach(application -> principals.add(watch(application, data, sources)));
        if (data != DataTrace.UNDER_AWS_OWNED_KEYS) {
            principals.add(owners(universe(applications, WATCHED), data));
        }
        if (dataEvents) {
            List.of("s3", "dynamodb", "sqs", "sns", "lambda").forEach(s -> sources.put(s + ".amazonaws.com", 1L));
        }
        long events = principals.stream().mapToLong(PrincipalUsage::events).sum();
        return new UsageSummary(
                principals,
                new TrailCoverage(
                        Optional.of(Applications.START.atStartOfDay().toInstant(ZoneOffset.UTC)),
                        Optional.of(Applications.START
                                .plusDays(WATCHED)
                                .atStartOfDay()
                                .toInstant(ZoneOffset.UTC)),
                        1,
                        events,
                        new TreeMap<>(Map.of(Applications.ACCOUNT, events)),
                        new TreeMap<>(Map.of("eu-west-1", events, "us-east-1", 1L)),
                        sources,
                        new CoverageDetail(
                                new TreeMap<>(),
                                new TreeMap<>(Map.of("kms.amazonaws.com", 1L, "iam.amazonaws.com", events)),
                                new TreeMap<>(),
                                1,
                                1,
                                0,
                                0,
                                0,
                                0,
                                new TreeMap<>())));
    }

    /**
     * The data plane of whatever exists is used by somebody: so a trail that carries data events shows some on each resource, and one that
     * does not shows the keys' use.
     */
    private static PrincipalUsage owners(TreeSet<String> resources, DataTrace data) {
        Map<String, List<String>> actions = Map.of(
                "s3", List.of("s3:GetObject", "s3:PutObject"),
                "dynamodb", List.of("dynamodb:GetItem", "dynamodb:PutItem"),
                "sqs", List.of("sqs:ReceiveMessage", "sqs:SendMessage"),
                "sns", List.of("sns:Publish"),
                "lambda", List.of("lambda:InvokeFunction"));
        List<UsageFact> facts = new ArrayList<>();
        for (String resource : resources) {
            for (String action : actions.getOrDefault(resource.split(":", 4)[2], List.of())) {
                SortedMap<LocalDate, Long> days = new TreeMap<>(Map.of(Applications.START, 1L));
                if (data == DataTrace.EVENTS_LOGGED) {
                    facts.add(fact(action + " " + resource, UseRelation.MAIN, days));
                } else {
                    Keys.call(action)
                            .ifPresent(call -> facts.add(fact(call + " " + resource, UseRelation.KEY_FOR_DATA, days)));
                }
            }
        }
        return usage("arn:aws:iam::" + Applications.ACCOUNT + ":role/owner", facts);
    }

    private static PrincipalUsage watch(Application application, DataTrace data, TreeMap<String, Long> sources) {
        boolean dataEvents = data == DataTrace.EVENTS_LOGGED;
        Map<String, SortedMap<LocalDate, Long>> seen = new LinkedHashMap<>();
        Map<String, SortedMap<LocalDate, Long>> forData = new LinkedHashMap<>();
        for (Need need : application.needs()) {
            if (data == DataTrace.UNDER_KEYS) {
                keys(need, application.bucketKeys(), seen, forData);
            }
            if (!shown(need.action(), dataEvents)) {
                continue;
            }
            CATALOG.visibility(need.action()).orElseThrow().events().forEach(event -> {
                if (dataEvents) {
                    sources.put(event.substring(0, event.indexOf('/')), 1L);
                }
            });
            eachUse(need, (day, resource) -> note(need.action(), resource, day, seen));
        }
        List<UsageFact> facts = new ArrayList<>();
        seen.forEach((key, days) -> facts.add(fact(key, UseRelation.MAIN, days)));
        forData.forEach((key, days) -> facts.add(fact(key, UseRelation.KEY_FOR_DATA, days)));
        return usage(role(application).arn(), facts);
    }

    private static void eachUse(Need need, BiConsumer<Integer, String> visitor) {
        for (int day = 0; day < WATCHED; day++) {
            if (need.schedule().on(day, need.action().length())) {
                for (String resource : need.resources().apply(day)) {
                    visitor.accept(day, resource);
                }
            }
        }
    }

    private static void note(String action, String resource, int day, Map<String, SortedMap<LocalDate, Long>> seen) {
        seen.computeIfAbsent(action + " " + resource, k -> new TreeMap<>())
                .merge(Applications.START.plusDays(day), 1L, Long::sum);
    }

    private static void keys(
            Need need,
            boolean bucketKeys,
            Map<String, SortedMap<LocalDate, Long>> seen,
            Map<String, SortedMap<LocalDate, Long>> forData) {
        Keys.call(need.action())
                .ifPresent(call -> eachUse(need, (day, resource) -> {
                    note(call, Keys.key(need.action()), day, seen);
                    note(call, Keys.data(resource, bucketKeys), day, forData);
                }));
    }

    /** Returns calls that succeeded, on the days given. */
    static UsageFact fact(String actionAndResource, UseRelation relation, SortedMap<LocalDate, Long> days) {
        int space = actionAndResource.indexOf(' ');
        return new UsageFact(
                actionAndResource.substring(0, space),
                relation,
                MappingConfidence.DOCUMENTED,
                actionAndResource.substring(space + 1),
                true,
                false,
                UseContext.unknown(),
                CallOutcome.SUCCEEDED,
                new Occurrences(
                        days.values().stream().mapToLong(Long::longValue).sum(),
                        days.firstKey().atStartOfDay().toInstant(ZoneOffset.UTC),
                        days.lastKey().atStartOfDay().toInstant(ZoneOffset.UTC),
                        days,
                        List.of()));
    }

    private static PrincipalUsage usage(String arn, List<UsageFact> facts) {
        return new PrincipalUsage(
                new UsagePrincipal(
                        PrincipalType.IAM_ROLE, arn, true, Optional.empty(), Optional.of(Applications.ACCOUNT)),
                facts.size(),
                facts,
                List.of(),
                List.of());
    }

    private static IamRole role(Application application) {
        PolicyDocument policy = PolicyParser.parse(application.policy().getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
        return new IamRole(
                application.name(),
                "/",
                Optional.empty(),
                "arn:aws:iam::" + Applications.ACCOUNT + ":role/" + application.name(),
                PolicyParser.parse(application.trust().getBytes(StandardCharsets.UTF_8))
                        .orElseThrow(),
                List.of(new InlinePolicy("Work", policy)),
                List.of(),
                Optional.empty(),
                List.of(),
                Map.of());
    }

    private static Score judge(
            Application application,
            Method method,
            UsageSummary usage,
            TreeSet<String> universe,
            Map<String, List<String>> typed) {
        Permitted permitted = method == Method.ACTIONS_SEEN_ON_EVERYTHING
                ? seenOnEverything(application, usage)
                : proposal(application, usage, method);
        Score score = new Score();
        Map<Integer, TreeSet<String>> needed = new TreeMap<>();
        for (Need need : application.needs()) {
            int action = CATALOG.actionId(need.action()).orElseThrow();
            for (int day = WATCHED; day < Applications.DAYS; day++) {
                if (need.schedule().on(day, need.action().length())) {
                    for (String resource : need.resources().apply(day)) {
                        score.call(need.action(), permitted.allows(action, resource));
                    }
                }
            }
            ArnPattern truth = ArnPattern.parse(need.truth());
            for (String resource : resourcesOf(action, universe, typed)) {
                if (resource.equals("*") || truth.matches(resource, WildcardReading.PART_BY_PART)) {
                    needed.computeIfAbsent(action, a -> new TreeSet<>()).add(resource);
                }
            }
        }
        score.needs(needed.values().stream().mapToLong(TreeSet::size).sum());
        BitSet actions = permitted.actions();
        for (int action = actions.nextSetBit(0); action >= 0; action = actions.nextSetBit(action + 1)) {
            for (String resource : resourcesOf(action, universe, typed)) {
                if (permitted.allows(action, resource)) {
                    String name = CATALOG.actionName(action);
                    score.permits(
                            name,
                            permitted.because().getOrDefault(name, ""),
                            needed.getOrDefault(action, new TreeSet<>()).contains(resource));
                }
            }
        }
        return score;
    }

    /** Returns the resources that exist and that an action can be limited to; {@code *} alone for one that cannot. */
    private static List<String> resourcesOf(int action, TreeSet<String> universe, Map<String, List<String>> typed) {
        ServiceAction known = CATALOG.action(action);
        if (!known.supportsResourceLevel()) {
            return List.of("*");
        }
        List<String> all = new ArrayList<>();
        known.resourceTypes()
                .forEach(type -> all.addAll(typed.computeIfAbsent(
                        known.prefix() + "/" + type.type(),
                        key -> CATALOG.resourceType(known.prefix(), type.type())
                                .map(t -> members(t, universe))
                                .orElse(List.of()))));
        return all.stream().distinct().toList();
    }

    private static List<String> members(ResourceType type, TreeSet<String> universe) {
        List<String> members = new ArrayList<>();
        for (ArnTemplate template : type.arnTemplates()) {
            String head = "arn:aws:" + template.text().split(":", 4)[2] + ":";
            for (String arn : universe.subSet(head, head + Character.MAX_VALUE)) {
                if (template.matches(arn)) {
                    members.add(arn);
                }
            }
        }
        return members;
    }

    /** What policies permit, ready to be asked. */
    private record Permitted(List<Entry> entries, Map<String, String> because) {
        /** One statement. */
        record Entry(BitSet actions, List<ArnPattern> resources) {}

        boolean allows(int action, String resource) {
            for (Entry entry : entries) {
                if (entry.actions().get(action)
                        && entry.resources().stream()
                                .anyMatch(p -> p.matches(resource, WildcardReading.PART_BY_PART))) {
                    return true;
                }
            }
            return false;
        }

        BitSet actions() {
            BitSet all = new BitSet();
            entries.forEach(entry -> all.or(entry.actions()));
            return all;
        }
    }

    private static Permitted seenOnEverything(Application application, UsageSummary usage) {
        BitSet actions = new BitSet();
        usage.principal(role(application).arn())
                .orElseThrow()
                .facts()
                .forEach(fact -> actions.set(CATALOG.actionId(fact.action()).orElseThrow()));
        return new Permitted(List.of(new Permitted.Entry(actions, List.of(ArnPattern.parse("*")))), Map.of());
    }

    private static Permitted proposal(Application application, UsageSummary usage, Method method) {
        IamRole role = role(application);
        AccountSnapshot account = new AccountSnapshot(
                Optional.of(Applications.ACCOUNT),
                List.of(),
                List.of(),
                List.of(role),
                List.of(),
                Optional.empty(),
                List.of(),
                application.buckets(),
                List.of());
        TighteningOptions options = TighteningOptions.standard();
        TighteningProposal proposal = Tightener.of(CATALOG)
                .propose(
                        account,
                        role,
                        usage,
                        method == Method.BALANCED ? options : options.withResources(ResourceStrategy.EXACT));
        if (proposal.proof().verdict() != Proof.Verdict.PROVEN
                || !proposal.replay().complete()) {
            throw new IllegalStateException(application.name() + ": " + proposal.proof());
        }
        List<Permitted.Entry> entries = new ArrayList<>();
        for (PolicyChange change : proposal.policies()) {
            for (Statement statement :
                    change.after().map(PolicyDocument::statements).orElse(List.of())) {
                BitSet actions = new BitSet();
                for (ActionPattern pattern : statement.actions().patterns()) {
                    actions.or(CATALOG.expand(pattern.text()));
                }
                entries.add(new Permitted.Entry(
                        actions,
                        statement.resources().orElseThrow().patterns().stream()
                                .map(ResourcePattern::text)
                                .map(ArnPattern::parse)
                                .toList()));
            }
        }
        Map<String, String> because = new HashMap<>();
        proposal.kept()
                .forEach(kept -> because.put(kept.action(), kept.because().text()));
        return new Permitted(entries, because);
    }
}
