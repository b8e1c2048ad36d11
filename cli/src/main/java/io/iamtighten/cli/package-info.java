/** The command {@code iam-tighten}: thin; parses arguments, calls the library, renders. */
@NullMarked
package io.iamtighten.cli;

import org.jspecify.annotations.NullMarked;
