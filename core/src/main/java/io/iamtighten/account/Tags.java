package io.iamtighten.account;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Tags in a stable order, so that the same account gives the same output. */
final class Tags {
    private Tags() {}

    static Map<String, String> ordered(Map<String, String> tags) {
        return Collections.unmodifiableMap(new TreeMap<>(tags));
    }
}
