package io.mcpgateway.upstream;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.workload.LogFeed;
import io.mcpgateway.workload.LogLine;
import io.mcpgateway.workload.WorkloadStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Every workload from the beginning of its start until it is gone, what has become of those of each server, what they have
 * written to standard error, and which servers an operator has stopped. It watches; whom a workload serves, and when it ends, is the
 * {@link Pool}'s business. Thread-safe; the maps own the state.
 */
public final class WorkloadTable {
    private static final int MOST_MEASURED = 200;
    private static final Duration MEASURING = Duration.ofSeconds(5);

    private final Clock clock;
    private final int logCharacters;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, WorkloadEntry> entries = new ConcurrentSkipListMap<>();
    private final Map<String, Counts> counts = new ConcurrentHashMap<>();
    private final Map<String, ServerLog> logs = new ConcurrentHashMap<>();
    private final Set<String> stopped = ConcurrentHashMap.newKeySet();

    private static final class Counts {
        private final LongAdder starts = new LongAdder();
        private final LongAdder crashes = new LongAdder();
    }

    /** An empty table that keeps this much of what each server's workloads write to standard error. */
    public WorkloadTable(Clock clock, int logCharacters) {
        this.clock = clock;
        this.logCharacters = logCharacters;
    }

    /**
     * A workload is about to be started.
     *
     * @param hears what the entry hands on what it hears to
     * @throws GatewayException if an operator has stopped the server
     */
    WorkloadEntry starting(ServerDefinition server, Upstream.Events hears) {
        checkNotStopped(server.name());
        WorkloadEntry entry = new WorkloadEntry(this, server, numbers.incrementAndGet(), clock.instant(), hears);
        entries.put(entry.number(), entry);
        countsOf(server.name()).starts.increment();
        return entry;
    }

    void checkNotStopped(String server) {
        if (stopped.contains(server)) {
            throw new GatewayException(
                    ErrorCode.SERVER_UNAVAILABLE,
                    "Server '" + server + "' was stopped by the operator; 'mcp-gateway restart " + server
                            + "' lets it run again");
        }
    }

    /** Where the lines go that a workload writes to standard error. */
    Consumer<String> log(WorkloadEntry entry) {
        ServerLog log = logOf(entry.server().name());
        return line -> log.add(new LogLine(clock.instant(), entry.number(), line));
    }

    /** The conversation is over; {@code byItself} if nobody here has ended it. */
    void closed(WorkloadEntry entry, boolean byItself) {
        if (byItself) {
            countsOf(entry.server().name()).crashes.increment();
        }
    }

    /** It is not there any more. */
    void gone(WorkloadEntry entry) {
        entries.remove(entry.number());
    }

    private Counts countsOf(String server) {
        return counts.computeIfAbsent(server, name -> new Counts());
    }

    private ServerLog logOf(String server) {
        return logs.computeIfAbsent(server, name -> new ServerLog(logCharacters));
    }

    /** Forgets servers that are not enabled any more. What still runs for them is in the table until it is gone. */
    public void keepOnly(Set<String> servers) {
        counts.keySet().retainAll(servers);
        logs.keySet().retainAll(servers);
        stopped.retainAll(servers);
    }

    /** All workloads, the oldest first. */
    public List<WorkloadStatus> list() {
        return entries.values().stream().map(WorkloadEntry::status).toList();
    }

    /**
     * All workloads, measured where their runtimes can: side by side, and at most {@value #MOST_MEASURED} of them. One whose
     * runtime does not answer in some seconds is listed without that.
     */
    public List<WorkloadStatus> measured(Executor blocking) {
        List<CompletableFuture<WorkloadStatus>> asked = entries.values().stream()
                .limit(MOST_MEASURED)
                .map(entry -> measure(entry, blocking))
                .toList();
        List<WorkloadStatus> rest = entries.values().stream()
                .skip(MOST_MEASURED)
                .map(WorkloadEntry::status)
                .toList();
        return java.util.stream.Stream.concat(asked.stream().map(CompletableFuture::join), rest.stream())
                .toList();
    }

    private static CompletableFuture<WorkloadStatus> measure(WorkloadEntry entry, Executor blocking) {
        try {
            return CompletableFuture.supplyAsync(entry::measured, blocking)
                    .exceptionally(failure -> entry.status())
                    .completeOnTimeout(entry.status(), MEASURING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(entry.status()); // the gateway is closing
        }
    }

    /** How many workloads of a server were started. */
    public long starts(String server) {
        Counts known = counts.get(server);
        return known == null ? 0 : known.starts.sum();
    }

    /** How many of them ended though nobody here has ended them. */
    public long crashes(String server) {
        Counts known = counts.get(server);
        return known == null ? 0 : known.crashes.sum();
    }

    /** Whether an operator has stopped the server. */
    public boolean isStopped(String server) {
        return stopped.contains(server);
    }

    /** Lets no workload of a server be started until {@link #release}. */
    public void hold(String server) {
        stopped.add(server);
    }

    /** Lets workloads of a server be started again. */
    public void release(String server) {
        stopped.remove(server);
    }

    /** The last lines of a server's log. */
    public List<LogLine> lines(String server, int tail) {
        return logOf(server).last(tail);
    }

    /** The last lines of a server's log, and those to come. */
    public LogFeed follow(String server, int tail) {
        return logOf(server).follow(tail);
    }
}
