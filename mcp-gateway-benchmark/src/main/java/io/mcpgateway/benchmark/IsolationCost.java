package io.mcpgateway.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What it costs that a container serves one call only: with standbys, with a cold start each, and not at all. */
final class IsolationCost {
    private static final Pattern MARK = Pattern.compile("\"text\":\"([-0-9a-f]+) (\\d+) (\\d+)\"");
    /** A client thinks between two calls, so many times as long as a cold start takes: by then a standby is replaced. */
    private static final int THINKS = 3;

    private static final int COLD_STARTS = 20;

    private final ContainerGateway gateway;
    private final PrintStream out;

    IsolationCost(Path launcher, Path home, PrintStream out) {
        this.gateway = new ContainerGateway(launcher, home);
        this.out = out;
    }

    void measure(int calls, int burst) throws IOException, InterruptedException {
        out.printf(
                "JDK %s, %d processors; tools/call of a server in a container, 64 bytes, over stdio%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors());
        long[] standby = new long[calls];
        long[] session = new long[calls];
        try (LineClient kept = client("--isolation", "session");
                LineClient fresh = client("--isolation", "call")) {
            kept.timed("echo");
            long thinks = THINKS * fresh.timed("echo");
            // In turns, so that what else the machine does hits both alike.
            for (int i = 0; i < calls; i++) {
                TimeUnit.NANOSECONDS.sleep(thinks);
                session[i] = kept.timed("echo");
                standby[i] = fresh.timed("echo");
            }
            out.printf("between two calls %.1f s, %d times the first cold start%n", thinks / 1e9, THINKS);
            row("session", session, session);
            row("call with standby", standby, session);
            long[] busy = new long[calls];
            for (int i = 0; i < calls; i++) {
                busy[i] = fresh.timed("echo");
            }
            row("call with standby, back to back", busy, session);
        }
        long[] cold = new long[Math.min(calls, COLD_STARTS)];
        try (LineClient fresh = client("--isolation", "call", "--standby", "0")) {
            for (int i = 0; i < cold.length; i++) {
                cold[i] = fresh.timed("echo");
            }
            row("call, cold start each (--standby 0)", cold, session);
        }
        out.printf(
                "p50: standby is %.2f x session (aim: 2 at most) and %.0f times faster than cold (aim: 50 at least)%n",
                median(standby) / (double) median(session), median(cold) / (double) median(standby));
        burst(burst);
        gateway.awaitContainers(0);
        out.println("containers left after the gateways have ended: 0");
    }

    private LineClient client(String... flags) throws IOException, InterruptedException {
        LineClient client = new LineClient(gateway.command(1, flags));
        client.awaitTools(2);
        return client;
    }

    private void burst(int calls) throws IOException, InterruptedException {
        try (LineClient client = client("--isolation", "call")) {
            client.timed("mark");
            long start = System.nanoTime();
            List<CompletableFuture<LineClient.Answer>> answers = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                answers.add(client.call("mark"));
            }
            long[] latencies = new long[calls];
            Set<String> processes = new HashSet<>();
            int reused = 0;
            int most = gateway.containers();
            for (int i = 0; i < calls; i++) {
                LineClient.Answer answer = LineClient.await(answers.get(i));
                latencies[i] = answer.at() - start;
                Matcher mark = MARK.matcher(answer.text());
                if (!mark.find()) {
                    throw new IOException("Not a mark: " + answer.text());
                }
                boolean first = processes.add(mark.group(1));
                reused += first && mark.group(2).equals("1") && mark.group(3).equals("1") ? 0 : 1;
                most = i % 10 == 0 ? Math.max(most, gateway.containers()) : most;
            }
            row("burst of " + calls + ", from its beginning", latencies, latencies);
            out.printf(
                    "burst: %d answered in %.1f s, %d workloads, %d calls in a workload that was used before,"
                            + " %d calls heard that they wait, %d containers at once at most%n",
                    calls,
                    (System.nanoTime() - start) / 1e9,
                    processes.size(),
                    reused,
                    client.notes().size(),
                    most);
            client.notes().values().stream().limit(1).forEach(note -> out.println("a note: " + note));
            if (reused > 0) {
                throw new IOException("A workload has served two calls");
            }
        }
    }

    private void row(String what, long[] nanos, long[] against) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        out.printf(
                "%-38s %5d calls  p50 %9.2f ms  p99 %9.2f ms%s%n",
                what,
                sorted.length,
                median(sorted) / 1e6,
                sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * 0.99))] / 1e6,
                against == nanos ? "" : "  p50 %.2f x session".formatted(median(sorted) / (double) median(against)));
    }

    private static long median(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
