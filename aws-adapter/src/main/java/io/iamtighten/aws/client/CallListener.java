package io.iamtighten.aws.client;

/** Is told of every call to AWS before it is sent. Called by many threads. */
@FunctionalInterface
public interface CallListener {
    /** A call is about to be made; it may take several tries. */
    void calling(AwsCall call);

    /** Returns a listener that does nothing. */
    static CallListener none() {
        return call -> {};
    }
}
