/** The policy language: documents, statements and their elements, as immutable values; parser and writer. */
@NullMarked
package io.iamtighten.policy;

import org.jspecify.annotations.NullMarked;
