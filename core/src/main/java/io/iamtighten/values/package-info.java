/** Sets of values: addresses, numbers, instants. */
@NullMarked
package io.iamtighten.values;

import org.jspecify.annotations.NullMarked;
