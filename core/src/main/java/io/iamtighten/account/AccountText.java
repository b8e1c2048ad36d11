package io.iamtighten.account;

/**
 * One text of an account, as read from a file or an answer.
 *
 * @param name how problems name it, such as the file
 * @param text the JSON text
 */
public record AccountText(String name, String text) {}
