package io.mcpgateway;

import io.mcpgateway.intercept.CallMeter;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.upstream.Pool;
import io.mcpgateway.upstream.ServerDefinition;
import io.mcpgateway.upstream.WorkloadTable;
import io.mcpgateway.workload.LogFeed;
import io.mcpgateway.workload.LogLine;
import io.mcpgateway.workload.ServerFigures;
import io.mcpgateway.workload.WorkloadStatus;
import io.mcpgateway.workload.Workloads;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** The workloads of an engine, for operators. Stateless: the table and the meter own what it tells. */
final class EngineWorkloads implements Workloads {
    private final Supplier<List<ServerDefinition>> servers;
    private final WorkloadTable table;
    private final Pool pool;
    private final CallMeter meter;
    private final ToIntFunction<String> waiting;
    private final Consumer<ServerDefinition> listAnew;
    private final Executor blocking;
    private final EventSink events;

    /**
     * The workloads of these servers.
     *
     * @param waiting how many requests wait for a workload of a server
     * @param listAnew starts a server and lists it; does not block
     */
    EngineWorkloads(
            Supplier<List<ServerDefinition>> servers,
            WorkloadTable table,
            Pool pool,
            CallMeter meter,
            ToIntFunction<String> waiting,
            Consumer<ServerDefinition> listAnew,
            Executor blocking,
            EventSink events) {
        this.servers = servers;
        this.table = table;
        this.pool = pool;
        this.meter = meter;
        this.waiting = waiting;
        this.listAnew = listAnew;
        this.blocking = blocking;
        this.events = events;
    }

    @Override
    public List<WorkloadStatus> list(boolean measured) {
        return measured ? table.measured(blocking) : table.list();
    }

    @Override
    public List<ServerFigures> figures() {
        List<WorkloadStatus> all = table.list();
        return servers.get().stream().map(server -> figures(server.name(), all)).toList();
    }

    private ServerFigures figures(String server, List<WorkloadStatus> all) {
        List<WorkloadStatus> own = all.stream()
                .filter(workload -> workload.server().equals(server))
                .toList();
        int standbys = (int) own.stream()
                .filter(workload -> workload.state() == WorkloadStatus.State.STANDBY)
                .count();
        CallMeter.Reading reading = meter.of(server);
        return new ServerFigures(
                server,
                table.isStopped(server),
                reading.calls(),
                reading.errors(),
                reading.p50(),
                reading.p99(),
                table.starts(server),
                table.crashes(server),
                own.size(),
                standbys,
                waiting.applyAsInt(server));
    }

    @Override
    public LogFeed log(String server, int tail) {
        return table.follow(enabled(server).name(), tail);
    }

    @Override
    public List<LogLine> lines(String server, int tail) {
        return table.lines(enabled(server).name(), tail);
    }

    @Override
    public int stop(String server) {
        table.hold(enabled(server).name());
        int ended = pool.stop(server);
        tell("Server stopped by the operator", server, ended);
        return ended;
    }

    @Override
    public int restart(String server) {
        ServerDefinition definition = enabled(server);
        table.release(server);
        int ended = pool.restart(server);
        tell("Server restarted by the operator", server, ended);
        listAnew.accept(definition);
        return ended;
    }

    private void tell(String what, String server, int ended) {
        events.event(EventSink.Level.INFO, what, Map.of("server", server, "workloads", Integer.toString(ended)));
    }

    private ServerDefinition enabled(String name) {
        return servers.get().stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new GatewayException(
                        ErrorCode.NOT_FOUND, "No server '" + name + "' is enabled in this gateway"));
    }
}
