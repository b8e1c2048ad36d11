package io.iamtighten.usage;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When a principal last used services and actions, as IAM remembers it. Second evidence beside a {@link UsageSummary}: it says that, not
 * how, and reaches further back; an attempt counts, whether it was allowed or not, and of most services single actions are not tracked.
 *
 * @param principalArn the role or user
 * @param asOf when IAM gathered it; empty when unknown
 * @param services the services that the principal's policies name, in order
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html">Last accessed information</a>
 */
public record LastAccessed(String principalArn, Optional<Instant> asOf, List<Service> services) {
    /**
     * One service.
     *
     * @param namespace such as {@code s3}
     * @param last the last attempt to use it; empty when there was none in the time that IAM tracks
     * @param region where
     * @param actions the actions that IAM tracks, in order; empty when it tracks none of the service
     */
    public record Service(String namespace, Optional<Instant> last, Optional<String> region, List<Action> actions) {
        /** Puts the actions in order. */
        public Service {
            actions =
                    actions.stream().sorted(Comparator.comparing(Action::name)).toList();
        }
    }

    /**
     * One action.
     *
     * @param name such as {@code s3:PutBucketPolicy}
     * @param last the last attempt to use it; empty when there was none
     */
    public record Action(String name, Optional<Instant> last) {}

    /** Puts the services in order. */
    public LastAccessed {
        services = services.stream()
                .sorted(Comparator.comparing(Service::namespace))
                .toList();
    }

    /** Returns the actions that were used, with the last attempt. */
    public SortedMap<String, Instant> usedActions() {
        SortedMap<String, Instant> used = new TreeMap<>();
        services.forEach(service ->
                service.actions().forEach(action -> action.last().ifPresent(last -> used.put(action.name(), last))));
        return used;
    }

    /** Returns the services that were used, with the last attempt. */
    public SortedMap<String, Instant> usedServices() {
        SortedMap<String, Instant> used = new TreeMap<>();
        services.forEach(service -> service.last().ifPresent(last -> used.put(service.namespace(), last)));
        return used;
    }
}
