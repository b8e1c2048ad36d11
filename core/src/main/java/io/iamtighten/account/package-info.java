/** One account's identities, policies and place in its organization, as recorded at one time. */
@NullMarked
package io.iamtighten.account;

import org.jspecify.annotations.NullMarked;
