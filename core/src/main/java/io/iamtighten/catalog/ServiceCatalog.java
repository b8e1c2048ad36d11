package io.iamtighten.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The service authorization reference and what CloudTrail shows of it.
 *
 * <p>Every action has a number from 0 to {@link #actionCount()} - 1, in order of service prefix and of name ignoring case; numbers
 * hold for one catalog only. Parts are decoded when first asked for.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/">Service Authorization Reference</a>
 */
public final class ServiceCatalog {
    private static final String RESOURCE = "catalog.bin";
    private static final VisibilityClass[] CLASSES = VisibilityClass.values();

    private final String version;
    private final LocalDate date;
    /** Invariant: in order of prefixes; ids of actions follow this order without gaps. */
    private final ServiceEntry[] entries;

    private final Map<String, ServiceEntry> byPrefix = new LinkedHashMap<>();
    private final Map<String, SourceEntry> sources = new LinkedHashMap<>();
    private final int actionCount;
    private final List<ConditionKey> globalKeys;
    private final Map<String, List<String>> keyOwners;
    private final List<ServiceMadeCall> serviceMadeCalls;
    private final List<DataEventType> dataEventTypes;
    private final List<String> origins;
    private final Set<String> rcpServices;
    private final Unpacker hiddenStart;
    private volatile @Nullable ActionEvents actionEvents;
    private volatile @Nullable HiddenActions hiddenActions;

    private static final class Bundled {
        static final ServiceCatalog CATALOG = load();

        private static ServiceCatalog load() {
            try (InputStream in = ServiceCatalog.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException("the library lacks its resource `" + RESOURCE + "`");
                }
                return checked(in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private ServiceCatalog(byte[] bytes) {
        Unpacker in = new Unpacker(bytes, CatalogWriter.MAGIC.length() + 4, Unpacker.Texts.none());
        version = in.inline();
        date = LocalDate.ofEpochDay(in.number());
        Unpacker.Texts texts = new Unpacker.Texts(in);
        Unpacker body = new Unpacker(bytes, texts.end(), texts);
        entries = new ServiceEntry[body.count()];
        int ids = 0;
        Set<String> rcp = new TreeSet<>();
        for (int i = 0; i < entries.length; i++) {
            ServiceEntry entry = new ServiceEntry(body, ids);
            entries[i] = entry;
            ids += entry.count;
            byPrefix.put(entry.prefix, entry);
            if (entry.resourceControlPolicies) {
                rcp.add(entry.prefix);
            }
        }
        actionCount = ids;
        rcpServices = java.util.Collections.unmodifiableSet(rcp);
        int sourceCount = body.count();
        for (int i = 0; i < sourceCount; i++) {
            SourceEntry source = new SourceEntry(body);
            sources.put(source.name, source);
        }
        globalKeys = List.copyOf(ServiceEntry.keys(body));
        Map<String, List<String>> owners = new LinkedHashMap<>();
        int ownerCount = body.count();
        for (int i = 0; i < ownerCount; i++) {
            String prefix = body.inline();
            owners.put(prefix, List.copyOf(body.texts()));
        }
        keyOwners = java.util.Collections.unmodifiableMap(owners);
        hiddenStart = body.block();
        List<ServiceMadeCall> calls = new ArrayList<>();
        int callCount = body.count();
        for (int i = 0; i < callCount; i++) {
            calls.add(new ServiceMadeCall(body.text(), body.text(), body.text(), body.text()));
        }
        serviceMadeCalls = List.copyOf(calls);
        List<DataEventType> types = new ArrayList<>();
        int typeCount = body.count();
        for (int i = 0; i < typeCount; i++) {
            types.add(new DataEventType(body.text(), body.text(), body.text()));
        }
        dataEventTypes = List.copyOf(types);
        origins = List.copyOf(body.texts());
    }

    /** Returns the catalog that comes with the library. The first call decodes its directory. */
    public static ServiceCatalog bundled() {
        return Bundled.CATALOG;
    }

    /**
     * Returns the catalog in these bytes, as {@link CatalogWriter#write} made them.
     *
     * @throws CatalogFormatException when they are not a catalog of this format, or damaged
     */
    public static ServiceCatalog parse(byte[] bytes) {
        return checked(bytes.clone());
    }

    private static ServiceCatalog checked(byte[] bytes) {
        int start = CatalogWriter.MAGIC.length();
        byte[] magic = CatalogWriter.MAGIC.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length < start + 4 || !Arrays.equals(magic, Arrays.copyOf(bytes, start))) {
            throw new CatalogFormatException(
                    "not a catalog of this version; expected a file that `iam-tighten catalog update` wrote");
        }
        CRC32 crc = new CRC32();
        crc.update(bytes, start + 4, bytes.length - start - 4);
        int expected = 0;
        for (int i = 0; i < 4; i++) {
            expected = expected << 8 | (bytes[start + i] & 0xff);
        }
        if ((int) crc.getValue() != expected) {
            throw CatalogFormatException.damaged();
        }
        return new ServiceCatalog(bytes);
    }

    /** Returns the version of the facts, such as {@code 0.21.202609261}. */
    public String version() {
        return version;
    }

    /** Returns the day the facts about services were last brought up to date. */
    public LocalDate date() {
        return date;
    }

    /** Returns one line for each source of facts: what, from where, under which licence. */
    public List<String> origins() {
        return origins;
    }

    /** Returns the prefixes of all services, in order. */
    public List<String> prefixes() {
        return List.copyOf(byPrefix.keySet());
    }

    /** Returns all services, in order of their prefixes. Decodes the whole reference. */
    public List<Service> services() {
        return Arrays.stream(entries).map(ServiceEntry::service).toList();
    }

    /** Returns the service with this prefix, ignoring case. */
    public Optional<Service> service(String prefix) {
        return Optional.ofNullable(byPrefix.get(prefix.toLowerCase(Locale.ROOT)))
                .map(ServiceEntry::service);
    }

    /** Returns whether there is a service with this prefix, ignoring case. Decodes nothing. */
    public boolean hasService(String prefix) {
        return byPrefix.containsKey(prefix.toLowerCase(Locale.ROOT));
    }

    /** Returns how many actions there are. */
    public int actionCount() {
        return actionCount;
    }

    /** Returns the action with this name, such as {@code s3:GetObject}, ignoring case. */
    public Optional<ServiceAction> action(String qualifiedName) {
        OptionalInt id = actionId(qualifiedName);
        return id.isPresent() ? Optional.of(action(id.getAsInt())) : Optional.empty();
    }

    /**
     * Returns the action with this number.
     *
     * @throws IndexOutOfBoundsException when there is none
     */
    public ServiceAction action(int id) {
        ServiceEntry entry = entry(id);
        return entry.service().actions().get(id - entry.firstId);
    }

    /**
     * Returns the name of the action with this number, such as {@code s3:GetObject}; cheaper than {@link #action(int)}.
     *
     * @throws IndexOutOfBoundsException when there is none
     */
    public String actionName(int id) {
        return entry(id).qualifiedName(id);
    }

    /** Returns the number of the action with this name, ignoring case. */
    public OptionalInt actionId(String qualifiedName) {
        String lower = qualifiedName.toLowerCase(Locale.ROOT);
        int colon = lower.indexOf(':');
        ServiceEntry entry = colon < 0 ? null : byPrefix.get(lower.substring(0, colon));
        int id = entry == null ? -1 : entry.find(lower.substring(colon + 1));
        return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
    }

    private ServiceEntry entry(int id) {
        if (id < 0 || id >= actionCount) {
            throw new IndexOutOfBoundsException("no action has the number " + id);
        }
        int low = 0;
        int high = entries.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (entries[middle].firstId <= id) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return entries[low];
    }

    /**
     * Returns the numbers of the actions that an entry of {@code Action} matches, such as {@code s3:Get*} or {@code *}, ignoring
     * case. The set is the caller's own.
     */
    public BitSet expand(String pattern) {
        BitSet ids = new BitSet(actionCount);
        expand(pattern, ids);
        return ids;
    }

    /** Adds the numbers of the actions that an entry of {@code Action} matches to a set of the caller's. */
    public void expand(String pattern, BitSet into) {
        String lower = pattern.toLowerCase(Locale.ROOT);
        int colon = lower.indexOf(':');
        if (colon < 0) {
            if (lower.equals("*")) {
                into.set(0, actionCount);
            }
            return;
        }
        String service = lower.substring(0, colon);
        String name = lower.substring(colon + 1);
        if (NamePattern.firstWildcard(service) == service.length()) {
            ServiceEntry entry = byPrefix.get(service);
            if (entry != null) {
                entry.expand(name, into);
            }
            return;
        }
        for (ServiceEntry entry : entries) {
            if (NamePattern.matches(service, entry.prefix)) {
                entry.expand(name, into);
            }
        }
    }

    /** Returns the names of actions with these numbers, in order. */
    public List<String> actionNames(BitSet ids) {
        return ids.stream().mapToObj(this::actionName).toList();
    }

    /**
     * Returns the resource types of an action that an ARN may be of: those whose templates match it, the most specific ones if
     * several do; empty when none matches or the action supports {@code *} only.
     */
    public List<ResourceType> resourceTypesOf(ServiceAction action, String arn) {
        int best = Integer.MIN_VALUE;
        List<ResourceType> result = new ArrayList<>();
        for (ActionResource resource : action.resourceTypes()) {
            Optional<ResourceType> type = resourceType(action.prefix(), resource.type());
            if (type.isEmpty()) {
                continue;
            }
            for (ArnTemplate template : type.get().arnTemplates()) {
                int score = template.specificity(arn);
                if (score == Integer.MIN_VALUE || score < best) {
                    continue;
                }
                if (score > best) {
                    result.clear();
                    best = score;
                }
                if (!result.contains(type.get())) {
                    result.add(type.get());
                }
            }
        }
        return List.copyOf(result);
    }

    /** Returns the resource type of a service with this name, ignoring case. */
    public Optional<ResourceType> resourceType(String prefix, String name) {
        ServiceEntry entry = byPrefix.get(prefix.toLowerCase(Locale.ROOT));
        if (entry == null) {
            return Optional.empty();
        }
        for (ResourceType type : entry.service().resourceTypes()) {
            if (type.name().equalsIgnoreCase(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Returns the condition keys that exist in every service, in order of their names. */
    public List<ConditionKey> globalConditionKeys() {
        return globalKeys;
    }

    /**
     * Returns what is known of a condition key as a policy names it, such as {@code aws:RequestTag/team}, ignoring case. A key
     * with its very name comes before one with a variable part.
     */
    public Optional<ConditionKey> conditionKey(String name) {
        Optional<ConditionKey> global = find(globalKeys, name);
        if (global.isPresent()) {
            return global;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        int colon = lower.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        for (String owner : owners(lower, colon)) {
            Optional<ConditionKey> key = service(owner).flatMap(s -> find(s.conditionKeys(), name));
            if (key.isPresent()) {
                return key;
            }
        }
        return Optional.empty();
    }

    private List<String> owners(String lowerName, int colon) {
        Set<String> result = new LinkedHashSet<>();
        result.add(lowerName.substring(0, colon));
        keyOwners.forEach((prefix, services) -> {
            if (new ConditionKey(prefix + ":${Name}", ContextKeyType.STRING).matches(lowerName)) {
                result.addAll(services);
            }
        });
        return List.copyOf(result);
    }

    private static Optional<ConditionKey> find(List<ConditionKey> keys, String name) {
        ConditionKey withVariable = null;
        for (ConditionKey key : keys) {
            if (key.name().equalsIgnoreCase(name)) {
                return Optional.of(key);
            }
            if (withVariable == null && key.hasVariable() && key.matches(name)) {
                withVariable = key;
            }
        }
        return Optional.ofNullable(withVariable);
    }

    /** Returns the prefixes of the services whose actions resource control policies cover, in order. */
    public Set<String> rcpServices() {
        return rcpServices;
    }

    /** Returns the names of the event sources known, in order. */
    public List<String> eventSources() {
        return List.copyOf(sources.keySet());
    }

    /** Returns everything known about one event source. */
    public Optional<EventSource> eventSource(String name) {
        return Optional.ofNullable(sources.get(name)).map(SourceEntry::source);
    }

    /**
     * Returns the actions behind an event: its exact entry; else that of its name without a version suffix
     * ({@code ListFunctions20150331}); else an action of that name in a service of the source; else
     * {@link EventActions#unknown}.
     */
    public EventActions eventMapping(String eventSource, String eventName) {
        SourceEntry source = sources.get(eventSource);
        if (source == null) {
            return EventActions.unknown(eventSource, eventName);
        }
        SourceEntry.Event event = event(source, eventName);
        if (event != null && event.mapping.known()) {
            return event.mapping;
        }
        for (String name : List.of(eventName, VersionSuffix.strip(eventName))) {
            for (String prefix : source.prefixes) {
                OptionalInt id = actionId(prefix + ":" + name);
                if (id.isPresent()) {
                    return new EventActions(
                            eventSource,
                            name,
                            List.of(actionName(id.getAsInt())),
                            List.of(),
                            List.of(),
                            MappingKind.IDENTITY,
                            MappingConfidence.BY_NAME,
                            "name");
                }
            }
        }
        return EventActions.unknown(eventSource, eventName);
    }

    /** Returns what is special about the recording of an event; empty for an ordinary management event or an unknown one. */
    public List<EventVisibility> eventVisibility(String eventSource, String eventName) {
        SourceEntry source = sources.get(eventSource);
        SourceEntry.Event event = source == null ? null : event(source, eventName);
        return event == null ? List.of() : event.visibility;
    }

    /** Returns where a record of this event has the parts of the ARNs that its actions are checked on. */
    public List<ResourceRecipe> recipes(String eventSource, String eventName) {
        SourceEntry source = sources.get(eventSource);
        SourceEntry.Event event = source == null ? null : event(source, eventName);
        return event == null ? List.of() : event.recipes();
    }

    /** Returns {@link #recipes(String, String)} for one action of the event, in the catalog's spelling. */
    public List<ResourceRecipe> recipes(String eventSource, String eventName, String action) {
        return recipes(eventSource, eventName).stream()
                .filter(recipe -> recipe.action().equals(action))
                .toList();
    }

    /** Returns record paths that hold the identifier of what an event acted on, such as {@code responseElements.volumeId}. */
    public List<String> idPaths(String eventSource, String eventName) {
        SourceEntry source = sources.get(eventSource);
        SourceEntry.Event event = source == null ? null : event(source, eventName);
        return event == null ? List.of() : event.idPaths;
    }

    private static SourceEntry.@Nullable Event event(SourceEntry source, String eventName) {
        SourceEntry.Event event = source.events().get(eventName);
        return event != null ? event : source.events().get(VersionSuffix.strip(eventName));
    }

    /** Returns whether and how CloudTrail shows an action, or empty when there is no such action. */
    public Optional<ActionVisibility> visibility(String action) {
        OptionalInt id = actionId(action);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        String name = actionName(id.getAsInt());
        ActionEvents index = actionEvents;
        if (index == null) {
            index = new ActionEvents(sources.values());
            actionEvents = index;
        }
        return Optional.of(index.visibility(name, hidden().of(name)));
    }

    private HiddenActions hidden() {
        HiddenActions result = hiddenActions;
        if (result == null) {
            Unpacker in = hiddenStart.copy();
            int count = in.count();
            List<HiddenAction> list = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                list.add(new HiddenAction(in.inline(), CLASSES[in.number()], in.text(), in.text()));
            }
            result = new HiddenActions(list);
            hiddenActions = result;
        }
        return result;
    }

    /** Returns the calls that services are known to make with a caller's permissions. */
    public List<ServiceMadeCall> serviceMadeCalls() {
        return serviceMadeCalls;
    }

    /** Returns the types of resources that a trail can log data events for. */
    public List<DataEventType> dataEventTypes() {
        return dataEventTypes;
    }

    /** Returns the whole content as plain values. Decodes everything. */
    public CatalogContents contents() {
        return new CatalogContents(
                version,
                date,
                services(),
                globalKeys,
                keyOwners,
                sources.values().stream().map(SourceEntry::source).toList(),
                hidden().all(),
                serviceMadeCalls,
                dataEventTypes,
                origins);
    }
}
