/** Exact symbolic sets of requests, and comparison with proof. */
@NullMarked
package io.iamtighten.access;

import org.jspecify.annotations.NullMarked;
