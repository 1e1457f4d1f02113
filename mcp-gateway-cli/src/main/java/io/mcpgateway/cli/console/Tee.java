package io.mcpgateway.cli.console;

import java.io.IOException;
import java.io.OutputStream;

/** Writes everything twice; a copy that cannot be written does not stop what it is a copy of. Thread-safe as its targets are. */
final class Tee extends OutputStream {
    private final OutputStream first;
    private final OutputStream copy;

    Tee(OutputStream first, OutputStream copy) {
        this.first = first;
        this.copy = copy;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            first.write(bytes, offset, length);
        } finally {
            copy.write(bytes, offset, length);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            first.flush();
        } finally {
            copy.flush();
        }
    }
}
