/** Wildcard patterns as languages: matching, containment, intersection, classes of strings. Internal. */
@NullMarked
package io.iamtighten.glob;

import org.jspecify.annotations.NullMarked;
