package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.remote.Link;
import io.mcpgateway.settings.Limits;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.Workload;
import io.mcpgateway.spi.ContainerRuntime.WorkloadListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The link to a workload whose runtime misbehaves in every way that a real one hardly can be made to. */
class WorkloadLinkTest {
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CompletableFuture<WorkloadExit> exit = new CompletableFuture<>();
    private final AtomicInteger closed = new AtomicInteger();
    private OutputStream stdin = new ByteArrayOutputStream();
    private RuntimeException onStop;
    private RuntimeException onClose;
    private WorkloadListener output;

    @AfterEach
    void end() {
        executor.shutdownNow();
    }

    private WorkloadLink start() {
        WorkloadSpec spec = WorkloadSpec.process("s", List.of("true")).build();
        return WorkloadLink.start(new OddRuntime(), spec, Limits.DEFAULT, executor, new Heard(), line -> {});
    }

    private final class OddRuntime implements ContainerRuntime {
        @Override
        public Set<WorkloadKind> kinds() {
            return Set.of(WorkloadKind.PROCESS);
        }

        @Override
        public ImageFacts prepare(String reference, PullProgress progress) {
            throw new AssertionError("no images here");
        }

        @Override
        public Workload start(WorkloadSpec spec, WorkloadListener listener) {
            output = listener;
            return new Odd();
        }

        @Override
        public SweepReport sweep() {
            return new SweepReport(0, 0);
        }

        @Override
        public void close() {}
    }

    private final class Odd implements Workload {
        @Override
        public String id() {
            return "1";
        }

        @Override
        public OutputStream stdin() {
            return stdin;
        }

        @Override
        public CompletionStage<WorkloadExit> exit() {
            return exit;
        }

        @Override
        public void stop(Duration grace) {
            if (onStop != null) {
                throw onStop;
            }
        }

        @Override
        public void close() {
            closed.incrementAndGet();
            if (onClose != null) {
                throw onClose;
            }
        }
    }

    private final class Heard implements Link.Listener {
        @Override
        public void message(JsonText text) {
            heard.add("message " + text);
        }

        @Override
        public void failed(long id, GatewayException cause) {
            heard.add("failed " + id + " " + cause.code());
        }

        @Override
        public void noise(String what) {
            heard.add("noise " + what);
        }

        @Override
        public void closed(GatewayException cause) {
            heard.add("closed " + cause.getMessage());
        }
    }

    private void stdout(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        output.stdout(bytes, 0, bytes.length);
    }

    @Test
    void aRuntimeThatCannotStopStillReleasesAndTheEndIsTold() {
        onStop = new IllegalStateException("cannot stop");
        onClose = new IllegalStateException("cannot remove");
        start().close();
        exit.complete(WorkloadExit.of(0));
        await().untilAsserted(() -> assertThat(heard)
                .anyMatch(event -> event.contains("cannot stop"))
                .anyMatch(event -> event.contains("cannot remove"))
                .anyMatch(event -> event.startsWith("closed")));
        assertThat(closed).hasValue(1);
    }

    @Test
    void anExecutorThatHasEndedDoesNotKeepTheWorkloadAlive() {
        WorkloadLink link = start();
        executor.shutdown();
        link.close();
        link.close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void theLastOutputComesBeforeTheEndAlsoIfTheInputBreaksFirst() {
        stdin = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        WorkloadLink link = start();
        link.send(new Link.Message(Link.Message.Kind.REQUEST, 1, "m", JsonText.of("{}")));
        await().until(() -> closed.get() == 1);
        assertThat(heard).isEmpty();
        stdout("{\"last\":1}");
        output.exited(WorkloadExit.of(3));
        exit.complete(WorkloadExit.of(3));
        assertThat(heard).hasSize(2);
        assertThat(heard.get(0)).isEqualTo("message {\"last\":1}");
        assertThat(heard.get(1)).startsWith("closed").contains("3");
    }

    @Test
    void theEndIsToldOnce() {
        WorkloadLink link = start();
        output.exited(WorkloadExit.of(0));
        output.exited(WorkloadExit.of(0));
        exit.complete(WorkloadExit.of(0));
        link.close();
        await().until(() -> closed.get() == 1);
        assertThat(heard).hasSize(1);
    }

    @Test
    void anOversizedAnswerFailsItsCallAndOversizedJunkIsNoise() {
        start();
        String padding = "x".repeat(1 << 20);
        stdout("{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":{\"pad\":\"");
        for (int i = 0; i < 33; i++) {
            stdout(padding);
        }
        stdout("\"}}\n");
        for (int i = 0; i < 33; i++) {
            stdout(padding);
        }
        stdout("\n{\"ok\":1}\n");
        assertThat(heard).hasSize(3);
        assertThat(heard.get(0)).isEqualTo("failed 5 LIMIT");
        assertThat(heard.get(1)).startsWith("noise").hasSizeLessThan(200);
        assertThat(heard.get(2)).isEqualTo("message {\"ok\":1}");
    }

    @Test
    void theErrorQuotesTheLastWordsWithoutControlCharacters() {
        start();
        byte[] words = ("flood\n".repeat(100_000) + "\u001b[31mfatal: no key\u0007\n").getBytes(StandardCharsets.UTF_8);
        output.stderr(words, 0, words.length);
        output.exited(WorkloadExit.of(1));
        assertThat(heard)
                .singleElement()
                .satisfies(event -> assertThat(event)
                        .contains("fatal: no key")
                        .doesNotContain("\u001b", "\u0007")
                        .hasSizeLessThan(1000));
    }
}
