package io.mcpgateway.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From the start of the process to the list of all tools, with many servers in containers of one image: in a home that is
 * new, and in the same home again, where each has been listed.
 */
final class ManyServers {
    private static final int[] SERVERS = {1, 20, 100};
    private static final int AGAIN = 7;
    private static final long LONGEST_SECONDS = 600;
    private static final String ANSWER = "\"id\":";
    private static final String CHANGED = "notifications/tools/list_changed";
    private static final Pattern CURSOR = Pattern.compile("\"nextCursor\":(\"(?:[^\"\\\\]|\\\\.)*\")");
    private static final Pattern TOOL = Pattern.compile("\"inputSchema\":");

    private final String gateway;
    private final Path directory;
    private final PrintStream out;

    ManyServers(Path gateway, Path directory, PrintStream out) {
        this.gateway = gateway.toString();
        this.directory = directory;
        this.out = out;
    }

    /**
     * How one run went; milliseconds from the start of the process.
     *
     * @param greeted when {@code initialize} was answered
     * @param listed when the first {@code tools/list} was answered, the last of its pages included
     * @param toolsThen how many tools were in that
     * @param complete when all tools were listed
     * @param tools how many these are
     * @param cpu processor time of the gateway until then
     */
    private record Run(double greeted, double listed, int toolsThen, double complete, int tools, double cpu) {}

    void measure(String image) throws IOException, InterruptedException {
        end(gateway, "__archive");
        out.printf(
                "JDK %s, %d processors, load %s; image %s%n"
                        + "milliseconds from process start; again: median (worst) of %d%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors(), load(), image, AGAIN);
        out.printf(
                "%7s  %-6s %11s %11s %11s %11s %11s %9s%n",
                "servers", "run", "initialize", "tools/list", "tools then", "all tools", "of", "CPU");
        int perServer = 0;
        for (int servers : SERVERS) {
            Path home = homeWith(image, servers);
            Run first = run(home, perServer * servers);
            if (servers == 1) {
                perServer = first.tools;
            }
            row(servers, "first", first, "");
            List<Run> again = new ArrayList<>();
            for (int i = 0; i < AGAIN; i++) {
                again.add(run(home, perServer * servers));
            }
            again.sort(Comparator.comparingDouble(Run::listed));
            row(
                    servers,
                    "again",
                    again.get(AGAIN / 2),
                    String.format(Locale.ROOT, "  (worst %.0f)", again.get(AGAIN - 1).listed));
        }
    }

    private void row(int servers, String which, Run run, String more) {
        out.printf(
                Locale.ROOT,
                "%7d  %-6s %11.0f %11.0f %11d %11.0f %11d %9.0f%s%n",
                servers,
                which,
                run.greeted,
                run.listed,
                run.toolsThen,
                run.complete,
                run.tools,
                run.cpu,
                more);
    }

    private Path homeWith(String image, int servers) throws IOException {
        Path home = Files.createDirectories(directory.resolve("servers-" + servers));
        Files.createDirectory(home.resolve("catalogs"));
        StringBuilder catalog = new StringBuilder("registry:\n");
        StringBuilder registry = new StringBuilder("registry:\n");
        for (int i = 1; i <= servers; i++) {
            catalog.append("  server-%03d: {type: server, image: \"%s\"}%n".formatted(i, image));
            registry.append("  server-%03d: {ref: \"\"}%n".formatted(i));
        }
        Files.writeString(home.resolve("catalog.json"), "{\"catalogs\": {\"own\": {\"displayName\": \"own\"}}}\n");
        Files.writeString(home.resolve("catalogs/own.yaml"), catalog);
        Files.writeString(home.resolve("registry.yaml"), registry);
        return home;
    }

    /** Until this many tools are listed, or any if that is not known. */
    private Run run(Path home, int expected) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(gateway, "--home", home.toString(), "gateway", "run")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream to = process.getOutputStream();
                BufferedReader from =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            send(to, Json.initialize(1));
            send(to, Json.INITIALIZED);
            send(to, Json.list(2));
            awaitAnswer(from, 1);
            double greeted = millis(start);
            int tools = pages(to, from, 2);
            double listed = millis(start);
            int then = tools;
            double complete = listed;
            int id = 1_000;
            while (expected == 0 ? tools == 0 : tools < expected) {
                if (millis(start) > LONGEST_SECONDS * 1e3) {
                    throw new IOException("After " + LONGEST_SECONDS + " s only " + tools + " tools are listed");
                }
                awaitLine(from, CHANGED);
                send(to, Json.list(id));
                tools = pages(to, from, id);
                complete = millis(start);
                id += 1_000;
            }
            double cpu = ProcessCpu.nanos(process.pid()) / 1e6;
            return new Run(greeted, listed, then, complete, tools, cpu);
        } finally {
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        }
    }

    /** Reads the answer to a list, and all pages that follow; how many tools there are. */
    private static int pages(OutputStream to, BufferedReader from, int id) throws IOException {
        int tools = 0;
        int next = id;
        while (true) {
            String page = awaitAnswer(from, next);
            Matcher tool = TOOL.matcher(page);
            while (tool.find()) {
                tools++;
            }
            Matcher cursor = CURSOR.matcher(page);
            if (!cursor.find()) {
                return tools;
            }
            next++;
            send(
                    to,
                    "{\"jsonrpc\":\"2.0\",\"id\":" + next + ",\"method\":\"tools/list\",\"params\":{\"cursor\":"
                            + cursor.group(1) + "}}");
        }
    }

    private static void send(OutputStream to, String message) throws IOException {
        to.write((message + "\n").getBytes(StandardCharsets.US_ASCII));
        to.flush();
    }

    private static String awaitAnswer(BufferedReader from, int id) throws IOException {
        return awaitLine(from, ANSWER + id + ",");
    }

    private static String awaitLine(BufferedReader from, String marker) throws IOException {
        for (String line = from.readLine(); line != null; line = from.readLine()) {
            if (line.lastIndexOf(marker, 200) >= 0) { // envelopes begin with what matters
                return line;
            }
        }
        throw new IOException("The gateway ended without an answer");
    }

    private static double millis(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static void end(String... command) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " ended with status " + status);
        }
    }

    private static String load() throws IOException {
        Path file = Path.of("/proc/loadavg");
        return Files.exists(file) ? Files.readString(file).split(" ", 2)[0] : "unknown";
    }
}
