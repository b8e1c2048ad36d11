package io.iamtighten.usage;

/**
 * A kind of call for which no action is known.
 *
 * @param eventSource such as {@code s3.amazonaws.com}
 * @param eventName such as {@code GetObject}
 * @param occurrences how often and when
 */
public record UnmappedEvent(String eventSource, String eventName, Occurrences occurrences) {}
