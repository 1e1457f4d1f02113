package io.mcpgateway.process;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Standard input of a workload. Each write reaches the pipe before it returns, in one system call: the JDK's stream hands
 * a large array straight on and a small one after one copy. Closing never waits for a writer that is stuck in a full
 * pipe: that writer closes when it comes back, at the latest when the workload ends.
 */
final class WorkloadInput extends OutputStream {
    private final OutputStream pipe;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile boolean closed;

    WorkloadInput(OutputStream pipe) {
        this.pipe = pipe;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        writing.lock();
        try {
            if (closed) {
                throw new IOException("Standard input of the workload is closed");
            }
            pipe.write(buffer, offset, length);
            pipe.flush();
        } finally {
            writing.unlock();
            closeIfAsked();
        }
    }

    @Override
    public void close() {
        closed = true;
        closeIfAsked();
    }

    private void closeIfAsked() {
        if (closed && writing.tryLock()) {
            try {
                pipe.close();
            } catch (IOException brokenPipe) {
                // The workload has closed its end already, which is what the close is for.
            } finally {
                writing.unlock();
            }
        }
    }
}
