package io.iamtighten.tighten;

import io.iamtighten.arn.ArnPattern;
import io.iamtighten.catalog.AccessLevel;
import io.iamtighten.catalog.ActionResource;
import io.iamtighten.catalog.ActionVisibility;
import io.iamtighten.catalog.ArnTemplate;
import io.iamtighten.catalog.ResourceType;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.catalog.VisibilityClass;
import io.iamtighten.usage.DataSelection;
import io.iamtighten.usage.Observability;
import io.iamtighten.usage.Observability.Sight;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.UnmappedEvent;
import io.iamtighten.usage.UsageSummary;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Which actions the records cannot show, and which of them what was used suggests. */
final class BlindSpots {
    private final ServiceCatalog catalog;
    private final Observability observability;
    private final RecordedResources recorded;
    private final Companions companions;
    private final BitSet mayBeNeeded = new BitSet();
    private final BitSet used = new BitSet();
    /** Resources used, by service prefix and resource type; {@code *} when a record named none. */
    private final Map<String, Set<String>> resourcesByType = new TreeMap<>();
    /** The same by access level besides: service prefix, resource type, level. */
    private final Map<String, Set<String>> resourcesByLevel = new TreeMap<>();

    private final Map<String, String> usedAs = new LinkedHashMap<>();
    private final Map<Integer, Observability.Answer> answers = new HashMap<>();
    private final Map<Integer, Sight> sights = new HashMap<>();

    /** The actions of the calls that need a permission, by the permission. */
    private final Map<String, List<String>> permissionOf = new HashMap<>();
    /** Prefixes of services of which calls were made that no action is known for. */
    private final Set<String> unmapped = new LinkedHashSet<>();

    private final boolean selectionKnown;
    private final PassableRoles passable;
    private final TrustedServices trusted;
    private final DataUnderKeys keys;
    private final RuledOut ruledOut;

    BlindSpots(
            ServiceCatalog catalog,
            UsageSummary summary,
            PrincipalUsage usage,
            List<Use> uses,
            VainCalls vain,
            Optional<DataSelection> selection,
            DataUnderKeys keys,
            RuledOut ruledOut,
            PassableRoles passable,
            TrustedServices trusted) {
        this.keys = keys;
        this.ruledOut = ruledOut;
        this.selectionKnown = selection.isPresent();
        this.passable = passable;
        this.trusted = trusted;
        this.catalog = catalog;
        this.observability = Observability.of(summary.coverage(), catalog);
        this.recorded = new RecordedResources(catalog, summary, selection);
        this.companions = new Companions(catalog, usage, uses);
        for (Use use : uses) {
            used.set(use.action());
            // Nothing can have been done unseen to what was never found.
            if (!vain.has(use)) {
                types(use);
            }
        }
        keys.worked().forEach(this::worked);
        for (UnmappedEvent event : usage.unmapped()) {
            catalog.eventSource(event.eventSource()).ifPresent(source -> unmapped.addAll(source.prefixes()));
        }
        for (String possible : usage.possible()) {
            OptionalInt action = catalog.actionId(possible);
            if (action.isPresent() && !used.get(action.getAsInt()) && !companions.onlyRefused(possible)) {
                mayBeNeeded.set(action.getAsInt());
            }
        }
    }

    private void types(Use use) {
        ServiceAction action = catalog.action(use.action());
        switch (use.kind()) {
            case NONE -> {}
            case OPEN -> action.resourceTypes().forEach(type -> type(action, type.type(), "*"));
            case KNOWN -> {
                for (ResourceType type : catalog.resourceTypesOf(action, use.resource())) {
                    type(action, type.name(), use.resource());
                }
            }
        }
    }

    private void worked(DataUnderKeys.Worked data) {
        String key = data.service() + "/" + data.type();
        resourcesByType.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(data.resource());
        usedAs.putIfAbsent(key, data.call() + ", which the service called for the principal to work on its data");
    }

    private void type(ServiceAction action, String type, String resource) {
        String key = action.prefix() + "/" + type;
        String level = key + "/" + action.accessLevel();
        resourcesByType.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(resource);
        resourcesByLevel.computeIfAbsent(level, k -> new LinkedHashSet<>()).add(resource);
        usedAs.putIfAbsent(key, action.qualifiedName() + ", which was used");
        usedAs.putIfAbsent(level, action.qualifiedName() + ", which was used");
    }

    private Observability.Answer answer(int action) {
        return answers.computeIfAbsent(action, a -> observability.of(catalog.actionName(a)));
    }

    /**
     * Returns how well the records show uses of the action: all of them, so that none means no use; those on some resources; or none.
     */
    Sight sight(int action) {
        return sights.computeIfAbsent(action, this::found);
    }

    private Sight found(int action) {
        if (mayBeNeeded.get(action)) {
            return Sight.NOT_SEEN;
        }
        if (isDataEvent(catalog.actionName(action))) {
            return recorded.some(catalog.action(action)) ? Sight.IN_PART : Sight.NOT_SEEN;
        }
        return answer(action).sight();
    }

    /** Returns whether the records would show each use of the action through a statement, so that none means no use of it. */
    boolean seenIn(int action, OriginStatement statement) {
        return switch (sight(action)) {
            case SEEN -> true;
            case NOT_SEEN -> false;
            case IN_PART ->
                !statement.allButResources()
                        && relevant(action, statement).stream()
                                .allMatch(entry -> recorded.all(catalog.action(action), entry.widest()));
        };
    }

    /** Returns whether on some resource that a statement names the action cannot have been used. */
    boolean isRuledOutInPart(int action, OriginStatement statement) {
        return !statement.allButResources()
                && relevant(action, statement).stream()
                        .anyMatch(entry -> ruledOut(action, entry).isPresent());
    }

    /** Returns why an action cannot have been used through any of these statements; empty when it can. */
    Optional<String> ruledOut(int action, List<OriginStatement> statements) {
        Optional<String> reason = Optional.empty();
        for (OriginStatement statement : statements) {
            if (statement.allButResources()) {
                return Optional.empty();
            }
            for (ResourceEntry entry : relevant(action, statement)) {
                reason = ruledOut(action, entry);
                if (reason.isEmpty()) {
                    return reason;
                }
            }
        }
        return reason;
    }

    /**
     * Returns the entries of a statement that name only resources on which no use of the action could have been seen, and on which there
     * can have been one; for an action of which not all uses show.
     */
    List<ResourceEntry> unseenEntries(int action, OriginStatement statement) {
        return statement.allButResources()
                ? List.of()
                : relevant(action, statement).stream()
                        .filter(entry -> sight(action) == Sight.NOT_SEEN
                                || !recorded.some(catalog.action(action), entry.widest()))
                        .filter(entry -> ruledOut(action, entry).isEmpty())
                        .toList();
    }

    private Optional<String> ruledOut(int action, ResourceEntry entry) {
        return ruledOut.reason(catalog.actionName(action), entry.text());
    }

    /**
     * Returns whether a statement is as good as naming an action: a call that the records leave out, a kind of actions such as
     * {@code s3:List*}, and resources of which it gives the name or its beginning.
     */
    boolean namedByKind(int action, OriginStatement statement) {
        ServiceAction known = catalog.action(action);
        boolean leftOut = visibility(known) == VisibilityClass.NOT_LOGGED || isDataEvent(known.qualifiedName());
        if (!leftOut || statement.allButResources() || !statement.namesKind(known.qualifiedName())) {
            return false;
        }
        List<ResourceEntry> entries = relevant(action, statement);
        return !entries.isEmpty() && entries.stream().allMatch(entry -> givesName(entry, known));
    }

    private boolean givesName(ResourceEntry entry, ServiceAction action) {
        String[] parts = entry.text().split(":", ARN_PARTS);
        if (parts.length < ARN_PARTS) {
            return false;
        }
        String resource = parts[ARN_PARTS - 1];
        for (ActionResource each : action.resourceTypes()) {
            for (ArnTemplate template : templates(action, each)) {
                String[] shape = template.text().split(":", ARN_PARTS);
                String text = shape.length < ARN_PARTS ? "" : shape[ARN_PARTS - 1];
                String head = text.substring(0, Math.max(0, text.indexOf("${")));
                if (resource.startsWith(head)
                        && resource.length() > head.length()
                        && "*?$".indexOf(resource.charAt(head.length())) < 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static final int ARN_PARTS = 6;

    /** Returns the entries that can name a resource of the action. */
    private List<ResourceEntry> relevant(int action, OriginStatement statement) {
        List<ResourceEntry> result = new ArrayList<>();
        for (ResourceEntry entry : statement.entries()) {
            for (ActionResource each : catalog.action(action).resourceTypes()) {
                Optional<ResourceType> type =
                        catalog.resourceType(catalog.action(action).prefix(), each.type());
                if (type.isEmpty() || names(entry, type.get())) {
                    result.add(entry);
                    break;
                }
            }
        }
        return result;
    }

    private static boolean names(ResourceEntry entry, ResourceType type) {
        for (ArnTemplate template : type.arnTemplates()) {
            if (ResourceEntry.intersectsInAny(ArnPattern.parse(template.pattern()), entry.widest())) {
                return true;
            }
        }
        return false;
    }

    boolean mayBeNeeded(int action) {
        return mayBeNeeded.get(action);
    }

    String reason(int action) {
        if (mayBeNeeded.get(action)) {
            return "a call that was used may need it besides, which no record shows";
        }
        if (sight(action) == Sight.IN_PART) {
            List<String> where = recorded.recorded(catalog.action(action));
            return "recorded as a data event, which the trail shows of some resources, perhaps not of all: "
                    + String.join(", ", where.subList(0, Math.min(MAX_NAMED, where.size())))
                    + (where.size() > MAX_NAMED ? " and " + (where.size() - MAX_NAMED) + " more" : "");
        }
        boolean ordinary = catalog.visibility(catalog.actionName(action))
                .filter(ActionVisibility::shownByManagementEvents)
                .isPresent();
        return ordinary
                ? answer(action).reason()
                : catalog.visibility(catalog.actionName(action))
                        .map(ActionVisibility::reason)
                        .orElse("not in the catalog");
    }

    /** Returns what there is to say of an action that goes because no record shows its use. */
    String unused(int action) {
        return sight(action) == Sight.IN_PART && !selectionKnown
                ? "no use of it was recorded, as far as data events tell: a trail that selects only some names in a bucket,"
                        + " table or the like does not show the rest"
                : "no use of it was recorded";
    }

    private static final int MAX_NAMED = 5;

    String remedy(int action) {
        if (mayBeNeeded.get(action)) {
            // Its own calls may well be recorded; those that need it besides are not records of it.
            return "only the calls that need it hint at it";
        }
        String name = catalog.actionName(action);
        return catalog.visibility(name).map(ActionVisibility::remedy).orElse("a newer catalog may know it");
    }

    /**
     * Permissions without a call that AWS Fault Injection Service alone asks for, with the role of an experiment, which trusts it.
     *
     * @see <a href="https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html">Actions and the permissions they need</a>
     */
    private static final Set<String> OF_FAULT_INJECTION = Set.of(
            "dsql:InjectError",
            "dynamodb:InjectError",
            "ec2:InjectApiError",
            "ec2:InjectVolumeIOLatency",
            "ec2:PauseVolumeIO",
            "ec2:SendSpotInstanceInterruptions",
            "elasticache:InterruptClusterAzPower",
            "fis:InjectApiInternalError",
            "fis:InjectApiThrottleError",
            "fis:InjectApiUnavailableError",
            "kinesis:InjectApiError",
            "s3:PauseReplication");

    /**
     * Permissions without a call that AWS asks of its own services alone: of the service-linked role of multi-Region keys, and of the
     * replication of global tables, which a table's policy allows.
     *
     * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-auth-slr.html">Multi-Region keys</a>
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables_MA_security.html">Global tables across
     *     accounts</a>
     */
    private static final Set<String> OF_SERVICES = Set.of(
            "dynamodb:ReadDataForReplication",
            "dynamodb:ReplicateSettings",
            "dynamodb:WriteDataForReplication",
            "kms:SynchronizeMultiRegionKey");

    /** How much use of a type of resource says of an action on it that no record shows. */
    private enum Association {
        /** Nothing. */
        NONE,
        /** Use at the same access level suggests it. */
        SAME_LEVEL,
        /** Any use suggests it: a call as likely as those that are recorded. */
        ANY_LEVEL
    }

    /**
     * Calls that trails leave out are as likely as those that were seen. What is only a permission goes with use of the same access level.
     * An action without a known event would be found by its name if it were called, so it goes with nothing, unless the role made calls of
     * the service that nobody can tell. Managing permissions goes with nothing: it stays when named, or when a used call may need it.
     */
    private Association association(ServiceAction candidate) {
        boolean forFaults = OF_FAULT_INJECTION.contains(candidate.qualifiedName()) && !trusted.contains("fis");
        boolean forServices = OF_SERVICES.contains(candidate.qualifiedName());
        if (candidate.accessLevel() == AccessLevel.PERMISSIONS_MANAGEMENT || forFaults || forServices) {
            return Association.NONE;
        }
        return switch (visibility(candidate)) {
            case LOGGED, PARAMETER_VARIANT, DIFFERS, VIA_SERVICE, NOT_LOGGED, DATA_EVENT -> Association.ANY_LEVEL;
            case SERVICE_SIDE -> Association.NONE;
            case NO_KNOWN_EVENT -> unmapped.contains(candidate.prefix()) ? Association.SAME_LEVEL : Association.NONE;
            case SIDE_PERMISSION, PERMISSION_ONLY, ONLY_WITH_ANOTHER_CALL -> Association.SAME_LEVEL;
        };
    }

    /** Returns whether data events alone show an action. */
    private boolean isDataEvent(String action) {
        return catalog.visibility(action)
                .filter(v -> v.shownByDataEvents() && !v.shownByManagementEvents())
                .isPresent();
    }

    private VisibilityClass visibility(ServiceAction action) {
        return catalog.visibility(action.qualifiedName())
                .map(ActionVisibility::visibility)
                .orElse(VisibilityClass.NO_KNOWN_EVENT);
    }

    /** Returns whether the calls that need a permission are known, and each would stand in the records if made on a resource. */
    private boolean callsWouldShow(ServiceAction permission, String resource) {
        List<String> calls = permissionOf.computeIfAbsent(permission.qualifiedName(), name -> {
            String calling =
                    catalog.visibility(name).map(ActionVisibility::showsAs).orElse("");
            List<String> main = new ArrayList<>();
            for (String call : calling.isEmpty() ? new String[0] : calling.split("; ", -1)) {
                int colon = call.indexOf(':');
                List<String> actions = colon < 0
                        ? List.of()
                        : catalog.eventMapping(call.substring(0, colon) + ".amazonaws.com", call.substring(colon + 1))
                                .actions();
                // Nothing of a call is known: it may be made unseen.
                main.addAll(actions.isEmpty() ? List.of("") : actions);
            }
            return List.copyOf(main);
        });
        return !calls.isEmpty()
                && calls.stream()
                        .allMatch(call -> !call.equals(permission.qualifiedName())
                                && catalog.actionId(call).isPresent()
                                && wouldShow(catalog.actionId(call).getAsInt(), resource));
    }

    private boolean wouldShow(int action, String resource) {
        return switch (sight(action)) {
            case SEEN -> true;
            case NOT_SEEN -> false;
            case IN_PART -> !resource.equals("*") && recorded.all(catalog.action(action), ArnPattern.parse(resource));
        };
    }

    /** Returns uses of an action that no record shows, and that calls of KMS show nevertheless. */
    List<Use> shownByKeys(int action) {
        ServiceAction known = catalog.action(action);
        return keys.shown(known.qualifiedName()).stream()
                .filter(use -> couldHideOn(action, known, use.resource()))
                .toList();
    }

    /** Returns what suggests an action of which no use is seen: nothing, or uses of it that are likely. */
    List<Use> suggested(int action, KnownContext context) {
        ServiceAction candidate = catalog.action(action);
        if (mayBeNeeded.get(action)) {
            return needed(action, candidate, context);
        }
        if (visibility(candidate) == VisibilityClass.SERVICE_SIDE && trusted.contains(candidate.prefix())) {
            return List.of(use(
                    action, "*", context, Keeping.BELONGS, "the service does it by itself, and the role trusts it"));
        }
        List<Use> uses = new ArrayList<>();
        Association association = association(candidate);
        Set<String> taken = new LinkedHashSet<>();
        for (ActionResource type : candidate.resourceTypes()) {
            String key = candidate.prefix() + "/" + type.type();
            boolean sameLevel = association == Association.SAME_LEVEL;
            String group = sameLevel ? key + "/" + candidate.accessLevel() : key;
            Set<String> resources = association == Association.NONE
                    ? Set.of()
                    : (sameLevel ? resourcesByLevel : resourcesByType).getOrDefault(group, Set.of());
            for (String resource : withParts(candidate, type, resources)) {
                if (couldHideOn(action, candidate, resource) && taken.add(resource)) {
                    uses.add(use(
                            action,
                            resource,
                            context,
                            Keeping.BELONGS,
                            "its use cannot be seen; it acts on the same kind of resource (" + type.type() + ")"
                                    + (sameLevel
                                            ? " at the same access level ("
                                                    + candidate.accessLevel().text() + ")"
                                            : "")
                                    + " as " + usedAs.get(group)));
                }
            }
        }
        return uses;
    }

    /** A data event on a table and on its indexes belongs on the indexes of a table that was used as well. */
    private Set<String> withParts(ServiceAction candidate, ActionResource type, Set<String> resources) {
        if (resources.isEmpty() || !isDataEvent(candidate.qualifiedName())) {
            return resources;
        }
        Set<String> all = new LinkedHashSet<>(resources);
        List<ArnTemplate> wholes = templates(candidate, type);
        for (ActionResource other : candidate.resourceTypes()) {
            for (ArnTemplate part : other.equals(type) ? List.<ArnTemplate>of() : templates(candidate, other)) {
                for (ArnTemplate whole : wholes) {
                    if (part.text().startsWith(whole.text() + "/")) {
                        String end = part.pattern().substring(whole.pattern().length());
                        resources.stream()
                                .filter(whole::matches)
                                .map(resource -> resource + end)
                                .forEach(all::add);
                    }
                }
            }
        }
        return all;
    }

    private List<ArnTemplate> templates(ServiceAction action, ActionResource type) {
        return catalog.resourceType(action.prefix(), type.type())
                .map(ResourceType::arnTemplates)
                .orElse(List.of());
    }

    private boolean couldHideOn(int action, ServiceAction candidate, String resource) {
        boolean permission = switch (visibility(candidate)) {
            case SIDE_PERMISSION, PERMISSION_ONLY, ONLY_WITH_ANOTHER_CALL -> true;
            default -> false;
        };
        return !(permission && callsWouldShow(candidate, resource))
                && !(isDataEvent(candidate.qualifiedName()) && keys.notWorkedOn(resource))
                && ruledOut.reason(candidate.qualifiedName(), resource).isEmpty()
                && (sight(action) != Sight.IN_PART || !wouldShow(action, resource) && !resource.equals("*"));
    }

    private List<Use> needed(int action, ServiceAction candidate, KnownContext context) {
        if (candidate.qualifiedName().equals("iam:PassRole") && passable.listed()) {
            return passable.arns().stream()
                    .map(role -> use(
                            action,
                            role,
                            context,
                            Keeping.MAY_BE_NEEDED,
                            reason(action) + "; on the roles that trust a service"))
                    .toList();
        }
        List<String> resources = companions.resources(candidate);
        if (resources.isEmpty()) {
            return List.of(use(action, "*", context, Keeping.MAY_BE_NEEDED, reason(action)));
        }
        return resources.stream()
                .map(resource -> use(
                        action,
                        resource,
                        context,
                        Keeping.MAY_BE_NEEDED,
                        reason(action) + "; on the resources of those calls"))
                .toList();
    }

    private Use use(int action, String resource, KnownContext context, Keeping because, String reason) {
        Use.ResourceKind kind = !resource.equals("*")
                ? Use.ResourceKind.KNOWN
                : catalog.action(action).supportsResourceLevel() ? Use.ResourceKind.OPEN : Use.ResourceKind.NONE;
        return new Use(action, catalog.actionName(action), resource, kind, context, because, reason, Optional.empty());
    }
}
