package io.mcpgateway.upstream;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.JavaServer;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A server in this JVM behind lines, as a container's standard streams are: what the gateway writes is cut at each line
 * feed, and each piece must be one message.
 */
public class LineWorkload extends OutputStream implements ContainerRuntime.Workload {
    final CompletableFuture<WorkloadExit> exit = new CompletableFuture<>();

    private final String id;
    private final ContainerRuntime.WorkloadListener listener;
    private final JavaServer.Channel channel;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** Starts one. */
    public LineWorkload(String id, JavaServer server, ContainerRuntime.WorkloadListener listener) {
        this.id = id;
        this.listener = listener;
        this.channel = server.open(new JavaServer.Receiver() {
            @Override
            public void receive(JsonText message) {
                say(message.toString());
            }

            @Override
            public void ended(String reason) {
                die(1);
            }
        });
    }

    /** Writes a line. */
    final void say(String message) {
        byte[] bytes = (message.replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (listener) {
            listener.stdout(bytes, 0, bytes.length);
        }
    }

    /** Ends by itself. */
    final void die(int status) {
        WorkloadExit how = WorkloadExit.of(status);
        if (exit.complete(how)) {
            channel.close();
            listener.exited(how);
        }
    }

    /** Hears what the gateway wrote, before the server does. */
    void heard(JsonText message) {
        // for who wants to know
    }

    @Override
    public final void write(int b) {
        if (b != '\n') {
            line.write(b);
            return;
        }
        JsonText message = JsonText.of(line.toByteArray());
        line.reset();
        heard(message);
        channel.send(message);
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final OutputStream stdin() {
        return this;
    }

    @Override
    public final CompletionStage<WorkloadExit> exit() {
        return exit;
    }

    @Override
    public void stop(Duration grace) {
        die(0);
    }

    @Override
    public final void close() {
        die(0);
    }
}
