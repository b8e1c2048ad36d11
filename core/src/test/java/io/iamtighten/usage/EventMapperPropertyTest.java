package io.iamtighten.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.catalog.EventEntry;
import io.iamtighten.catalog.EventSource;
import io.iamtighten.catalog.ResourceRecipe;
import io.iamtighten.catalog.ServiceCatalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EventMapperPropertyTest {
    private static final ServiceCatalog CATALOG = ServiceCatalog.bundled();
    private static final EventMapper MAPPER = EventMapper.of(CATALOG);
    private static final List<EventEntry> EVENTS = events();

    private static List<EventEntry> events() {
        List<EventEntry> events = new ArrayList<>();
        for (String source : CATALOG.eventSources()) {
            events.addAll(CATALOG.eventSource(source).map(EventSource::events).orElse(List.of()));
        }
        return events;
    }

    @Property(tries = 3_000)
    void neverFailsAndNamesOnlyKnownActions(@ForAll("facts") EventFacts facts) {
        MappedEvent event = MAPPER.map(facts);
        for (ActionUse use : event.uses()) {
            assertThat(CATALOG.action(use.action())).isPresent();
            assertThat(use.resources()).doesNotContain("").hasSizeLessThanOrEqualTo(EventResources.MAX_ARNS);
            assertThat(use.complete() && use.resources().isEmpty()).isFalse();
        }
        assertThat(MAPPER.map(facts)).isEqualTo(event);
    }

    @Provide
    Arbitrary<EventFacts> facts() {
        return Arbitraries.of(EVENTS)
                .flatMap(event -> Combinators.combine(
                                request(event), Arbitraries.of("eu-west-1", ""), Arbitraries.of("123456789012", ""))
                        .as((request, region, account) -> new EventFacts(
                                event.mapping().eventSource(),
                                event.mapping().eventName(),
                                "AwsApiCall",
                                region,
                                account,
                                "aws",
                                RecordFields.of(request, Map.of()),
                                List.of())));
    }

    /** Gives the parameters that the event's recipes look at values of every shape. */
    private static Arbitrary<Map<String, Object>> request(EventEntry event) {
        List<String> paths = event.recipes().stream()
                .map(ResourceRecipe::requestPaths)
                .filter(path -> !path.isEmpty())
                .flatMap(path -> List.of(path.split("\\|")).stream())
                .distinct()
                .limit(6)
                .toList();
        return value().list().ofSize(paths.size()).map(values -> {
            Map<String, Object> request = new LinkedHashMap<>();
            for (int i = 0; i < paths.size(); i++) {
                put(request, List.of(paths.get(i).split("\\.")), values.get(i));
            }
            return request;
        });
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> into, List<String> path, Object value) {
        String step = path.get(0).replace("[]", "");
        if (path.size() == 1) {
            into.put(step, value);
            return;
        }
        Object child = into.computeIfAbsent(step, s -> new LinkedHashMap<String, Object>());
        if (child instanceof Map<?, ?> map) {
            put((Map<String, Object>) map, path.subList(1, path.size()), value);
        }
    }

    private static Arbitrary<Object> value() {
        Arbitrary<Object> text = Arbitraries.of(
                "name",
                "",
                "a/b:c",
                "*",
                "***",
                "arn:aws:s3:::b/k",
                "arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fr",
                "arn:aws:iam::123456789012:role/r",
                "arn:",
                "i-0123456789abcdef0",
                "alias/x",
                "%",
                "arn%3A%",
                "/".repeat(5_000),
                7,
                true);
        Arbitrary<Object> list = text.list().ofMaxSize(3).map(items -> items);
        Arbitrary<Object> items = text.list().ofMaxSize(3).map(values -> new LinkedHashMap<>(Map.of("items", values)));
        return Arbitraries.oneOf(text, list, items);
    }
}
