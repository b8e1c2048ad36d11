/** Makes the catalog resource of core from its sources. */
@NullMarked
package io.iamtighten.catalogtool;

import org.jspecify.annotations.NullMarked;
