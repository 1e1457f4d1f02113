package io.mcpgateway.process;

import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.spi.ContainerRuntime.WorkloadListener;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps everything that a workload says. */
class Recorder implements WorkloadListener {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final List<WorkloadExit> exits = new CopyOnWriteArrayList<>();

    @Override
    public void stdout(byte[] buffer, int offset, int length) {
        out.write(buffer, offset, length);
    }

    @Override
    public void stderr(byte[] buffer, int offset, int length) {
        err.write(buffer, offset, length);
    }

    @Override
    public void exited(WorkloadExit exit) {
        exits.add(exit);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    byte[] outBytes() {
        return out.toByteArray();
    }

    int errLength() {
        return err.size();
    }
}
