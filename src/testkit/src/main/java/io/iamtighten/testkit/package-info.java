/**
 * Tools for testing policies and what works with them: jqwik arbitraries for policies, requests and whole stacks, and
 * assertions that speak IAM.
 */
@NullMarked
package io.iamtighten.testkit;

import org.jspecify.annotations.NullMarked;
