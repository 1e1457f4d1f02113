package io.mcpgateway.testkit;

import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.spi.ContainerRuntime.WorkloadListener;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a workload puts out. Thread-safe. */
public final class RecordingListener implements WorkloadListener {
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final List<WorkloadExit> exits = new ArrayList<>();
    private boolean outputAfterExit;

    /** Records nothing yet. */
    public RecordingListener() {}

    @Override
    public synchronized void stdout(byte[] buffer, int offset, int length) {
        outputAfterExit |= !exits.isEmpty();
        stdout.write(buffer, offset, length);
    }

    @Override
    public synchronized void stderr(byte[] buffer, int offset, int length) {
        outputAfterExit |= !exits.isEmpty();
        stderr.write(buffer, offset, length);
    }

    @Override
    public synchronized void exited(WorkloadExit exit) {
        exits.add(exit);
    }

    /** Standard output so far. */
    public synchronized byte[] stdoutBytes() {
        return stdout.toByteArray();
    }

    /** How many bytes of standard output came so far. */
    public synchronized int stdoutLength() {
        return stdout.size();
    }

    /** How many bytes of standard error came so far. */
    public synchronized int stderrLength() {
        return stderr.size();
    }

    /** Standard output so far, as text. */
    public synchronized String stdoutText() {
        return stdout.toString(StandardCharsets.UTF_8);
    }

    /** Standard error so far, as text. */
    public synchronized String stderrText() {
        return stderr.toString(StandardCharsets.UTF_8);
    }

    /** The exits heard of; more than one is a fault of the runtime. */
    public synchronized List<WorkloadExit> exits() {
        return List.copyOf(exits);
    }

    /** Whether output came after the exit, which a runtime must not do. */
    public synchronized boolean heardOutputAfterExit() {
        return outputAfterExit;
    }
}
