package io.iamtighten.usage;

/**
 * How many recorded calls used an action, whatever the number of resources of each.
 *
 * @param action the action in the catalog's spelling
 * @param relation how it relates to the calls
 * @param outcome how they ended
 * @param calls how many, at least 1
 */
public record ActionCount(String action, UseRelation relation, CallOutcome outcome, long calls) {}
