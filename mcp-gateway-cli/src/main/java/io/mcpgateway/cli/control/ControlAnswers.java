package io.mcpgateway.cli.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.spi.ContainerRuntime.Usage;
import io.mcpgateway.workload.LogFeed;
import io.mcpgateway.workload.LogLine;
import io.mcpgateway.workload.ServerFigures;
import io.mcpgateway.workload.WorkloadStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a gateway answers: first who it is, then the items. Of servers' configuration, environment and secrets nothing is
 * told. Thread-safe; stateless.
 */
final class ControlAnswers {
    private static final Duration BEAT = Duration.ofSeconds(5);

    private final String id;
    private final ControlledGateway gateway;

    ControlAnswers(String id, ControlledGateway gateway) {
        this.id = id;
        this.gateway = gateway;
    }

    void answer(ControlRequest request, ControlConnection.Reply reply) throws IOException, InterruptedException {
        ObjectNode head = Json.mapper().createObjectNode().put("control", ControlRequest.VERSION);
        head.set("gateway", gateway.card(id).toJson());
        reply.write(head);
        switch (request.ask()) {
            case GATEWAY -> {}
            case WORKLOADS -> workloads(reply);
            case FIGURES -> figures(reply);
            case LOG -> log(request, reply);
            case STOP -> ended(request, gateway.workloads().stop(request.server()), reply);
            case RESTART -> ended(request, gateway.workloads().restart(request.server()), reply);
        }
    }

    private static void ended(ControlRequest request, int workloads, ControlConnection.Reply reply) throws IOException {
        item(reply, item -> item.put("server", request.server()).put("ended", workloads));
    }

    private void workloads(ControlConnection.Reply reply) throws IOException {
        Instant now = Instant.now();
        for (WorkloadStatus workload : gateway.workloads().list(true)) {
            item(reply, item -> describe(workload, now, item));
        }
        for (ServerFigures figures : gateway.workloads().figures()) {
            if (figures.stopped() && figures.workloads() == 0) {
                item(reply, item -> item.put("server", figures.server()).put("state", "stopped"));
            }
        }
    }

    private static void describe(WorkloadStatus workload, Instant now, ObjectNode item) {
        item.put("server", workload.server())
                .put("number", workload.number())
                .put("id", workload.id())
                .put("kind", word(workload.kind()))
                .put("state", word(workload.state()))
                .put("isolation", word(workload.isolation()))
                .put("startedAt", workload.started().toString())
                .put(
                        "uptimeSeconds",
                        Math.max(0, Duration.between(workload.started(), now).toSeconds()))
                .put("calls", workload.calls())
                .put("inFlight", workload.inFlight());
        workload.usage().ifPresent(usage -> {
            item.put("memoryBytes", usage.memoryBytes());
            usage.memoryLimitBytes().ifPresent(limit -> item.put("memoryLimitBytes", limit));
            item.put("cpuSeconds", seconds(usage.processorTime()));
        });
    }

    private void figures(ControlConnection.Reply reply) throws IOException {
        List<WorkloadStatus> all = gateway.workloads().list(true);
        for (ServerFigures figures : gateway.workloads().figures()) {
            item(reply, item -> {
                item.put("server", figures.server())
                        .put("stopped", figures.stopped())
                        .put("calls", figures.calls())
                        .put("errors", figures.errors());
                if (figures.calls() > 0) {
                    item.put("p50Millis", millis(figures.p50())).put("p99Millis", millis(figures.p99()));
                }
                item.put("starts", figures.starts())
                        .put("crashes", figures.crashes())
                        .put("workloads", figures.workloads())
                        .put("standbys", figures.standbys())
                        .put("waiting", figures.waiting());
                usage(figures.server(), all)
                        .ifPresent(usage -> item.put("memoryBytes", usage.memoryBytes())
                                .put("cpuSeconds", seconds(usage.processorTime())));
            });
        }
    }

    /** What all workloads of a server take; empty if that is known of none. */
    private static Optional<Usage> usage(String server, List<WorkloadStatus> all) {
        return all.stream()
                .filter(workload -> workload.server().equals(server))
                .flatMap(workload -> workload.usage().stream())
                .reduce((one, other) -> new Usage(
                        one.memoryBytes() + other.memoryBytes(),
                        java.util.OptionalLong.empty(),
                        one.processorTime().plus(other.processorTime())));
    }

    private void log(ControlRequest request, ControlConnection.Reply reply) throws IOException, InterruptedException {
        if (!request.follow()) {
            for (LogLine line : gateway.workloads().lines(request.server(), request.tail())) {
                item(reply, item -> describe(line, item));
            }
            return;
        }
        try (LogFeed feed = gateway.workloads().log(request.server(), request.tail())) {
            while (!Thread.currentThread().isInterrupted()) {
                Optional<LogLine> line = feed.next(BEAT);
                if (line.isEmpty()) {
                    reply.beat(); // fails when nobody reads any more, which ends this
                    continue;
                }
                long missed = feed.missed();
                if (missed > 0) {
                    item(reply, item -> item.put("missed", missed));
                }
                item(reply, item -> describe(line.get(), item));
            }
        }
    }

    private static void describe(LogLine line, ObjectNode item) {
        item.put("time", line.time().toString())
                .put("workload", line.workload())
                .put("line", line.text());
    }

    private static void item(ControlConnection.Reply reply, java.util.function.Consumer<ObjectNode> filler)
            throws IOException {
        ObjectNode part = Json.mapper().createObjectNode();
        filler.accept(part.putObject("item"));
        reply.write(part);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    private static double millis(Duration duration) {
        return Math.round(duration.toNanos() / 1e3) / 1e3;
    }
}
