package io.iamtighten.cli;

import io.iamtighten.catalog.CatalogContents;
import io.iamtighten.catalog.CatalogFormatException;
import io.iamtighten.catalog.CatalogWriter;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.catalog.ServiceReferenceReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that replaces the catalog that comes with the command. */
final class CatalogOption {
    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            description =
                    "Use this catalog instead of the one built in: a file that `catalog update` wrote, or a service"
                            + " reference file of AWS, which is laid over the one built in.")
    private Optional<Path> file = Optional.empty();

    /** Returns the catalog to use. */
    ServiceCatalog catalog() {
        return file.isEmpty() ? ServiceCatalog.bundled() : read(file.get());
    }

    private static ServiceCatalog read(Path file) {
        byte[] bytes = Inputs.bytes(file);
        try {
            if (bytes.length > 0 && bytes[0] != 'I') {
                CatalogContents base = ServiceCatalog.bundled().contents();
                String text = new String(bytes, StandardCharsets.UTF_8);
                return ServiceCatalog.parse(CatalogWriter.write(
                        ServiceReferenceReader.update(base, List.of(text)).contents()));
            }
            return ServiceCatalog.parse(bytes);
        } catch (CatalogFormatException e) {
            throw new InputException(file + ": " + e.getMessage());
        }
    }
}
