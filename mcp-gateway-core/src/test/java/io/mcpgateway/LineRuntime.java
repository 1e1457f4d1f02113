package io.mcpgateway;

import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.JavaServer;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a server in this JVM behind lines, as a container's standard streams are: what the gateway writes is cut at each line
 * feed, and each piece must be one message.
 */
final class LineRuntime implements ContainerRuntime {
    /** How many workloads were started. */
    final AtomicInteger starts = new AtomicInteger();

    private final JavaServer server;

    LineRuntime(JavaServer server) {
        this.server = server;
    }

    @Override
    public Set<WorkloadKind> kinds() {
        return Set.of(WorkloadKind.IMAGE);
    }

    @Override
    public ImageFacts prepare(String reference, PullProgress progress) {
        return new ImageFacts(reference, "sha256:0", Map.of());
    }

    @Override
    public Workload start(WorkloadSpec spec, WorkloadListener listener) {
        starts.incrementAndGet();
        return new Lines(listener);
    }

    @Override
    public SweepReport sweep() {
        return new SweepReport(0, 0);
    }

    @Override
    public void close() {
        // its workloads are objects
    }

    private final class Lines extends OutputStream implements Workload {
        private final JavaServer.Channel channel;
        private final CompletableFuture<WorkloadExit> exit = new CompletableFuture<>();
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        private final WorkloadListener listener;

        Lines(WorkloadListener listener) {
            this.listener = listener;
            byte[] up = "up\n".getBytes(StandardCharsets.UTF_8);
            listener.stderr(up, 0, up.length);
            channel = server.open(new JavaServer.Receiver() {
                @Override
                public void receive(JsonText message) {
                    byte[] bytes = (message.toString().replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8);
                    synchronized (listener) {
                        listener.stdout(bytes, 0, bytes.length);
                    }
                }

                @Override
                public void ended(String reason) {
                    end(1);
                }
            });
        }

        @Override
        public void write(int b) {
            if (b != '\n') {
                line.write(b);
                return;
            }
            byte[] message = line.toByteArray();
            line.reset();
            channel.send(JsonText.of(message));
        }

        @Override
        public String id() {
            return "lines";
        }

        @Override
        public OutputStream stdin() {
            return this;
        }

        @Override
        public CompletionStage<WorkloadExit> exit() {
            return exit;
        }

        @Override
        public void stop(Duration grace) {
            close();
        }

        @Override
        public void close() {
            channel.close();
            end(0);
        }

        private void end(int status) {
            WorkloadExit how = WorkloadExit.of(status);
            if (exit.complete(how)) {
                listener.exited(how);
            }
        }
    }
}
