/** Amazon Resource Names and the patterns over them. */
@NullMarked
package io.iamtighten.arn;

import org.jspecify.annotations.NullMarked;
