package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.settings.Limits;
import io.mcpgateway.spi.ContainerRuntime;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Whatever bytes a server writes, on its standard output or as a body: every call ends once, what goes back to the server
 * are messages, and nothing is left in flight. In an input {@code #0} to {@code #2} stand for the ids of three calls, which
 * cannot be guessed. The inputs that were found are replayed by every test run.
 */
class UpstreamFuzzTest {
    private static final Limits LIMITS = Limits.DEFAULT.with(set -> set.messageBytes(2048));

    private final List<Question> questions = new ArrayList<>();
    private int noise;

    private final class Counting extends TestEvents {
        @Override
        public void listChanged(Upstream upstream, String method) {
            assertThat(method).startsWith("notifications/");
        }

        @Override
        public boolean asked(Question question) {
            questions.add(question);
            switch (questions.size() % 4) {
                case 0 -> question.answer(JsonText.emptyObject());
                case 1 -> question.refuse(-1, "no");
                case 2 -> question.progress(JsonText.of("{\"progressToken\":1,\"progress\":1}"));
                default -> {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void noise(String what) {
            noise++;
            assertThat(what).hasSizeLessThan(10_000);
        }

        @Override
        public void closed(Upstream upstream, GatewayException cause) {
            assertThat(cause.getMessage()).hasSizeLessThan(10_000);
        }
    }

    private Upstream upstream() {
        noise = 0;
        questions.clear();
        return TestUpstreams.of(
                "{\"elicitation\":{},\"roots\":{},\"sampling\":{}}", Duration.ofMinutes(1), new Counting());
    }

    @FuzzTest(maxDuration = "10m")
    void upstreamLines(byte[] input) throws MalformedMessageException {
        Upstream upstream = upstream();
        Pipes pipes = new Pipes();
        upstream.attach(
                WorkloadLink.start(
                        pipes,
                        WorkloadSpec.process("s", List.of("x")).build(),
                        LIMITS,
                        Runnable::run,
                        upstream,
                        line -> {}),
                false);
        List<RecordingCall> calls = calls();
        byte[] bytes = withIds(input, upstream, calls);
        int size = bytes.length == 0 ? 1 : 1 + (bytes[bytes.length - 1] & 0x7f);
        for (int at = 0; at < bytes.length; at += size) {
            pipes.listener.stdout(bytes, at, Math.min(size, bytes.length - at));
            pipes.listener.stderr(bytes, at, Math.min(size, bytes.length - at));
        }
        pipes.listener.exited(WorkloadExit.of(1));
        check(upstream, calls);
        checkMessages(pipes.stdin.toString(StandardCharsets.UTF_8).split("\n"));
    }

    @FuzzTest(maxDuration = "10m")
    void upstreamBodies(byte[] input) throws MalformedMessageException {
        Upstream upstream = upstream();
        RecordingLink link = new RecordingLink();
        upstream.attach(link, true);
        List<RecordingCall> calls = calls();
        upstream.message(JsonText.of(withIds(input, upstream, calls)));
        upstream.closed(new GatewayException(ErrorCode.SERVER_UNAVAILABLE, "gone"));
        check(upstream, calls);
        checkMessages(link.texts().toArray(String[]::new));
    }

    private static List<RecordingCall> calls() {
        return List.of(
                new RecordingCall("one", "{\"_meta\":{\"progressToken\":\"mine\"}}"),
                new RecordingCall("one", "{}"),
                new RecordingCall());
    }

    private static byte[] withIds(byte[] input, Upstream upstream, List<RecordingCall> calls) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < calls.size(); i++) {
            text = text.replace("#" + i, Long.toString(upstream.call(calls.get(i))));
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void check(Upstream upstream, List<RecordingCall> calls) {
        assertThat(upstream.inFlight()).isZero();
        assertThat(upstream.isOpen()).isFalse();
        for (RecordingCall call : calls) {
            assertThat(call.heard.stream().filter(event -> event.startsWith("answered") || event.startsWith("failed")))
                    .as("%s", call.heard)
                    .hasSize(1);
        }
        assertThat(questions).noneMatch(Question::isOpen);
        assertThat(noise).isLessThan(20_000);
    }

    private static void checkMessages(String[] lines) throws MalformedMessageException {
        for (String line : lines) {
            if (!line.isEmpty()) {
                assertThat(Envelope.scan(JsonText.of(line)).text()).hasToString(line);
            }
        }
    }

    /** A workload of which only the pipes exist. */
    private static final class Pipes implements ContainerRuntime, ContainerRuntime.Workload {
        final ByteArrayOutputStream stdin = new ByteArrayOutputStream();
        WorkloadListener listener;

        @Override
        public Set<WorkloadKind> kinds() {
            return Set.of(WorkloadKind.PROCESS);
        }

        @Override
        public ImageFacts prepare(String reference, PullProgress progress) {
            throw new AssertionError("no images here");
        }

        @Override
        public Workload start(WorkloadSpec spec, WorkloadListener output) {
            listener = output;
            return this;
        }

        @Override
        public SweepReport sweep() {
            return new SweepReport(0, 0);
        }

        @Override
        public String id() {
            return "pipes";
        }

        @Override
        public OutputStream stdin() {
            return stdin;
        }

        @Override
        public CompletionStage<WorkloadExit> exit() {
            return CompletableFuture.completedFuture(WorkloadExit.of(0));
        }

        @Override
        public void stop(Duration grace) {
            // it is none
        }

        @Override
        public void close() {
            // it is none
        }
    }
}
