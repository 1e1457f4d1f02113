package io.mcpgateway.upstream;

import io.mcpgateway.launch.LaunchPlan;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.workload.WorkloadStatus;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One workload in the {@link WorkloadTable}; hears what it tells, on its way to the pool. Thread-safe: it is made with
 * what never changes, and each field that does is set once.
 */
final class WorkloadEntry implements Upstream.Events {
    private final WorkloadTable table;
    private final ServerDefinition server;
    private final long number;
    private final Instant started;
    private final Upstream.Events hears;
    private volatile @Nullable Upstream upstream;
    private volatile @Nullable WorkloadLink link;
    private volatile boolean ending;

    WorkloadEntry(WorkloadTable table, ServerDefinition server, long number, Instant started, Upstream.Events hears) {
        this.table = table;
        this.server = server;
        this.number = number;
        this.started = started;
        this.hears = hears;
    }

    ServerDefinition server() {
        return server;
    }

    long number() {
        return number;
    }

    /** The conversation with it begins. */
    void begins(Upstream conversation) {
        upstream = conversation;
    }

    /** It is a container or process, which may live on for a moment when the conversation is over. */
    void runs(WorkloadLink workload) {
        link = workload;
    }

    WorkloadStatus status() {
        Upstream current = upstream;
        WorkloadLink workload = link;
        int inFlight = current == null ? 0 : current.clientCalls();
        return new WorkloadStatus(
                server.name(),
                number,
                workload == null ? "" : workload.id(),
                kind(),
                state(current, inFlight),
                server.isolation(),
                started,
                current == null ? 0 : current.served(),
                inFlight,
                Optional.empty());
    }

    /** The same with what it takes of the machine; blocks while its runtime is asked. */
    WorkloadStatus measured() {
        WorkloadLink workload = link;
        WorkloadStatus status = status();
        return workload == null || ending ? status : status.with(workload.usage());
    }

    private WorkloadStatus.State state(@Nullable Upstream current, int inFlight) {
        if (ending) {
            return WorkloadStatus.State.ENDING;
        }
        if (current == null || current.hello() == null) {
            return WorkloadStatus.State.STARTING;
        }
        if (hears.isStandby()) {
            return WorkloadStatus.State.STANDBY;
        }
        return inFlight > 0 || hears.isLeased() ? WorkloadStatus.State.BUSY : WorkloadStatus.State.IDLE;
    }

    private WorkloadStatus.Kind kind() {
        if (server.javaServer().isPresent()) {
            return WorkloadStatus.Kind.JVM;
        }
        if (server.plan() instanceof LaunchPlan.Run run) {
            return run.spec().kind() == WorkloadKind.IMAGE
                    ? WorkloadStatus.Kind.CONTAINER
                    : WorkloadStatus.Kind.PROCESS;
        }
        return server.plan() instanceof LaunchPlan.Reach ? WorkloadStatus.Kind.REMOTE : WorkloadStatus.Kind.JVM;
    }

    @Override
    public void listChanged(Upstream from, String method) {
        hears.listChanged(from, method);
    }

    @Override
    public void notification(String method, @Nullable JsonText params) {
        hears.notification(method, params);
    }

    @Override
    public void resourceUpdated(Upstream from, JsonText params) {
        hears.resourceUpdated(from, params);
    }

    @Override
    public boolean asked(Question question) {
        return hears.asked(question);
    }

    @Override
    public void noise(String what) {
        hears.noise(what);
    }

    @Override
    public void closed(Upstream from, GatewayException cause) {
        ending = true;
        table.closed(this, !from.isEndedByGateway());
        if (!from.isAttached()) {
            table.gone(this); // nothing runs for it
        }
        hears.closed(from, cause);
    }

    @Override
    public void gone(Upstream from) {
        table.gone(this);
        hears.gone(from);
    }

    @Override
    public boolean isStandby() {
        return hears.isStandby();
    }

    @Override
    public boolean isLeased() {
        return hears.isLeased();
    }
}
