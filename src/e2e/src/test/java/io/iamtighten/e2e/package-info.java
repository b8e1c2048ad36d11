/** The packaged product as a person or another project meets it, and the rules that hold over all modules. */
@NullMarked
package io.iamtighten.e2e;

import org.jspecify.annotations.NullMarked;
