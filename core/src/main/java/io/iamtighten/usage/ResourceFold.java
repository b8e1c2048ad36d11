package io.iamtighten.usage;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the resources of one action of one principal to a bounded number, by letting {@code *} stand for the end of ARNs.
 *
 * <p>ARNs are grouped by their beginning: the first five parts and the resource's first segment. Of a group with too many, the
 * deepest number of segments is kept that leaves few enough. With too many groups, whole accounts and then services are folded. Both
 * counts only grow as resources are added, so that the outcome does not depend on the order.
 *
 * <table>
 * <caption>Examples</caption>
 * <tr><th>resources</th><th>kept</th></tr>
 * <tr><td>a million keys {@code arn:aws:s3:::b/logs/DAY/ID} over 30 days</td><td>30 of {@code arn:aws:s3:::b/logs/DAY/*}</td></tr>
 * </table>
 */
final class ResourceFold {
    /** Segments beyond this many are not told apart when folding. */
    private static final int MAX_SEGMENTS = 16;

    /** How coarse the ARNs of all groups are. */
    private enum Level {
        GROUPS,
        ACCOUNTS,
        SERVICES,
        ALL
    }

    /** The only resource so far, which needs no more room: most actions are used on one. */
    private @Nullable String only;

    /** By their beginnings, at the level of groups, once there is more than one resource. */
    private Map<String, Group> groups = Map.of();
    /** Invariant: at the levels of accounts and services everything that was placed; else empty. */
    private Set<String> placed = Set.of();

    private Level level = Level.GROUPS;
    /** Whether anything is folded at all; most never are. */
    private boolean folded;

    /** The resources of one beginning; {@code depth} segments are kept. */
    private static final class Group {
        final Set<String> kept = new HashSet<>();
        int depth = Integer.MAX_VALUE;
    }

    /** Returns what stands for a resource; the resource itself where nothing is folded. */
    String place(String resource) {
        if (!folded || resource.equals("*")) {
            return resource;
        }
        int begin = resourceStart(resource);
        return switch (level) {
            case GROUPS -> {
                Group group = groups.get(beginning(resource, begin));
                yield group == null || group.depth == Integer.MAX_VALUE ? resource : cut(resource, begin, group.depth);
            }
            case ACCOUNTS -> account(resource, begin);
            case SERVICES -> service(resource);
            case ALL -> "*";
        };
    }

    /**
     * Takes note of a placed resource; returns whether something has to be placed anew.
     */
    boolean add(String resource, SummaryLimits limits) {
        if (resource.equals("*") || level == Level.ALL) {
            return false;
        }
        if (level != Level.GROUPS) {
            placed.add(resource);
            return rise(limits);
        }
        if (groups.isEmpty()) {
            if (only == null || only.equals(resource)) {
                only = resource;
                return false;
            }
            String first = only;
            only = null;
            groups = new HashMap<>();
            inGroup(first);
        }
        Group group = inGroup(resource);
        boolean changed = false;
        if (group.depth > 0 && group.kept.size() > limits.resources()) {
            shrink(group, limits.resources());
            changed = true;
        }
        return rise(limits) || changed;
    }

    private Group inGroup(String resource) {
        Group group = groups.computeIfAbsent(beginning(resource, resourceStart(resource)), b -> new Group());
        group.kept.add(resource);
        return group;
    }

    private boolean rise(SummaryLimits limits) {
        Level before = level;
        if (level == Level.GROUPS && groups.size() > limits.beginnings()) {
            toAccounts();
        }
        if (level == Level.ACCOUNTS && placed.size() > limits.beginnings()) {
            toServices();
        }
        if (level == Level.SERVICES && placed.size() > limits.beginnings()) {
            level = Level.ALL;
            placed = Set.of();
        }
        return level != before;
    }

    private void toAccounts() {
        level = Level.ACCOUNTS;
        folded = true;
        placed = new HashSet<>();
        if (only != null) {
            placed.add(account(only, resourceStart(only)));
        }
        for (Group group : groups.values()) {
            for (String resource : group.kept) {
                placed.add(account(resource, resourceStart(resource)));
            }
        }
        only = null;
        groups = Map.of();
    }

    private void toServices() {
        Set<String> accounts = placed;
        level = Level.SERVICES;
        placed = new HashSet<>();
        for (String resource : accounts) {
            placed.add(service(resource));
        }
    }

    /** Applies smaller limits to what is there; returns whether something has to be placed anew. */
    boolean shrink(SummaryLimits limits) {
        boolean changed = false;
        for (Group group : groups.values()) {
            if (group.depth > 0 && group.kept.size() > limits.resources()) {
                shrink(group, limits.resources());
                changed = true;
            }
        }
        return rise(limits) || changed;
    }

    private void shrink(Group group, int most) {
        folded = true;
        int deepest = 0;
        for (String resource : group.kept) {
            deepest = Math.max(deepest, segments(resource));
        }
        int depth = Math.min(group.depth, Math.min(deepest, MAX_SEGMENTS + 1));
        Set<String> smaller;
        do {
            depth--;
            smaller = new HashSet<>();
            for (String resource : group.kept) {
                smaller.add(cut(resource, resourceStart(resource), depth));
            }
        } while (depth > 0 && smaller.size() > most);
        group.depth = depth;
        group.kept.clear();
        group.kept.addAll(smaller);
    }

    /** Takes over the state that a folded resource of an earlier summary shows. */
    void restore(String wildcard) {
        folded = true;
        if (wildcard.equals("*")) {
            level = Level.ALL;
            only = null;
            groups = Map.of();
            placed = Set.of();
            return;
        }
        int begin = resourceStart(wildcard);
        boolean service = wildcard.endsWith(":*:*:*");
        boolean account = service || wildcard.substring(begin).equals("*");
        if (account && level == Level.GROUPS) {
            toAccounts();
        }
        if (service && level == Level.ACCOUNTS) {
            toServices();
        }
        if (!account && level == Level.GROUPS) {
            if (groups.isEmpty()) {
                groups = new HashMap<>();
            }
            if (only != null) {
                String first = only;
                only = null;
                inGroup(first);
            }
            Group group = groups.computeIfAbsent(beginning(wildcard, begin), b -> new Group());
            group.depth = Math.min(group.depth, segments(wildcard) - 1);
        }
    }

    /** Returns the place behind the fifth colon of an ARN; 0 for another text. */
    private static int resourceStart(String resource) {
        int at = -1;
        for (int i = 0; i < 5; i++) {
            at = resource.indexOf(':', at + 1);
            if (at < 0) {
                return 0;
            }
        }
        return at + 1;
    }

    private static String beginning(String resource, int start) {
        int end = start;
        while (end < resource.length() && !isSeparator(resource.charAt(end))) {
            end++;
        }
        return resource.substring(0, end);
    }

    private static int segments(String resource) {
        int count = 0;
        for (int i = resourceStart(resource); i < resource.length(); i++) {
            if (isSeparator(resource.charAt(i))) {
                count++;
            }
        }
        return count;
    }

    /** Cuts behind so many segments after the first; a shorter resource stays whole. */
    private static String cut(String resource, int start, int depth) {
        int left = depth;
        for (int i = start; i < resource.length(); i++) {
            if (isSeparator(resource.charAt(i)) && left-- == 0) {
                return resource.substring(0, i + 1) + "*";
            }
        }
        return resource;
    }

    private static boolean isSeparator(char c) {
        return c == '/' || c == ':';
    }

    private static String account(String resource, int start) {
        return start == 0 ? "*" : resource.substring(0, start) + "*";
    }

    private static String service(String resource) {
        int partition = resource.indexOf(':');
        int service = partition < 0 ? -1 : resource.indexOf(':', partition + 1);
        int region = service < 0 ? -1 : resource.indexOf(':', service + 1);
        return region < 0 ? "*" : resource.substring(0, region) + ":*:*:*";
    }
}
