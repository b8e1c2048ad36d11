package io.iamtighten.aws.trail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file of records. */
record FileSource(Path file) implements TrailSource {
    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public long size() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return -1;
        }
    }

    /** CloudTrail gives each log file a name of its own; others are told by their content. */
    @Override
    public Optional<String> identity() {
        TrailKey key = TrailKey.of(name());
        return key.kind() == TrailKey.Kind.LOG ? Optional.of(key.fileName() + ":" + size()) : Optional.empty();
    }

    @Override
    public InputStream open() throws IOException {
        return Files.newInputStream(file);
    }
}
