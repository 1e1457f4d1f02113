package io.mcpgateway.egress;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A program for a sandbox that has no network but a Unix socket on which {@link EgressProxy#onSocket} serves: listens on
 * the sandbox's own loopback interface, passes each connection to the socket, and runs the workload's command as its child
 * with the same standard streams. Ends with the command, and as it ended. In the language that the workload has anyway.
 *
 * <p>Its arguments are the socket's path, the port to listen on, {@code --}, and the command.
 */
public enum SocketForwarder {
    /** For Node. */
    NODE("forward.mjs"),
    /** For Python 3. */
    PYTHON("forward.py");

    private final String fileName;

    SocketForwarder(String fileName) {
        this.fileName = fileName;
    }

    /** What to call the file that holds it. */
    public String fileName() {
        return fileName;
    }

    /** The program. */
    public String text() {
        try (InputStream in = SocketForwarder.class.getResourceAsStream(fileName)) {
            if (in == null) {
                throw new IllegalStateException(fileName + " is missing beside " + SocketForwarder.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A command that is run behind it.
     *
     * @param interpreter the path of Node or Python in the sandbox
     * @param program the path of the file with this program in the sandbox
     * @param socket the path of the socket in the sandbox
     * @param port where the clients of the workload find the proxy, see {@link ProxyVariables}
     */
    public static List<String> wrap(String interpreter, String program, String socket, int port, List<String> command) {
        List<String> wrapped = new ArrayList<>(List.of(interpreter, program, socket, Integer.toString(port), "--"));
        wrapped.addAll(command);
        return wrapped;
    }
}
