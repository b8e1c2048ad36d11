package io.iamtighten.aws.trail;

import io.iamtighten.aws.client.AwsCall;
import io.iamtighten.aws.client.AwsException;
import io.iamtighten.aws.client.AwsSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Fetches log files ahead of the one who reads them: network latency, not parsing, is what reading from S3 waits for. The files ahead are
 * bounded in number and in bytes.
 */
final class S3Fetcher {
    private static final int IN_FLIGHT = 32;
    private static final long BYTES_AHEAD = 64L << 20;

    private final AwsSession session;
    private final List<S3Object> order;
    private final List<Optional<Future<byte[]>>> fetched = new ArrayList<>();
    private final boolean[] taken;
    private final ExecutorService threads = threads();
    private int left;
    private long bytesAhead;

    private S3Fetcher(AwsSession session, List<S3Object> order) {
        this.session = session;
        this.order = order;
        this.taken = new boolean[order.size()];
        this.left = order.size();
        for (int i = 0; i < order.size(); i++) {
            fetched.add(Optional.empty());
        }
    }

    /** The threads end when there is nothing more for them to do, also where the reader stops early. */
    private static ExecutorService threads() {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(IN_FLIGHT, IN_FLIGHT, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "s3");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Returns the objects as sources, in the order in which they are read: of delivery. */
    static List<TrailSource> sources(AwsSession session, List<S3Object> objects) {
        List<S3Object> order = new ArrayList<>(objects);
        order.sort(Comparator.comparingLong((S3Object object) ->
                        TrailKey.of(object.key()).delivered().orElse(Long.MIN_VALUE))
                .thenComparing(object -> TrailKey.of(object.key()).fileName())
                .thenComparing(S3Object::url));
        S3Fetcher fetcher = new S3Fetcher(session, order);
        List<TrailSource> sources = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            sources.add(new Source(fetcher, i, order.get(i)));
        }
        return sources;
    }

    /** One object. */
    private record Source(S3Fetcher fetcher, int index, S3Object object) implements TrailSource {
        @Override
        public String name() {
            return object.url();
        }

        @Override
        public long size() {
            return object.size();
        }

        @Override
        public Optional<String> identity() {
            return Optional.of(object.url() + "#" + object.size() + "#" + object.tag());
        }

        @Override
        public InputStream open() throws IOException {
            return new ByteArrayInputStream(fetcher.take(index));
        }
    }

    private byte[] take(int index) throws IOException {
        Future<byte[]> future;
        synchronized (this) {
            future = start(index);
            for (int ahead = index + 1;
                    ahead < order.size() && ahead < index + IN_FLIGHT && bytesAhead < BYTES_AHEAD;
                    ahead++) {
                if (!taken[ahead]) {
                    start(ahead);
                }
            }
        }
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AwsException aws && !aws.fatal()) {
                throw new IOException(aws.getMessage(), aws);
            }
            throw e.getCause() instanceof RuntimeException runtime ? runtime : new IllegalStateException(e.getCause());
        } catch (InterruptedException | CancellationException e) {
            Thread.currentThread().interrupt();
            throw AwsException.of(AwsException.Kind.CANCELLED, AwsCall.GET_OBJECT.action(), "cancelled");
        } finally {
            done(index);
        }
    }

    private synchronized Future<byte[]> start(int index) {
        Optional<Future<byte[]>> running = fetched.get(index);
        if (running.isPresent()) {
            return running.get();
        }
        S3Object object = order.get(index);
        bytesAhead += object.size();
        Future<byte[]> future = threads.submit(() -> session.call(
                AwsCall.GET_OBJECT,
                () -> session.s3()
                        .getObject(request -> request.bucket(object.bucket()).key(object.key()), S3Fetcher::whole)));
        fetched.set(index, Optional.of(future));
        return future;
    }

    /**
     * Reads an answer. One that ends before its length is asked for again: the connection does not say so itself, and the part could pass
     * for a shorter file.
     */
    private static byte[] whole(GetObjectResponse response, AbortableInputStream body) throws IOException {
        byte[] bytes = body.readAllBytes();
        Long length = response.contentLength();
        if (length != null && length != bytes.length) {
            throw RetryableException.create(
                    "the answer was cut off after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private synchronized void done(int index) {
        if (!taken[index]) {
            taken[index] = true;
            bytesAhead -= order.get(index).size();
            left--;
        }
        // What was read is let go of.
        fetched.set(index, Optional.empty());
        if (left == 0) {
            threads.shutdown();
        }
    }
}
