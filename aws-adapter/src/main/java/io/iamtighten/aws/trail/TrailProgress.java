package io.iamtighten.aws.trail;

/** Is told how far reading has come. Called by one thread at a time. */
@FunctionalInterface
public interface TrailProgress {
    /**
     * One more source was read.
     *
     * @param done how many sources are done
     * @param all how many there are
     * @param events how many events were found so far
     */
    void advanced(int done, int all, long events);

    /** Returns a listener that does nothing. */
    static TrailProgress none() {
        return (done, all, events) -> {};
    }
}
