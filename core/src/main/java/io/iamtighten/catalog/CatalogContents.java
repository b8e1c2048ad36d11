package io.iamtighten.catalog;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * The whole content of a catalog as plain values: what {@link CatalogWriter} writes and an update changes.
 *
 * @param version the version of the catalog; that of its main source, with a suffix for updates
 * @param date the day its main source was last brought up to date
 * @param services the services
 * @param globalKeys the condition keys that exist in every service, such as {@code aws:SourceIp}
 * @param keyOwners for prefixes of condition keys that are no service's, the services whose actions use them
 *     ({@code saml} is {@code sts}'s)
 * @param eventSources the sources of events
 * @param hiddenActions the actions that CloudTrail does not simply show
 * @param serviceMadeCalls calls that services make for a caller
 * @param dataEventTypes the types of resources that trails can log data events for
 * @param origins one line for each source of facts: what, from where, under which licence
 */
public record CatalogContents(
        String version,
        LocalDate date,
        List<Service> services,
        List<ConditionKey> globalKeys,
        Map<String, List<String>> keyOwners,
        List<EventSource> eventSources,
        List<HiddenAction> hiddenActions,
        List<ServiceMadeCall> serviceMadeCalls,
        List<DataEventType> dataEventTypes,
        List<String> origins) {
    /** Copies the collections. */
    public CatalogContents {
        services = List.copyOf(services);
        globalKeys = List.copyOf(globalKeys);
        keyOwners = Map.copyOf(keyOwners);
        eventSources = List.copyOf(eventSources);
        hiddenActions = List.copyOf(hiddenActions);
        serviceMadeCalls = List.copyOf(serviceMadeCalls);
        dataEventTypes = List.copyOf(dataEventTypes);
        origins = List.copyOf(origins);
    }
}
