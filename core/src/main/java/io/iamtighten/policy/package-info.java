/** The policy language. */
@NullMarked
package io.iamtighten.policy;

import org.jspecify.annotations.NullMarked;
