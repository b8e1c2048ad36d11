/** Reads CloudTrail records from files and streams; loads no class of the AWS SDK. */
@NullMarked
package io.iamtighten.aws.trail;

import org.jspecify.annotations.NullMarked;
