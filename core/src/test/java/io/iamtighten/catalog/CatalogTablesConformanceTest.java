package io.iamtighten.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The catalog as it ships against the fact tables it was made from, read here in another way. */
class CatalogTablesConformanceTest {
    private static final ServiceCatalog CATALOG = ServiceCatalog.bundled();
    private static final Path TABLES =
            Path.of(System.getProperty("shared.dir", "../shared")).resolve("reference");

    @BeforeAll
    static void present() {
        assumeTrue(Files.isDirectory(TABLES), "no fact tables at " + TABLES);
    }

    /** Returns the lines of a table, each as its cells by column. */
    private static List<Map<String, String>> table(String name) throws IOException {
        List<String> lines = Files.readAllLines(TABLES.resolve(name));
        String[] header = lines.get(0).split("\t", -1);
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", -1);
            Map<String, String> row = new TreeMap<>();
            for (int i = 0; i < header.length; i++) {
                row.put(header[i], cells[i]);
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<String> list(Map<String, String> row, String column) {
        String cell = row.getOrDefault(column, "");
        return cell.isEmpty() ? List.of() : Arrays.asList(cell.split(","));
    }

    private static String cell(Map<String, String> row, String column) {
        return row.getOrDefault(column, "");
    }

    @Test
    void everyEventHasItsActions() throws IOException {
        List<Map<String, String>> rows = table("event-actions.tsv");
        assertThat(rows).hasSizeGreaterThan(18_000);
        for (Map<String, String> row : rows) {
            EventActions mapping = CATALOG.eventMapping(cell(row, "eventSource"), cell(row, "eventName"));
            if (cell(row, "kind").equals("unmapped")) {
                assertThat(mapping.confidence())
                        .as("%s", row)
                        .isIn(MappingConfidence.UNKNOWN, MappingConfidence.BY_NAME);
                continue;
            }
            assertThat(mapping.actions()).as("%s", row).isEqualTo(list(row, "actions"));
            assertThat(mapping.alsoActions()).as("%s", row).isEqualTo(list(row, "alsoActions"));
            assertThat(mapping.altActions()).as("%s", row).isEqualTo(list(row, "altActions"));
            assertThat(mapping.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .as("%s", row)
                    .isEqualTo(cell(row, "kind"));
        }
    }

    @Test
    void everyEventHasItsRecipes() throws IOException {
        Map<String, List<String>> expected = new TreeMap<>();
        for (Map<String, String> row : table("event-resources.tsv")) {
            expected.computeIfAbsent(cell(row, "eventSource") + "\t" + cell(row, "eventName"), k -> new ArrayList<>())
                    .add(String.join(
                            "\t",
                            cell(row, "action"),
                            cell(row, "role"),
                            cell(row, "resourceType"),
                            cell(row, "variable"),
                            cell(row, "sdkTemplate"),
                            cell(row, "requestPath")));
        }
        assertThat(expected).hasSizeGreaterThan(10_000);
        expected.forEach((event, recipes) -> {
            String[] parts = event.split("\t");
            List<String> ours = CATALOG.recipes(parts[0], parts[1]).stream()
                    .map(r -> String.join(
                            "\t",
                            r.action(),
                            r.main() ? "main" : "also",
                            r.resourceType(),
                            r.variable(),
                            r.sdkTemplate(),
                            r.requestPaths()))
                    .toList();
            assertThat(ours).as(event).isEqualTo(recipes);
        });
    }

    @Test
    void everyHiddenActionHasAClass() throws IOException {
        for (Map<String, String> row : table("invisible-actions.tsv")) {
            String action = cell(row, "action");
            VisibilityClass expected = VisibilityClass.parse(cell(row, "class"));
            if (action.contains("*") || expected == VisibilityClass.VIA_SERVICE) {
                continue;
            }
            Optional<ActionVisibility> visibility = CATALOG.visibility(action);
            assertThat(visibility).as(action).isPresent();
            assertThat(visibility.get().visibility()).as(action).isNotEqualTo(VisibilityClass.LOGGED);
        }
    }

    @Test
    void specialEventsAreMarked() throws IOException {
        for (Map<String, String> row : table("event-visibility.tsv")) {
            EventCategory category = EventCategory.parse(cell(row, "category"));
            assertThat(CATALOG.eventVisibility(cell(row, "eventSource"), cell(row, "eventName")))
                    .as("%s", row)
                    .extracting(EventVisibility::category)
                    .contains(category);
        }
    }

    @Test
    void dependentActionsAreKept() throws IOException {
        int found = 0;
        for (Map<String, String> row : table("dependent-actions.tsv")) {
            Optional<ServiceAction> action = CATALOG.action(cell(row, "action"));
            if (action.isPresent()) {
                found++;
                assertThat(action.get().dependentActions())
                        .as("%s", row)
                        .extracting(DependentAction::action)
                        .contains(cell(row, "dependentAction"));
            }
        }
        assertThat(found).isGreaterThan(4_000);
    }

    @Test
    void everyShippedActionThatNoEventShowsIsHidden() {
        List<String> silent = new ArrayList<>();
        for (int id = 0; id < CATALOG.actionCount(); id++) {
            String name = CATALOG.actionName(id);
            ActionVisibility visibility = CATALOG.visibility(name).orElseThrow();
            if (visibility.visibility() == VisibilityClass.LOGGED
                    && visibility.events().isEmpty()) {
                silent.add(name);
            }
        }
        assertThat(silent).isEmpty();
    }
}
