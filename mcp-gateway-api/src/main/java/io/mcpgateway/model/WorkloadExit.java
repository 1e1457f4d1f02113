package io.mcpgateway.model;

import java.util.OptionalInt;

/**
 * How a workload ended.
 *
 * @param status the exit status; empty if it could not be learned
 * @param outOfMemory whether the kernel ended it for using too much memory
 * @param detail a short text for people; may be empty
 */
public record WorkloadExit(OptionalInt status, boolean outOfMemory, String detail) {
    /** An exit whose status is known. */
    public static WorkloadExit of(int status) {
        return new WorkloadExit(OptionalInt.of(status), false, "");
    }

    /** An exit of which only this text is known. */
    public static WorkloadExit unknown(String detail) {
        return new WorkloadExit(OptionalInt.empty(), false, detail);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (status.isPresent()) {
            text.append("exit status ").append(status.getAsInt());
        } else {
            text.append("exit status unknown");
        }
        if (outOfMemory) {
            text.append(", out of memory");
        }
        return detail.isEmpty()
                ? text.toString()
                : text.append(", ").append(detail).toString();
    }
}
