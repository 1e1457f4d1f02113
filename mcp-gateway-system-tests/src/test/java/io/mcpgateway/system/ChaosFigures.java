package io.mcpgateway.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a gateway process holds: after a full collection, so that only what is reachable counts.
 *
 * @param heapKilobytes living objects
 * @param threads threads
 * @param descriptors open files
 * @param children processes below it
 * @param tables living entries of the tables of what is in flight, by class
 */
record ChaosFigures(long heapKilobytes, int threads, int descriptors, int children, Map<String, Long> tables) {
    private static final List<String> CLASSES = List.of(
            "io.mcpgateway.session.GateConversation$InFlight",
            "io.mcpgateway.session.LegacySession",
            "io.mcpgateway.session.Subscription",
            "io.mcpgateway.session.ModernSessions$Entry",
            "io.mcpgateway.relay.Request",
            "io.mcpgateway.relay.ServerCall",
            "io.mcpgateway.relay.Rounds",
            "io.mcpgateway.upstream.Question",
            "io.mcpgateway.upstream.Upstream",
            "io.mcpgateway.upstream.PendingCalls$Pending",
            "io.mcpgateway.upstream.KeptWorkloads$Kept",
            "io.mcpgateway.upstream.Resident",
            "io.mcpgateway.upstream.Turns$Waiter",
            "io.mcpgateway.http.Session",
            "io.mcpgateway.http.HttpReply");

    /** Asks a process of this JDK. */
    static ChaosFigures of(long pid) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String histogram = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd failed: " + histogram);
        }
        Map<String, Long> tables = new LinkedHashMap<>();
        CLASSES.forEach(name -> tables.put(name, 0L));
        long bytes = 0;
        for (String line : histogram.lines().toList()) {
            String[] words = line.trim().split(" +");
            if (words.length >= 3 && words[0].equals("Total")) {
                bytes = Long.parseLong(words[2]);
            } else if (words.length >= 4 && tables.containsKey(words[3])) {
                tables.put(words[3], Long.parseLong(words[1]));
            }
        }
        int descriptors;
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            descriptors = (int) open.count();
        }
        int children = (int) ProcessHandle.of(pid).orElseThrow().descendants().count();
        return new ChaosFigures(bytes / 1024, ProcFs.threads(pid), descriptors, children, tables);
    }

    /** Several side by side. */
    static String table(Map<String, ChaosFigures> all) {
        StringBuilder text = new StringBuilder("  %-48s".formatted(""));
        all.keySet().forEach(name -> text.append(" %12s".formatted(name)));
        row(text, all, "heap after collection, kB", figures -> figures.heapKilobytes);
        row(text, all, "threads", figures -> (long) figures.threads);
        row(text, all, "descriptors", figures -> (long) figures.descriptors);
        row(text, all, "child processes", figures -> (long) figures.children);
        for (String name : CLASSES) {
            row(text, all, name.replace("io.mcpgateway.", ""), figures -> figures.tables.getOrDefault(name, 0L));
        }
        return text.append(System.lineSeparator()).toString();
    }

    private static void row(
            StringBuilder text,
            Map<String, ChaosFigures> all,
            String name,
            java.util.function.Function<ChaosFigures, Long> value) {
        text.append("%n  %-48s".formatted(name));
        all.values().forEach(figures -> text.append(" %12d".formatted(value.apply(figures))));
    }
}
