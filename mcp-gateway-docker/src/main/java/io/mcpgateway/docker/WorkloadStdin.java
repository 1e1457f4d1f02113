package io.mcpgateway.docker;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A container's standard input: every write goes to the engine at once and whole; closing ends the container's input and
 * leaves its outputs open.
 */
final class WorkloadStdin extends OutputStream {
    private final EngineConnection connection;
    private final AtomicBoolean ended = new AtomicBoolean();

    WorkloadStdin(EngineConnection connection) {
        this.connection = connection;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (ended.get()) {
            throw new IOException("The standard input of this workload is closed");
        }
        connection.out().write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        if (!ended.get()) {
            connection.out().flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (ended.compareAndSet(false, true)) {
            connection.endOutput();
        }
    }

    /** From now on writes fail. */
    void end() {
        ended.set(true);
    }
}
