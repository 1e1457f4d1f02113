package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.settings.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whatever bytes a server writes, on its standard output or as a body: every call ends once, what goes back to the server
 * are messages, and nothing is left in flight. In an input {@code #0} to {@code #2} stand for the ids of three calls, which
 * cannot be guessed. A class of its own for each fuzzer, because a JVM runs one.
 */
abstract class UpstreamFuzz {
    static final Limits LIMITS = Limits.DEFAULT.with(set -> set.messageBytes(2048));

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

    final Upstream upstream() {
        noise = 0;
        questions.clear();
        return TestUpstreams.of(
                "{\"elicitation\":{},\"roots\":{},\"sampling\":{}}", Duration.ofMinutes(1), new Counting());
    }

    static List<RecordingCall> calls() {
        return List.of(
                new RecordingCall("one", "{\"_meta\":{\"progressToken\":\"mine\"}}"),
                new RecordingCall("one", "{}"),
                new RecordingCall());
    }

    static byte[] withIds(byte[] input, Upstream upstream, List<RecordingCall> calls) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < calls.size(); i++) {
            text = text.replace("#" + i, Long.toString(upstream.call(calls.get(i))));
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    final void check(Upstream upstream, List<RecordingCall> calls) {
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

    static void checkMessages(String[] lines) throws MalformedMessageException {
        for (String line : lines) {
            if (!line.isEmpty()) {
                assertThat(Envelope.scan(JsonText.of(line)).text()).hasToString(line);
            }
        }
    }
}
