package io.mcpgateway;

import io.mcpgateway.settings.Limits;
import io.mcpgateway.spi.Transport;
import io.mcpgateway.transport.InMemoryTransport;
import io.mcpgateway.transport.StdioTransport;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

/** The transports that need nothing but the JDK. */
public final class Transports {
    private Transports() {}

    /**
     * The standard input and output of this process. Whatever else the program prints must go to standard error; the
     * transport writes to the file descriptor itself, so that {@link System#setOut} can keep others away from it.
     */
    public static Transport stdio() {
        return stdio(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
    }

    /** A client on two streams, which the transport owns; a line is a message. */
    public static Transport stdio(InputStream in, OutputStream out) {
        return new StdioTransport(in, out, Limits.DEFAULT.messageBytes());
    }

    /** Clients in this JVM; see {@link #connect}. */
    public static Transport inMemory() {
        return new InMemoryTransport();
    }

    /**
     * Connects a client to a transport made by {@link #inMemory()} that is being served.
     *
     * @throws IllegalArgumentException if it is another transport
     */
    public static io.mcpgateway.spi.ClientGate.Conversation connect(
            Transport transport, io.mcpgateway.spi.ClientGate.MessageStream toClient) {
        if (transport instanceof InMemoryTransport memory) {
            return memory.connect(toClient);
        }
        throw new IllegalArgumentException("Not an in-memory transport: " + transport.describe());
    }
}
