package io.iamtighten.access;

/**
 * The values of one part of a request that answer all questions alike.
 *
 * @param truth the answers, one bit a question
 * @param member one of the values
 * @param real whether the member is known to be in the class; otherwise the class may turn out to be empty
 * @param <T> the values
 */
record ValueClass<T>(long[] truth, T member, boolean real) {}
