/** From effective access and usage to the smallest policy that still serves, proven. */
@NullMarked
package io.iamtighten.tighten;

import org.jspecify.annotations.NullMarked;
