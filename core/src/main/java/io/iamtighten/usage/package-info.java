/** What principals did: events reduced to a mergeable summary. */
@NullMarked
package io.iamtighten.usage;

import org.jspecify.annotations.NullMarked;
