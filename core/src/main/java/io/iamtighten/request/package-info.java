/** One concrete request: who asks for which action on what, with which context. */
@NullMarked
package io.iamtighten.request;

import org.jspecify.annotations.NullMarked;
