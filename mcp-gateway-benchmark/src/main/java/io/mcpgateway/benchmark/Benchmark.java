package io.mcpgateway.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Prints, in one run on one machine: latency, throughput and processor time per call for 1, 16 and 64 callers, direct and
 * through the gateway, over stdio and HTTP; the floors beside them; and how long a start takes.
 */
public final class Benchmark {
    private static final int[] CALLERS = {1, 16, 64};
    private static final String TOKEN = "benchmark-token";

    private final Path gateway;
    private final Path home;
    private final double seconds;
    private final int rounds;
    private final String java =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private final String classPath = System.getProperty("java.class.path");
    private final PrintStream out = System.out;

    private Benchmark(Path gateway, Path home, double seconds, int rounds) {
        this.gateway = gateway;
        this.home = home;
        this.seconds = seconds;
        this.rounds = rounds;
    }

    /** Arguments: the gateway's launcher; optional: seconds per window (default 2), rounds (default 5). */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("mcp-gateway-benchmark");
        Benchmark benchmark = new Benchmark(
                Path.of(arguments[0]).toAbsolutePath(),
                home,
                arguments.length > 1 ? Double.parseDouble(arguments[1]) : 2,
                arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5);
        benchmark.prepare();
        benchmark.stdio();
        benchmark.http();
        benchmark.startUp();
    }

    private void prepare() throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("stdio.yaml"), """
                registry:
                  echo:
                    type: process
                    description: the echo server
                    command: [%s, %s]
                """.formatted(quote(java), commandTail("EchoServer")));
        out.printf(
                "JDK %s, %d processors; windows of %.1f s, %d rounds, best window by throughput; processor time from /proc%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors(), seconds, rounds);
    }

    private String commandTail(String main) {
        List<String> quoted = new ArrayList<>();
        for (String part : javaArguments(main)) {
            quoted.add(quote(part));
        }
        return String.join(", ", quoted);
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private String[] javaArguments(String main, String... more) {
        List<String> parts = new ArrayList<>(
                List.of("-XX:+UseSerialGC", "-Xshare:auto", "-cp", classPath, "io.mcpgateway.benchmark." + main));
        parts.addAll(List.of(more));
        return parts.toArray(String[]::new);
    }

    private String[] java(String main, String... more) {
        List<String> parts = new ArrayList<>(List.of(java));
        parts.addAll(List.of(javaArguments(main, more)));
        return parts.toArray(String[]::new);
    }

    private String[] gateway(String... more) {
        List<String> parts = new ArrayList<>(List.of(gateway.toString(), "gateway", "run", "--home", home.toString()));
        parts.addAll(List.of(more));
        return parts.toArray(String[]::new);
    }

    private String[] stdioGateway(String... more) {
        List<String> parts = new ArrayList<>(List.of(gateway(
                "--catalog", home.resolve("stdio.yaml").toString(), "--servers", "echo", "--allow-process", "echo")));
        parts.addAll(List.of(more));
        return parts.toArray(String[]::new);
    }

    // ---- stdio ----

    private void stdio() throws IOException {
        out.printf("%nstdio to stdio, tools/call with 64 bytes%n");
        heading();
        try (StdioLoad direct = new StdioLoad(java("EchoServer"));
                StdioLoad pump = new StdioLoad(java("LinePump", java("EchoServer")));
                StdioLoad through = new StdioLoad(stdioGateway())) {
            Map<String, StdioLoad> all = new LinkedHashMap<>();
            all.put("direct (server's own time)", direct);
            all.put("line pump (floor)", pump);
            all.put("gateway", through);
            for (StdioLoad load : all.values()) {
                load.run(16, seconds);
            }
            for (int callers : CALLERS) {
                Map<String, Figures> best = new LinkedHashMap<>();
                for (int round = 0; round < rounds; round++) {
                    for (Map.Entry<String, StdioLoad> load : all.entrySet()) {
                        better(best, load.getKey(), load.getValue().run(callers, seconds));
                    }
                }
                print(callers, best, "direct (server's own time)", "line pump (floor)");
            }
            out.printf("gateway's memory afterwards: %d MiB%n", ProcessCpu.residentMebibytes(through.pid()));
        }
    }

    private static void better(Map<String, Figures> best, String name, Figures figures) {
        best.merge(name, figures, (old, fresh) -> fresh.perSecond() > old.perSecond() ? fresh : old);
    }

    private void heading() {
        out.printf(
                "%7s  %-28s %10s %10s %10s %12s  %s%n",
                "callers", "", "p50 us", "p99 us", "calls/s", "CPU us/call", "against");
    }

    private void print(int callers, Map<String, Figures> figures, String base, String floor) {
        Figures direct = figures.get(base);
        Figures lowest = figures.get(floor);
        figures.forEach((name, f) -> out.printf(
                "%7d  %-28s %10.1f %10.1f %10.0f %12.1f  %s%n",
                callers,
                name,
                f.p50Micros(),
                f.p99Micros(),
                f.perSecond(),
                f.cpuMicros(),
                direct == null
                        ? ""
                        : "p50 %+.1f us".formatted(f.p50Micros() - direct.p50Micros())
                                + (lowest == null
                                        ? ""
                                        : ", CPU %.2f x floor".formatted(f.cpuMicros() / lowest.cpuMicros()))));
    }

    // ---- HTTP ----

    private void http() throws IOException, InterruptedException {
        int echoPort = freePort();
        Files.writeString(home.resolve("http.yaml"), """
                registry:
                  echo:
                    type: remote
                    description: the echo server
                    remote:
                      url: http://127.0.0.1:%d/mcp
                      transport_type: http
                """.formatted(echoPort));
        int toStdio = freePort();
        int toHttp = freePort();
        Process echo = background(java("EchoHttpServer", Integer.toString(echoPort)));
        Process gatewayToStdio =
                background(stdioGateway("--transport", "streaming", "--port", Integer.toString(toStdio)));
        Process gatewayToHttp = background(gateway(
                "--catalog",
                home.resolve("http.yaml").toString(),
                "--servers",
                "echo",
                "--allow-remote",
                "127.0.0.1:" + echoPort,
                "--transport",
                "streaming",
                "--port",
                Integer.toString(toHttp)));
        try {
            awaitPort(echoPort);
            awaitPort(toStdio);
            awaitPort(toHttp);
            out.printf("%nHTTP, tools/call with 64 bytes, a session and a connection for each caller%n");
            heading();
            Map<String, HttpLoad> all = new LinkedHashMap<>();
            all.put("direct (server's own time)", new HttpLoad(echoPort, "", echo.pid()));
            all.put("gateway, HTTP to stdio", new HttpLoad(toStdio, TOKEN, gatewayToStdio.pid()));
            all.put("gateway, HTTP to HTTP", new HttpLoad(toHttp, TOKEN, gatewayToHttp.pid()));
            for (HttpLoad load : all.values()) {
                load.run(16, seconds);
            }
            for (int callers : CALLERS) {
                Map<String, Figures> best = new LinkedHashMap<>();
                for (int round = 0; round < rounds; round++) {
                    for (Map.Entry<String, HttpLoad> load : all.entrySet()) {
                        better(best, load.getKey(), load.getValue().run(callers, seconds));
                    }
                }
                print(callers, best, "direct (server's own time)", "");
            }
        } finally {
            for (Process process : List.of(gatewayToStdio, gatewayToHttp, echo)) {
                process.destroy();
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        }
    }

    private static Process background(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("MCP_GATEWAY_AUTH_TOKEN", TOKEN);
        return builder.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @SuppressWarnings("try") // the connection is the answer; nothing is sent over it
    private static void awaitPort(int port) throws InterruptedException, IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new IOException("Nothing listens on port " + port);
    }

    // ---- start ----

    private void startUp() throws IOException, InterruptedException {
        String[] initialize = {Json.initialize(1)};
        String[] list = {Json.initialize(1), Json.INITIALIZED, Json.list(2)};
        StartUp.untilAnswer("\"id\":1", initialize, stdioGateway());
        double hello = StartUp.untilExit(java, "-Xshare:auto", "-cp", classPath, "io.mcpgateway.benchmark.Hello");
        out.printf("%nfrom process start, median of 10, milliseconds%n");
        row("hello-world JVM (floor)", hello, hello);
        row("--help", StartUp.untilExit(gateway.toString(), "--help"), hello);
        row("initialize", StartUp.untilAnswer("\"id\":1", initialize, stdioGateway()), hello);
        row("tools/list, stdio server", StartUp.untilAnswer("\"id\":2", list, stdioGateway()), hello);
        row("initialize, empty home", StartUp.untilAnswer("\"id\":1", initialize, gateway()), hello);
        row("tools/list, empty home", StartUp.untilAnswer("\"id\":2", list, gateway()), hello);
    }

    private void row(String name, double millis, double floor) {
        out.printf("%-28s %8.1f  %.1f x floor%n", name, millis, millis / floor);
    }
}
