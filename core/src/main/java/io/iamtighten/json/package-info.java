/** JSON with positions, thin over Jackson. Internal. */
@NullMarked
package io.iamtighten.json;

import org.jspecify.annotations.NullMarked;
