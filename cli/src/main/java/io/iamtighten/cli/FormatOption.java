package io.iamtighten.cli;

import picocli.CommandLine.Option;

/** The option of commands that answer as text or as JSON. */
final class FormatOption {
    enum Format {
        text,
        json
    }

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json (default: text).")
    private Format format = Format.text;

    boolean isJson() {
        return format == Format.json;
    }
}
