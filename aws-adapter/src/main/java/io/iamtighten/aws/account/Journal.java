package io.iamtighten.aws.account;

import java.util.Optional;

/** Remembers answers of AWS by name, so that work that was cut off goes on where it stood. Thread-safe. */
interface Journal {
    /** Returns an answer that was kept before. */
    Optional<String> get(String key);

    /** Keeps an answer. */
    void put(String key, String text);

    /** Returns a journal that keeps nothing. */
    static Journal none() {
        return new Journal() {
            @Override
            public Optional<String> get(String key) {
                return Optional.empty();
            }

            @Override
            public void put(String key, String text) {}
        };
    }
}
