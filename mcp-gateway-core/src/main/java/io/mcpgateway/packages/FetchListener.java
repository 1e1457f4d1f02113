package io.mcpgateway.packages;

import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.spi.ContainerRuntime.WorkloadListener;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Keeps what a fetch says: the beginning of its answer, the end of its complaints. Thread-safe. */
final class FetchListener implements WorkloadListener {
    private static final int LONGEST_ANSWER = 64 << 10;
    private static final int KEPT = 8 << 10;
    private static final int LINES = 8;

    private final ByteArrayOutputStream answer = new ByteArrayOutputStream(); // guarded by this
    private byte[] complaints = new byte[0]; // guarded by this

    @Override
    public synchronized void stdout(byte[] buffer, int offset, int length) {
        answer.write(buffer, offset, Math.min(length, LONGEST_ANSWER - answer.size()));
    }

    @Override
    public synchronized void stderr(byte[] buffer, int offset, int length) {
        byte[] all = new byte[complaints.length + length];
        System.arraycopy(complaints, 0, all, 0, complaints.length);
        System.arraycopy(buffer, offset, all, complaints.length, length);
        int kept = Math.min(all.length, KEPT);
        complaints = java.util.Arrays.copyOfRange(all, all.length - kept, all.length);
    }

    @Override
    public void exited(WorkloadExit exit) {
        // The workload's future tells.
    }

    synchronized String stdout() {
        return answer.toString(StandardCharsets.UTF_8);
    }

    /** The last lines of standard error, to be put behind a message. */
    synchronized String lastWords() {
        List<String> lines = new String(complaints, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceAll("\\p{Cc}", " ").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.isEmpty()
                ? ""
                : ": " + String.join(" | ", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }
}
