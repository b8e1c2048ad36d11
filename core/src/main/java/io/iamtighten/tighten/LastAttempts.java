package io.iamtighten.tighten;

import io.iamtighten.catalog.ActionVisibility;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.catalog.VisibilityClass;
import io.iamtighten.usage.LastAccessed;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.UsageFact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Asks IAM's last-accessed information what the records leave open. It counts attempts, allowed or not, by service for at least 400
 * days, and by action for some services' management actions.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html">Last accessed information</a>
 */
final class LastAttempts {
    /** IAM shows activity within about four hours; what it gathered earlier than this before the window's end is too old. */
    private static final Duration TOO_OLD = Duration.ofDays(1);
    /** A refusal in the records explains an attempt that is not much later. */
    private static final Duration SAME_ATTEMPT = Duration.ofHours(1);
    /** Network file systems ask IAM by a protocol of their own, which the service's last use may not count. */
    private static final Set<String> OWN_PROTOCOL = Set.of("elasticfilesystem");

    private final ServiceCatalog catalog;
    private final LastAccessed details;
    private final ObservationWindow window;
    private final Set<String> usedActions = new HashSet<>();
    private final Set<String> recordedServices = new HashSet<>();
    private final Map<String, Instant> refused = new HashMap<>();
    private final Set<String> unusedServices = new HashSet<>();
    private final List<String> notes = new ArrayList<>();
    private final SortedMap<String, Instant> kept = new TreeMap<>();
    private final Set<String> notUsed = new TreeSet<>();

    LastAttempts(ServiceCatalog catalog, LastAccessed details, ObservationWindow window, PrincipalUsage usage) {
        this.catalog = catalog;
        this.details = details;
        this.window = window;
        for (UsageFact fact : usage.facts()) {
            recordedServices.add(fact.action().substring(0, fact.action().indexOf(':')));
            DataUnderKeys.service(fact).ifPresent(recordedServices::add);
            if (fact.outcome().isUse()) {
                usedActions.add(fact.action());
            } else {
                refused.merge(fact.action(), fact.occurrences().last(), (a, b) -> a.isAfter(b) ? a : b);
            }
        }
        // Calls of no known action are calls of their service all the same.
        usage.unmapped()
                .forEach(event -> recordedServices.add(event.eventSource()
                        .substring(0, Math.max(0, event.eventSource().indexOf('.')))));
        boolean recent = details.asOf()
                .filter(at -> !at.plus(TOO_OLD).isBefore(window.to()))
                .isPresent();
        if (recent) {
            details.services().stream()
                    .filter(service -> service.last().isEmpty())
                    .forEach(service -> unusedServices.add(service.namespace()));
        } else {
            notes.add("it was gathered "
                    + details.asOf().map(at -> "at " + at).orElse("at an unknown time")
                    + ", before the history ends: that a service is not in use is not taken from it");
        }
    }

    /** Returns what IAM saw attempted within the window or later and no record shows, as uses to keep. */
    List<Use> unrecorded(KnownContext context) {
        List<Use> uses = new ArrayList<>();
        details.usedActions().forEach((name, last) -> {
            OptionalInt id = catalog.actionId(name);
            if (id.isEmpty() || last.isBefore(window.from())) {
                return;
            }
            ServiceAction action = catalog.action(id.getAsInt());
            boolean explained = Optional.ofNullable(refused.get(action.qualifiedName()))
                    .filter(at -> !at.plus(SAME_ATTEMPT).isBefore(last))
                    .isPresent();
            if (!usedActions.contains(action.qualifiedName()) && !explained) {
                uses.add(new Use(
                        id.getAsInt(),
                        action.qualifiedName(),
                        "*",
                        action.supportsResourceLevel() ? Use.ResourceKind.OPEN : Use.ResourceKind.NONE,
                        context,
                        Keeping.LAST_ACCESSED,
                        "IAM saw it tried at " + last + ", which no record shows",
                        Optional.empty()));
            }
        });
        return uses;
    }

    /** Takes note of a use that today's policies allow, so that it stays. */
    void keeps(Use use) {
        details.usedActions().forEach((name, last) -> {
            if (name.equalsIgnoreCase(use.name())) {
                kept.put(use.name(), last);
            }
        });
    }

    /**
     * Returns whether an action of which no record could show the use is not in use, since its service is not. Holds only for calls to the
     * service itself: permissions that are asked for inside another call, or by a protocol of their own, may not count.
     */
    boolean notUsed(int action, BlindSpots blind) {
        String name = catalog.actionName(action);
        String prefix = name.substring(0, name.indexOf(':'));
        if (!unusedServices.contains(prefix)
                || recordedServices.contains(prefix)
                || OWN_PROTOCOL.contains(prefix)
                || blind.mayBeNeeded(action)) {
            return false;
        }
        VisibilityClass visibility =
                catalog.visibility(name).map(ActionVisibility::visibility).orElse(VisibilityClass.NO_KNOWN_EVENT);
        return switch (visibility) {
            case DATA_EVENT, LOGGED, PARAMETER_VARIANT, DIFFERS -> true;
            case SIDE_PERMISSION,
                    VIA_SERVICE,
                    SERVICE_SIDE,
                    NOT_LOGGED,
                    PERMISSION_ONLY,
                    ONLY_WITH_ANOTHER_CALL,
                    NO_KNOWN_EVENT -> false;
        };
    }

    /** Returns why an action goes for which {@link #notUsed} holds, and takes note of it. */
    String reason(int action) {
        String name = catalog.actionName(action);
        notUsed.add(name);
        return "no record could show its use, but IAM saw no attempt to use its service in the time that it tracks (asked "
                + details.asOf().map(at -> at.toString().substring(0, 10)).orElse("at an unknown time") + ")";
    }

    SecondEvidence evidence() {
        SortedMap<String, Instant> unrecorded = new TreeMap<>();
        details.usedServices().forEach((service, last) -> {
            if (!last.isBefore(window.from()) && !recordedServices.contains(service)) {
                unrecorded.put(service, last);
            }
        });
        return new SecondEvidence(details.asOf(), kept, List.copyOf(notUsed), unrecorded, notes);
    }
}
