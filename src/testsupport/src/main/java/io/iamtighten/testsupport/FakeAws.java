package io.iamtighten.testsupport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;

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

    /** Headers that belong to one connection. */
    private static final Set<String> OWN_HEADERS =
            Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding", "date", "server");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile String behind = "";
    private volatile BiFunction<String, Answer, List<String>> check = (operation, answer) -> List.of();

    private FakeAws(HttpServer server) {
        this.server = server;
    }

    /**
     * A request as it came.
     *
     * @param service the service that it is signed for
     * @param operation the operation's name in the service's API, or method and path where it is none that is known
     * @param body its body
     * @param query its query string
     */
    public record Request(String service, String operation, String body, String query) {}

    /** An answer: a status, a content type and a body; or a fault of the connection. */
    public record Answer(int status, String type, String body, Fault fault) {
        /** What may go wrong with a connection. */
        public enum Fault {
            /** Nothing. */
            NONE,
            /** It ends too early. */
            CUT,
            /** It takes long. */
            SLOW
        }

        /** An answer in one of the JSON protocols. */
        public static Answer json(String body) {
            return new Answer(200, "application/x-amz-json-1.1", body, Fault.NONE);
        }

        /** A stored answer, by the ending of its file in the JSON or the query protocol. */
        public static Answer stored(Path file) {
            return file.toString().endsWith(".xml")
                    ? new Answer(200, "text/xml", TestData.text(file), Fault.NONE)
                    : json(TestData.text(file));
        }

        /** An error in one of the JSON protocols. */
        public static Answer jsonError(int status, String code, String message) {
            return new Answer(
                    status,
                    "application/x-amz-json-1.1",
                    "{\"__type\":\"" + code + "\",\"message\":\"" + message + "\"}",
                    Fault.NONE);
        }

        /** An answer in the query protocol. */
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

        /** An answer that ends before its length. */
        public static Answer cut() {
            return new Answer(200, "application/x-amz-json-1.1", "{\"Events\":[", Fault.CUT);
        }

        /** An answer that comes after four seconds. */
        public static Answer slow() {
            return new Answer(200, "application/x-amz-json-1.1", "{}", Fault.SLOW);
        }
    }

    /** Starts a server on a free port. */
    public static FakeAws start() throws IOException {
        FakeAws fake = new FakeAws(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        fake.server.createContext("/", fake::handle);
        fake.server.setExecutor(fake.threads);
        fake.server.start();
        return fake;
    }

    /** Lets every answer be checked when it is set: the function returns what is wrong with one of an operation. */
    public FakeAws checkedBy(BiFunction<String, Answer, List<String>> function) {
        check = function;
        return this;
    }

    /** Sends what no answer is set for to another server; all of it is still recorded. */
    public void forwardTo(String url) {
        behind = url;
    }

    /** Returns where it is. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Sets the answers of an operation; behind the name may stand a blank and the path, for one object of a bucket. */
    public void answer(String operation, Answer... some) {
        for (Answer one : some) {
            List<String> problems = check.apply(operation, one);
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", problems));
            }
        }
        answers.put(operation, new ArrayDeque<>(List.of(some)));
    }

    /** Returns what came, in order. */
    public List<Request> requests() {
        return requests;
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        String body = new String(sent, StandardCharsets.UTF_8);
        String operation = operation(exchange, body);
        requests.add(new Request(
                service(exchange),
                operation,
                body,
                Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("")));
        Deque<Answer> queue = Optional.ofNullable(
                        answers.get(operation + " " + exchange.getRequestURI().getPath()))
                .orElseGet(() -> answers.getOrDefault(operation, new ArrayDeque<>()));
        Optional<Answer> next;
        synchronized (queue) {
            next = Optional.ofNullable(queue.size() > 1 ? queue.poll() : queue.peek());
        }
        if (next.isEmpty() && !behind.isEmpty()) {
            forward(exchange, sent);
            return;
        }
        Answer answer = next.orElseGet(() -> Answer.jsonError(501, "NotImplemented", "no answer for " + operation));
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

    /** The service of a signature: {@code Credential=KEY/20260101/eu-west-1/iam/aws4_request}. */
    private static String service(HttpExchange exchange) {
        String signature = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        int end = signature.indexOf("/aws4_request");
        return end < 0 ? "" : signature.substring(signature.lastIndexOf('/', end - 1) + 1, end);
    }

    private void forward(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(behind
                        + exchange.getRequestURI().getRawPath()
                        + Optional.ofNullable(exchange.getRequestURI().getRawQuery())
                                .map(query -> "?" + query)
                                .orElse("")))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            answer.headers().map().forEach((name, values) -> {
                if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> exchange.getResponseHeaders().add(name, value));
                }
            });
            boolean none = answer.body().length == 0;
            exchange.sendResponseHeaders(answer.statusCode(), none ? -1 : answer.body().length);
            if (!none) {
                exchange.getResponseBody().write(answer.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
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
        if (service(exchange).equals("s3")) {
            return bucketOperation(exchange);
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

    private static String bucketOperation(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        String line = exchange.getRequestMethod() + " " + path + "?" + query;
        boolean bucket = path.indexOf('/', 1) < 0;
        return switch (exchange.getRequestMethod()) {
            case "HEAD" -> bucket ? "HeadBucket" : line;
            case "GET" -> {
                if (path.equals("/")) {
                    yield "ListBuckets";
                }
                if (bucket) {
                    yield query.startsWith("policy")
                            ? "GetBucketPolicy"
                            : query.startsWith("versioning")
                                    ? "GetBucketVersioning"
                                    : query.startsWith("object-lock")
                                            ? "GetObjectLockConfiguration"
                                            : query.contains("list-type=2") ? "ListObjectsV2" : line;
                }
                yield "GetObject";
            }
            default -> line;
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
