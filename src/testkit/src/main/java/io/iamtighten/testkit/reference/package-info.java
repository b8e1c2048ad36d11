/**
 * A second opinion on every decision: the evaluation order and the condition operators, written straight from AWS's
 * documentation. Slow and obvious on purpose; it shares only the types of policies and requests with the library.
 */
@NullMarked
package io.iamtighten.testkit.reference;

import org.jspecify.annotations.NullMarked;
