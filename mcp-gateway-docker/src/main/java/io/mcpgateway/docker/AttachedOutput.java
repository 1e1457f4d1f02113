package io.mcpgateway.docker;

import io.mcpgateway.spi.ContainerRuntime.WorkloadListener;
import java.io.EOFException;
import java.io.IOException;

/**
 * Takes the two outputs of a container apart. A frame has a head of eight bytes: the stream, three zeros, the length as a
 * big-endian number. Frames are handed on in pieces as they arrive, whatever length they claim.
 */
final class AttachedOutput {
    private static final int HEAD = 8;
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int SYSTEM = 3;

    private AttachedOutput() {}

    /** Hands everything to the listener until the stream ends. */
    static void pump(EngineInput in, WorkloadListener listener) throws IOException {
        byte[] head = new byte[HEAD];
        while (in.fill() >= 0) {
            if (in.readNBytes(head, 0, HEAD) < HEAD) {
                throw new EOFException("The engine ended the output in the middle of a frame");
            }
            int stream = head[0];
            if (stream < STDIN || stream > SYSTEM || (head[1] | head[2] | head[3]) != 0) {
                throw new IOException("The engine sent output that is not framed");
            }
            long left = ((head[4] & 0xffL) << 24)
                    | ((head[5] & 0xffL) << 16)
                    | ((head[6] & 0xffL) << 8)
                    | (head[7] & 0xffL);
            while (left > 0) {
                int available = in.fill();
                if (available < 0) {
                    throw new EOFException("The engine ended the output in the middle of a frame");
                }
                int count = (int) Math.min(available, left);
                if (stream == STDOUT || stream == STDIN) {
                    listener.stdout(in.buffer(), in.position(), count);
                } else {
                    // Standard error, or a message of the engine itself.
                    listener.stderr(in.buffer(), in.position(), count);
                }
                in.skip(count);
                left -= count;
            }
        }
    }
}
