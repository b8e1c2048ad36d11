/** Generated histories with a known true need, and how proposals fare on them. */
@NullMarked
package io.iamtighten.bench.tightening;

import org.jspecify.annotations.NullMarked;
