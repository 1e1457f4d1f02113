package io.mcpgateway.workload;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A line that a workload wrote to standard error, without control characters, and with {@code ***} where it held a secret.
 *
 * @param time when it came
 * @param workload the number of the workload
 * @param text the line; cut if it is longer than 4 KiB
 */
public record LogLine(Instant time, long workload, String text) {
    /** Checks for null. */
    public LogLine {
        requireNonNull(time, "time");
        requireNonNull(text, "text");
    }
}
