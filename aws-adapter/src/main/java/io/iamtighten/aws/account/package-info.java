/** Reads accounts: from files, which loads no class of the AWS SDK, and from AWS. */
@NullMarked
package io.iamtighten.aws.account;

import org.jspecify.annotations.NullMarked;
