package io.mcpgateway.upstream;

import com.sun.management.OperatingSystemMXBean;
import io.mcpgateway.model.WorkloadSpec;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/**
 * How much memory standbys may use, counted by the limits of their workloads: what the user says, or a quarter of what this
 * machine has, but one workload at least. Thread-safe.
 */
final class StandbyMemory {
    private static final int PART = 4;

    private final OptionalLong said;
    private volatile long quarter;

    StandbyMemory(OptionalLong said) {
        this.said = said;
    }

    /** What one workload counts for. One without a limit counts as the usual one. */
    static long of(WorkloadSpec spec) {
        return spec.limits()
                .memoryBytes()
                .orElse(WorkloadSpec.Limits.DEFAULT.memoryBytes().orElse(0));
    }

    /** Finds out what this machine has, once, if that matters; the first time that takes a while. */
    void lookUp() {
        if (said.isEmpty() && quarter == 0) {
            quarter = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                            .getTotalMemorySize()
                    / PART;
        }
    }

    /** Whether there may be so much more. Before {@link #lookUp} there may be one. */
    boolean allows(long used, long more) {
        if (said.isPresent()) {
            return used + more <= said.getAsLong();
        }
        return used == 0 || used + more <= quarter;
    }
}
