package io.iamtighten.cli.render;

import io.iamtighten.account.PrincipalView;
import io.iamtighten.catalog.AccessLevel;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.effective.ActionAccess;
import io.iamtighten.effective.EffectiveAccess;
import io.iamtighten.effective.EquivalentPolicy;
import io.iamtighten.effective.Reach;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A principal's effective permissions, for people: counts by service first, then through what, then what is blocked. */
public final class EffectiveText {
    /** Longer lists of actions are counted, unless all are asked for. */
    private static final int MAX_ACTIONS = 12;
    /** Longer policies stand in the JSON alone; the quota of a managed policy. */
    private static final int MAX_PRINTED = 6_144;

    private final Lines out = new Lines();
    private final EffectiveAccess access;
    private final ServiceCatalog catalog;
    private final int most;

    private EffectiveText(EffectiveAccess access, ServiceCatalog catalog, int most) {
        this.access = access;
        this.catalog = catalog;
        this.most = most;
    }

    /**
     * Returns the text.
     *
     * @param actions whether every action is named, however many there are
     */
    public static String of(
            EffectiveAccess access, EquivalentPolicy equivalent, ServiceCatalog catalog, ActionLists actions) {
        EffectiveText text =
                new EffectiveText(access, catalog, actions == ActionLists.ALL ? Integer.MAX_VALUE : MAX_ACTIONS);
        return text.render() + single(equivalent, !access.resourceControls().isEmpty());
    }

    /** How many actions of a group are named. */
    public enum ActionLists {
        /** A dozen; the others are counted. */
        SHORT,
        /** All. */
        ALL
    }

    /** The policy is printed as it is, so that it can be copied. */
    private static String single(EquivalentPolicy equivalent, boolean controls) {
        if (equivalent.document().isEmpty()) {
            return new Lines()
                    .blank()
                    .line(0, "no single policy that allows the same was found: " + equivalent.reason())
                    .toString();
        }
        PolicyDocument document = equivalent.document().get();
        int size = PolicyWriter.quotaSize(document);
        String head = "one policy that allows the same" + (controls ? ", resource control policies left aside" : "")
                + ", proven for all requests (" + number(size) + " characters)";
        return size > MAX_PRINTED
                ? "\n" + head + ":\n--format json has it\n"
                : "\n" + head + ":\n" + PolicyWriter.canonical(document) + "\n";
    }

    private String render() {
        PrincipalView view = access.principal();
        out.line(0, view.principal().arn());
        out.line(2, "policies: " + (view.policies().isEmpty() ? "none" : names(view)));
        view.stack().boundary().ifPresent(b -> out.line(2, "boundary: " + b.name()));
        int levels = view.stack().scps().size();
        if (levels > 0) {
            out.line(2, "service control policies: " + levels + (levels == 1 ? " level" : " levels"));
        }
        if (!access.resourceControls().isEmpty()) {
            out.line(2, "resource control policies: " + String.join(", ", access.resourceControls()));
        }
        out.blank().line(0, summary());
        table();
        section("on every resource", Reach.EVERYWHERE);
        section("on some resources, whatever the context", Reach.SOME_RESOURCES);
        section("only under conditions", Reach.UNDER_CONDITIONS);
        section("granted, but blocked", Reach.BLOCKED);
        section("not decided", Reach.UNKNOWN);
        return out.toString();
    }

    private static String names(PrincipalView view) {
        List<String> names = new ArrayList<>();
        view.policies()
                .forEach(p -> names.add(p.policy().name()
                        + p.group().map(g -> " (group " + g + ")").orElse("")));
        return String.join(", ", names);
    }

    private String summary() {
        int allowed = access.count(Reach.EVERYWHERE) + access.count(Reach.SOME_RESOURCES);
        int unknown = access.count(Reach.UNKNOWN);
        return number(allowed) + (allowed == 1 ? " action allowed, " : " actions allowed, ")
                + number(access.count(Reach.UNDER_CONDITIONS))
                + " under conditions only, "
                + number(access.count(Reach.BLOCKED))
                + " granted but blocked"
                + (unknown == 0 ? "" : ", " + number(unknown) + " not decided")
                + "; besides, every caller may "
                + String.join(", ", access.always());
    }

    private static String number(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private void table() {
        Map<String, int[]> services = new TreeMap<>();
        for (ActionAccess group : access.groups()) {
            if (group.reach().allowed()) {
                for (String name : group.actions()) {
                    catalog.action(name)
                            .ifPresent(action -> services.computeIfAbsent(action.prefix(), p -> new int[5])[
                                    action.accessLevel().ordinal()]++);
                }
            }
        }
        if (services.isEmpty()) {
            return;
        }
        out.blank();
        out.line(0, row("service", "List", "Read", "Write", "Perm.", "Tag"));
        services.forEach((service, counts) -> {
            String[] cells = new String[6];
            cells[0] = service;
            for (AccessLevel level : AccessLevel.values()) {
                int count = counts[level.ordinal()];
                cells[1 + level.ordinal()] = count == 0 ? "-" : String.valueOf(count);
            }
            out.line(0, row(cells));
        });
        out.line(0, "(Perm.: permissions management; allowed at least under conditions)");
    }

    private static String row(String... cells) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-32s", cells[0]));
        for (int i = 1; i < cells.length; i++) {
            row.append(String.format(Locale.ROOT, "%8s", cells[i]));
        }
        return row.toString();
    }

    /** Groups to which the same sentences apply are shown as one. */
    private void section(String title, Reach reach) {
        Map<List<String>, List<String>> groups = new LinkedHashMap<>();
        for (ActionAccess group : access.groups()) {
            if (group.reach() == reach) {
                groups.computeIfAbsent(sentences(group), s -> new ArrayList<>()).addAll(group.actions());
            }
        }
        if (groups.isEmpty()) {
            return;
        }
        out.blank().line(0, title + " (" + number(access.count(reach)) + ")");
        groups.forEach((sentences, actions) -> {
            actions.sort(String.CASE_INSENSITIVE_ORDER);
            List<String> shown = new ArrayList<>(actions.subList(0, Math.min(most, actions.size())));
            if (shown.size() < actions.size()) {
                shown.add("and " + number(actions.size() - shown.size()) + " more (--actions names all)");
            }
            out.names(2, shown);
            sentences.forEach(sentence -> out.line(4, sentence));
        });
    }

    private static List<String> sentences(ActionAccess group) {
        List<String> sentences = new ArrayList<>();
        group.through().forEach(use -> sentences.add("through " + AccessWords.use(use)));
        if (group.reach() == Reach.BLOCKED) {
            group.blockers().forEach(blocker -> sentences.add(AccessWords.blocker(blocker)));
            return sentences;
        }
        group.within().forEach(use -> sentences.add("within " + AccessWords.use(use)));
        group.except().forEach(use -> sentences.add("except " + AccessWords.use(use)));
        group.doubt().ifPresent(doubt -> sentences.add("not decided: " + doubt));
        return sentences;
    }
}
