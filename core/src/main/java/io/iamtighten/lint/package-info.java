/** Findings on policies, each with a reason and a fix. */
@NullMarked
package io.iamtighten.lint;

import org.jspecify.annotations.NullMarked;
