package io.iamtighten.e2e;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.iamtighten.testsupport.TestData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The modules' folders, and the classes that the build has made in them. */
final class Modules {
    /** Those whose artifacts other projects use. */
    static final List<String> PUBLISHED = List.of("core", "aws-adapter", "cli", "src/testkit");

    static final List<String> ALL = List.of(
            "core", "aws-adapter", "cli", "src/testkit", "src/testsupport", "src/catalog-tool", "src/bench", "src/e2e");

    private Modules() {}

    /** Returns the product's classes: all but tests. */
    static JavaClasses product() {
        return classes("target/classes");
    }

    /** Returns the classes of tests. */
    static JavaClasses tests() {
        return classes("target/test-classes");
    }

    private static JavaClasses classes(String folder) {
        List<Path> paths = ALL.stream()
                .map(module -> TestData.source(module).resolve(folder))
                .filter(Files::isDirectory)
                .toList();
        return new ClassFileImporter().importPaths(paths);
    }
}
