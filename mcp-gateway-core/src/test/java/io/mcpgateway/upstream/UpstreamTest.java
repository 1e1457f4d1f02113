package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UpstreamTest {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final RecordingLink link = new RecordingLink();
    private final Upstream upstream = open(Duration.ofMinutes(1));

    private Upstream open(Duration timeout) {
        Upstream opened = TestUpstreams.of(timeout, new TestEvents() {
            @Override
            public void listChanged(Upstream changed, String method) {
                events.add("list " + method);
            }

            @Override
            public void notification(String method, @Nullable JsonText params) {
                events.add("log " + params);
            }

            @Override
            public void noise(String what) {
                events.add("noise " + what);
            }

            @Override
            public void closed(Upstream ended, GatewayException cause) {
                events.add("closed");
            }
        });
        opened.attach(link, false);
        return opened;
    }

    private void receive(String message) {
        upstream.message(JsonText.of(message));
    }

    private void answer(long id) {
        receive("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"of\":" + id + "}}");
    }

    private void log(String data) {
        receive("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\"" + data + "\"}}");
    }

    @Test
    void whatComesOnTheStreamOfARequestThatHasEndedReachesNoOtherRequest() {
        RecordingCall cancelled = new RecordingCall("s", "{}");
        RecordingCall other = new RecordingCall("s", "{}");
        long ended = upstream.call(cancelled);
        upstream.call(other);
        upstream.cancel(ended, "why");
        upstream.message(
                JsonText.of(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\"late\"}}"),
                ended);
        assertThat(cancelled.heard).isEmpty();
        assertThat(other.heard).isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void aQuestionOnTheStreamOfARequestThatHasEndedIsRefused() {
        Upstream asking = TestUpstreams.of("{\"elicitation\":{}}", Duration.ofMinutes(1), new TestEvents());
        asking.attach(link, false);
        long ended = asking.call(new RecordingCall("s", "{}"));
        asking.call(new RecordingCall("s", "{}"));
        asking.cancel(ended, "why");
        asking.message(
                JsonText.of("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"elicitation/create\",\"params\":{}}"),
                ended);
        assertThat(link.texts()).last().asString().contains("\"id\":\"q\"").contains("has ended");
    }

    private Upstream askingForRoots() {
        Upstream asking = TestUpstreams.of("{\"roots\":{}}", Duration.ofMinutes(1), new TestEvents());
        asking.attach(link, false);
        return asking;
    }

    private static void askForRoots(Upstream asking) {
        asking.message(JsonText.of("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"roots/list\"}"));
    }

    @Test
    void aQuestionAboutRootsWaitsForTheFirstCall() {
        Upstream asking = askingForRoots();
        askForRoots(asking);
        AskedCall first = new AskedCall("s");
        asking.call(first);
        assertThat(first.questions).hasSize(1);
    }

    @Test
    void aQuestionAboutRootsIsForACallThatBeginsWhileItsTakerIsLookedFor() {
        AskedCall first = new AskedCall("s");
        AtomicReference<Upstream> asking = new AtomicReference<>();
        asking.set(TestUpstreams.of("{\"roots\":{}}", Duration.ofMinutes(1), new TestEvents() {
            @Override
            public boolean asked(Question question) {
                asking.get().call(first);
                return false;
            }
        }));
        asking.get().attach(link, false);
        askForRoots(asking.get());
        assertThat(first.questions).hasSize(1);
    }

    @Test
    void aQuestionAboutRootsWaitsForTheNextCallOfTheOnlySession() {
        Upstream asking = askingForRoots();
        asking.cancel(asking.call(new AskedCall("s")), "why");
        askForRoots(asking);
        AskedCall next = new AskedCall("s");
        asking.call(next);
        assertThat(next.questions).hasSize(1);
    }

    @Test
    void aQuestionAboutRootsThatMayBeThatOfACancelledCallReachesNoOtherSession() {
        Upstream asking = askingForRoots();
        asking.cancel(asking.call(new AskedCall("s")), "why");
        askForRoots(asking);
        AskedCall other = new AskedCall("t");
        asking.call(other);
        assertThat(other.questions).isEmpty();
        assertThat(link.texts()).last().asString().contains("\"id\":\"q\"").contains("error");
    }

    @Test
    void aQuestionAboutRootsDoesNotWaitAtAServerThatTwoSessionsUse() {
        Upstream asking = askingForRoots();
        asking.cancel(asking.call(new AskedCall("s")), "why");
        asking.cancel(asking.call(new AskedCall("t")), "why");
        askForRoots(asking);
        assertThat(link.texts()).last().asString().contains("\"id\":\"q\"").contains("error");
    }

    /** A call whose client can be asked. */
    private static final class AskedCall extends RecordingCall {
        private final List<Question> questions = new CopyOnWriteArrayList<>();

        AskedCall(String session) {
            super(session, "{}");
        }

        @Override
        protected boolean asked(Question question) {
            return questions.add(question);
        }
    }

    @Test
    void aLateOrSecondAnswerIsNoiseAndReachesNobody() {
        RecordingCall call = new RecordingCall();
        RecordingCall cancelled = new RecordingCall();
        long id = upstream.call(call);
        long other = upstream.call(cancelled);
        assertThat(upstream.cancel(other, "why")).isTrue();
        assertThat(upstream.cancel(other, "why")).isFalse();
        answer(id);
        answer(id);
        answer(other);
        answer(99);
        receive("{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\",\"result\":{}}");
        assertThat(call.heard).containsExactly("answered {\"of\":" + id + "}");
        assertThat(cancelled.heard).isEmpty();
        assertThat(events).hasSize(4).allMatch(event -> event.startsWith("noise"));
        assertThat(link.texts())
                .last()
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"
                        + other + ",\"reason\":\"why\"}}");
        assertThat(link.answered).containsExactly(id);
        assertThat(upstream.inFlight()).isZero();
    }

    @Test
    void idsAreNeverUsedAgain() throws Exception {
        Set<Long> ids = ConcurrentHashMap.newKeySet();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 1000; i++) {
                    long id = upstream.call(new RecordingCall());
                    assertThat(ids.add(id)).isTrue();
                    answer(id);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join(20_000);
        }
        assertThat(ids).hasSize(8000);
        assertThat(upstream.inFlight()).isZero();
    }

    @Test
    void eachAnswerReachesItsOwnCallInWhateverOrder() {
        List<RecordingCall> calls = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            calls.add(new RecordingCall());
            ids.add(upstream.call(calls.get(i)));
        }
        for (int i = 99; i >= 0; i--) {
            answer(ids.get(i));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(calls.get(i).heard).containsExactly("answered {\"of\":" + ids.get(i) + "}");
        }
    }

    @Test
    void aCallThatTakesTooLongFailsAndTheServerIsTold() {
        Upstream impatient = open(Duration.ofMillis(1));
        RecordingCall call = new RecordingCall();
        long id = impatient.call(call);
        await().untilAsserted(() -> {
            impatient.failOverdue();
            assertThat(call.heard).containsExactly("failed " + ErrorCode.TIMEOUT);
        });
        assertThat(link.texts())
                .last()
                .asString()
                .contains("notifications/cancelled")
                .contains("\"requestId\":" + id);
        impatient.message(JsonText.of("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}"));
        assertThat(call.heard).hasSize(1);
    }

    @Test
    void progressPutsTheDeadlineOff() {
        Upstream patient = open(Duration.ofHours(1));
        RecordingCall silent = new RecordingCall();
        RecordingCall busy = new RecordingCall("", "{\"_meta\":{\"progressToken\":\"mine\"}}");
        patient.call(silent, Duration.ofMillis(1));
        long id = patient.call(busy, Duration.ofMillis(1));
        assertThat(link.texts()).last().asString().contains("\"progressToken\":" + id);
        patient.message(JsonText.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{"
                + "\"progressToken\":" + id + ",\"progress\":0.5}}"));
        await().untilAsserted(() -> {
            patient.failOverdue();
            assertThat(silent.heard).containsExactly("failed " + ErrorCode.TIMEOUT);
        });
        patient.failOverdue();
        assertThat(busy.heard).containsExactly("progress {\"progressToken\":\"mine\",\"progress\":0.5}");
    }

    @Test
    void progressForNobodyIsDropped() {
        RecordingCall call = new RecordingCall();
        upstream.call(call);
        for (String token : List.of("99", "\"1\"", "1.0", "-1", "null", "{}")) {
            receive("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":" + token
                    + ",\"progress\":1}}");
        }
        receive("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}");
        assertThat(call.heard).isEmpty();
    }

    @Test
    void theEndFailsEveryCallOnceAndLaterOnesAtOnce() throws Exception {
        for (int round = 0; round < 200; round++) {
            Upstream racing = open(Duration.ofMinutes(1));
            List<RecordingCall> calls = new CopyOnWriteArrayList<>();
            CyclicBarrier barrier = new CyclicBarrier(3);
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 2; t++) {
                threads.add(new Thread(() -> {
                    meet(barrier);
                    for (int i = 0; i < 20; i++) {
                        RecordingCall call = new RecordingCall();
                        calls.add(call);
                        racing.call(call);
                    }
                }));
            }
            threads.add(new Thread(() -> {
                meet(barrier);
                racing.closed(new GatewayException(ErrorCode.SERVER_UNAVAILABLE, "gone"));
            }));
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join(20_000);
            }
            assertThat(calls)
                    .hasSize(40)
                    .allSatisfy(
                            call -> assertThat(call.heard).containsExactly("failed " + ErrorCode.SERVER_UNAVAILABLE));
            assertThat(racing.inFlight()).isZero();
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aLinkThatIsAttachedWhileTheConversationClosesIsClosed() throws Exception {
        for (int round = 0; round < 2000; round++) {
            Upstream racing = TestUpstreams.of(Duration.ofMinutes(1), new TestEvents());
            RecordingLink opened = new RecordingLink();
            CyclicBarrier barrier = new CyclicBarrier(2);
            Thread closing = new Thread(() -> {
                meet(barrier);
                racing.close();
            });
            closing.start();
            meet(barrier);
            racing.attach(opened, false);
            closing.join(20_000);
            assertThat(opened.closed).isTrue();
        }
    }

    @Test
    void serversMayPingAndNothingElse() {
        receive("{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"method\":\"ping\"}");
        receive("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"sampling/createMessage\",\"params\":{}}");
        assertThat(link.texts()).hasSize(2);
        assertThat(link.texts().get(0)).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"result\":{}}");
        assertThat(link.texts().get(1)).startsWith("{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"code\":-32601");
    }

    @Test
    void junkIsNoiseAndACallThatThrowsCostsItselfOnly() {
        RecordingCall broken = new RecordingCall() {
            @Override
            protected void answered(Envelope response) {
                throw new IllegalStateException("boom");
            }

            @Override
            protected void progressed(UnaryOperator<JsonText> under) {
                throw new IllegalStateException("boom");
            }
        };
        RecordingCall other = new RecordingCall();
        long id = upstream.call(broken);
        long second = upstream.call(other);
        for (String junk : List.of("", "x", "[]", "{}", "{\"jsonrpc\":\"2.0\"}", "{\"jsonrpc\":\"2.0\",\"id\":{}}")) {
            receive(junk);
        }
        assertThat(events).hasSize(6);
        answer(id);
        answer(second);
        assertThat(broken.heard).containsExactly("failed " + ErrorCode.INTERNAL);
        assertThat(other.heard).hasSize(1);
    }

    @Test
    void logMessagesGoToTheYoungestCallOfTheOnlySession() {
        RecordingCall first = new RecordingCall("one", "{}");
        RecordingCall second = new RecordingCall("one", "{}");
        long older = upstream.call(first);
        long id = upstream.call(second);
        upstream.call(new RecordingCall());
        log("a");
        assertThat(second.heard).containsExactly("notified {\"data\":\"a\"}");
        assertThat(first.heard).isEmpty();
        answer(id);
        log("b");
        assertThat(first.heard).containsExactly("notified {\"data\":\"b\"}");
        answer(older);
        log("c");
        assertThat(events).contains("log {\"data\":\"c\"}");
    }

    @Test
    void logMessagesOfAServerThatTwoSessionsUseReachNobodyEvenWhenOneHasEnded() {
        RecordingCall first = new RecordingCall("one", "{}");
        long id = upstream.call(first);
        upstream.cancel(id, "gone");
        RecordingCall second = new RecordingCall("two", "{}");
        upstream.call(second);
        log("what the first one asked for");
        assertThat(second.heard).isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void listChangesAreToldAndWhatIsNotKnownIsHandedOn() {
        receive("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
        receive("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/unheard-of\",\"params\":{}}");
        assertThat(events).containsExactly("list notifications/tools/list_changed", "log {}");
    }

    @Test
    void theLogLevelIsSentWhenItChanges() {
        AtomicInteger before = new AtomicInteger(link.sent.size());
        upstream.logLevel("one", "info");
        assertThat(link.sent).as("nothing before the handshake").hasSize(before.get());
        upstream.greeted(TestUpstreams.hello(Era.LEGACY, "tools", "logging"));
        upstream.logLevel("one", "info");
        upstream.logLevel("one", "info");
        upstream.logLevel("one", "no such level");
        upstream.logLevel("one", "error");
        assertThat(levels()).containsExactly("info", "error");
        upstream.logLevel("two", "debug");
        upstream.logLevel("one", "error");
        upstream.logLevel("three", "emergency");
        assertThat(levels()).as("the chattiest counts").containsExactly("info", "error", "debug");
        upstream.renewed();
        assertThat(levels()).containsExactly("info", "error", "debug", "debug");
        upstream.sessionEnded("two");
        upstream.sessionEnded("two");
        assertThat(levels()).containsExactly("info", "error", "debug", "debug", "error");
    }

    private List<String> levels() {
        return link.texts().stream()
                .filter(text -> text.contains("logging/setLevel"))
                .map(text -> text.replaceAll(".*\"level\":\"([a-z]+)\".*", "$1"))
                .toList();
    }

    @Test
    void lateAnswersToWhatWasGivenUpAreNoAttackAndOthersAre() {
        for (int i = 0; i < 10_500; i++) {
            long id = upstream.call(new RecordingCall("one", "{}"));
            upstream.cancel(id, "gone");
            answer(id);
        }
        assertThat(upstream.isOpen()).isTrue();
        for (int i = 0; i < 10_000; i++) {
            answer(7);
        }
        assertThat(upstream.isOpen()).isFalse();
    }
}
