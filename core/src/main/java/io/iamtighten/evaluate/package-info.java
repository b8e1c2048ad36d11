/** The full evaluation order over all policy kinds: a stack of policies and a request give a decision, with an explanation. */
@NullMarked
package io.iamtighten.evaluate;

import org.jspecify.annotations.NullMarked;
