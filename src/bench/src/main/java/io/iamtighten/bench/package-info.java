/** Benchmarks, one class for one question. */
@NullMarked
package io.iamtighten.bench;

import org.jspecify.annotations.NullMarked;
