package io.mcpgateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate.Receipt;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.ClientGate.ReplyStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the parts of a batch come together, with messages that are numbers and strings. */
class BatchTest {
    private final List<ReplyStream> parts = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private int abandoned;

    private final ReplyStream replies = new ReplyStream() {
        @Override
        public void send(JsonText message) {
            sent.add(message.toString());
        }

        @Override
        public void end(JsonText response, ReplyStatus status) {
            ends.add(status + " " + response);
        }

        @Override
        public void cancelled() {
            ends.add("cancelled");
        }
    };

    /** Strings are notifications, numbers requests that wait, {@code true} one that is answered at once. */
    private Receipt one(JsonText message, ReplyStream part) {
        String text = message.toString();
        if (text.startsWith("\"")) {
            return receipt(Receipt.Kind.ONE_WAY);
        }
        if (text.equals("true")) {
            part.end(JsonText.of("{\"now\":1}"), ReplyStatus.MALFORMED);
            return receipt(Receipt.Kind.INVALID);
        }
        parts.add(part);
        return receipt(Receipt.Kind.REQUEST);
    }

    private Receipt receipt(Receipt.Kind kind) {
        return new Receipt() {
            @Override
            public Kind kind() {
                return kind;
            }

            @Override
            public void abandon() {
                abandoned++;
            }
        };
    }

    private Receipt receive(String batch) {
        return Batch.receive(JsonText.of(batch), replies, this::one);
    }

    private static JsonText answer(int n) {
        return JsonText.of("{\"n\":" + n + "}");
    }

    @Test
    void responsesComeTogetherInTheOrderOfTheRequests() {
        assertThat(receive("[1,\"note\", 2 ,true,3]").kind()).isEqualTo(Receipt.Kind.REQUEST);
        parts.get(2).end(answer(3), ReplyStatus.ANSWERED);
        parts.get(0).end(answer(1), ReplyStatus.ANSWERED);
        assertThat(ends).isEmpty();
        parts.get(1).end(answer(2), ReplyStatus.OVERLOADED);
        assertThat(ends).containsExactly("ANSWERED [{\"n\":1},{\"n\":2},{\"now\":1},{\"n\":3}]");
    }

    @Test
    void answersThatAreThereAtOnceComeAtOnce() {
        assertThat(receive("[true,\"note\"]").kind()).isEqualTo(Receipt.Kind.REQUEST);
        assertThat(ends).containsExactly("ANSWERED [{\"now\":1}]");
    }

    @Test
    void notificationsAloneHaveNoAnswer() {
        assertThat(receive("[\"a\",\"b\"]").kind()).isEqualTo(Receipt.Kind.ONE_WAY);
        assertThat(ends).isEmpty();
    }

    @Test
    void whatComesBeforeAnAnswerIsPassedOn() {
        receive("[1,2]");
        parts.get(1).send(JsonText.of("\"progress\""));
        assertThat(sent).containsExactly("\"progress\"");
    }

    @Test
    void cancelledRequestsHaveNoPlaceInTheArray() {
        receive("[1,2,3]");
        parts.get(1).cancelled();
        parts.get(0).end(answer(1), ReplyStatus.ANSWERED);
        parts.get(2).end(answer(3), ReplyStatus.ANSWERED);
        assertThat(ends).containsExactly("ANSWERED [{\"n\":1},{\"n\":3}]");
    }

    @Test
    void aBatchOfWhichAllIsCancelledIsCancelled() {
        receive("[1,\"note\",2]");
        parts.get(0).cancelled();
        parts.get(1).cancelled();
        assertThat(ends).containsExactly("cancelled");
    }

    @Test
    void whoLeavesAbandonsAll() {
        receive("[1,2,\"note\"]").abandon();
        assertThat(abandoned).isEqualTo(3);
    }

    @Test
    void anEmptyBatchIsRefused() {
        assertThat(receive("[ ]").kind()).isEqualTo(Receipt.Kind.INVALID);
        assertThat(ends).hasSize(1).first().asString().startsWith("MALFORMED {").contains("\"id\":null", "-32600");
    }

    @Test
    void aHundredAreTakenAndMoreAreNot() {
        assertThat(receive(IntStream.range(0, 100).mapToObj(i -> "true").collect(Collectors.joining(",", "[", "]")))
                        .kind())
                .isEqualTo(Receipt.Kind.REQUEST);
        assertThat(ends.remove(0)).hasSize("ANSWERED ".length() + 100 * 10 + 1);
        String tooMany = IntStream.range(0, 101).mapToObj(i -> "1").collect(Collectors.joining(",", "[", "]"));
        assertThat(receive(tooMany).kind()).isEqualTo(Receipt.Kind.INVALID);
        assertThat(ends).hasSize(1).first().asString().contains("\"id\":null", "-32600", "more than 100");
        assertThat(parts).isEmpty(); // nothing of it was begun
    }

    @Test
    void aHugeBatchCostsNoMoreThanItsLimit() {
        assertThat(receive("[" + "1,".repeat(4_000_000) + "1]").kind()).isEqualTo(Receipt.Kind.INVALID);
        assertThat(parts).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1", "[1,]", "[1 2]", "[,1]", "[1]]", "[1],[2]", "[1]x", "[\"\u0001\"]", "[tru]", "["})
    void whatIsNoArrayIsRefusedAsAWhole(String batch) {
        assertThat(receive(batch).kind()).isEqualTo(Receipt.Kind.INVALID);
        assertThat(ends).hasSize(1).first().asString().startsWith("MALFORMED {").contains("\"id\":null", "-32700");
        assertThat(parts).isEmpty();
    }

    @Test
    void answersFromManyThreadsMakeOneArray() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 200; round++) {
                parts.clear();
                ends.clear();
                receive("[1,2,3,4,5,6,7,8]");
                CountDownLatch start = new CountDownLatch(1);
                List<Future<?>> done = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    int n = i;
                    done.add(threads.submit(() -> {
                        start.await();
                        parts.get(n).end(answer(n), ReplyStatus.ANSWERED);
                        return null;
                    }));
                }
                start.countDown();
                for (Future<?> each : done) {
                    each.get();
                }
                assertThat(ends).hasSize(1).first().asString().contains("[{\"n\":0},{\"n\":1},", "{\"n\":7}]");
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
