package io.mcpgateway.process;

import io.mcpgateway.model.WorkloadOwner;
import io.mcpgateway.model.WorkloadOwner.ProcessProbe;
import io.mcpgateway.process.ProcessTable.Entry;
import io.mcpgateway.spi.ContainerRuntime.SweepReport;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Ends marked processes of gateways that are known to be dead. Confined to one call. */
final class Sweep {
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private final WorkloadOwner here;
    private final ProcessProbe probe;
    private final Set<Long> spared = ourselves();

    private Sweep(WorkloadOwner here, ProcessProbe probe) {
        this.here = here;
        this.probe = probe;
    }

    static SweepReport run(WorkloadOwner here, ProcessProbe probe) {
        return new Sweep(here, probe).run();
    }

    private SweepReport run() {
        List<Entry> others = ProcessTable.find(marked -> !marked.owner().id().equals(here.id())).stream()
                .filter(entry -> !spared.contains(entry.handle().pid()))
                .toList();
        Set<String> removed = workloads(others.stream().filter(this::isDead).toList());
        Set<String> left = workloads(others);
        left.removeAll(removed);
        if (!removed.isEmpty()) {
            end();
        }
        return new SweepReport(removed.size(), left.size());
    }

    /** No process outlives a boot, so another boot id means damaged marks or a foreign kernel, not a dead owner. */
    private boolean isDead(Entry entry) {
        WorkloadOwner owner = entry.marked().owner();
        return owner.bootId().equals(here.bootId())
                && owner.isKnownDead(here, probe)
                && !spared.contains(entry.handle().pid());
    }

    /** A gateway may itself be the workload of another one, and that one may be dead. */
    private static Set<Long> ourselves() {
        Set<Long> pids = new HashSet<>();
        Optional<ProcessHandle> process = Optional.of(ProcessHandle.current());
        while (process.isPresent()) {
            pids.add(process.get().pid());
            process = process.get().parent();
        }
        return pids;
    }

    private static Set<String> workloads(List<Entry> entries) {
        return entries.stream()
                .map(entry -> entry.marked().owner().id() + "/" + entry.marked().workload())
                .collect(Collectors.toSet());
    }

    private void end() {
        signal(ProcessHandle::destroy);
        if (!ProcessTree.await(GRACE, () -> signal(process -> {}) == 0)) {
            ProcessTree.await(KILL_LIMIT, () -> signal(ProcessHandle::destroyForcibly) == 0);
        }
    }

    /** Looks anew each time: children that were forked meanwhile, and no process id that is used anew. */
    private int signal(Consumer<ProcessHandle> signal) {
        List<Entry> dead =
                ProcessTable.find(marked -> true).stream().filter(this::isDead).toList();
        dead.forEach(entry -> signal.accept(entry.handle()));
        return dead.size();
    }
}
