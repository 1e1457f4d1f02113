package io.mcpgateway.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Memory and threads of a gateway that knows many servers, has standbys ready, and serves many sessions. */
final class Footprint {
    private static final String TOKEN = "benchmark-token";

    private final ContainerGateway gateway;
    private final PrintStream out;
    private final HttpClient http = HttpClient.newHttpClient();
    private URI endpoint = URI.create("http://127.0.0.1/mcp");

    Footprint(Path launcher, Path home, PrintStream out) {
        this.gateway = new ContainerGateway(launcher, home);
        this.out = out;
    }

    void measure(int servers, int standbys, int sessions) throws IOException, InterruptedException {
        int port = freePort();
        endpoint = URI.create("http://127.0.0.1:" + port + "/mcp");
        List<String> command = gateway.command(
                servers,
                "--isolation=call",
                "--standby-total=" + standbys,
                "--standby-memory=1024Gb",
                "--standby-idle=1h",
                "--transport=streaming",
                "--port=" + port);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("MCP_GATEWAY_AUTH_TOKEN", TOKEN);
        Process process = builder.start();
        try {
            out.printf(
                    "JDK %s, %d processors; a gateway over HTTP, its servers in containers%n",
                    Runtime.version(), Runtime.getRuntime().availableProcessors());
            out.printf("%-44s %9s %9s %8s %11s%n", "", "RSS MiB", "heap MiB", "threads", "containers");
            String session = awaitSession();
            row("started, nothing listed yet", process);
            awaitTools(session, 2 * servers);
            gateway.awaitContainers(0);
            row(servers + " servers known, idle", process);
            for (int i = 0; i < standbys; i++) {
                post(session, Json.call(i + 10L).replace("\"echo\"", "\"s" + i + "__echo\""));
            }
            gateway.awaitContainers(standbys);
            row("and " + standbys + " standbys", process);
            for (int i = 1; i < sessions; i++) {
                open();
            }
            row("and " + sessions + " sessions", process);
        } finally {
            process.destroy();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        gateway.awaitContainers(0);
        out.println("containers left after the gateway has ended: 0");
    }

    private void row(String what, Process process) throws IOException, InterruptedException {
        long heap = ProcessCpu.heapMebibytes(process.pid()); // collects first, so that what is garbage does not count
        out.printf(
                "%-44s %9d %9d %8d %11d%n",
                what,
                ProcessCpu.residentMebibytes(process.pid()),
                heap,
                ProcessCpu.threads(process.pid()),
                gateway.containers());
    }

    private String awaitSession() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (true) {
            try {
                return open();
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private String open() throws IOException, InterruptedException {
        HttpResponse<String> answer = send("", Json.initialize(1));
        String session = answer.headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow(() -> new IOException("No session: " + answer.body()));
        send(session, Json.INITIALIZED);
        return session;
    }

    private void awaitTools(String session, int count) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
        while (post(session, Json.list(2)).split("\"inputSchema\"", -1).length <= count) {
            if (System.nanoTime() > end) {
                throw new IOException("The servers were not listed in time");
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    private String post(String session, String message) throws IOException, InterruptedException {
        String answer = send(session, message).body();
        if (!answer.contains("\"result\"") || answer.contains("\"isError\":true")) {
            throw new IOException("A request failed: " + answer);
        }
        return answer;
    }

    private HttpResponse<String> send(String session, String message) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(Duration.ofMinutes(2))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("Authorization", "Bearer " + TOKEN)
                .POST(HttpRequest.BodyPublishers.ofString(message));
        if (!session.isEmpty()) {
            request.header("Mcp-Session-Id", session).header("MCP-Protocol-Version", "2025-11-25");
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 400) {
            throw new IOException("HTTP " + answer.statusCode() + ": " + answer.body());
        }
        return answer;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
