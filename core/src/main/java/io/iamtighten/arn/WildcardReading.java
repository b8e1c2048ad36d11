package io.iamtighten.arn;

/**
 * How far a {@code *} of a resource pattern reaches. AWS's documentation leaves it open whether a {@code *} that ends an
 * inner part of an ARN may run on over the next colon, so what claims a proof must hold under both readings.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html">Resource element</a>
 */
public enum WildcardReading {
    /** The first five parts of an ARN are matched each alone; a pattern of fewer than six parts is open at its end. The evaluator's reading. */
    PART_BY_PART,
    /** The pattern is matched against the whole text, wildcards crossing colons. */
    WHOLE_TEXT
}
