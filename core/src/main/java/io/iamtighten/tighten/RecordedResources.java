package io.iamtighten.tighten;

import io.iamtighten.arn.Arn;
import io.iamtighten.arn.ArnPattern;
import io.iamtighten.catalog.AccessLevel;
import io.iamtighten.catalog.ActionVisibility;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.usage.DataSelection;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.UsageFact;
import io.iamtighten.usage.UsageSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * On which resources data events were recorded at all, whoever's calls they were. A trail selects data events by type, by resource,
 * and by whether they read or write; which it selects no record says. So a resource counts as recorded when some data event on it, or on
 * something in it, was; reading and writing each count once the trail has shown an event of that sort on that type. Where it is known what
 * the trail is set to select, that limits it further: of a bucket of which a part is selected, only that part is recorded.
 *
 * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html">Data events</a>
 */
final class RecordedResources {
    private final ServiceCatalog catalog;
    /** Buckets, tables, functions and the like, by data event type, and by service for actions of which no type is known. */
    private final Map<String, Set<String>> holders = new HashMap<>();

    private final Set<String> sorts = new HashSet<>();
    private final Map<String, List<ArnPattern>> patterns = new HashMap<>();

    private final Optional<DataSelection> selection;

    RecordedResources(ServiceCatalog catalog, UsageSummary usage, Optional<DataSelection> selection) {
        this.catalog = catalog;
        this.selection = selection;
        for (PrincipalUsage principal : usage.principals()) {
            for (UsageFact fact : principal.facts()) {
                Optional<ServiceAction> action = catalog.action(fact.action());
                Optional<ActionVisibility> visibility = catalog.visibility(fact.action());
                if (action.isPresent()
                        && visibility.isPresent()
                        && !visibility.get().shownByManagementEvents()
                        && visibility.get().shownByDataEvents()) {
                    add(action.get(), visibility.get(), fact.resource());
                }
            }
        }
    }

    private void add(ServiceAction action, ActionVisibility visibility, String resource) {
        Optional<String> holder = holder(resource);
        List<String> selectable = new ArrayList<>(visibility.dataEventTypes());
        selectable.add(action.prefix());
        for (String type : selectable) {
            sorts.add(type + sort(action));
            holder.ifPresent(
                    h -> holders.computeIfAbsent(type, t -> new TreeSet<>()).add(h));
        }
    }

    private static List<String> types(ServiceAction action, ActionVisibility visibility) {
        return visibility.dataEventTypes().isEmpty() ? List.of(action.prefix()) : visibility.dataEventTypes();
    }

    private static DataSelection.Calls calls(ServiceAction action) {
        return action.accessLevel() == AccessLevel.READ || action.accessLevel() == AccessLevel.LIST
                ? DataSelection.Calls.READS
                : DataSelection.Calls.WRITES;
    }

    private static String sort(ServiceAction action) {
        return " " + calls(action).text();
    }

    /** Returns the bucket of an object, the table of an index and the like; empty where the ARN leaves it open. */
    static Optional<String> holder(String resource) {
        Optional<Arn> arn = Arn.parse(resource);
        if (arn.isEmpty()) {
            return Optional.empty();
        }
        String path = arn.get().resource();
        String head = resource.substring(0, resource.length() - path.length());
        int first = separator(path, 0);
        boolean typed = first >= 0 && !(head.contains(":s3:::"));
        int second = typed ? separator(path, first + 1) : first;
        String holder = head + (second < 0 ? path : path.substring(0, second));
        return holder.indexOf('*') >= 0 || holder.indexOf('?') >= 0 ? Optional.empty() : Optional.of(holder);
    }

    private static int separator(String path, int from) {
        for (int i = from; i < path.length(); i++) {
            if (path.charAt(i) == '/' || path.charAt(i) == ':') {
                return i;
            }
        }
        return -1;
    }

    /** Returns whether a use of an action that data events show would stand in the records on some resources. */
    boolean some(ServiceAction action) {
        return !recorded(action).isEmpty();
    }

    /** Returns the buckets, tables and the like on which such a use would stand in the records, in order. */
    List<String> recorded(ServiceAction action) {
        Set<String> result = new TreeSet<>();
        catalog.visibility(action.qualifiedName()).ifPresent(visibility -> {
            for (String type : types(action, visibility)) {
                if (sorts.contains(type + sort(action))) {
                    result.addAll(holders.getOrDefault(type, Set.of()));
                }
            }
        });
        return List.copyOf(result);
    }

    /** Returns whether every use of the action on what a pattern matches would stand in the records. */
    boolean all(ServiceAction action, ArnPattern resources) {
        return patterns(action).stream().anyMatch(p -> ResourceEntry.containsInAll(p, resources));
    }

    /** Returns whether a use of the action on something that a pattern matches would stand in the records. */
    boolean some(ServiceAction action, ArnPattern resources) {
        return patterns(action).stream().anyMatch(p -> ResourceEntry.intersectsInAny(p, resources));
    }

    private List<ArnPattern> patterns(ServiceAction action) {
        return patterns.computeIfAbsent(action.qualifiedName(), name -> {
            List<ArnPattern> all = new ArrayList<>();
            for (String holder : recorded(action)) {
                all.add(ArnPattern.parse(holder));
                all.add(ArnPattern.parse(holder + "/*"));
                all.add(ArnPattern.parse(holder + ":*"));
            }
            return selection.map(known -> selected(action, all, known)).orElse(all);
        });
    }

    /** Returns what is both shown by records and selected; of two patterns that only overlap, nothing, which is on the safe side. */
    private List<ArnPattern> selected(ServiceAction action, List<ArnPattern> shown, DataSelection known) {
        List<ArnPattern> chosen =
                catalog
                        .visibility(action.qualifiedName())
                        .map(ActionVisibility::dataEventTypes)
                        .orElse(List.of())
                        .stream()
                        .flatMap(type -> known.patterns(type, calls(action)).stream())
                        .map(ArnPattern::parse)
                        .toList();
        List<ArnPattern> both = new ArrayList<>();
        for (ArnPattern one : shown) {
            for (ArnPattern other : chosen) {
                if (ResourceEntry.containsInAll(other, one)) {
                    both.add(one);
                } else if (ResourceEntry.containsInAll(one, other)) {
                    both.add(other);
                }
            }
        }
        return both;
    }
}
