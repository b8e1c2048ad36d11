package io.iamtighten.catalog;

/**
 * An action that CloudTrail never shows, or not by default, or not under its own name.
 *
 * @param action the action; may hold {@code *}
 * @param visibility why
 * @param showsAs what there is to see instead, in words or as calls; empty when nothing
 * @param source where that is said
 */
public record HiddenAction(String action, VisibilityClass visibility, String showsAs, String source) {}
