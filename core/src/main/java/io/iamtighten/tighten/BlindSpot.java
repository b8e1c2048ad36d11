package io.iamtighten.tighten;

/**
 * An action that today's policies allow and whose use the records cannot show.
 *
 * @param action the action in the catalog's spelling
 * @param kept whether the proposal keeps it
 * @param reason why the records cannot show it
 * @param remedy what would make it visible
 */
public record BlindSpot(String action, boolean kept, String reason, String remedy) {}
