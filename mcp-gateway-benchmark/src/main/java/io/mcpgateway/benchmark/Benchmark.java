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
 * through the gateway, over stdio and HTTP; the floors beside them; what it costs when client and server are of different eras; and how long a start takes.
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

    /**
     * Arguments: the gateway's launcher; optional: seconds per window (default 2), rounds (default 5). Or {@code start} in
     * their place, for times of starts only, and optional an image that is named by its digest and serves MCP over stdio. Or
     * {@code servers} and an image, for starts with many servers in containers of it;
     * {@code isolation} and optional the numbers of calls and of a burst; or {@code footprint} and optional the numbers of
     * servers, standbys and sessions.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("mcp-gateway-benchmark");
        if (arguments.length > 1 && arguments[1].equals("start")) {
            new Starts(Path.of(arguments[0]).toAbsolutePath(), home, System.out)
                    .measure(arguments.length > 2 ? arguments[2] : "");
            return;
        }
        if (arguments.length > 1 && arguments[1].equals("servers")) {
            new ManyServers(Path.of(arguments[0]).toAbsolutePath(), home, System.out)
                    .measure(arguments.length > 2 ? arguments[2] : "mcp-gateway-test/everything:latest");
            return;
        }
        if (arguments.length > 1 && arguments[1].equals("isolation")) {
            new IsolationCost(Path.of(arguments[0]).toAbsolutePath(), home, System.out)
                    .measure(number(arguments, 2, 60), number(arguments, 3, 200));
            return;
        }
        if (arguments.length > 1 && arguments[1].equals("footprint")) {
            new Footprint(Path.of(arguments[0]).toAbsolutePath(), home, System.out)
                    .measure(number(arguments, 2, 50), number(arguments, 3, 10), number(arguments, 4, 100));
            return;
        }
        Benchmark benchmark = new Benchmark(
                Path.of(arguments[0]).toAbsolutePath(),
                home,
                arguments.length > 1 ? Double.parseDouble(arguments[1]) : 2,
                arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5);
        benchmark.prepare();
        benchmark.stdio();
        benchmark.http();
        benchmark.quadrants();
        benchmark.startUp();
    }

    private static int number(String[] arguments, int at, int otherwise) {
        return arguments.length > at ? Integer.parseInt(arguments[at]) : otherwise;
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
        Files.writeString(
                home.resolve("stdio-modern.yaml"), """
                registry:
                  echo:
                    type: process
                    description: the echo server
                    command: [%s, %s]
                """.formatted(quote(java), commandTail("EchoServer", "modern")));
        out.printf(
                "JDK %s, %d processors; windows of %.1f s, %d rounds, best window by throughput; processor time from /proc%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors(), seconds, rounds);
    }

    private String commandTail(String main, String... more) {
        List<String> quoted = new ArrayList<>();
        for (String part : javaArguments(main, more)) {
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
        return stdioGateway(false, more);
    }

    private String[] stdioGateway(boolean modernServer, String... more) {
        Path catalog = home.resolve(modernServer ? "stdio-modern.yaml" : "stdio.yaml");
        List<String> parts = new ArrayList<>(
                List.of(gateway("--catalog", catalog.toString(), "--servers", "echo", "--allow-process", "echo")));
        parts.addAll(List.of(more));
        return parts.toArray(String[]::new);
    }

    // ---- stdio ----

    private void stdio() throws IOException, InterruptedException {
        out.printf("%nstdio to stdio, tools/call with 64 bytes%n");
        heading();
        try (StdioLoad direct = new StdioLoad(java("EchoServer"));
                StdioLoad pump = new StdioLoad(java("LinePump", java("EchoServer")));
                StdioLoad through = new StdioLoad(stdioGateway())) {
            Map<String, Load> all = new LinkedHashMap<>();
            all.put("direct (server's own time)", direct);
            all.put("line pump (floor)", pump);
            all.put("gateway", through);
            measure(all, CALLERS, "direct (server's own time)", "line pump (floor)");
            out.printf("gateway's memory afterwards: %d MiB%n", ProcessCpu.residentMebibytes(through.pid()));
        }
    }

    /** In turns, so that what else the machine does hits all alike. */
    private void measure(Map<String, Load> all, int[] numbers, String base, String floor)
            throws IOException, InterruptedException {
        for (Load load : all.values()) {
            load.run(16, seconds);
        }
        for (int callers : numbers) {
            Map<String, Figures> best = new LinkedHashMap<>();
            for (int round = 0; round < rounds; round++) {
                for (Map.Entry<String, Load> load : all.entrySet()) {
                    better(best, load.getKey(), load.getValue().run(callers, seconds));
                }
            }
            print(callers, best, base, floor);
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
                                        : ", CPU %.2f x %s"
                                                .formatted(
                                                        f.cpuMicros() / lowest.cpuMicros(),
                                                        floor.replaceAll(".*\\((.*)\\)", "$1")))));
    }

    // ---- HTTP ----

    private void http() throws IOException, InterruptedException {
        int echoPort = freePort();
        int toStdio = freePort();
        int toHttp = freePort();
        Process echo = background(java("EchoHttpServer", Integer.toString(echoPort)));
        Process gatewayToStdio =
                background(stdioGateway("--transport", "streaming", "--port", Integer.toString(toStdio)));
        Process gatewayToHttp = background(httpGateway("http.yaml", echoPort, toHttp));
        try {
            awaitPort(echoPort);
            awaitPort(toStdio);
            awaitPort(toHttp);
            out.printf("%nHTTP, tools/call with 64 bytes, a session and a connection for each caller%n");
            heading();
            Map<String, Load> all = new LinkedHashMap<>();
            all.put("direct (server's own time)", new HttpLoad(echoPort, "", echo.pid()));
            all.put("gateway, HTTP to stdio", new HttpLoad(toStdio, TOKEN, gatewayToStdio.pid()));
            all.put("gateway, HTTP to HTTP", new HttpLoad(toHttp, TOKEN, gatewayToHttp.pid()));
            measure(all, CALLERS, "direct (server's own time)", "");
        } finally {
            end(gatewayToStdio, gatewayToHttp, echo);
        }
    }

    private static void end(Process... processes) throws InterruptedException {
        for (Process process : processes) {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    // ---- from era to era ----

    private static final String BASELINE = "legacy to legacy (baseline)";

    private void quadrants() throws IOException, InterruptedException {
        out.printf("%nstdio to stdio, client's era to server's era%n");
        heading();
        try (StdioLoad one = new StdioLoad(false, stdioGateway(false));
                StdioLoad two = new StdioLoad(false, stdioGateway(true));
                StdioLoad three = new StdioLoad(true, stdioGateway(false));
                StdioLoad four = new StdioLoad(true, stdioGateway(true))) {
            measure(fourOf(one, two, three, four), new int[] {1, 16}, BASELINE, BASELINE);
        }
        int[] ports = {freePort(), freePort(), freePort(), freePort(), freePort(), freePort()};
        Process legacyEcho = background(java("EchoHttpServer", Integer.toString(ports[0])));
        Process modernEcho = background(java("EchoHttpServer", Integer.toString(ports[1]), "modern"));
        Process legacyStdio =
                background(stdioGateway(false, "--transport", "streaming", "--port", Integer.toString(ports[2])));
        Process modernStdio =
                background(stdioGateway(true, "--transport", "streaming", "--port", Integer.toString(ports[3])));
        Process legacyHttp = background(httpGateway("http-legacy.yaml", ports[0], ports[4]));
        Process modernHttp = background(httpGateway("http-modern.yaml", ports[1], ports[5]));
        try {
            for (int port : ports) {
                awaitPort(port);
            }
            out.printf("%nHTTP to stdio, client's era to server's era%n");
            heading();
            measure(httpQuadrants(ports[2], legacyStdio, ports[3], modernStdio), new int[] {16}, BASELINE, BASELINE);
            out.printf("%nHTTP to HTTP, client's era to server's era%n");
            heading();
            measure(httpQuadrants(ports[4], legacyHttp, ports[5], modernHttp), new int[] {16}, BASELINE, BASELINE);
        } finally {
            end(legacyStdio, modernStdio, legacyHttp, modernHttp, legacyEcho, modernEcho);
        }
    }

    private static Map<String, Load> httpQuadrants(int legacyPort, Process legacy, int modernPort, Process modern) {
        return fourOf(
                new HttpLoad(legacyPort, TOKEN, legacy.pid(), false),
                new HttpLoad(modernPort, TOKEN, modern.pid(), false),
                new HttpLoad(legacyPort, TOKEN, legacy.pid(), true),
                new HttpLoad(modernPort, TOKEN, modern.pid(), true));
    }

    private static Map<String, Load> fourOf(Load one, Load two, Load three, Load four) {
        Map<String, Load> all = new LinkedHashMap<>();
        all.put(BASELINE, one);
        all.put("legacy to modern", two);
        all.put("modern to legacy", three);
        all.put("modern to modern", four);
        return all;
    }

    private String[] httpGateway(String catalog, int echoPort, int port) throws IOException {
        Files.writeString(home.resolve(catalog), """
                registry:
                  echo:
                    type: remote
                    description: the echo server
                    remote:
                      url: http://127.0.0.1:%d/mcp
                      transport_type: http
                """.formatted(echoPort));
        return gateway(
                "--catalog",
                home.resolve(catalog).toString(),
                "--servers",
                "echo",
                "--allow-remote",
                "127.0.0.1:" + echoPort,
                "--transport",
                "streaming",
                "--port",
                Integer.toString(port));
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
