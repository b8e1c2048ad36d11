package io.iamtighten.tighten;

import io.iamtighten.arn.Arn;
import io.iamtighten.arn.ArnPattern;
import io.iamtighten.catalog.ArnTemplate;
import io.iamtighten.catalog.ResourceType;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.usage.Occurrences;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Looks beyond the resources seen, to those that later use is likely to need. All that the principal did to resources of a type is
 * looked at together, so that actions on the same resources get the same patterns.
 */
final class Generalization {
    /** How many names are listed where lists are to be short. */
    private static final int FEW = 4;

    private final ServiceCatalog catalog;
    private final ResourceStrategy strategy;
    private final ObservationWindow window;
    private final Map<Family, NameTree> trees = new TreeMap<>();
    private final Map<Family, Set<String>> members = new TreeMap<>();
    /** The pattern that stands for a resource seen, where it is not the resource itself, by the most names listed. */
    private final Map<Integer, Map<String, String>> patternOf = new HashMap<>();

    /**
     * @param uses everything that was done
     */
    Generalization(ServiceCatalog catalog, ResourceStrategy strategy, ObservationWindow window, List<Use> uses) {
        this.catalog = catalog;
        this.strategy = strategy;
        this.window = window;
        learn(uses);
    }

    ObservationWindow window() {
        return window;
    }

    /** Resources are compared with others of their type, region and account only. */
    private record Family(String head, String type) implements Comparable<Family> {
        @Override
        public int compareTo(Family other) {
            int order = head.compareTo(other.head);
            return order != 0 ? order : type.compareTo(other.type);
        }
    }

    private void learn(List<Use> uses) {
        Map<String, String> typeOf = new HashMap<>();
        for (Use use : uses) {
            Optional<Arn> arn = Arn.parse(use.resource());
            if (use.kind() != Use.ResourceKind.KNOWN || use.fact().isEmpty() || arn.isEmpty()) {
                continue;
            }
            String type = typeOf.computeIfAbsent(use.resource(), r -> type(use));
            String resource = arn.get().resource();
            Family family =
                    new Family(use.resource().substring(0, use.resource().length() - resource.length()), type);
            Occurrences seen = use.fact().get().occurrences();
            trees.computeIfAbsent(family, f -> new NameTree())
                    .add(NameTokens.of(resource), seen.first(), seen.byDay().keySet());
            members.computeIfAbsent(family, f -> new TreeSet<>()).add(use.resource());
        }
    }

    private Map<String, String> patterns(int mostListed) {
        return patternOf.computeIfAbsent(mostListed, most -> {
            Map<String, String> patterns = new HashMap<>();
            trees.forEach((family, tree) ->
                    assign(family, tree.patterns(window, most), members.getOrDefault(family, Set.of()), patterns));
            return patterns;
        });
    }

    private String type(Use use) {
        List<ResourceType> types = catalog.resourceTypesOf(catalog.action(use.action()), use.resource());
        return types.isEmpty() ? "" : types.get(0).name();
    }

    private static void assign(
            Family family, List<String> patterns, Set<String> members, Map<String, String> patternOf) {
        List<String> whole = new ArrayList<>();
        patterns.stream()
                .filter(pattern -> pattern.indexOf('*') >= 0)
                .forEach(pattern -> whole.add(family.head() + pattern));
        for (String member : members) {
            for (String pattern : whole) {
                if (!pattern.equals(member)
                        && ResourceEntry.containsInAll(ArnPattern.parse(pattern), ArnPattern.parse(member))) {
                    patternOf.put(member, pattern);
                    break;
                }
            }
        }
    }

    /** Returns patterns, in order, that together cover every resource of these uses. */
    Set<String> of(int action, List<Use> uses, Compaction.Level level) {
        return switch (level) {
            case NONE, ACTION_NAMES ->
                switch (strategy) {
                    case EXACT -> exact(uses);
                    case BALANCED -> general(uses, NameTree.MAX_LISTED);
                    case SERVICE -> service(action, uses);
                };
            case FEWER_RESOURCES -> strategy == ResourceStrategy.SERVICE ? service(action, uses) : general(uses, FEW);
            case READS -> strategy == ResourceStrategy.SERVICE ? service(action, uses) : general(uses, 1);
            case RESOURCE_TYPES, OWN_RESOURCES, VERBS -> service(action, uses);
        };
    }

    private Set<String> general(List<Use> uses, int mostListed) {
        Map<String, String> patterns = patterns(mostListed);
        Set<String> result = new TreeSet<>();
        exact(uses).forEach(arn -> result.add(patterns.getOrDefault(arn, arn)));
        return result;
    }

    private static Set<String> exact(List<Use> uses) {
        Set<String> result = new TreeSet<>();
        uses.forEach(use -> result.add(use.resource()));
        return result;
    }

    private Set<String> service(int action, List<Use> uses) {
        ServiceAction known = catalog.action(action);
        Set<String> result = new LinkedHashSet<>();
        for (String arn : exact(uses)) {
            List<String> patterns = new ArrayList<>();
            for (ResourceType type : catalog.resourceTypesOf(known, arn)) {
                for (ArnTemplate template : type.arnTemplates()) {
                    Optional<Map<String, String>> values = template.match(arn);
                    values.ifPresent(found -> patterns.add(template.fillKnown(Map.of(
                            "Partition", found.getOrDefault("Partition", "aws"),
                            "Region", found.getOrDefault("Region", "*"),
                            "Account", found.getOrDefault("Account", "*")))));
                }
            }
            if (patterns.isEmpty()) {
                result.add(arn);
            } else {
                result.addAll(patterns);
            }
        }
        return new TreeSet<>(result);
    }
}
