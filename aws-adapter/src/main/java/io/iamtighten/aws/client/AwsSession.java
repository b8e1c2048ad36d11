package io.iamtighten.aws.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * One run's access to AWS: credentials, one connection pool, and the clients, each made when it is first asked for. Thread-safe.
 *
 * <p>Only the calls of {@link AwsCall} leave it. Failures are {@link AwsException}s.
 */
public final class AwsSession implements AutoCloseable {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
    /** Where the global services of the ordinary partition are signed for, when no region is known. */
    private static final String NO_REGION = "us-east-1";

    private final AwsSettings settings;
    private final CallListener listener;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final Map<String, AutoCloseable> clients = new HashMap<>();
    private Optional<SdkHttpClient> http = Optional.empty();
    private Optional<AwsCredentialsProvider> credentials = Optional.empty();
    private Optional<ExecutorService> workers = Optional.empty();
    private Optional<Optional<String>> region = Optional.empty();

    private AwsSession(AwsSettings settings, CallListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    /** Opens a session; nothing is sent yet. */
    public static AwsSession open(AwsSettings settings, CallListener listener) {
        return new AwsSession(settings, listener);
    }

    /** Stops the work: no further call is made, and those who wait get {@link AwsException.Kind#CANCELLED}. */
    public void cancel() {
        cancelled.set(true);
        synchronized (this) {
            workers.ifPresent(ExecutorService::shutdownNow);
        }
    }

    @Override
    public synchronized void close() {
        workers.ifPresent(ExecutorService::shutdownNow);
        for (AutoCloseable client : clients.values()) {
            try {
                client.close();
            } catch (Exception e) {
                // A client that does not close has nothing to lose.
                continue;
            }
        }
        clients.clear();
        http.ifPresent(SdkHttpClient::close);
    }

    /** Returns the settings. */
    public AwsSettings settings() {
        return settings;
    }

    /** Returns the region of option, environment or profile, or empty when none of them has one. */
    public synchronized Optional<String> region() {
        if (region.isEmpty()) {
            region = Optional.of(settings.region()
                    .or(() -> fromEnv("AWS_REGION"))
                    .or(() -> fromEnv("AWS_DEFAULT_REGION"))
                    .or(this::profileRegion));
        }
        return region.get();
    }

    /** Returns the partition of the region, {@code aws} when there is no region. */
    public String partition() {
        return PartitionMetadata.of(Region.of(region().orElse(NO_REGION))).id();
    }

    private Optional<String> fromEnv(String key) {
        return Optional.ofNullable(settings.env().get(key)).filter(text -> !text.isBlank());
    }

    private Optional<String> profileRegion() {
        String name = settings.profile().or(() -> fromEnv("AWS_PROFILE")).orElse("default");
        return ProfileFile.defaultProfileFile()
                .profile(name)
                .flatMap(profile -> profile.property(ProfileProperty.REGION))
                .filter(text -> !text.isBlank());
    }

    /** Returns the client of IAM. */
    public IamClient iam() {
        return client("iam", NO_REGION, IamClient::builder, IamClient.class);
    }

    /** Returns the client of STS. */
    public StsClient sts() {
        return client("sts", NO_REGION, StsClient::builder, StsClient.class);
    }

    /** Returns the client of Organizations. */
    public OrganizationsClient organizations() {
        return client("organizations", NO_REGION, OrganizationsClient::builder, OrganizationsClient.class);
    }

    /** Returns the client of CloudTrail in a region. */
    public CloudTrailClient cloudTrail(String regionName) {
        return clientIn("cloudtrail", regionName, CloudTrailClient::builder, CloudTrailClient.class);
    }

    /** Returns the client of Access Analyzer. */
    public AccessAnalyzerClient accessAnalyzer() {
        return client("accessanalyzer", NO_REGION, AccessAnalyzerClient::builder, AccessAnalyzerClient.class);
    }

    /** Returns the client of S3, which follows buckets into their regions. */
    public S3Client s3() {
        boolean elsewhere = settings.endpointOf("s3").isPresent();
        return client(
                "s3",
                NO_REGION,
                () -> S3Client.builder().crossRegionAccessEnabled(!elsewhere).forcePathStyle(elsewhere),
                S3Client.class);
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C extends AutoCloseable> C client(
            String service, String otherwise, Supplier<B> builder, Class<C> type) {
        return clientIn(service, region().orElse(otherwise), builder, type);
    }

    private synchronized <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C extends AutoCloseable>
            C clientIn(String service, String regionName, Supplier<B> builder, Class<C> type) {
        AutoCloseable known = clients.computeIfAbsent(service + "/" + regionName, key -> {
            B fresh = builder.get();
            fresh.httpClient(http())
                    .region(Region.of(regionName))
                    .credentialsProvider(credentials())
                    .overrideConfiguration(overrides());
            settings.endpointOf(service).ifPresent(fresh::endpointOverride);
            return fresh.build();
        });
        return type.cast(known);
    }

    private ClientOverrideConfiguration overrides() {
        BackoffStrategy pause = BackoffStrategy.exponentialDelay(settings.backoff(), LONGEST_PAUSE);
        BackoffStrategy longPause =
                BackoffStrategy.exponentialDelay(settings.backoff().multipliedBy(5), LONGEST_PAUSE);
        RetryStrategy retries = AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(settings.attempts())
                .backoffStrategy(pause)
                .throttlingBackoffStrategy(longPause)
                // An answer that was cut off is XML that does not end, which the SDK by itself takes for final.
                .retryOnException(AwsSession::cutOff)
                // The budget that the SDK shares between calls would give up early on a long listing.
                .circuitBreakerEnabled(false)
                .build();
        return ClientOverrideConfiguration.builder()
                .retryStrategy(retries)
                .apiCallAttemptTimeout(settings.attemptTimeout())
                .addExecutionInterceptor(new ReadOnlyGate(listener))
                .build();
    }

    private static boolean cutOff(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof XMLStreamException) {
                return true;
            }
        }
        return false;
    }

    private SdkHttpClient http() {
        SdkHttpClient client = http.orElseGet(() -> UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(10))
                .socketTimeout(settings.attemptTimeout())
                .build());
        http = Optional.of(client);
        return client;
    }

    private AwsCredentialsProvider credentials() {
        AwsCredentialsProvider provider = credentials.orElseGet(this::findCredentials);
        credentials = Optional.of(provider);
        return provider;
    }

    /** A profile that is named on the command line rules; otherwise the environment's keys come before its profile. */
    private AwsCredentialsProvider findCredentials() {
        if (settings.profile().isPresent()) {
            return ProfileCredentialsProvider.create(settings.profile().get());
        }
        Optional<String> id = fromEnv("AWS_ACCESS_KEY_ID");
        Optional<String> secret = fromEnv("AWS_SECRET_ACCESS_KEY");
        if (id.isPresent() && secret.isPresent()) {
            return StaticCredentialsProvider.create(fromEnv("AWS_SESSION_TOKEN")
                    .<software.amazon.awssdk.auth.credentials.AwsCredentials>map(
                            token -> AwsSessionCredentials.create(id.get(), secret.get(), token))
                    .orElseGet(() -> AwsBasicCredentials.create(id.get(), secret.get())));
        }
        DefaultCredentialsProvider.Builder chain = DefaultCredentialsProvider.builder();
        fromEnv("AWS_PROFILE").ifPresent(chain::profileName);
        return chain.build();
    }

    /**
     * Makes a call.
     *
     * @throws AwsException when it fails
     */
    public <T> T call(AwsCall call, Supplier<T> work) {
        if (cancelled.get()) {
            throw AwsException.of(AwsException.Kind.CANCELLED, call.action(), "cancelled");
        }
        T answer;
        try {
            answer = work.get();
        } catch (SdkException e) {
            throw cancelled.get()
                    ? AwsException.of(AwsException.Kind.CANCELLED, call.action(), "cancelled")
                    : AwsFailures.of(call, e);
        }
        if (answer == null) {
            // The SDK makes an empty answer of any text that it can read.
            throw AwsException.of(
                    AwsException.Kind.BAD_ANSWER,
                    call.action(),
                    call.action() + " was answered by something that is not AWS; check AWS_ENDPOINT_URL, --endpoint-url"
                            + " and proxies");
        }
        return answer;
    }

    /**
     * Makes a call for every page, until there is none left.
     *
     * @param call the call
     * @param page asks for the page of a token, the first with an empty one
     * @param next returns the token of the next page, or empty
     * @param each takes each page
     * @throws AwsException when a call fails, or when a token comes twice: then the pages would never end
     */
    public <T> void pages(
            AwsCall call, Function<Optional<String>, T> page, Function<T, Optional<String>> next, Consumer<T> each) {
        pagesFrom(Optional.empty(), call, (token, number) -> page.apply(token), next, each);
    }

    /** Makes a call for every page from that of a token on. */
    public <T> void pagesFrom(
            Optional<String> start,
            AwsCall call,
            BiFunction<Optional<String>, Integer, T> page,
            Function<T, Optional<String>> next,
            Consumer<T> each) {
        Set<String> seen = new HashSet<>();
        Optional<String> token = start;
        int number = 0;
        do {
            Optional<String> at = token;
            int count = number;
            T answer = call(call, () -> page.apply(at, count));
            each.accept(answer);
            token = next.apply(answer).filter(text -> !text.isEmpty());
            if (token.isPresent() && !seen.add(token.get())) {
                throw AwsException.of(
                        AwsException.Kind.BAD_ANSWER,
                        call.action(),
                        call.action() + " gave the same page twice; the list would never end");
            }
            number++;
        } while (token.isPresent());
    }

    /**
     * Does work on many inputs, a bounded number at once, and returns the results in the order of the inputs.
     *
     * @throws AwsException the first failure, in the order of the inputs; the rest is then not started
     */
    public <A, R> List<R> each(Collection<A> inputs, Function<A, R> work) {
        AtomicInteger failures = new AtomicInteger();
        List<Future<R>> running = new ArrayList<>();
        for (A input : inputs) {
            running.add(workers().submit(() -> {
                if (failures.get() > 0) {
                    throw new CancellationException();
                }
                try {
                    return work.apply(input);
                } catch (RuntimeException e) {
                    failures.incrementAndGet();
                    throw e;
                }
            }));
        }
        List<R> results = new ArrayList<>();
        Optional<RuntimeException> failed = Optional.empty();
        for (Future<R> future : running) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                RuntimeException cause = e.getCause() instanceof RuntimeException r ? r : new IllegalStateException(e);
                if (failed.isEmpty() || failed.get() instanceof CancellationException) {
                    failed = Optional.of(cause);
                }
            } catch (CancellationException e) {
                failed = failed.or(() -> Optional.of(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                cancel();
                throw AwsException.of(AwsException.Kind.CANCELLED, "", "cancelled");
            }
        }
        if (failed.isPresent()) {
            throw failed.get() instanceof CancellationException
                    ? AwsException.of(AwsException.Kind.CANCELLED, "", "cancelled")
                    : failed.get();
        }
        return results;
    }

    private synchronized ExecutorService workers() {
        if (cancelled.get()) {
            throw AwsException.of(AwsException.Kind.CANCELLED, "", "cancelled");
        }
        ExecutorService pool = workers.orElseGet(() -> Executors.newFixedThreadPool(settings.parallel(), task -> {
            Thread thread = new Thread(task, "aws");
            thread.setDaemon(true);
            return thread;
        }));
        workers = Optional.of(pool);
        return pool;
    }
}
