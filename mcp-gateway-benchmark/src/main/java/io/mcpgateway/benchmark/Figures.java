package io.mcpgateway.benchmark;

import java.util.Arrays;

/**
 * What one measurement gave.
 *
 * @param calls how many calls were answered
 * @param seconds in what time
 * @param p50Micros median latency
 * @param p99Micros 99th percentile
 * @param cpuMicros processor time of the measured process per call
 */
record Figures(long calls, double seconds, double p50Micros, double p99Micros, double cpuMicros) {
    static Figures of(long[] latencies, double seconds, long cpuNanos) {
        long[] sorted = latencies.clone();
        Arrays.sort(sorted);
        int count = sorted.length;
        return new Figures(
                count,
                seconds,
                sorted[count / 2] / 1000.0,
                sorted[(int) Math.min(count - 1L, Math.round(count * 0.99))] / 1000.0,
                cpuNanos / 1000.0 / count);
    }

    double perSecond() {
        return calls / seconds;
    }
}
