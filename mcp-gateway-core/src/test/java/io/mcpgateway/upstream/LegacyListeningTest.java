package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.model.Era;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.remote.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server of the legacy era ends up subscribed to what is wanted, whatever was wanted on the way. */
class LegacyListeningTest {
    private static final String ERROR = "\"error\":{\"code\":-32002,\"message\":\"no such resource\"}";

    private final RecordingLink link = new RecordingLink();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Upstream upstream = TestUpstreams.of(Duration.ofMinutes(1), new TestEvents() {
        @Override
        public void listChanged(Upstream changed, String method) {
            events.add(method);
        }

        @Override
        public void resourceUpdated(Upstream updated, JsonText params) {
            events.add(params.toString());
        }
    });
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    LegacyListeningTest() {
        upstream.greeted(TestUpstreams.hello(Era.LEGACY, "resources", "subscribe"));
        upstream.attach(link, false);
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private CompletableFuture<Outcome> subscribe() {
        return upstream.listening().subscribe("x:1").toCompletableFuture();
    }

    private void unsubscribe() {
        upstream.listening().unsubscribe("x:1");
    }

    private List<String> methods() {
        return link.sent.stream().map(Link.Message::method).toList();
    }

    private void answer(int which, String members) {
        upstream.message(JsonText.of(
                "{\"jsonrpc\":\"2.0\",\"id\":" + link.sent.get(which).id() + "," + members + "}"));
    }

    private void answer(int which) {
        answer(which, "\"result\":{}");
    }

    @Test
    void allWhoWantAResourceAreOneSubscription() {
        CompletableFuture<Outcome> first = subscribe();
        CompletableFuture<Outcome> second = subscribe();
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        answer(0);
        assertThat(first.join()).isInstanceOf(Outcome.Result.class);
        assertThat(second.join()).isInstanceOf(Outcome.Result.class);
        assertThat(subscribe()).isDone();
        unsubscribe();
        unsubscribe();
        assertThat(methods()).containsExactly("resources/subscribe");
        unsubscribe();
        assertThat(methods()).containsExactly("resources/subscribe", "resources/unsubscribe");
    }

    /** The server may take the messages in any order, as over HTTP; so the second waits for the answer to the first. */
    @Test
    void whoComesWhileAnotherLeavesIsSubscribed() {
        subscribe();
        answer(0);
        unsubscribe();
        CompletableFuture<Outcome> next = subscribe();
        assertThat(methods()).containsExactly("resources/subscribe", "resources/unsubscribe");
        assertThat(next).isNotDone();
        answer(1);
        assertThat(methods()).containsExactly("resources/subscribe", "resources/unsubscribe", "resources/subscribe");
        answer(2);
        assertThat(next.join()).isInstanceOf(Outcome.Result.class);
    }

    @Test
    void aRefusalIsForAllWhoWaitAndLeavesNothing() {
        CompletableFuture<Outcome> first = subscribe();
        CompletableFuture<Outcome> second = subscribe();
        answer(0, ERROR);
        assertThat(List.of(first, second))
                .allSatisfy(
                        one -> assertThat(((Outcome.Failure) one.join()).code()).isEqualTo(-32002));
        CompletableFuture<Outcome> again = subscribe();
        answer(1);
        assertThat(again.join()).isInstanceOf(Outcome.Result.class);
        unsubscribe();
        assertThat(methods()).containsExactly("resources/subscribe", "resources/subscribe", "resources/unsubscribe");
    }

    @Test
    void aNewSessionIsSubscribedAgainAndEverythingCountsAsChanged() {
        subscribe();
        answer(0);
        upstream.renewed();
        assertThat(methods()).containsExactly("resources/subscribe", "resources/subscribe");
        assertThat(events).containsExactly("notifications/tools/list_changed");
        answer(1, ERROR);
        upstream.failOverdue();
        assertThat(methods()).hasSize(3);
        answer(2);
        assertThat(events).containsExactly("notifications/tools/list_changed", "{\"uri\":\"x:1\"}");
        upstream.failOverdue();
        assertThat(methods()).hasSize(3);
    }

    @Test
    void anAnswerOfTheFormerSessionDoesNotCountInTheNewOne() {
        CompletableFuture<Outcome> outcome = subscribe();
        upstream.renewed();
        answer(0);
        assertThat(outcome).isNotDone();
        assertThat(methods()).containsExactly("resources/subscribe", "resources/subscribe");
        answer(1);
        assertThat(outcome).isDone();
    }

    /** Clients come and go on several threads; what the server heard last is that somebody wants the resource. */
    @Test
    void theLastWordToTheServerIsWhatIsWanted() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Server server = new Server(random);
        upstream.attach(server, false);
        for (int round = 0; round < 30; round++) {
            boolean kept = random.nextBoolean();
            List<CompletableFuture<?>> work = new ArrayList<>();
            for (int t = 0; t < 3; t++) {
                boolean stays = kept && t == 0;
                work.add(CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < 20; i++) {
                                subscribe().thenRun(this::unsubscribe);
                            }
                            if (stays) {
                                subscribe();
                            }
                        },
                        threads));
            }
            CompletableFuture.allOf(work.toArray(CompletableFuture[]::new)).join();
            await("seed " + seed).untilAsserted(() -> {
                assertThat(upstream.inFlight()).isZero();
                assertThat(server.subscribed).isEqualTo(kept);
            });
            if (kept) {
                unsubscribe();
            }
        }
    }

    /** Takes messages on any thread, and so in any order. */
    private final class Server implements Link {
        private final Random random;
        volatile boolean subscribed;

        Server(Random random) {
            this.random = random;
        }

        @Override
        public void send(Message message) {
            int spins = random.nextInt(2000);
            threads.execute(() -> {
                for (int i = 0; i < spins; i++) {
                    Thread.onSpinWait();
                }
                subscribed = message.method().equals("resources/subscribe");
                upstream.message(JsonText.of("{\"jsonrpc\":\"2.0\",\"id\":" + message.id() + ",\"result\":{}}"));
            });
        }

        @Override
        public void close() {
            // there is nothing to end
        }
    }
}
