package io.iamtighten.usage;

import io.iamtighten.catalog.EventCategory;
import io.iamtighten.catalog.EventVisibility;
import io.iamtighten.catalog.MappingKind;
import io.iamtighten.catalog.ServiceCatalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says what a recorded event adds to a summary. A pure function of the catalog and the event; thread-safe. */
public final class UsageMapper {
    /** Names in records are input; longer ones are cut. */
    private static final int MAX_NAME = 256;
    /** The longest ARN that IAM takes has 2,048 characters; keys of S3 objects are shorter. */
    private static final int MAX_ARN = 2_048;
    /** A role's path has up to 512 characters and its name 64. */
    private static final int MAX_PRINCIPAL = 700;

    private final ServiceCatalog catalog;
    private final EventMapper mapper;

    private UsageMapper(ServiceCatalog catalog) {
        this.catalog = catalog;
        this.mapper = EventMapper.of(catalog);
    }

    /** Returns a mapper that follows this catalog. */
    public static UsageMapper of(ServiceCatalog catalog) {
        return new UsageMapper(catalog);
    }

    /** Returns what an event adds. */
    public RecordedUse map(UsageEvent event) {
        return use(
                call(event.facts(), event.recordedAs()),
                event.caller().principal(),
                event.context(),
                event.outcome(),
                event.readOnly());
    }

    /** Returns what a call used, whoever made it. */
    public MappedCall call(EventFacts facts, RecordedAs recordedAs) {
        MappedEvent mapped = mapper.map(facts);
        return new MappedCall(
                mapped,
                new RecordedUse.EventKind(cut(facts.eventSource()), cut(facts.eventName())),
                seen(facts, recordedAs(facts, recordedAs)));
    }

    /** Returns the same as {@link #call(EventFacts, RecordedAs)}, in less memory: what is equal in an earlier call is shared. */
    public MappedCall call(EventFacts facts, RecordedAs recordedAs, MappedCall earlier) {
        MappedCall alone = call(facts, recordedAs);
        MappedCall call = new MappedCall(
                alone.mapped,
                alone.kind.equals(earlier.kind) ? earlier.kind : alone.kind,
                alone.seen.orEqual(earlier.seen));
        call.shareActions(earlier);
        return call;
    }

    /**
     * Returns what a call adds that somebody made.
     *
     * @param principal who
     * @param context what the record tells of the request context
     * @param outcome how the call ended
     * @param readOnly whether the record calls itself read-only; empty when it does not say
     */
    public RecordedUse use(
            MappedCall call,
            UsagePrincipal principal,
            UseContext context,
            CallOutcome outcome,
            Optional<Boolean> readOnly) {
        MappedEvent mapped = call.mapped;
        UseContext recorded = bounded(context);
        List<FactKey> keys = new ArrayList<>(mapped.uses().size());
        List<ActionUse> uses = mapped.uses();
        for (int i = 0; i < uses.size(); i++) {
            ActionUse use = uses.get(i);
            if (!use.relation().isUse()) {
                if (KeyContexts.madeByService(recorded)) {
                    addFacts(KeyContexts.callersContext(recorded), outcome, use, List.of(), keys);
                }
                continue;
            }
            addFacts(recorded, outcome, use, mapped.instanceProfiles(), keys);
        }
        boolean listed = keys.isEmpty() && mapped.mapping().kind() != MappingKind.NONE_NEEDED;
        return new RecordedUse(
                bounded(principal),
                List.copyOf(keys),
                call.actions(outcome),
                listed ? Optional.of(call.kind) : Optional.empty(),
                mapped.possible(),
                call.seen,
                readOnly);
    }

    /**
     * Returns what a call adds that is only seen: it counts among what the records can show, and is nobody's use. Parameters make no
     * difference to it, and resources only where {@link #seesResources} says so.
     *
     * @param readOnly whether the record calls itself read-only; empty when it does not say
     */
    public RecordedUse seen(EventFacts facts, RecordedAs recordedAs, Optional<Boolean> readOnly) {
        return new RecordedUse(
                UsageCollector.OTHERS,
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                seen(facts, recordedAs(facts, recordedAs)),
                readOnly);
    }

    /** Returns whether it makes a difference to {@link #seen} which types of resource a record names: it does in data events. */
    public boolean seesResources(EventFacts facts, RecordedAs recordedAs) {
        return recordedAs(facts, recordedAs) == RecordedAs.DATA;
    }

    private SeenCall seen(EventFacts facts, RecordedAs kind) {
        return new SeenCall(
                cut(facts.eventSource()),
                cut(facts.account()),
                cut(facts.region()),
                kind,
                kind == RecordedAs.DATA ? dataTypes(facts) : List.of(),
                EventMapper.isCall(facts.eventType()));
    }

    private static void addFacts(
            UseContext plain, CallOutcome outcome, ActionUse use, List<String> instanceProfiles, List<FactKey> into) {
        UseContext context = use.context().isEmpty() ? plain : with(plain, use.context());
        boolean throughProfile = use.relation() == UseRelation.PASS_ROLE && !use.complete();
        Optional<String> profile = throughProfile
                        && !instanceProfiles.isEmpty()
                        && instanceProfiles.get(0).length() <= MAX_ARN
                ? Optional.of(instanceProfiles.get(0))
                : Optional.empty();
        List<String> resources = use.resources().isEmpty() ? List.of("*") : use.resources();
        for (String named : resources) {
            boolean tooLong = named.length() > MAX_ARN;
            String resource = tooLong ? "*" : named;
            into.add(new FactKey(
                    use.action(),
                    use.relation(),
                    use.confidence(),
                    resource,
                    use.complete() && !tooLong,
                    false,
                    context,
                    outcome,
                    profile));
        }
    }

    private static UseContext with(UseContext context, Map<String, String> keys) {
        Map<String, String> all = new HashMap<>(context.keys());
        keys.forEach((key, value) -> all.put(key.toLowerCase(Locale.ROOT), value));
        return new UseContext(
                context.region(),
                context.source(),
                context.viaService(),
                context.secureTransport(),
                context.mfa(),
                all);
    }

    /** Before version 1.06 records do not say what kind of event they are; the catalog knows which calls are data events. */
    private RecordedAs recordedAs(EventFacts facts, RecordedAs said) {
        if (said != RecordedAs.UNSAID) {
            return said;
        }
        boolean data = false;
        for (EventVisibility visibility : visibility(facts)) {
            if (visibility.category() == EventCategory.MANAGEMENT) {
                return RecordedAs.MANAGEMENT;
            }
            data |= visibility.category() == EventCategory.DATA;
        }
        return data ? RecordedAs.DATA : RecordedAs.MANAGEMENT;
    }

    private List<EventVisibility> visibility(EventFacts facts) {
        return catalog.eventVisibility(facts.eventSource(), facts.eventName());
    }

    /** Returns the types of resource that a trail must select to record such an event: the record's own, else all that may be. */
    private List<String> dataTypes(EventFacts facts) {
        List<String> possible = new ArrayList<>();
        for (EventVisibility visibility : visibility(facts)) {
            if (visibility.category() == EventCategory.DATA) {
                possible.addAll(visibility.resourcesTypes());
            }
        }
        List<String> own = new ArrayList<>();
        for (RecordResource resource : facts.resources()) {
            resource.type()
                    .filter(possible::contains)
                    .filter(t -> !own.contains(t))
                    .ifPresent(own::add);
        }
        return List.copyOf(own.isEmpty() && possible.size() == 1 ? possible : own);
    }

    private static UsagePrincipal bounded(UsagePrincipal principal) {
        boolean fits = principal.arn().length() <= MAX_PRINCIPAL
                && principal.accountId().orElse("").length() <= MAX_NAME
                && principal.id().orElse("").length() <= MAX_NAME;
        return fits
                ? principal
                : new UsagePrincipal(
                        principal.type(),
                        principal
                                .arn()
                                .substring(
                                        0,
                                        Math.min(MAX_PRINCIPAL, principal.arn().length())),
                        principal.pathKnown(),
                        principal.id().filter(id -> id.length() <= MAX_NAME),
                        principal.accountId().filter(id -> id.length() <= MAX_NAME));
    }

    /** Leaves out what is too long to be what it says it is. */
    private static UseContext bounded(UseContext context) {
        boolean fits = context.region().orElse("").length() <= MAX_NAME
                && context.viaService().orElse("").length() <= MAX_NAME
                && context.source().map(UsageMapper::length).orElse(0) <= MAX_NAME;
        for (Map.Entry<String, String> key : context.keys().entrySet()) {
            fits &= key.getKey().length() <= MAX_NAME && key.getValue().length() <= MAX_NAME;
        }
        if (fits) {
            return context;
        }
        Map<String, String> keys = new HashMap<>(context.keys());
        keys.entrySet()
                .removeIf(key ->
                        key.getKey().length() > MAX_NAME || key.getValue().length() > MAX_NAME);
        return new UseContext(
                context.region().filter(region -> region.length() <= MAX_NAME),
                context.source().filter(source -> length(source) <= MAX_NAME),
                context.viaService().filter(service -> service.length() <= MAX_NAME),
                context.secureTransport(),
                context.mfa(),
                keys);
    }

    private static int length(SourceNetwork source) {
        if (source instanceof SourceNetwork.VpcEndpoint endpoint) {
            return endpoint.id().length();
        }
        return source instanceof SourceNetwork.Service service ? service.name().length() : 0;
    }

    private static String cut(String text) {
        return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME);
    }
}
