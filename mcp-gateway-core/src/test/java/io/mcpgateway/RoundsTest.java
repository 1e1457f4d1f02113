package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.Limits;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.JavaServer.Receiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the rounds of a modern client at a legacy server end, and what they leave behind: nothing. */
class RoundsTest {
    private static final String CAN = "{\"elicitation\":{},\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}";
    private static final String ACCEPT = "{\"action\":\"accept\",\"content\":{}}";

    @TempDir
    Path home;

    private McpGateway gateway;
    private TestClient client;
    private final AtomicInteger ids = new AtomicInteger(100);
    /** While this is set, outcomes do not reach the client, so that it can still cancel its requests. */
    private volatile boolean holding;

    private final List<Outcome> held = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> letGo = new CompletableFuture<>();
    /** The requests of the client that wait at the server. */
    private final List<Envelope> waiting = new CopyOnWriteArrayList<>();
    /** What the server was answered. */
    private final List<Envelope> answers = new CopyOnWriteArrayList<>();

    private final ScriptedServer server = ScriptedServer.withTools(ScriptedServer.tool("t"))
            .on("tools/call", (request, to) -> waiting.add(request))
            .on("", (answer, to) -> answers.add(answer));

    /** The tool can be called as a task only, so that the gateway fetches its result. */
    private final ScriptedServer tasks = new ScriptedServer(
                    "{\"tools\":{},\"tasks\":{\"cancel\":{},\"requests\":{\"tools\":{\"call\":{}}}}}")
            .result(
                    "tools/list",
                    "{\"tools\":[{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\"},\"execution\":{\"taskSupport\":\"required\"}}]}")
            .result("tools/call", "{\"task\":{\"taskId\":\"one\",\"status\":\"working\",\"ttl\":60000}}")
            .result("tasks/cancel", "{\"taskId\":\"one\",\"status\":\"cancelled\"}")
            .on("tasks/result", (request, to) -> waiting.add(request))
            .on("", (answer, to) -> answers.add(answer));

    @AfterEach
    void close() {
        client.close();
        gateway.close();
    }

    private void start(ScriptedServer with) {
        start(with, Limits.DEFAULT);
    }

    private void start(ScriptedServer with, Limits limits) {
        start(with, limits, Isolation.CALL);
    }

    private void start(ScriptedServer with, Limits limits, Isolation isolation) {
        ServerEntry entry = entry(isolation);
        start(with, limits, () -> new CatalogSnapshot("c", "", Map.of("s", entry), List.of()));
    }

    private static ServerEntry entry(Isolation isolation) {
        return ServerEntry.builder("s", ServerType.JVM)
                .provider("scripted")
                .isolation(isolation)
                .build();
    }

    private void start(ScriptedServer with, Limits limits, Catalog catalog) {
        ScriptedServerProvider.serve(with);
        gateway = McpGateway.builder()
                .home(home)
                .options(GatewayOptions.builder().limits(limits).watch(true).build())
                .catalog(catalog)
                .enable("s")
                .interceptor((exchange, next) -> next.handle(exchange).thenCompose(this::held))
                .build();
        gateway.start();
        client = new TestClient(gateway.gate());
    }

    private CompletionStage<Outcome> held(Outcome outcome) {
        if (!holding) {
            return CompletableFuture.completedFuture(outcome);
        }
        held.add(outcome);
        return letGo.thenApply(done -> outcome);
    }

    private int parked() {
        return ((GatewayEngine) gateway).parkedCalls();
    }

    private TestClient.Reply call(String more) {
        return client.send("{\"jsonrpc\":\"2.0\",\"id\":" + ids.incrementAndGet()
                + ",\"method\":\"tools/call\",\"params\":{\"name\":\"t\"," + more + TestClient.metaOf(CAN) + "}}");
    }

    private void cancelTheLast() {
        client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":" + ids.get()
                + "}}");
    }

    private static void write(ScriptedServer from, String message) {
        receiver(from).receive(JsonText.of("{\"jsonrpc\":\"2.0\"," + message + "}"));
    }

    private static Receiver receiver(ScriptedServer of) {
        return of.receivers.get(of.receivers.size() - 1);
    }

    private static void ask(ScriptedServer from, String id) {
        write(from, "\"id\":" + id + ",\"method\":\"elicitation/create\",\"params\":{\"message\":\"m\"}");
    }

    private JsonNode parkedBy(ScriptedServer from) {
        return parkedBy(from, "");
    }

    private JsonNode parkedBy(ScriptedServer from, String more) {
        TestClient.Reply reply = call(more);
        await().until(() -> !waiting.isEmpty());
        ask(from, "\"a\"");
        JsonNode result = reply.json().get("result");
        assertThat(result.get("resultType").asText()).isEqualTo("input_required");
        assertThat(parked()).isOne();
        return result;
    }

    private static String answering(JsonNode parked) {
        String key = parked.get("inputRequests").fieldNames().next();
        return "\"inputResponses\":{\"" + key + "\":" + ACCEPT + "},\"requestState\":" + parked.get("requestState")
                + ",";
    }

    private static List<String> cancelled(ScriptedServer at) {
        return at.received.stream()
                .filter(text -> text.contains("notifications/cancelled"))
                .map(text -> TestClient.parse(text).at("/params/requestId").toString())
                .toList();
    }

    private void isOverAtTheServer() {
        await().untilAsserted(() -> assertThat(answers).hasSize(1));
        assertThat(answers.get(0).error()).asString().contains("-32603").contains("cancelled");
        assertThat(cancelled(server))
                .containsExactly(String.valueOf(waiting.get(0).id()));
        nothingIsLeft(server);
    }

    private void nothingIsLeft(ScriptedServer at) {
        assertThat(parked()).isZero();
        await().untilAsserted(() -> assertThat(at.receivers).as("workloads").isEmpty());
    }

    @Test
    void aCallThatIsCancelledInTheBreathBeforeItIsParkedLeavesNoQuestionOpen() {
        holding = true;
        start(server);
        call("");
        await().until(() -> !waiting.isEmpty());
        ask(server, "\"a\"");
        cancelTheLast();
        isOverAtTheServer();
    }

    @Test
    void aCallThatIsCancelledBeforeItsClientHasHeardOfTheQuestionIsNotParked() {
        holding = true;
        start(server);
        call("");
        await().until(() -> !waiting.isEmpty());
        ask(server, "\"a\"");
        await().until(() -> !held.isEmpty());
        assertThat(held.toString()).contains("input_required");
        assertThat(parked()).isOne();
        cancelTheLast();
        isOverAtTheServer();
    }

    @Test
    void aCallThatIsCancelledInALaterRoundIsCancelledAtTheServer() {
        start(server);
        JsonNode parked = parkedBy(server);
        holding = true;
        call("\"requestState\":" + parked.get("requestState") + ","); // the question is still open
        cancelTheLast();
        isOverAtTheServer();
    }

    @Test
    void aTaskWhoseResultIsFetchedIsCancelledWithTheRequest() {
        start(tasks);
        call("");
        await().until(() -> !waiting.isEmpty());
        cancelTheLast();
        theTaskIsCancelled();
        nothingIsLeft(tasks);
    }

    @Test
    void aTaskWhoseResultIsFetchedIsCancelledInALaterRoundAsWell() {
        start(tasks);
        JsonNode parked = parkedBy(tasks);
        call(answering(parked));
        await().until(() -> !answers.isEmpty());
        cancelTheLast();
        theTaskIsCancelled();
        nothingIsLeft(tasks);
    }

    @Test
    void aTaskWhoseClientDoesNotComeBackIsCancelled() {
        start(
                tasks,
                Limits.DEFAULT.with(
                        limits -> limits.parked(Duration.ofMillis(300)).parkedCalls(10)));
        parkedBy(tasks);
        theTaskIsCancelled();
        nothingIsLeft(tasks);
    }

    @Test
    void aTaskIsCancelledWhenTheClientCancelsWhileItsResultIsAskedFor() {
        tasks.on("tasks/result", (request, to) -> {
            waiting.add(request);
            cancelTheLast(); // the gateway does not know yet under which id it has asked
        });
        start(tasks, Limits.DEFAULT, Isolation.SHARED); // a workload of its own would just end
        call("");
        await().until(() -> !waiting.isEmpty());
        theTaskIsCancelled();
    }

    private void theTaskIsCancelled() {
        await().untilAsserted(() -> assertThat(cancelled(tasks))
                .containsExactly(String.valueOf(waiting.get(0).id())));
        await().untilAsserted(
                        () -> assertThat(tasks.received.stream().filter(text -> text.contains("\"tasks/cancel\"")))
                                .singleElement()
                                .asString()
                                .contains("{\"taskId\":\"one\"}"));
        assertThat(parked()).isZero();
    }

    // ---- the end of the gateway, and changes of what it knows ----

    private static final Limits PATIENT = Limits.DEFAULT.with(limits -> limits.drain(Duration.ofMinutes(1)));

    /** Begins to end the gateway, and waits until it takes no more requests. */
    private Thread end() {
        Thread closer = new Thread(gateway::close);
        closer.start();
        await().until(() -> client.modern("tools/list", "{}").at("/error/code").asInt()
                == ErrorCode.SERVER_UNAVAILABLE.jsonRpcCode());
        return closer;
    }

    private static void isOver(Thread closer) throws InterruptedException {
        closer.join(20_000);
        assertThat(closer.isAlive()).isFalse();
    }

    @Test
    void aCallThatGoesOnAfterItsClientsAnswerFinishesWhenTheGatewayEnds() throws Exception {
        start(server, PATIENT);
        JsonNode parked = parkedBy(server);
        TestClient.Reply retry = call(answering(parked));
        await().until(() -> !answers.isEmpty());
        Receiver workload = receiver(server);
        Thread closer = end();
        ScriptedServer.reply(waiting.get(0), workload, "{\"content\":[],\"done\":true}");
        assertThat(retry.json().at("/result/done").asBoolean()).isTrue();
        isOver(closer);
    }

    @Test
    void anAnswerThatAnInterceptorIsNotDoneWithReachesItsClientWhenTheGatewayEnds() throws Exception {
        holding = true;
        start(server, PATIENT);
        TestClient.Reply reply = call("");
        await().until(() -> !waiting.isEmpty());
        ScriptedServer.reply(waiting.get(0), receiver(server), "{\"content\":[],\"done\":true}");
        await().until(() -> !held.isEmpty());
        Thread closer = end();
        assertThat(closer.isAlive()).isTrue();
        letGo.complete(null);
        assertThat(reply.json().at("/result/done").asBoolean()).isTrue();
        isOver(closer);
    }

    @Test
    void aCallOfTheProgramItselfFinishesWhenTheGatewayEnds() throws Exception {
        start(server, PATIENT);
        CompletableFuture<Outcome> outcome =
                gateway.request("tools/call", JsonText.of("{\"name\":\"t\"}")).toCompletableFuture();
        await().until(() -> !waiting.isEmpty());
        Receiver workload = receiver(server);
        Thread closer = end();
        ScriptedServer.reply(waiting.get(0), workload, "{\"content\":[],\"done\":true}");
        assertThat(outcome).succeedsWithin(Duration.ofSeconds(20)).isInstanceOf(Outcome.Result.class);
        isOver(closer);
    }

    @Test
    void aCallThatIsParkedOrCancelledDoesNotHoldBackTheEnd() throws Exception {
        start(server, Limits.DEFAULT.with(limits -> limits.drain(Duration.ofMinutes(10))));
        parkedBy(server);
        call("");
        await().until(() -> waiting.size() == 2);
        cancelTheLast();
        Thread closer = new Thread(gateway::close);
        closer.start();
        isOver(closer);
    }

    @Test
    void aServerInThisJvmIsThereUntilTheClientsOfItsParkedCallsHadTimeToAnswer() {
        Map<String, ServerEntry> entries = new ConcurrentHashMap<>(Map.of("s", entry(Isolation.CALL)));
        WatchedCatalog catalog = WatchedCatalog.of(() -> Map.copyOf(entries));
        start(server, Limits.DEFAULT.with(limits -> limits.call(Duration.ofSeconds(1))), catalog);
        JsonNode parked = parkedBy(server);
        entries.put(
                "s",
                ServerEntry.builder("s", ServerType.JVM)
                        .provider("scripted")
                        .disableNetwork(true) // anything that makes another definition of it
                        .build());
        ScriptedServer other = ScriptedServer.withTools(ScriptedServer.tool("t"), ScriptedServer.tool("u"));
        ScriptedServerProvider.serve(other);
        catalog.changed();
        await().until(() ->
                client.modern("tools/list", "{}").at("/result/tools").size() == 2);
        await().during(Duration.ofSeconds(3)).until(() -> !server.closed);
        TestClient.Reply retry = call(answering(parked));
        ScriptedServer.reply(waiting.get(0), receiver(server), "{\"content\":[],\"done\":true}");
        assertThat(retry.json().at("/result/done").asBoolean()).isTrue();
    }

    // ---- progress ----

    private static String token(String token) {
        return TestClient.metaOf(CAN).replaceFirst("\\{", "{\"progressToken\":\"" + token + "\",");
    }

    private TestClient.Reply callWith(String token, String more) {
        return client.send("{\"jsonrpc\":\"2.0\",\"id\":" + ids.incrementAndGet()
                + ",\"method\":\"tools/call\",\"params\":{\"name\":\"t\"," + more + token(token) + "}}");
    }

    private String serversToken(ScriptedServer at) {
        String sent = at.received.stream()
                .filter(text -> text.contains("\"tools/call\""))
                .findFirst()
                .orElseThrow();
        return TestClient.parse(sent).at("/params/_meta/progressToken").toString();
    }

    private void progress(ScriptedServer from, int progress) {
        write(
                from,
                "\"method\":\"notifications/progress\",\"params\":{\"progressToken\":" + serversToken(from)
                        + ",\"progress\":" + progress + "}");
    }

    @Test
    void progressGoesUnderTheTokenOfTheRequestThatIsWaitedFor() {
        start(server);
        TestClient.Reply first = callWith("one", "");
        await().until(() -> !waiting.isEmpty());
        progress(server, 1);
        assertThat(first.before).containsExactly(progressText("one", 1));
        ask(server, "\"a\"");
        JsonNode parked = first.json().get("result");

        progress(server, 2); // nobody waits

        TestClient.Reply second = callWith("two", answering(parked));
        progress(server, 3);
        assertThat(second.before).containsExactly(progressText("two", 3));
        ask(server, "\"b\"");
        TestClient.Reply third = call(answering(second.json().get("result")));

        progress(server, 4); // this one has no token

        assertThat(third.before).isEmpty();
        assertThat(first.before).hasSize(1);
        assertThat(second.before).hasSize(1);
        ScriptedServer.reply(waiting.get(0), receiver(server), "{\"content\":[],\"done\":true}");
        assertThat(third.json().at("/result/done").asBoolean()).isTrue();
    }

    private static String progressText(String token, int progress) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":\"" + token
                + "\",\"progress\":" + progress + "}}";
    }

    @Test
    void progressOfATaskWhoseResultIsFetchedReachesTheClient() {
        start(tasks);
        TestClient.Reply reply = callWith("one", "");
        await().until(() -> !waiting.isEmpty());
        progress(tasks, 1);
        assertThat(reply.before).containsExactly(progressText("one", 1));
    }

    // ---- limits ----

    @Test
    void aTaskWhoseResultIsFetchedMayTakeAsLongAsItMakesProgress() {
        start(tasks, Limits.DEFAULT.with(limits -> limits.call(Duration.ofSeconds(2))));
        TestClient.Reply reply = callWith("one", "");
        await().until(() -> !waiting.isEmpty());
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        await().pollInterval(Duration.ofMillis(100)).until(() -> {
            progress(tasks, 1);
            return System.nanoTime() - end > 0;
        });
        ScriptedServer.reply(waiting.get(0), receiver(tasks), "{\"content\":[],\"done\":true}");
        assertThat(reply.json().at("/result/done").asBoolean()).isTrue();
    }

    @Test
    void aTaskWhoseResultIsFetchedWaitsForItsClientAsLongAsACallDoes() {
        start(tasks, Limits.DEFAULT.with(limits -> limits.call(Duration.ofSeconds(1))));
        JsonNode parked = parkedBy(tasks);
        await().during(Duration.ofSeconds(3)).until(() -> parked() == 1);
        TestClient.Reply retry = call(answering(parked));
        ScriptedServer.reply(waiting.get(0), receiver(tasks), "{\"content\":[],\"done\":true}");
        assertThat(retry.json().at("/result/done").asBoolean()).isTrue();
    }

    @Test
    void aCallThatGoesOnCountsAtItsServerAndCanComeAgainWhenItIsRefused() {
        start(server, Limits.DEFAULT.with(limits -> limits.pendingPerServer(1)));
        JsonNode parked = parkedBy(server);
        TestClient.Reply other = call(""); // a parked call takes no place
        await().until(() -> waiting.size() == 2);
        Receiver one = server.receivers.get(0);
        assertThat(call(answering(parked)).json().at("/error/code").asInt()).isEqualTo(ErrorCode.LIMIT.jsonRpcCode());
        assertThat(parked()).isOne();
        ScriptedServer.reply(waiting.get(1), receiver(server), "{\"content\":[],\"done\":1}");
        assertThat(other.json().at("/result/done").asInt()).isOne();
        TestClient.Reply retry = call(answering(parked));
        await().until(() -> !answers.isEmpty());
        assertThat(call("").json().at("/error/code").asInt()).isEqualTo(ErrorCode.LIMIT.jsonRpcCode());
        ScriptedServer.reply(waiting.get(0), one, "{\"content\":[],\"done\":2}");
        assertThat(retry.json().at("/result/done").asInt()).isEqualTo(2);
        call("");
        await().until(() -> waiting.size() == 3);
    }

    /** Sealing the state of a call with large arguments takes a while, in which the server may ask more. */
    @Test
    void questionsThatComeWhileThereIsNoRoomToParkAreRefusedAsWell() {
        start(
                server,
                Limits.DEFAULT.with(
                        limits -> limits.parked(Duration.ofMinutes(1)).parkedCalls(0)));
        call("\"arguments\":{\"x\":[1" + ",1".repeat(3_000_000) + "]},");
        await().until(() -> !waiting.isEmpty());
        AtomicInteger asked = new AtomicInteger();
        await().pollInterval(Duration.ofMillis(10)).until(() -> {
            ask(server, String.valueOf(asked.incrementAndGet()));
            return asked.get() == 12;
        });
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(answers).hasSize(12));
        assertThat(parked()).isZero();
    }
}
