/** The meaning of the condition operators: each evaluates on one request and denotes the set of values it accepts. */
@NullMarked
package io.iamtighten.condition;

import org.jspecify.annotations.NullMarked;
