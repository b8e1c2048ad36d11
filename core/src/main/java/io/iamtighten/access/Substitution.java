package io.iamtighten.access;

import io.iamtighten.policy.PatternText;
import java.util.Map;
import java.util.Optional;

/**
 * Values chosen for the keys that policy variables name, so that the variables vanish.
 *
 * @param values by key in lower case; an empty value is an absent key
 */
record Substitution(Map<String, Optional<String>> values) {
    Optional<int[]> resolve(PatternText text) {
        return text.resolve(key -> values.getOrDefault(key, Optional.empty()));
    }
}
