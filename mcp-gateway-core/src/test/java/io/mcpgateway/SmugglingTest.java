package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.model.Era;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A member that the gateway routes or judges by is refused when it comes twice, in whatever spelling, and nothing of that
 * message reaches a server. Repeat a run with {@code -Dmcp.seed=…}.
 */
class SmugglingTest {
    private static final long SEED = Long.getLong("mcp.seed", System.nanoTime());
    private static final int CASES = Integer.getInteger("mcp.cases", 2000);

    private static final String[] IN_MESSAGE = {"jsonrpc", "id", "method", "params", "result", "error"};
    private static final String[] IN_PARAMS = {
        "name", "uri", "arguments", "ref", "task", "inputResponses", "requestState", "_meta"
    };
    private static final String[] IN_META = {
        "progressToken",
        "io.modelcontextprotocol/protocolVersion",
        "io.modelcontextprotocol/clientInfo",
        "io.modelcontextprotocol/clientCapabilities",
        "io.modelcontextprotocol/logLevel",
        "io.modelcontextprotocol/of-a-later-revision",
        "io.mcpgateway/session"
    };

    @TempDir
    Path home;

    private final EchoServer server = new EchoServer(Era.LEGACY);
    private McpGateway gateway;

    @BeforeEach
    void start() {
        gateway = McpGateway.builder().home(home).server("s", server).build();
        gateway.start();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private static String pick(WildJson wild, String[] from) {
        return from[wild.random.nextInt(from.length)];
    }

    /** A member and a double of it, each with a value of its own. */
    private static List<String> twice(WildJson wild, String name) {
        return List.of(
                "\"" + name + "\":" + value(wild, name), wild.variant(name) + wild.space() + ":" + value(wild, name));
    }

    /** What the member holds when it is right. */
    private static String value(WildJson wild, String name) {
        return switch (name) {
            case "jsonrpc" -> "\"2.0\"";
            case "id" -> "" + wild.random.nextInt(100);
            case "method" -> wild.random.nextBoolean() ? "\"tools/call\"" : "\"ping\"";
            case "name" -> wild.random.nextBoolean() ? "\"t\"" : "\"u\"";
            case "uri", "requestState" -> "\"x:" + wild.random.nextInt(9) + "\"";
            case "_meta" -> "{}";
            case "io.modelcontextprotocol/protocolVersion" -> "\"2026-07-28\"";
            case "progressToken" -> wild.number();
            default -> wild.object();
        };
    }

    @ParameterizedTest
    @EnumSource(Era.class)
    void aDoubleInTheMessageIsRefused(Era era) {
        WildJson wild = new WildJson(SEED);
        check(era, wild, -32600, () -> {
            String name = pick(wild, IN_MESSAGE);
            List<String> members = new ArrayList<>(twice(wild, name));
            for (String other : new String[] {"jsonrpc", "id", "method"}) {
                if (!other.equals(name)) {
                    members.add(
                            "\"" + other + "\":" + (other.equals("method") ? "\"tools/call\"" : value(wild, other)));
                }
            }
            if (!name.equals("params")) {
                members.add("\"params\":" + params(wild, era, List.of(), List.of()));
            }
            return wild.shuffled(members);
        });
    }

    @ParameterizedTest
    @EnumSource(Era.class)
    void aDoubleInParamsIsRefused(Era era) {
        WildJson wild = new WildJson(SEED);
        check(era, wild, -32602, () -> message(wild, params(wild, era, twice(wild, pick(wild, IN_PARAMS)), List.of())));
    }

    @ParameterizedTest
    @EnumSource(Era.class)
    void aDoubleInMetaIsRefused(Era era) {
        WildJson wild = new WildJson(SEED);
        check(era, wild, -32602, () -> message(wild, params(wild, era, List.of(), twice(wild, pick(wild, IN_META)))));
    }

    private static String message(WildJson wild, String params) {
        return wild.shuffled(
                List.of("\"jsonrpc\":\"2.0\"", "\"id\":7", "\"method\":\"tools/call\"", "\"params\":" + params));
    }

    /** Params of a call, as far as the given members do not stand for them. */
    private static String params(WildJson wild, Era era, List<String> given, List<String> givenMeta) {
        List<String> members = new ArrayList<>(given);
        if (given.stream().noneMatch(member -> member.startsWith("\"name\""))) {
            members.add("\"name\":\"t\"");
        }
        List<String> meta = new ArrayList<>(givenMeta);
        if (era == Era.MODERN) {
            for (String own :
                    List.of("io.modelcontextprotocol/protocolVersion", "io.modelcontextprotocol/clientCapabilities")) {
                if (givenMeta.stream().noneMatch(member -> member.startsWith("\"" + own + "\""))) {
                    meta.add("\"" + own + "\":" + (own.endsWith("Version") ? "\"2026-07-28\"" : "{}"));
                }
            }
        }
        if (!meta.isEmpty() && given.stream().noneMatch(member -> member.startsWith("\"_meta\""))) {
            members.add("\"_meta\":" + wild.shuffled(meta));
        }
        return wild.shuffled(members);
    }

    private interface Maker {
        String make();
    }

    private void check(Era era, WildJson wild, int code, Maker maker) {
        try (TestClient client =
                era == Era.LEGACY ? TestClient.legacy(gateway.gate()) : new TestClient(gateway.gate())) {
            for (int i = 0; i < CASES; i++) {
                String message = maker.make();
                JsonNode answer = client.send(message).json();
                assertThat(answer.at("/error/code").asInt())
                        .as("seed %d, case %d: %s%n%s", SEED, i, message, answer)
                        .isEqualTo(code);
            }
            assertThat(server.received).as("seed %d", SEED).isEmpty();
            // The conversation lives, and the same message without the double goes through.
            assertThat(client.send(message(wild, params(wild, era, List.of(), List.of())))
                            .json()
                            .has("result"))
                    .isTrue();
            assertThat(server.received).hasSize(1);
        }
    }

    /** A server that doubles a member of its answer gives none: the call fails, and the bytes reach nobody. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"result\":{\"stolen\":1},\"Result\":{}",
                "\"result\":{\"stolen\":1},\"result\":{}",
                "\"result\":{\"stolen\":1},\"\\u0072esult\":{}",
                "\"result\":{\"stolen\":1},\"error\":{\"code\":1,\"message\":\"\"}",
                "\"result\":{\"stolen\":1},\"ID\":9",
                "\"result\":{\"stolen\":1},\"Method\":\"tools/call\""
            })
    void aDoubleInAnAnswerFailsTheCall(String answer) {
        server.answer = answer;
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            TestClient.Reply reply = client.post("tools/call", "{\"name\":\"t\"}");
            assertThat(reply.json().has("error")).isTrue();
            assertThat(reply.text()).doesNotContain("stolen");
        }
    }
}
