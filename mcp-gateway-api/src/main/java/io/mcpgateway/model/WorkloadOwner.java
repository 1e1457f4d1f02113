package io.mcpgateway.model;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which gateway a workload belongs to, precise enough to tell later whether that gateway is known to be dead. An empty
 * string means that the fact could not be learned on this system.
 *
 * @param id a random id, new for each gateway
 * @param machineId the machine
 * @param bootId the boot of that machine
 * @param pidNamespace the inode of the process-id namespace
 * @param pid the gateway's process id in that namespace
 * @param startTime when that process started, as the kernel counts it
 */
public record WorkloadOwner(
        String id, String machineId, String bootId, String pidNamespace, long pid, String startTime) {
    private static final String PREFIX = "io.mcpgateway.owner.";

    /** Checks for null. */
    public WorkloadOwner {
        requireNonNull(id, "id");
        requireNonNull(machineId, "machineId");
        requireNonNull(bootId, "bootId");
        requireNonNull(pidNamespace, "pidNamespace");
        requireNonNull(startTime, "startTime");
    }

    /** The labels that carry this on a workload. */
    public Map<String, String> toLabels() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(PREFIX + "id", id);
        labels.put(PREFIX + "machine", machineId);
        labels.put(PREFIX + "boot", bootId);
        labels.put(PREFIX + "pidns", pidNamespace);
        labels.put(PREFIX + "pid", Long.toString(pid));
        labels.put(PREFIX + "start", startTime);
        return labels;
    }

    /** Reads the labels of a workload; empty if it is not a gateway's or the labels are damaged. */
    public static Optional<WorkloadOwner> fromLabels(Map<String, String> labels) {
        String id = labels.getOrDefault(PREFIX + "id", "");
        String pid = labels.getOrDefault(PREFIX + "pid", "");
        if (id.isEmpty() || !pid.matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(new WorkloadOwner(
                id,
                labels.getOrDefault(PREFIX + "machine", ""),
                labels.getOrDefault(PREFIX + "boot", ""),
                labels.getOrDefault(PREFIX + "pidns", ""),
                Long.parseLong(pid),
                labels.getOrDefault(PREFIX + "start", "")));
    }

    /**
     * Whether this owner is known to be dead, seen from {@code here}. In doubt it is not: another machine, an unknown
     * machine, or another process namespace of the same boot leaves the workload alone.
     *
     * @param here the gateway that asks
     * @param probe tells whether a process of {@code here}'s own namespace lives
     */
    public boolean isKnownDead(WorkloadOwner here, ProcessProbe probe) {
        if (machineId.isEmpty() || !machineId.equals(here.machineId) || bootId.isEmpty() || here.bootId.isEmpty()) {
            return false;
        }
        if (!bootId.equals(here.bootId)) {
            return true;
        }
        return !pidNamespace.isEmpty()
                && pidNamespace.equals(here.pidNamespace)
                && !id.equals(here.id)
                && !probe.lives(pid, startTime);
    }

    /** Tells whether a process lives. */
    @FunctionalInterface
    public interface ProcessProbe {
        /** Whether a process with this id and start time exists in the caller's namespace. */
        boolean lives(long pid, String startTime);
    }
}
