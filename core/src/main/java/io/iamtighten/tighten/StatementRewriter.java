package io.iamtighten.tighten;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.glob.Glob;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.policy.Statement;
import io.iamtighten.usage.Occurrences;
import io.iamtighten.usage.UsageFact;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Writes what stays of one Allow statement: as few statements as grant no pair of action and resource that is not to stay. */
final class StatementRewriter {
    private final ServiceCatalog catalog;
    private final ActionSets sets;
    private final Narrowing narrowing;
    private final ActionNames names;
    private final Applicability applicability;
    /** What was worked out for a statement and action before, while other services were shortened. */
    private final Map<Narrowed, Optional<List<String>>> narrowed = new HashMap<>();

    private Compaction compaction = new Compaction();

    private final Map<ShortNames, List<String>> shortNames = new HashMap<>();

    private record ShortNames(int statement, BitSet actions, ActionNames.Extra extra) {}

    private record Narrowed(int statement, int action, int part, Compaction.Level level) {}

    private final ConditionMiner conditions;
    /** Actions that stay because a statement names them: their names stay too. */
    private final BitSet named = new BitSet();

    StatementRewriter(
            ServiceCatalog catalog,
            ActionSets sets,
            Applicability applicability,
            Narrowing narrowing,
            ConditionMiner conditions) {
        this.applicability = applicability;
        this.conditions = conditions;
        this.names = new ActionNames(catalog);
        this.catalog = catalog;
        this.sets = sets;
        this.narrowing = narrowing;
    }

    /** Sets how far statements are shortened from now on. */
    void shorten(Compaction changed) {
        compaction = changed;
    }

    /** What a statement becomes. */
    record Rewritten(List<Statement> statements, List<KeptPermission> kept) {}

    /**
     * What is written of an action.
     *
     * @param resources empty for the statement's own element
     * @param added conditions besides the statement's own
     */
    private record Written(int action, Optional<List<String>> resources, List<Condition> added) {}

    /** What actions of one group have in common. */
    private record Shared(Optional<List<String>> resources, List<Condition> added) {}

    /** Actions that share their resources and conditions; {@code resources} empty for the statement's own element. */
    private static final class Group {
        private final BitSet actions = new BitSet();
        private final Optional<TreeSet<String>> resources;
        private final List<Condition> added;

        Group(Shared shared) {
            this.resources = shared.resources().map(TreeSet::new);
            this.added = shared.added();
        }
    }

    /**
     * @param kept what stays, by action
     * @param unknown entries of {@code Action} that stay although the catalog does not know them
     */
    Rewritten rewrite(OriginStatement origin, SortedMap<Integer, KeptAction> kept, List<String> unknown) {
        List<Written> written = new ArrayList<>();
        List<KeptPermission> permissions = new ArrayList<>();
        kept.forEach((action, what) -> {
            int number = 0;
            for (ConditionMiner.Part part : conditions.parts(origin, what)) {
                Optional<List<String>> narrowed = narrowed(origin, part.kept(), number++);
                written.add(new Written(action, narrowed, part.conditions()));
                permissions.add(permission(origin, part.kept(), narrowed, catalog.actionName(action)));
            }
        });
        unknown.forEach(name -> permissions.add(new KeptPermission(
                name,
                shown(origin),
                false,
                Keeping.NAMED,
                "the catalog does not know it, so its use cannot be seen; a statement names it exactly",
                Optional.empty(),
                origin.ref())));
        boolean unchanged = kept.size() == origin.actions().cardinality()
                && unknown.size() == unknownEntries(origin)
                && written.stream()
                        .allMatch(each ->
                                each.resources().isEmpty() && each.added().isEmpty());
        if (unchanged) {
            return new Rewritten(List.of(origin.statement()), permissions);
        }
        kept.values().stream()
                .filter(each -> each.because() == Keeping.NAMED)
                .forEach(each -> named.set(each.action()));
        List<Statement> statements = statements(origin, groups(origin, written), unknown);
        boolean same = statements.size() == 1 && sameButForOrder(statements.get(0), origin.statement());
        return new Rewritten(same ? List.of(origin.statement()) : statements, permissions);
    }

    private static boolean sameButForOrder(Statement a, Statement b) {
        return a.conditions().equals(b.conditions())
                && a.actions().polarity() == b.actions().polarity()
                && Set.copyOf(a.actions().patterns())
                        .equals(Set.copyOf(b.actions().patterns()))
                && a.resources().isPresent()
                && b.resources().isPresent()
                && a.resources().get().polarity() == b.resources().get().polarity()
                && Set.copyOf(a.resources().get().patterns())
                        .equals(Set.copyOf(b.resources().get().patterns()));
    }

    private Optional<List<String>> narrowed(OriginStatement origin, KeptAction kept, int part) {
        Compaction.Level level = compaction.of(service(kept.action()));
        return narrowed.computeIfAbsent(
                new Narrowed(origin.number(), kept.action(), part, level),
                key -> narrowing.resources(origin, kept, level));
    }

    private int unknownEntries(OriginStatement origin) {
        ActionElement element = origin.statement().actions();
        return element.polarity() == Polarity.ALL_BUT
                ? 0
                : (int) element.patterns().stream()
                        .filter(p -> sets.of(p).isEmpty())
                        .count();
    }

    private KeptPermission permission(
            OriginStatement origin, KeptAction kept, Optional<List<String>> resources, String name) {
        List<Occurrences> seen = Use.facts(kept.uses()).stream()
                .map(UsageFact::occurrences)
                .distinct()
                .toList();
        return new KeptPermission(
                name,
                resources.orElseGet(() -> shown(origin)),
                !catalog.action(kept.action()).supportsResourceLevel(),
                kept.because(),
                kept.reason(),
                Evidence.of(seen, narrowing.window()),
                origin.ref());
    }

    private static List<String> shown(OriginStatement origin) {
        String mark = origin.allButResources() ? "!" : "";
        return origin.entries().stream().map(entry -> mark + entry.text()).toList();
    }

    private List<Group> groups(OriginStatement origin, List<Written> written) {
        boolean byService = origin.statement().actions().polarity() == Polarity.ALL_BUT
                || origin.statement().actions().patterns().stream().anyMatch(ActionPattern::isEverything);
        List<Group> groups = new ArrayList<>();
        Map<Shared, Group> same = new LinkedHashMap<>();
        for (Written each : written) {
            Shared shared = new Shared(each.resources(), each.added());
            Group group = same.get(shared);
            boolean other = group != null
                    && byService
                    && !isEverything(shared.resources())
                    && !service(group.actions.nextSetBit(0)).equals(service(each.action()));
            if (group == null || other) {
                group = new Group(shared);
                same.put(shared, group);
                groups.add(group);
            }
            group.actions.set(each.action());
        }
        joinOwn(origin, groups, byService);
        merge(groups, byService);
        return groups;
    }

    /**
     * Puts actions that stay on all of the statement's resources that they can act on together with those that keep its element as it is. A statement that was
     * merged from such groups is so found to have nothing to lose, however it is tightened again.
     */
    private void joinOwn(OriginStatement origin, List<Group> groups, boolean byService) {
        if (origin.allButResources()) {
            return;
        }
        Set<String> all =
                new TreeSet<>(origin.entries().stream().map(ResourceEntry::text).toList());
        for (Group own : List.copyOf(groups)) {
            if (own.resources.isEmpty()) {
                groups.removeIf(other -> {
                    boolean joins = other.resources.isPresent()
                            && other.added.equals(own.added)
                            && all.containsAll(other.resources.get())
                            && (!byService
                                    || service(own.actions.nextSetBit(0)).equals(service(other.actions.nextSetBit(0))))
                            && foreign(other.actions, other.resources.get(), all);
                    if (joins) {
                        own.actions.or(other.actions);
                    }
                    return joins;
                });
            }
        }
    }

    private static boolean isEverything(Optional<List<String>> resources) {
        return resources.isEmpty() || resources.get().equals(List.of("*"));
    }

    private String service(int action) {
        return catalog.action(action).prefix();
    }

    /** Puts groups together whose actions cannot act on each other's resources. */
    private void merge(List<Group> groups, boolean byService) {
        for (int i = 0; i < groups.size(); i++) {
            for (int j = groups.size() - 1; j > i; j--) {
                Group into = groups.get(i);
                Group from = groups.get(j);
                boolean sameService = service(into.actions.nextSetBit(0)).equals(service(from.actions.nextSetBit(0)));
                boolean shorter = sameService
                        && into.resources.isPresent()
                        && from.resources.isPresent()
                        && compaction.of(service(into.actions.nextSetBit(0))).atLeast(Compaction.Level.FEWER_RESOURCES)
                        && similar(into.resources.get(), from.resources.get());
                boolean merged = shorter || ((sameService || !byService) && mergeable(into, from));
                if (merged && into.added.equals(from.added)) {
                    into.actions.or(from.actions);
                    into.resources.orElseThrow().addAll(from.resources.orElseThrow());
                    groups.remove(j);
                }
            }
        }
    }

    /** Returns whether two lists of resources have something in common, or are short: merged, they give little away. */
    private static boolean similar(Set<String> a, Set<String> b) {
        return a.size() + b.size() <= 4 || a.stream().anyMatch(b::contains);
    }

    private boolean mergeable(Group a, Group b) {
        if (a.resources.isEmpty() || b.resources.isEmpty()) {
            return false;
        }
        return foreign(a.actions, a.resources.get(), b.resources.get())
                && foreign(b.actions, b.resources.get(), a.resources.get());
    }

    /** Returns whether none of the actions can act on resources that are not already theirs. */
    private boolean foreign(BitSet actions, Set<String> own, Set<String> others) {
        for (String other : others) {
            if (own.contains(other)) {
                continue;
            }
            for (int action = actions.nextSetBit(0); action >= 0; action = actions.nextSetBit(action + 1)) {
                if (applicability.applies(action, other)) {
                    return false;
                }
            }
        }
        return true;
    }

    private List<Statement> statements(OriginStatement origin, List<Group> groups, List<String> unknown) {
        List<Statement> result = new ArrayList<>();
        boolean unknownWritten = unknown.isEmpty();
        for (Group group : groups) {
            List<String> own = List.of();
            if (group.resources.isEmpty() && group.added.isEmpty() && !unknownWritten) {
                own = unknown;
                unknownWritten = true;
            }
            result.add(statement(origin, actions(origin, group.actions, own), group, result.size()));
        }
        if (!unknownWritten) {
            Group own = new Group(new Shared(Optional.empty(), List.of()));
            result.add(statement(origin, actions(origin, new BitSet(), unknown), own, result.size()));
        }
        return result;
    }

    private static Statement statement(OriginStatement origin, List<String> actions, Group group, int number) {
        Statement statement = origin.statement().withActions(ActionElement.of(actions.toArray(String[]::new)));
        if (group.resources.isPresent()) {
            statement = statement.withResources(new ResourceElement(
                    Polarity.ONLY,
                    group.resources.get().stream().map(ResourcePattern::new).toList()));
        }
        if (!group.added.isEmpty()) {
            List<Condition> conditions = new ArrayList<>(statement.conditions());
            conditions.addAll(group.added);
            statement = statement.withConditions(conditions);
        }
        return number == 0 ? statement : statement.withSid(statement.sid().map(sid -> sid + (number + 1)));
    }

    /** Returns the entries of {@code Action}: the statement's own where all that they match stays, else the names that stay. */
    private List<String> actions(OriginStatement origin, BitSet group, List<String> unknown) {
        Set<String> texts = new LinkedHashSet<>();
        BitSet rest = (BitSet) group.clone();
        ActionElement element = origin.statement().actions();
        if (element.polarity() == Polarity.ONLY) {
            for (ActionPattern pattern : element.patterns()) {
                BitSet matched = (BitSet) sets.of(pattern).clone();
                boolean stays = unknown.contains(pattern.text());
                if (!matched.isEmpty()) {
                    int all = matched.cardinality();
                    BitSet here = (BitSet) matched.clone();
                    here.and(group);
                    stays = here.cardinality() == all;
                    matched.and(rest);
                    if (stays && matched.isEmpty()) {
                        // Another entry has them already.
                        continue;
                    }
                }
                if (stays) {
                    texts.add(pattern.text());
                } else {
                    matched.stream().mapToObj(catalog::actionName).forEach(texts::add);
                }
                rest.andNot(matched);
            }
        }
        rest.stream().mapToObj(catalog::actionName).forEach(texts::add);
        return shortened(origin, group, new ArrayList<>(texts));
    }

    /** Returns whether an entry with a wildcard matches nothing, now or later, that the statement's own do not. */
    private static Predicate<String> inside(ActionElement own) {
        boolean allBut = own.polarity() == Polarity.ALL_BUT;
        boolean everything = !allBut && own.patterns().stream().anyMatch(ActionPattern::isEverything);
        // A name without a wildcard holds no entry that has one, and neither does what is of another service.
        Map<String, List<Glob>> byService = new HashMap<>();
        List<Glob> all = new ArrayList<>();
        for (ActionPattern pattern : own.patterns()) {
            if (allBut) {
                all.add(Glob.ofIgnoringCase(pattern.text()));
            } else if (pattern.hasWildcard() && !pattern.hasWildcardInService()) {
                byService
                        .computeIfAbsent(prefix(pattern.text()), s -> new ArrayList<>())
                        .add(Glob.ofIgnoringCase(pattern.text()));
            }
        }
        return entry -> {
            Glob glob = Glob.ofIgnoringCase(entry);
            return allBut
                    ? all.stream().noneMatch(g -> g.intersects(glob))
                    : everything
                            || byService.getOrDefault(prefix(entry), List.of()).stream()
                                    .anyMatch(g -> g.contains(glob));
        };
    }

    private static String prefix(String entry) {
        return entry.substring(0, Math.max(0, entry.indexOf(':'))).toLowerCase(java.util.Locale.ROOT);
    }

    /** Shortens the names of those services for which that was asked. */
    private List<String> shortened(OriginStatement origin, BitSet group, List<String> texts) {
        Map<String, BitSet> byService = new LinkedHashMap<>();
        for (int action = group.nextSetBit(0); action >= 0; action = group.nextSetBit(action + 1)) {
            if (compaction.of(service(action)) != Compaction.Level.NONE) {
                byService.computeIfAbsent(service(action), s -> new BitSet()).set(action);
            }
        }
        if (byService.isEmpty()) {
            return texts;
        }
        List<String> result = new ArrayList<>(texts.size());
        for (String text : texts) {
            int colon = text.indexOf(':');
            String service = colon < 0 ? "" : text.substring(0, colon).toLowerCase(java.util.Locale.ROOT);
            if (!byService.containsKey(service) || catalog.actionId(text).isEmpty()) {
                result.add(text);
            }
        }
        byService.forEach((service, actions) -> {
            Compaction.Level level = compaction.of(service);
            ActionNames.Extra extra = level.atLeast(Compaction.Level.VERBS)
                    ? ActionNames.Extra.MOST
                    : level.atLeast(Compaction.Level.READS) ? ActionNames.Extra.READS : ActionNames.Extra.NONE;
            result.addAll(shortNames.computeIfAbsent(
                    new ShortNames(origin.number(), actions, extra),
                    key -> names.shorten(
                            actions, origin.actions(), inside(origin.statement().actions()), extra)));
            // The name is the only reason to keep it: without that, the next run would let it go.
            actions.stream()
                    .filter(named::get)
                    .mapToObj(catalog::actionName)
                    .filter(name -> !result.contains(name))
                    .forEach(result::add);
        });
        return result;
    }
}
