package io.iamtighten.bench.tightening;

import java.util.List;

/**
 * One role's work.
 *
 * @param name the application's name
 * @param kind what kind of application it is
 * @param needs all that it has to do
 * @param policy its role's policy today, wider than it needs
 */
record Application(String name, String kind, List<Need> needs, String policy) {}
