package io.iamtighten.catalog;

/**
 * A type of resource that a trail can log data events for.
 *
 * @param resourcesType the value of {@code resources.type} in an advanced event selector, such as {@code AWS::S3::Object}
 * @param label the console's label
 * @param callsNamed the calls that AWS's page names for it, or empty
 */
public record DataEventType(String resourcesType, String label, String callsNamed) {}
