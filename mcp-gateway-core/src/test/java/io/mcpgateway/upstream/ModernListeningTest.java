package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.json.Elements;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.remote.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One {@code subscriptions/listen} at a server of the modern era tells of all that is wanted, and nothing is missed. */
class ModernListeningTest {
    private static final Members.Index PARAMS = Members.Index.of(0, "notifications", "requestId");
    private static final Members.Index FILTER = Members.Index.of(0, "resourceSubscriptions", "toolsListChanged");

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Server server = new Server();
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

    ModernListeningTest() {
        upstream.greeted(TestUpstreams.hello(Era.MODERN, "tools", "resources", "subscribe"));
        upstream.attach(server, false);
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /** A server that keeps the streams that are open; it acknowledges when the test says so, or at once. */
    private final class Server implements Link {
        final AtomicInteger listens = new AtomicInteger();
        final Map<Long, Set<String>> open = new LinkedHashMap<>();
        final AtomicInteger mostOpen = new AtomicInteger();
        volatile boolean prompt;
        volatile String refusal = "";
        volatile Set<String> unsupported = Set.of();

        @Override
        public void send(Message message) {
            try {
                take(Envelope.scan(message.text()), message);
            } catch (MalformedMessageException e) {
                throw new AssertionError(message.toString(), e);
            }
        }

        private void take(Envelope envelope, Message message) throws MalformedMessageException {
            Members params = Members.of(envelope.params(), PARAMS);
            if (message.method().equals("notifications/cancelled")) {
                synchronized (open) {
                    assertThat(open.remove(params.number(1, -1))).isNotNull();
                }
                return;
            }
            assertThat(message.method()).isEqualTo("subscriptions/listen");
            listens.incrementAndGet();
            if (!refusal.isEmpty()) {
                receive("\"id\":" + message.id() + ",\"error\":" + refusal);
                return;
            }
            Set<String> uris = new TreeSet<>();
            JsonText given = Members.of(params.get(0), FILTER).get(0);
            if (given != null) {
                for (JsonText uri : Elements.of(given, 10_000)) {
                    uris.add(Messages.unquote(uri));
                }
            }
            synchronized (open) {
                open.put(message.id(), uris);
                mostOpen.accumulateAndGet(open.size(), Math::max);
            }
            if (prompt) {
                acknowledge(message.id());
            }
        }

        long youngest() {
            synchronized (open) {
                return open.keySet().stream().reduce(0L, (before, id) -> id);
            }
        }

        Map<Long, Set<String>> open() {
            synchronized (open) {
                return new LinkedHashMap<>(open);
            }
        }

        void acknowledge(long id) {
            List<String> uris = new ArrayList<>();
            synchronized (open) {
                open.get(id).forEach(uri -> {
                    if (!unsupported.contains(uri)) {
                        uris.add("\"" + uri + "\"");
                    }
                });
            }
            receive("\"method\":\"notifications/subscriptions/acknowledged\",\"params\":{\"_meta\":{"
                    + "\"io.modelcontextprotocol/subscriptionId\":" + id + "},\"notifications\":{"
                    + "\"resourceSubscriptions\":[" + String.join(",", uris) + "]}}");
        }

        void receive(String members) {
            upstream.message(JsonText.of("{\"jsonrpc\":\"2.0\"," + members + "}"));
        }

        void drop(long id) {
            synchronized (open) {
                open.remove(id);
            }
        }

        @Override
        public void close() {
            // there is nothing to end
        }
    }

    private CompletableFuture<Outcome> subscribe(String uri) {
        return upstream.listening().subscribe(uri).toCompletableFuture();
    }

    private void awaitListens(int count) {
        await().untilAsserted(() -> assertThat(server.listens).hasValue(count));
    }

    @Test
    void manyWishesAreOneStreamAndThoseThatComeMeanwhileAreOneMore() {
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            outcomes.add(subscribe("x:" + i));
        }
        awaitListens(1);
        for (int i = 500; i < 1000; i++) {
            outcomes.add(subscribe("x:" + i));
        }
        assertThat(outcomes).noneMatch(CompletableFuture::isDone);
        long first = server.youngest();
        server.acknowledge(first);
        assertThat(outcomes.subList(0, 500)).allMatch(outcome -> outcome.join() instanceof Outcome.Result);
        awaitListens(2);
        assertThat(server.open()).hasSize(2);
        server.acknowledge(server.youngest());
        assertThat(outcomes).allMatch(outcome -> outcome.join() instanceof Outcome.Result);
        assertThat(server.open()).hasSize(1).doesNotContainKey(first);
        assertThat(server.open().values().iterator().next()).hasSize(1000);
        assertThat(server.listens).hasValue(2);
    }

    /** The lists are read next: whoever listens later than that misses what changes in between. */
    @Test
    void listsAreListenedToBeforeAnythingElseIsAsked() {
        upstream.listening().toLists();
        assertThat(server.listens).hasValue(1);
    }

    @Test
    void listsAreReadWhenTheServerHasAgreedToTellOfThem() {
        assertThat(upstream.listening().heardOfLists().toCompletableFuture()).isDone();
        upstream.listening().toLists();
        CompletableFuture<Void> heard = upstream.listening().heardOfLists().toCompletableFuture();
        assertThat(heard).isNotDone();
        server.acknowledge(server.youngest());
        assertThat(heard).isDone();
        assertThat(upstream.listening().heardOfLists().toCompletableFuture()).isDone();
    }

    @Test
    void aServerThatDoesNotAgreeIsReadAllTheSame() {
        upstream.listening().toLists();
        assertThat(upstream.listening().heardOfLists().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
    }

    /** A server that acknowledges at once must not make each wish a stream of its own. */
    @Test
    void wishesOfOneBreathAreOneStream() {
        server.prompt = true;
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            outcomes.add(subscribe("x:" + i));
        }
        await().untilAsserted(() -> assertThat(outcomes).allMatch(CompletableFuture::isDone));
        assertThat(server.listens.get()).isLessThan(20);
        assertThat(server.open()).hasSize(1);
    }

    @Test
    void theFormerStreamEndsWhenItsSuccessorIsAcknowledgedAndNotBefore() {
        server.prompt = true;
        subscribe("x:1").join();
        long former = server.youngest();
        server.prompt = false;
        subscribe("x:2");
        awaitListens(2);
        assertThat(server.open()).hasSize(2).containsKey(former);
        server.acknowledge(server.youngest());
        assertThat(server.open()).hasSize(1).doesNotContainKey(former);
    }

    @Test
    void whereNobodyListensAnyMoreThereIsNoStream() {
        server.prompt = true;
        subscribe("x:1").join();
        subscribe("x:1").join();
        upstream.listening().unsubscribe("x:1");
        upstream.listening().unsubscribe("x:1");
        await().untilAsserted(() -> assertThat(server.open()).isEmpty());
        subscribe("x:1").join();
        assertThat(server.open()).hasSize(1);
    }

    /** Wishes come and go on several threads while others acknowledge: one stream is left, with what is wanted last. */
    @Test
    void exactlyOneStreamIsLeftHoweverWishesCross() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 10; round++) {
            server.prompt = random.nextBoolean();
            List<CompletableFuture<?>> work = new ArrayList<>();
            for (int t = 0; t < 3; t++) {
                int thread = t;
                work.add(CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < 30; i++) {
                                String uri = "x:" + (i % 5);
                                subscribe(uri).thenAccept(outcome -> {
                                    if (outcome instanceof Outcome.Result) {
                                        upstream.listening().unsubscribe(uri);
                                    }
                                });
                            }
                            subscribe("x:kept-" + thread);
                        },
                        threads));
            }
            CompletableFuture<Void> all = CompletableFuture.allOf(work.toArray(CompletableFuture[]::new));
            await("seed " + seed).untilAsserted(() -> {
                server.open().keySet().forEach(server::acknowledge);
                assertThat(all).isDone();
                assertThat(server.open()).hasSize(1);
                assertThat(server.open().values().iterator().next())
                        .containsExactlyInAnyOrder("x:kept-0", "x:kept-1", "x:kept-2");
            });
            all.get(1, TimeUnit.SECONDS);
            assertThat(server.mostOpen.get()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void whatTheServerDoesNotAgreeToIsRefused() {
        server.prompt = true;
        server.unsupported = Set.of("x:no");
        CompletableFuture<Outcome> yes = subscribe("x:yes");
        CompletableFuture<Outcome> no = subscribe("x:no");
        assertThat(yes.join()).isInstanceOf(Outcome.Result.class);
        assertThat(no.join()).isInstanceOf(Outcome.Failure.class);
        assertThat(server.listens).hasValue(1);
    }

    @Test
    void anErrorIsTheAnswerToThoseWhoWaitAndIsNotAskedForAgain() {
        server.refusal = "{\"code\":-32601,\"message\":\"no such method\"}";
        assertThat(((Outcome.Failure) subscribe("x:1").join()).message()).isEqualTo("no such method");
        upstream.listening().toLists();
        awaitListens(2);
        upstream.failOverdue();
        upstream.failOverdue();
        assertThat(server.listens).hasValue(2);
        server.refusal = "";
        server.prompt = true;
        assertThat(subscribe("x:1").join()).isInstanceOf(Outcome.Result.class);
    }

    @Test
    void aServerThatEndsTheStreamIsListenedToAgainAndWhatMayHaveChangedIsTold() {
        server.prompt = true;
        upstream.listening().toLists();
        subscribe("x:1").join();
        subscribe("x:2").join();
        await().untilAsserted(() -> assertThat(server.open()).hasSize(1));
        upstream.listening().unsubscribe("x:2");
        assertThat(events).isEmpty();

        int before = server.listens.get();
        long first = server.youngest();
        server.drop(first);
        server.receive("\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":" + first + "}");
        await().untilAsserted(() -> assertThat(events)
                .containsExactlyInAnyOrder(
                        "{\"uri\":\"x:1\"}",
                        "notifications/tools/list_changed",
                        "notifications/resources/list_changed"));
        assertThat(server.listens.get()).isGreaterThan(before);
        assertThat(server.open().values()).containsExactly(Set.of("x:1"));
        assertThat(upstream.inFlight()).isEqualTo(1);

        events.clear();
        long second = server.youngest();
        server.drop(second);
        server.receive("\"id\":" + second + ",\"result\":{\"resultType\":\"complete\"}");
        await().untilAsserted(() -> {
            upstream.failOverdue();
            assertThat(events).contains("{\"uri\":\"x:1\"}");
        });
        assertThat(server.open().values()).containsExactly(Set.of("x:1"));
    }

    @Test
    void aServerEndsNothingElseThanItsStream() {
        RecordingCall call = new RecordingCall();
        RecordingLink link = new RecordingLink();
        upstream.attach(link, false);
        long id = upstream.call(call);
        server.receive("\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":" + id + "}");
        server.receive("\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"what\"}");
        server.receive("\"method\":\"notifications/subscriptions/acknowledged\",\"params\":{\"_meta\":{"
                + "\"io.modelcontextprotocol/subscriptionId\":" + id + "}}");
        server.receive("\"method\":\"notifications/subscriptions/acknowledged\",\"params\":{\"_meta\":7}");
        server.receive("\"id\":" + id + ",\"result\":{}");
        assertThat(call.heard).containsExactly("answered {}");
    }

    @Test
    void whoeverWaitsIsAnsweredWhenTheServerIsGone() {
        CompletableFuture<Outcome> outcome = subscribe("x:1");
        awaitListens(1);
        upstream.close();
        assertThat(outcome.join()).isInstanceOf(Outcome.Failure.class);
        assertThat(subscribe("x:1").join()).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void aServerThatOwesItsAcknowledgementIsTakenAtItsDeeds() {
        long[] now = {0};
        ModernListening patient = new ModernListening(upstream, new TestEvents(), () -> now[0]);
        CompletableFuture<Outcome> outcome = patient.subscribe("x:1").toCompletableFuture();
        awaitListens(1);
        patient.tick();
        assertThat(outcome).isNotDone();
        now[0] = Duration.ofSeconds(6).toNanos();
        patient.tick();
        assertThat(outcome.join()).isInstanceOf(Outcome.Result.class);
    }

    @Test
    void tooManyUrisAreRefused() {
        String half = "x".repeat(2 << 20);
        subscribe(half);
        subscribe(half);
        assertThat(subscribe(half + "y").join()).isInstanceOf(Outcome.Failure.class);
    }
}
