package io.mcpgateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.http.RawHttp.Answer;
import io.mcpgateway.model.Secret;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.ClientGate.ReplyStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What legacy clients get back that lost a connection (2025-11-25, basic/transports, "Resumability and Redelivery"). */
abstract class ResumptionContract {
    private static final Pattern LAST_ID = Pattern.compile("(?s).*\nid: ([^\n]+)\n.*");

    private HttpFrontContract container;
    private FakeGate gate;
    private int port;
    private RawHttp http;

    /** A container that has not started. */
    abstract HttpFrontContract container();

    @BeforeEach
    void begin() throws Exception {
        start(Duration.ZERO, Duration.ofMinutes(5));
    }

    private void start(Duration longestConnection, Duration storedFor) throws Exception {
        container = container();
        gate = container.gate;
        port = container.start(GatewayServletOptions.builder()
                .token(Secret.of(HttpFrontContract.TOKEN))
                .maxRequests(4)
                .storedEvents(20)
                .storedBytes(1 << 20)
                .storedFor(storedFor)
                .retry(Duration.ofMillis(700))
                .resumableAfter(Duration.ofMillis(100))
                .longestConnection(longestConnection)
                .keepAlive(Duration.ofMillis(1500))
                .build());
        http = new RawHttp(port);
    }

    private void restart(Duration longestConnection, Duration storedFor) throws Exception {
        end();
        start(longestConnection, storedFor);
    }

    @AfterEach
    void end() throws Exception {
        http.close();
        container.stop();
        gate.close();
    }

    private static Map<String, String> headers(String session) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "Authorization",
                "Bearer " + HttpFrontContract.TOKEN,
                "Content-Type",
                "application/json",
                "Accept",
                "application/json, text/event-stream"));
        if (!session.isEmpty()) {
            headers.put("Mcp-Session-Id", session);
        }
        return headers;
    }

    private String session(String revision) throws IOException {
        Answer answer = http.exchange(
                "POST",
                "/mcp",
                headers(""),
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"" + revision
                        + "\"}}");
        assertThat(answer.status()).isEqualTo(200);
        return answer.header("Mcp-Session-Id");
    }

    private String session() throws IOException {
        return session("2025-11-25");
    }

    private static String call(int id, String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":" + arguments + "}}";
    }

    private Answer post(String session, String body) throws IOException {
        return http.exchange("POST", "/mcp", headers(session), body);
    }

    /** A connection on which a call waits, and what the server says on it. */
    private ReplyStream startCall(RawHttp on, String session, int id) throws IOException {
        on.write(RawHttp.request("POST", "/mcp", headers(session), call(id, "wait", "{}")));
        await().until(() -> gate.waiting.containsKey(Integer.toString(id)));
        return gate.waiting.get(Integer.toString(id));
    }

    private RawHttp get(String session, String lastEvent) throws IOException {
        Map<String, String> headers = headers(session);
        if (!lastEvent.isEmpty()) {
            headers.put("Last-Event-ID", lastEvent);
        }
        RawHttp connection = new RawHttp(port);
        connection.write(RawHttp.request("GET", "/mcp", headers, ""));
        return connection;
    }

    private RawHttp resume(String session, String lastEvent) throws IOException {
        RawHttp connection = get(session, lastEvent);
        Answer head = connection.readHead();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).startsWith("text/event-stream");
        return connection;
    }

    /** All that a stream has which has ended. */
    private String replay(String session, String lastEvent) throws IOException {
        try (RawHttp connection = get(session, lastEvent)) {
            Answer answer = connection.read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
            return answer.body();
        }
    }

    private static void readToEnd(RawHttp connection) throws IOException {
        while (connection.readChunk().length > 0) {
            // until the end of the stream
        }
    }

    private int statusOf(String session, String lastEvent) throws IOException {
        try (RawHttp connection = get(session, lastEvent)) {
            return connection.readHead().status();
        }
    }

    private static String lastId(String events) {
        Matcher matcher = LAST_ID.matcher("\n" + events);
        assertThat(matcher.matches()).as(events).isTrue();
        return matcher.group(1);
    }

    private void answer(int id) {
        gate.waiting
                .get(Integer.toString(id))
                .end(FakeGate.result(Integer.toString(id), "{\"done\":" + id + "}"), ReplyStatus.ANSWERED);
    }

    // Priming

    @Test
    void aStreamStartsWithAnEventWithoutDataForClientsThatKnowIt() throws IOException {
        assertThat(post(session(), call(7, "progress", "{}")).body()).startsWith("id: 1-0\ndata:\n\nid: 1-1\n");
        try (RawHttp stream = resume(session(), "")) {
            assertThat(stream.readUntil("data:")).contains("id: 0-0\ndata:\n\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-06-18", "2025-03-26", "2024-11-05"})
    void olderClientsGetIdsButNoEventWithoutData(String revision) throws IOException {
        String session = session(revision);
        assertThat(post(session, call(7, "progress", "{}")).body())
                .startsWith("id: 1-0\nevent: message\ndata: {")
                .contains("\n\nid: 1-1\nevent: message\ndata: {")
                .doesNotContain("retry", "data:\n");
        try (RawHttp stream = resume(session, "")) {
            gate.last().toClient.send(FakeGate.note("notifications/a"));
            assertThat(stream.readUntil("n\":1")).contains("id: 0-0\n").doesNotContain("retry", "data:\n");
        }
    }

    @Test
    void idsAreUniqueInASession() throws IOException {
        String session = session();
        String first = post(session, call(7, "burst", "3")).body();
        String second = post(session, call(8, "burst", "3")).body();
        assertThat(first + second).containsOnlyOnce("id: 1-3\n").containsOnlyOnce("id: 2-3\n");
    }

    // The stream of a request

    @Test
    void aCallThatWasCutGoesOnAndItsAnswerWaits() throws Exception {
        String session = session();
        String last;
        try (RawHttp cut = new RawHttp(port)) {
            ReplyStream replies = startCall(cut, session, 7);
            replies.send(FakeGate.note("notifications/one"));
            cut.readHead();
            last = lastId(cut.readUntil("one\"") + cut.readUntil("\n\n"));
            cut.reset();
        }
        gate.waiting.get("7").send(FakeGate.note("notifications/two"));
        answer(7);
        assertThat(gate.abandoned).hasValue(0);
        assertThat(replay(session, last))
                .contains("notifications/two", "\"id\":7")
                .doesNotContain("notifications/one", "retry");
    }

    @Test
    void anAnswerThatIsLongInComingCanBeAskedForBeforeAnythingWasSaid() throws Exception {
        String session = session();
        long began = System.nanoTime();
        try (RawHttp cut = new RawHttp(port)) {
            startCall(cut, session, 7);
            cut.readHead();
            assertThat(cut.readUntil("data:")).contains("id: 1-0\ndata:\n\n");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(1400));
            cut.reset();
        }
        answer(7);
        assertThat(replay(session, "1-0")).contains("done");
        String older = session("2025-06-18");
        startCall(http, older, 8);
        assertThat(http.readHead().header("Content-Type")).startsWith("text/event-stream");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(1500));
        answer(8);
        http.readUntil("done");
        http.readChunk();
    }

    @Test
    void aCallThatWasCutIsCarriedOnLive() throws Exception {
        String session = session();
        try (RawHttp cut = new RawHttp(port)) {
            startCall(cut, session, 7);
            cut.readHead();
            assertThat(cut.readUntil("keep-alive")).contains("id: 1-0\ndata:\n\n");
            cut.reset();
        }
        try (RawHttp resumed = resume(session, "1-0")) {
            resumed.readUntil("keep-alive");
            gate.waiting.get("7").send(FakeGate.note("notifications/two"));
            resumed.readUntil("two");
            answer(7);
            resumed.readUntil("done");
            assertThat(resumed.readChunk()).isEmpty();
        }
    }

    @Test
    void onlyWhatBelongsToTheStreamIsReplayed() throws Exception {
        String session = session();
        try (RawHttp cut = new RawHttp(port)) {
            startCall(cut, session, 7).send(FakeGate.note("notifications/one"));
            cut.readHead();
            cut.readUntil("one");
            cut.reset();
        }
        post(session, call(8, "progress", "{\"of\":\"another\"}"));
        gate.last().toClient.send(FakeGate.note("notifications/standalone"));
        answer(7);
        assertThat(replay(session, "1-1")).contains("done").doesNotContain("another", "standalone");
        try (RawHttp standalone = resume(session, "")) {
            assertThat(standalone.readUntil("standalone")).doesNotContain("another", "done");
        }
    }

    @Test
    void aConnectionThatComesBackTakesOverAndItsRequestIsNotCountedForEver() throws Exception {
        String session = session();
        for (int id = 1; id <= 6; id++) { // more than there may be in flight
            try (RawHttp first = new RawHttp(port)) {
                startCall(first, session, id).send(FakeGate.note("notifications/one"));
                first.readHead();
                first.readUntil("one");
                try (RawHttp second = resume(session, id + "-0");
                        RawHttp third = resume(session, id + "-0")) {
                    readToEnd(first);
                    assertThat(second.readUntil("one")).doesNotContain("done");
                    answer(id);
                    assertThat(third.readUntil("done")).contains("notifications/one");
                    assertThat(third.readChunk()).isEmpty();
                }
            }
        }
        assertThat(post(session, call(9, "echo", "{}")).status()).isEqualTo(200);
    }

    @Test
    void aStreamThatHasEndedCanBeReadAgain() throws Exception {
        String session = session();
        String events = post(session, call(7, "burst", "3")).body();
        for (int again = 0; again < 2; again++) {
            assertThat(replay(session, "1-2"))
                    .contains("id: 1-3\n", "id: 1-4\n", "\"id\":7")
                    .doesNotContain("id: 1-2");
        }
        assertThat(replay(session, lastId(events))).doesNotContain("data");
    }

    // The stream of the session

    @RepeatedTest(5)
    void theStreamOfTheSessionGoesOnWhereItWasCut() throws Exception {
        String session = session();
        String last;
        try (RawHttp cut = resume(session, "")) {
            gate.last().toClient.send(FakeGate.note("notifications/a"));
            gate.last().toClient.send(FakeGate.note("notifications/b"));
            last = lastId(cut.readUntil("/a\"").replaceAll("(?s)(/a\".*?\n\n).*", "$1"));
            cut.reset();
        }
        gate.last().toClient.send(FakeGate.note("notifications/c"));
        try (RawHttp resumed = resume(session, last)) {
            assertThat(resumed.readUntil("/c\"")).contains("/b\"").doesNotContain("/a\"");
            gate.last().toClient.send(FakeGate.note("notifications/d"));
            resumed.readUntil("/d\"");
        }
    }

    // Bounds

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "-",
                "1",
                "1-",
                "-1",
                "1--1",
                "77-0",
                "0-99",
                "1-99999999999999999999",
                "99999999999-1",
                "0-0 "
            })
    void anUnknownEventIsRefusedAndNothingElseHappens(String id) throws IOException {
        String session = session();
        Answer answer;
        try (RawHttp connection = get(session, id)) {
            answer = connection.read();
        }
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("is unknown, or what followed it is no longer kept");
        assertThat(post(session, call(1, "echo", "{}")).status()).isEqualTo(200);
    }

    @Test
    void anEventOfAnotherSessionIsUnknown() throws IOException {
        String one = session();
        String other = session();
        post(one, call(7, "burst", "1"));
        assertThat(statusOf(other, "1-1")).isEqualTo(400);
        assertThat(statusOf(one, "1-1")).isEqualTo(200);
    }

    @Test
    void whatIsNoLongerKeptIsRefused() throws IOException {
        String session = session();
        post(session, call(7, "burst", "30"));
        assertThat(statusOf(session, "1-3")).isEqualTo(400);
        assertThat(statusOf(session, "1-25")).isEqualTo(200);
        post(session, call(8, "burst", "30"));
        assertThat(statusOf(session, "1-31")).isEqualTo(400);
    }

    @Test
    void whatNobodyHasSeenIsKeptLongest() throws Exception {
        String session = session();
        gate.last().toClient.send(FakeGate.note("notifications/standalone"));
        for (int i = 0; i < 5; i++) {
            assertThat(post(session, call(10 + i, "burst", "15")).body()).contains("n14");
        }
        try (RawHttp standalone = resume(session, "")) {
            standalone.readUntil("standalone");
        }
    }

    @Test
    void anAnswerLargerThanTheStoreArrivesButCannotBeReadAgain() throws Exception {
        String session = session();
        try (RawHttp live = new RawHttp(port)) {
            ReplyStream replies = startCall(live, session, 7);
            replies.send(FakeGate.note("notifications/one"));
            live.readHead();
            live.readUntil("one");
            replies.end(FakeGate.result("7", "\"" + "x".repeat(2 << 20) + "\""), ReplyStatus.ANSWERED);
            assertThat(live.readUntil("\"}")).hasSizeGreaterThan(2 << 20);
        }
        assertThat(statusOf(session, "1-1")).isEqualTo(400);
    }

    @Test
    void streamsThatEndedAreForgottenInTime() throws Exception {
        restart(Duration.ZERO, Duration.ofMillis(300));
        String session = session();
        post(session, call(7, "burst", "3"));
        await().until(() -> statusOf(session, "1-1") == 400);
        gate.last().toClient.send(FakeGate.note("notifications/a"));
        try (RawHttp standalone = resume(session, "")) {
            standalone.readUntil("/a\""); // that stream has not ended
        }
    }

    // Ends

    @Test
    void aLongConnectionIsClosedAndTheClientAsksForTheRest() throws Exception {
        restart(Duration.ofMillis(300), Duration.ofMinutes(5));
        String session = session();
        try (RawHttp call = new RawHttp(port)) {
            startCall(call, session, 7).send(FakeGate.note("notifications/one"));
            call.readHead();
            assertThat(call.readUntil("\nretry: 700\n\n")).contains("id: 1-1\n");
            assertThat(call.readChunk()).isEmpty();
        }
        answer(7);
        assertThat(replay(session, "1-1")).contains("done");
        assertThat(gate.abandoned).hasValue(0);
        String older = session("2025-06-18");
        try (RawHttp call = new RawHttp(port)) {
            startCall(call, older, 8).send(FakeGate.note("notifications/one"));
            call.readHead();
            call.readUntil("keep-alive"); // it would not know what to do, so the connection stays
            answer(8);
            assertThat(call.readUntil("done")).doesNotContain("retry");
        }
    }

    @Test
    void aCancelledRequestEndsItsResponse() throws Exception {
        String session = session();
        startCall(http, session, 7);
        gate.waiting.get("7").cancelled();
        Answer empty = http.read();
        assertThat(empty.status()).isEqualTo(200);
        assertThat(empty.header("Content-Type")).startsWith("text/event-stream");
        assertThat(empty.body()).doesNotContain("event: ");

        ReplyStream begun = startCall(http, session, 8);
        begun.send(FakeGate.note("notifications/one"));
        begun.cancelled();
        begun.end(FakeGate.result("8", "{}"), ReplyStatus.ANSWERED); // late, and nobody hears it
        assertThat(http.read().body()).contains("notifications/one").doesNotContain("result");

        Map<String, String> json = headers(session);
        json.put("Accept", "application/json");
        http.write(RawHttp.request("POST", "/mcp", json, call(9, "wait", "{}")));
        await().until(() -> gate.waiting.containsKey("9"));
        gate.waiting.get("9").cancelled();
        assertThat(http.read().status()).isEqualTo(202);
        assertThat(post(session, call(10, "echo", "{}")).status()).isEqualTo(200);
    }

    @Test
    void theEndOfTheSessionEndsAllItsConnections() throws Exception {
        String session = session();
        try (RawHttp cut = new RawHttp(port);
                RawHttp standalone = resume(session, "")) {
            startCall(cut, session, 7).send(FakeGate.note("notifications/one"));
            cut.readHead();
            cut.readUntil("one");
            try (RawHttp resumed = resume(session, "1-1");
                    RawHttp live = new RawHttp(port)) {
                startCall(live, session, 8).send(FakeGate.note("notifications/one"));
                live.readHead();
                live.readUntil("one");
                assertThat(http.exchange("DELETE", "/mcp", headers(session), "").status())
                        .isEqualTo(204);
                for (RawHttp connection : new RawHttp[] {resumed, standalone, live}) {
                    readToEnd(connection);
                }
            }
        }
        assertThat(statusOf(session, "1-1")).isEqualTo(404);
    }
}
