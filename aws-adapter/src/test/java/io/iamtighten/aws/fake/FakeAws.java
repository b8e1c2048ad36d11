package io.iamtighten.aws.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.iamtighten.aws.client.AwsCall;
import io.iamtighten.aws.client.AwsSession;
import io.iamtighten.aws.client.AwsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server on the loopback interface that speaks AWS's documented wire formats: the JSON protocol of CloudTrail, the REST protocol of
 * Access Analyzer, the query protocol of IAM. Answers are set by operation and given in order; the last one stays.
 *
 * <p>The answers follow the API references; none was recorded from AWS.
 */
public final class FakeAws implements AutoCloseable {
    private static final Map<String, String> PATHS = Map.of(
            "POST /policy/validation", "ValidatePolicy",
            "POST /policy/check-no-new-access", "CheckNoNewAccess",
            "POST /policy/check-access-not-granted", "CheckAccessNotGranted",
            "GET /policy/generation", "ListPolicyGenerations",
            "GET /policy/generation/", "GetGeneratedPolicy",
            "GET /analyzer", "ListAnalyzers",
            "POST /findingv2", "ListFindingsV2",
            "GET /findingv2/", "GetFindingV2");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<AwsCall> calls = new CopyOnWriteArrayList<>();

    private FakeAws(HttpServer server) {
        this.server = server;
    }

    /** A request as it came. */
    public record Request(String operation, String body, String query) {}

    /** An answer: a status, a content type and a body; or a fault of the connection. */
    public record Answer(int status, String type, String body, Fault fault) {
        /** What may go wrong with a connection. */
        public enum Fault {
            NONE,
            CUT,
            SLOW
        }

        public static Answer json(String body) {
            return new Answer(200, "application/x-amz-json-1.1", body, Fault.NONE);
        }

        public static Answer jsonError(int status, String code, String message) {
            return new Answer(
                    status,
                    "application/x-amz-json-1.1",
                    "{\"__type\":\"" + code + "\",\"message\":\"" + message + "\"}",
                    Fault.NONE);
        }

        public static Answer xml(String operation, String result) {
            return new Answer(
                    200,
                    "text/xml",
                    "<" + operation + "Response xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><" + operation
                            + "Result>" + result + "</" + operation
                            + "Result><ResponseMetadata><RequestId>r</RequestId>"
                            + "</ResponseMetadata></" + operation + "Response>",
                    Fault.NONE);
        }

        public static Answer cut() {
            return new Answer(200, "application/x-amz-json-1.1", "{\"Events\":[", Fault.CUT);
        }

        public static Answer slow() {
            return new Answer(200, "application/x-amz-json-1.1", "{}", Fault.SLOW);
        }
    }

    public static FakeAws start() throws IOException {
        FakeAws fake = new FakeAws(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        fake.server.createContext("/", fake::handle);
        fake.server.setExecutor(fake.threads);
        fake.server.start();
        return fake;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public void answer(String operation, Answer... some) {
        answers.put(operation, new ArrayDeque<>(List.of(some)));
    }

    public List<Request> requests() {
        return requests;
    }

    /** The calls that sessions of this server made, retries not counted. */
    public List<AwsCall> calls() {
        return calls;
    }

    public AwsSession session() {
        return session(5);
    }

    public AwsSession session(int attempts) {
        return AwsSession.open(
                AwsSettings.of(Map.of(
                                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                                "AWS_SECRET_ACCESS_KEY", "example",
                                "AWS_ENDPOINT_URL", url(),
                                "AWS_REGION", "eu-west-1"))
                        .withAttempts(attempts, Duration.ofMillis(5), Duration.ofSeconds(2)),
                calls::add);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String operation = operation(exchange, body);
        requests.add(new Request(
                operation,
                body,
                Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("")));
        Deque<Answer> queue = answers.getOrDefault(operation, new ArrayDeque<>());
        Answer answer;
        synchronized (queue) {
            answer = queue.size() > 1 ? queue.poll() : queue.peek();
        }
        if (answer == null) {
            answer = Answer.jsonError(501, "NotImplemented", "no answer for " + operation);
        }
        if (answer.fault() == Answer.Fault.SLOW) {
            try {
                Thread.sleep(4_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        if (answer.fault() == Answer.Fault.CUT) {
            exchange.sendResponseHeaders(answer.status(), bytes.length + 1_000L);
            exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().flush();
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String operation(HttpExchange exchange, String body) {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (target != null) {
            return target.substring(target.lastIndexOf('.') + 1);
        }
        for (String pair : body.split("&")) {
            if (pair.startsWith("Action=")) {
                return URLDecoder.decode(pair.substring("Action=".length()), StandardCharsets.UTF_8);
            }
        }
        String line =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        return PATHS.entrySet().stream()
                .filter(entry ->
                        entry.getKey().endsWith("/") ? line.startsWith(entry.getKey()) : line.equals(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(line);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
