package io.iamtighten.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * Where a run of the command reads and prints.
 *
 * @param out results
 * @param err everything else
 * @param in standard input
 * @param env the environment
 * @param terminal whether {@code err} is a terminal, so that progress and colour make sense
 */
record Console(PrintStream out, PrintStream err, InputStream in, Map<String, String> env, boolean terminal) {}
