/** Renders finished results; decides nothing. */
@NullMarked
package io.iamtighten.cli.render;

import org.jspecify.annotations.NullMarked;
