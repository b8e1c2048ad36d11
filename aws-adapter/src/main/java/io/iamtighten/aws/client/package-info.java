/** Talks to AWS: credentials, endpoints, retries, paging, work in parallel, and which calls are made at all. */
@NullMarked
package io.iamtighten.aws.client;

import org.jspecify.annotations.NullMarked;
