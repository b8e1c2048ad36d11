/**
 * What principals can do, over a whole account and the whole catalog: effective permissions of one principal, who can do one
 * thing, and invariants that must hold whatever is asked.
 */
@NullMarked
package io.iamtighten.effective;

import org.jspecify.annotations.NullMarked;
