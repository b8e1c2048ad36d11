package io.iamtighten.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** An AWS-compatible server ({@code moto_server}) on a free port of the loopback interface, for as long as a test needs it. */
final class Moto implements AutoCloseable {
    private static final int STARTS = 3;
    private static final int SECONDS = 60;

    private final Process process;
    private final int port;

    private Moto(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a server; skips the test where there is none, but fails where {@code CI} is set. */
    static Moto start(Path log) throws IOException, InterruptedException {
        Optional<Path> command = find();
        if (command.isEmpty()) {
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException("moto_server is missing; install moto[server]");
            }
            Assumptions.abort("moto_server is missing");
        }
        for (int i = 0; i < STARTS; i++) {
            int port = freePort();
            ProcessBuilder builder = new ProcessBuilder(
                            command.orElseThrow().toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("MOTO_IAM_LOAD_MANAGED_POLICIES", "true");
            Moto moto = new Moto(builder.start(), port);
            if (moto.answers()) {
                return moto;
            }
            moto.close();
        }
        throw new IllegalStateException("moto_server does not start: " + Files.readString(log));
    }

    private static Optional<Path> find() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator)) {
            Path file = Path.of(folder).resolve("moto_server");
            if (Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() throws InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/moto-api/data.json"))
                .build();
        for (int i = 0; i < SECONDS * 10 && process.isAlive(); i++) {
            try {
                if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return true;
                }
            } catch (IOException e) {
                // It is still starting.
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        return false;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
