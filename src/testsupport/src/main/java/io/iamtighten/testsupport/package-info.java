/** What the tests of all modules share. */
@NullMarked
package io.iamtighten.testsupport;

import org.jspecify.annotations.NullMarked;
