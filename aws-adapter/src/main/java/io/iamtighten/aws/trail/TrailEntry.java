package io.iamtighten.aws.trail;

/**
 * A source to read.
 *
 * @param source the source
 * @param named whether it was named itself and not found in a folder
 * @param key what its name tells
 */
record TrailEntry(TrailSource source, boolean named, TrailKey key) {
    static TrailEntry of(TrailSource source, boolean named) {
        return new TrailEntry(source, named, TrailKey.of(source.name()));
    }
}
