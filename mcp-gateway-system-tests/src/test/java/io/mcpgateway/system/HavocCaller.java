package io.mcpgateway.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One client session that calls without pause. Each call must end in time, with its own answer or with an error that names
 * the server; only a kill of the gateway excuses a broken connection. One thread each.
 */
final class HavocCaller {
    /** The longest way: in the queue, then a start that fails at its end, then one more; and what the machine may add. */
    private static final Duration PATIENCE = HavocGateway.START
            .multipliedBy(3)
            .plus(HavocGateway.CALL.multipliedBy(2))
            .plusSeconds(20);

    private final int number;
    private final HavocHost host;
    private final List<TestServer> servers;
    private final ChaosLedger ledger;
    private final Random random;
    private @Nullable HttpPeer peer;
    private int greetedAfter = -1;
    private int calls;

    HavocCaller(int number, HavocHost host, List<TestServer> servers, ChaosLedger ledger, long seed) {
        this.number = number;
        this.host = host;
        this.servers = servers;
        this.ledger = ledger;
        this.random = new Random(seed);
    }

    /** Works until a time of {@link System#nanoTime()}. */
    void work(long deadline) throws InterruptedException {
        while (System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(100)); // the rate of the load; nothing is awaited here
            int kills = host.kills();
            if (host.isDown(kills)) {
                continue;
            }
            try {
                call(greeted(kills), kills);
            } catch (AssertionError | RuntimeException e) {
                peer = null;
                if (kills == host.kills()) {
                    ledger.wrong("caller " + number + " was cut off without a kill: " + e);
                    return;
                }
                ledger.count("calls: cut off by a kill of the gateway");
            }
        }
    }

    private HttpPeer greeted(int kills) {
        HttpPeer greeted = peer;
        if (greeted == null || greetedAfter != kills) {
            greeted = host.gateway().connect();
            greeted.initialize();
            peer = greeted;
            greetedAfter = kills;
        }
        return greeted;
    }

    private void call(HttpPeer greeted, int kills) throws InterruptedException {
        TestServer server = servers.get(random.nextInt(servers.size()));
        String token = number + "." + server.name() + "." + ++calls;
        int kind = random.nextInt(20);
        String action = kind == 0 ? "flood" : kind < 4 ? "wait" : "touch";
        long start = System.nanoTime();
        CompletableFuture<JsonNode> sent = greeted.call(
                server.name() + "-" + action, given -> given.put("token", token).put("ms", random.nextInt(2000)));
        try {
            judge(server, token, sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            ledger.wrong("no end of " + token + " (" + action + ") after " + PATIENCE);
        } catch (ExecutionException e) {
            throw new AssertionError(token + ": " + e.getCause(), e);
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        ledger.count("calls");
        ledger.count(
                "calls: within " + (seconds < 1 ? "1 s" : seconds < 10 ? "10 s" : seconds < 30 ? "30 s" : "the rest"));
    }

    private void judge(TestServer server, String token, JsonNode answer) {
        if (answer.has("error")) {
            String message = answer.at("/error/message").asText();
            ledger.count("calls: errors");
            ledger.error(answer.at("/error/code").toString(), message);
            if (message.contains("no such session")) {
                peer = null; // it was idle for too long
            } else if (!message.contains("'" + server.name() + "'")) {
                ledger.wrong(token + " failed without the name of its server: " + answer);
            }
            return;
        }
        JsonNode content = answer.at("/result/structuredContent");
        if (!content.path("token").asText().equals(token)) {
            ledger.wrong("CROSSED: " + token + " was answered with " + answer);
        }
        boolean touched = content.at("/found/memory").asInt() > 0
                || content.at("/found/file").asBoolean();
        if (touched && server.isolation().equals("call")) {
            ledger.wrong("REUSED: " + token + " found what another call has left: " + answer);
        }
        ledger.count("calls: answered by " + server.name());
    }
}
