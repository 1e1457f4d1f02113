package io.mcpgateway.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client of {@link ChaosIT}. It calls, answers, declines, forgets and cancels at random, and believes nothing: whatever
 * reaches it must carry the token of a call of its own, and, where the gateway can know it, of that very call.
 */
final class ChaosClient implements ChaosWire.Listener {
    private static final int PATIENCE_SECONDS = 60;
    private static final int MOST_ROUNDS = 12;
    private static final String MODERN = "2026-07-28";
    private static final String PREFIX = "io.modelcontextprotocol/";

    private final String name;
    private final boolean modern;
    private final boolean mayTimeOut;
    private final boolean full;
    private final List<Target> targets;
    private final ChaosLedger ledger;
    private final ScheduledExecutorService timer;
    private final Random moods;
    private final ChaosWire wire;

    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, Call> calls = new ConcurrentHashMap<>();
    private final Map<Long, Call> byId = new ConcurrentHashMap<>();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Queue<CompletableFuture<Void>> closing = new ConcurrentLinkedQueue<>();
    private volatile long listenId;
    private volatile ChaosWire.@Nullable Sent listening;
    private volatile boolean leaving;
    private int epoch;

    /**
     * A server that can be called.
     *
     * @param name its name
     * @param asksExactly whether the gateway can know to which call a question belongs; it cannot on the standard output of a
     *     server of the legacy era
     * @param logsExactly whether it can know to which call a log message belongs; it cannot on any standard output
     * @param alone whether each call has the server for itself
     */
    record Target(String name, boolean asksExactly, boolean logsExactly, boolean alone) {}

    private enum State {
        RUNNING,
        ANSWERED,
        FAILED,
        CANCELLED,
        ABANDONED
    }

    private static final class Call {
        private final String token;
        private final Target target;
        private final Set<Long> ids = ConcurrentHashMap.newKeySet();
        private final CompletableFuture<JsonNode> cancelled = new CompletableFuture<>();
        private volatile State state = State.RUNNING;
        private volatile ChaosWire.@Nullable Sent sent;
        private volatile long latest;

        Call(String token, Target target) {
            this.token = token;
            this.target = target;
        }

        synchronized boolean end(State how) {
            if (state != State.RUNNING) {
                return false;
            }
            state = how;
            return true;
        }
    }

    /**
     * A client.
     *
     * @param mayTimeOut whether its gateway ends silent calls within seconds
     * @param full whether it can do everything that servers may ask, or only be elicited
     */
    ChaosClient(
            String name,
            boolean modern,
            boolean mayTimeOut,
            boolean full,
            List<Target> targets,
            ChaosLedger ledger,
            ScheduledExecutorService timer,
            long seed,
            Function<ChaosWire.Listener, ChaosWire> wire) {
        this.name = name;
        this.modern = modern;
        this.mayTimeOut = mayTimeOut;
        this.full = full;
        this.targets = targets;
        this.ledger = ledger;
        this.timer = timer;
        this.moods = new Random(seed);
        this.wire = wire.apply(this);
    }

    // ---- what it does ----

    /** Greets the gateway and opens the stream for list changes. */
    void open() {
        if (!modern) {
            initialize();
            return;
        }
        JsonNode hello = plain("server/discover", Peer.object(params -> {}));
        if (!hello.at("/result/supportedVersions/0").asText().equals(MODERN)) {
            ledger.wrong(name + " was greeted with " + hello);
        }
        long id = ids.incrementAndGet();
        listenId = id;
        listening = wire.request(
                id,
                request(
                        id,
                        "subscriptions/listen",
                        Peer.object(params -> params.putObject("notifications").put("toolsListChanged", true))));
    }

    private void initialize() {
        JsonNode hello = plain("initialize", Peer.object(params -> {
            params.put("protocolVersion", "2025-11-25");
            params.set("capabilities", capabilities());
            params.putObject("clientInfo").put("name", name).put("version", "1");
        }));
        if (!hello.at("/result/protocolVersion").asText().equals("2025-11-25")) {
            ledger.wrong(name + " was greeted with " + hello);
        }
        wire.send(Peer.object(message -> message.put("jsonrpc", "2.0").put("method", "notifications/initialized")));
        if (wire instanceof ChaosHttp http) {
            http.listen();
        }
    }

    /** Works until a time of {@link System#nanoTime()}. */
    void work(long seed, long deadline) throws InterruptedException {
        Random random = new Random(seed);
        while (System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(300)); // the rate of the load; nothing is awaited here
            if (random.nextInt(50) == 0) {
                list();
            } else {
                call(random);
            }
        }
    }

    private void list() {
        int before = epoch();
        JsonNode answer = plain("tools/list", Peer.object(params -> {}));
        ledger.count("lists");
        if (lost(answer)) {
            renew(before);
        } else if (!answer.at("/result/tools").isArray()) {
            ledger.wrong(name + " got as a list " + answer);
        }
    }

    private void call(Random random) throws InterruptedException {
        Target target = targets.get(random.nextInt(targets.size()));
        ChaosPlan plan = ChaosPlan.draw(random, target.alone, mayTimeOut);
        Call call = new Call(name + "." + target.name + "." + numbers.incrementAndGet(), target);
        calls.put(call.token, call);
        boolean logs = random.nextBoolean();
        if (plan.cancelAfterMillis() >= 0) {
            timer.schedule(() -> cancel(call), plan.cancelAfterMillis(), TimeUnit.MILLISECONDS);
        }
        ObjectNode params = Peer.object(given -> {
            given.put("name", "act-" + target.name);
            given.putObject("arguments").put("token", call.token).set("steps", plan.steps());
            ObjectNode meta = given.putObject("_meta").put("progressToken", call.token);
            if (modern && logs) {
                meta.put(PREFIX + "logLevel", "info");
            }
        });
        for (int round = 1; call.state == State.RUNNING; round++) {
            int before = epoch();
            JsonNode answer = answerTo(call, params, plan);
            if (answer == null) {
                break;
            }
            if (lost(answer)) {
                ledger.count("sessions that had ended for idleness");
                call.end(State.FAILED);
                renew(before);
                break;
            }
            ObjectNode next = judge(call, params, answer);
            if (next == null) {
                break;
            }
            if (round == MOST_ROUNDS) {
                ledger.wrong(call.token + " needs more than " + MOST_ROUNDS + " rounds: " + plan);
                call.end(State.FAILED);
            }
            params = next;
            TimeUnit.MILLISECONDS.sleep(random.nextInt(50)); // a person thinks
        }
        ledger.count("calls");
        ledger.count("calls: " + call.state.name().toLowerCase(java.util.Locale.ROOT));
    }

    /** Sends the call, or its next round, and waits; null if it has ended without an answer. */
    private @Nullable JsonNode answerTo(Call call, ObjectNode params, ChaosPlan plan) throws InterruptedException {
        long id = ids.incrementAndGet();
        call.ids.add(id);
        call.latest = id;
        byId.put(id, call);
        ChaosWire.Sent sent = wire.request(id, request(id, "tools/call", params));
        call.sent = sent;
        closing.removeIf(CompletableFuture::isDone);
        closing.add(sent.ended());
        sent.answer().thenAccept(answer -> verify(call, answer));
        if (call.state == State.CANCELLED) {
            withdraw(call); // it was cancelled when there was nothing to be cancelled
        }
        try {
            Object first =
                    CompletableFuture.anyOf(sent.answer(), call.cancelled).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return call.state == State.RUNNING ? (JsonNode) first : null;
        } catch (TimeoutException e) {
            ledger.wrong("no end of " + call.token + " after " + PATIENCE_SECONDS + " s: " + plan);
            call.end(State.FAILED);
        } catch (ExecutionException e) {
            if (call.end(State.FAILED)) {
                ledger.wrong("no answer to " + call.token + ": " + e.getCause().getMessage() + ": " + plan);
            }
        }
        return null;
    }

    /** What an answer means; the params of the next round, if there is one. */
    private @Nullable ObjectNode judge(Call call, ObjectNode params, JsonNode answer) {
        if (answer.has("error")) {
            ledger.count("calls: error " + answer.at("/error/code"));
            ledger.error(
                    answer.at("/error/code").toString(),
                    answer.at("/error/message").asText());
            call.end(State.FAILED);
            return null;
        }
        JsonNode result = answer.path("result");
        if (!result.path("resultType").asText("complete").equals("input_required")) {
            call.end(State.ANSWERED);
            if (!result.at("/structuredContent/token").isTextual()) {
                ledger.wrong(call.token + " got without a token " + answer);
            }
            result.at("/structuredContent/answers")
                    .forEach(said -> ledger.count("answers to servers: "
                            + said.asText().replaceAll(":.*", "").replaceAll("^(crossed).*", "$1")));
            if (modern && !result.path("resultType").asText().equals("complete")) {
                ledger.wrong(call.token + " got without a resultType " + answer);
            }
            return null;
        }
        if (!modern) {
            ledger.wrong("a legacy client got " + answer);
            call.end(State.FAILED);
            return null;
        }
        return answered(call, params, result);
    }

    private @Nullable ObjectNode answered(Call call, ObjectNode params, JsonNode result) {
        ObjectNode responses = Transcript.MAPPER.createObjectNode();
        boolean forgets = false;
        for (Map.Entry<String, JsonNode> asks : result.path("inputRequests").properties()) {
            JsonNode question = asks.getValue();
            String said = saidBy(question);
            ledger.count("questions as input_required");
            own("a question", said, null);
            if (call.target.asksExactly && !said.equals(call.token)) {
                ledger.wrong(call.token + " is asked what belongs to " + said);
            }
            int mood = mood();
            forgets |= mood < 10;
            responses.set(asks.getKey(), resultFor(question.path("method").asText(), said, mood < 25));
        }
        if (forgets) {
            call.end(State.ABANDONED);
            return null;
        }
        ObjectNode next = params.deepCopy();
        next.set("inputResponses", responses);
        next.remove("requestState");
        if (result.has("requestState")) {
            next.set("requestState", result.get("requestState"));
        }
        return next;
    }

    private void cancel(Call call) {
        if (!call.end(State.CANCELLED)) {
            return;
        }
        withdraw(call);
        call.cancelled.complete(Transcript.MAPPER.nullNode());
    }

    private void withdraw(Call call) {
        ChaosWire.Sent sent = call.sent;
        if (sent == null || leaving) {
            return;
        }
        if (wire.cancelsByClosing()) {
            sent.abort();
            return;
        }
        wire.send(Peer.object(message -> message.put("jsonrpc", "2.0")
                .put("method", "notifications/cancelled")
                .putObject("params")
                .put("requestId", call.latest)));
    }

    /** Goes away. Politely: when all its streams have ended. */
    void leave(boolean politely) throws InterruptedException {
        ChaosWire.Sent open = listening;
        leaving = true;
        if (open != null) {
            open.abort();
        }
        try {
            CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            ledger.wrong(name + ": streams of requests that have ended stay open: " + e);
        }
        wire.leave(politely);
    }

    // ---- what it hears ----

    @Override
    public void heard(JsonNode message, @Nullable Long stream) {
        JsonNode params = message.path("params");
        switch (message.get("method").asText()) {
            case "notifications/progress" -> {
                String token = params.path("progressToken").asText();
                ledger.count("progress");
                String said = params.path("message").asText();
                if (said.startsWith("waiting for a workload, ")) { // the gateway's own words
                    ledger.count("notes of waiting");
                } else if (!token.equals(said)) {
                    ledger.wrong(name + ": progress of another call: " + message);
                }
                own("progress", token, stream);
            }
            case "notifications/message" -> {
                ledger.count("log messages");
                own("a log message", params.at("/data/token").asText(), stream);
            }
            case "notifications/tools/list_changed", "notifications/subscriptions/acknowledged" -> {
                ledger.count("list changes heard");
                long id = params.at("/_meta/io.modelcontextprotocol~1subscriptionId")
                        .asLong(-1);
                if (modern && id != listenId) {
                    ledger.wrong(name + " got of another subscription: " + message);
                }
            }
            case "notifications/cancelled" -> {
                ledger.count("questions taken back");
                if (!asked.contains(params.path("requestId").toString())) {
                    ledger.wrong(name + " was never asked what is taken back: " + message);
                }
            }
            case "elicitation/create", "sampling/createMessage", "roots/list" -> question(message, stream);
            default -> ledger.wrong(name + " got " + message);
        }
    }

    private void question(JsonNode message, @Nullable Long stream) {
        String said = saidBy(message);
        ledger.count("questions as requests");
        if (modern) {
            ledger.wrong(name + " is modern and was asked by a request: " + message);
            return;
        }
        Call call = own("a question", said, stream);
        asked.add(message.get("id").toString());
        if (call != null && call.state == State.CANCELLED) {
            withdraw(call); // the cancellation has overtaken the request, which is possible over HTTP
            return;
        }
        int mood = mood();
        if (mood < 8) {
            if (call != null) {
                timer.schedule(() -> cancel(call), 200 + mood * 100L, TimeUnit.MILLISECONDS);
            }
            return; // it says nothing, and loses patience some time later
        }
        ObjectNode answer = Peer.object(given -> given.put("jsonrpc", "2.0").set("id", message.get("id")));
        if (mood < 14) {
            answer.putObject("error").put("code", -1).put("message", "the user said no");
        } else {
            answer.set("result", resultFor(message.get("method").asText(), said, mood < 25));
        }
        wire.send(answer);
    }

    /** Checks whose it is. Returns the call, if it is one of this client's. */
    private @Nullable Call own(String what, String token, @Nullable Long stream) {
        Call call = calls.get(token);
        if (call == null) {
            ledger.wrong("CROSSED: " + name + " got " + what + " of '" + token + "'");
            return null;
        }
        boolean exact = switch (what) {
            case "a question" -> call.target.asksExactly;
            case "a log message" -> call.target.logsExactly;
            default -> true;
        };
        if (stream != null && exact && !call.ids.contains(stream)) {
            ledger.wrong(what + " of " + token + " came on the stream of request " + stream);
        }
        // On the stream of another request, which the gateway had to guess, it may come later than on its own.
        if (exact && call.state == State.ANSWERED) {
            ledger.wrong(what + " of " + token + " came after its answer");
        }
        return call;
    }

    private void verify(Call call, JsonNode answer) {
        JsonNode token = answer.at("/result/structuredContent/token");
        if (!token.isMissingNode() && !token.asText().equals(call.token)) {
            ledger.wrong("CROSSED: " + call.token + " was answered with " + answer);
        }
        for (JsonNode said : answer.at("/result/structuredContent/answers")) {
            if (said.asText().startsWith("crossed")) {
                ledger.wrong("CROSSED: the server of " + call.token + " got another's answer: " + said);
            }
        }
    }

    @Override
    public void stray(JsonNode answer) {
        Call call = byId.get(answer.path("id").asLong(-1));
        if (call != null && call.state == State.CANCELLED) {
            verify(call, answer);
            ledger.count("late answers to cancelled calls");
            return;
        }
        if (!leaving) {
            ledger.wrong(name + " did not ask for " + answer);
        }
    }

    @Override
    public void junk(String what) {
        if (!leaving) {
            ledger.wrong(name + " cannot read " + what);
        }
    }

    // ---- words ----

    private synchronized int mood() {
        return moods.nextInt(100);
    }

    private synchronized int epoch() {
        return epoch;
    }

    private boolean lost(JsonNode answer) {
        return !modern && answer.at("/error/message").asText().contains("no such session");
    }

    private synchronized void renew(int before) {
        if (epoch == before && wire instanceof ChaosHttp http) {
            epoch++;
            http.forgetSession();
            initialize();
        }
    }

    /** A request whose answer is simply awaited. */
    private JsonNode plain(String method, ObjectNode params) {
        long id = ids.incrementAndGet();
        return Peer.await(wire.request(id, request(id, method, params)).answer());
    }

    private ObjectNode request(long id, String method, ObjectNode params) {
        if (modern) {
            ObjectNode meta = params.withObject("/_meta");
            meta.put(PREFIX + "protocolVersion", MODERN);
            meta.set(PREFIX + "clientCapabilities", capabilities());
            meta.putObject(PREFIX + "clientInfo").put("name", name).put("version", "1");
        }
        return Peer.object(message -> message.put("jsonrpc", "2.0")
                .put("id", id)
                .put("method", method)
                .set("params", params));
    }

    private ObjectNode capabilities() {
        return Peer.object(given -> {
            given.putObject("elicitation").putObject("form");
            if (full) {
                given.putObject("sampling");
                given.putObject("roots");
            }
        });
    }

    private static String saidBy(JsonNode question) {
        JsonNode params = question.path("params");
        return switch (question.path("method").asText()) {
            case "elicitation/create" -> params.path("message").asText();
            case "sampling/createMessage" -> params.path("systemPrompt").asText();
            default -> params.at("/_meta/chaos~1token").asText();
        };
    }

    private static ObjectNode resultFor(String method, String token, boolean declines) {
        return Peer.object(result -> {
            switch (method) {
                case "elicitation/create" -> {
                    result.put("action", declines ? "decline" : "accept");
                    if (!declines) {
                        result.putObject("content").put("token", token);
                    }
                }
                case "sampling/createMessage" -> {
                    result.put("role", "assistant").put("model", "chaos");
                    result.putObject("content").put("type", "text").put("text", token);
                }
                default ->
                    result.putArray("roots")
                            .addObject()
                            .put("uri", "file:///chaos")
                            .put("name", token);
            }
        });
    }

    /** The tokens of calls that have not ended. */
    List<String> unended() {
        List<String> left = new ArrayList<>();
        calls.forEach((token, call) -> {
            if (call.state == State.RUNNING) {
                left.add(token);
            }
        });
        return left;
    }
}
