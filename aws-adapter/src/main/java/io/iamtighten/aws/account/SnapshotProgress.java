package io.iamtighten.aws.account;

/** Is told how far reading an account has come. Called by many threads. */
@FunctionalInterface
public interface SnapshotProgress {
    /**
     * Something more was read.
     *
     * @param what such as {@code roles} or {@code bucket policies}
     * @param done how many were read
     */
    void read(String what, int done);

    /** Returns a listener that does nothing. */
    static SnapshotProgress none() {
        return (what, done) -> {};
    }
}
