package io.mcpgateway.process;

import io.mcpgateway.model.WorkloadOwner;
import io.mcpgateway.model.WorkloadOwner.ProcessProbe;
import io.mcpgateway.process.Marks.Marked;
import io.mcpgateway.process.ProcessTable.Entry;
import io.mcpgateway.spi.ContainerRuntime.SweepReport;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Ends marked processes of gateways that are known to be dead. Stateless. */
final class Sweep {
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private Sweep() {}

    static SweepReport run(WorkloadOwner here, ProcessProbe probe) {
        Set<Long> spared = ourselves();
        List<Entry> others = ProcessTable.find(marked -> !marked.owner().id().equals(here.id())).stream()
                .filter(entry -> !spared.contains(entry.handle().pid()))
                .toList();
        List<Entry> dead = others.stream()
                .filter(entry -> isDead(entry.marked().owner(), here, probe))
                .toList();
        Set<String> left = workloads(others);
        left.removeAll(workloads(dead));
        end(dead);
        return new SweepReport(workloads(dead).size(), left.size());
    }

    /** No process outlives a boot, so another boot id means damaged marks or a foreign kernel, not a dead owner. */
    private static boolean isDead(WorkloadOwner owner, WorkloadOwner here, ProcessProbe probe) {
        return owner.bootId().equals(here.bootId()) && owner.isKnownDead(here, probe);
    }

    /** A gateway may itself be the workload of another one, and that one may be dead. */
    private static Set<Long> ourselves() {
        Set<Long> pids = new HashSet<>();
        for (var process = java.util.Optional.of(ProcessHandle.current());
                process.isPresent();
                process = process.get().parent()) {
            pids.add(process.get().pid());
        }
        return pids;
    }

    private static Set<String> workloads(List<Entry> entries) {
        return entries.stream()
                .map(entry -> entry.marked().owner().id() + "/" + entry.marked().workload())
                .collect(Collectors.toSet());
    }

    private static void end(List<Entry> entries) {
        List<ProcessTree> trees = entries.stream()
                .map(entry -> new ProcessTree(entry.handle(), workload(entry.marked())))
                .toList();
        trees.forEach(ProcessTree::terminate);
        trees.forEach(tree -> {
            if (!tree.awaitGone(GRACE)) {
                tree.kill(KILL_LIMIT);
            }
        });
    }

    /** Never the empty string, which would stand for every process without that mark. */
    private static String workload(Marked marked) {
        return marked.workload().isEmpty() ? "none" : marked.workload();
    }
}
