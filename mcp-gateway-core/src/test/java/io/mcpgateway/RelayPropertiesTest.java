package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.settings.GatewayOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * For payloads of every shape, in every quadrant of eras, to a server behind lines and to one in this JVM: what goes in
 * comes out, to the byte within one era but for line breaks between tokens; across eras apart from the members that
 * {@code docs/protocol.md} lists. Repeat a run with {@code -Dmcp.seed=…}; make it longer with {@code -Dmcp.cases=…}.
 */
class RelayPropertiesTest {
    private static final long SEED = Long.getLong("mcp.seed", System.nanoTime());
    private static final int CASES = Integer.getInteger("mcp.cases", 250);

    /** What the gateway reads or writes itself in {@code _meta} of a request. */
    private static final Predicate<String> OWN_META = key -> key.equals("\"progressToken\"")
            || key.matches("\"io\\.modelcontextprotocol/(protocolVersion|clientInfo|clientCapabilities|logLevel)\"");
    /** What revision 2026-07-28 requires of results. */
    private static final Predicate<String> OWN_RESULT = key -> key.matches("\"(resultType|ttlMs|cacheScope)\"");

    private static final String CLIENT_META = "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}";

    @TempDir
    Path home;

    private McpGateway gateway;

    enum Channel {
        LINES,
        JVM
    }

    static Stream<Arguments> quadrants() {
        List<Arguments> all = new ArrayList<>();
        for (Channel channel : Channel.values()) {
            for (Era server : Era.values()) {
                for (Era client : Era.values()) {
                    String name = client + " client, " + server + " server, " + channel;
                    all.add(argumentSet(name, client, server, channel));
                }
            }
        }
        return all.stream();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private void start(EchoServer server, Channel channel) {
        McpGateway.Builder builder = McpGateway.builder().home(home);
        if (channel == Channel.JVM) {
            builder.server("s", server);
        } else {
            ServerEntry entry = ServerEntry.builder("s", ServerType.SERVER)
                    .image("lines")
                    .isolation(Isolation.SHARED)
                    .build();
            builder.catalog(() -> new CatalogSnapshot("c", "", Map.of("s", entry), List.of()))
                    .runtime(new LineRuntime(server))
                    .enable("s");
        }
        // A server in this JVM has its tool renamed.
        gateway = builder.options(GatewayOptions.builder()
                        .prefixTools(channel == Channel.JVM)
                        .build())
                .build();
        gateway.start();
    }

    @ParameterizedTest
    @MethodSource("quadrants")
    void whatGoesInComesOut(Era clientEra, Era serverEra, Channel channel) {
        EchoServer server = new EchoServer(serverEra);
        start(server, channel);
        WildJson wild = new WildJson(SEED);
        try (TestClient client =
                clientEra == Era.LEGACY ? TestClient.legacy(gateway.gate()) : new TestClient(gateway.gate())) {
            for (int i = 0; i < CASES; i++) {
                Case one = new Case(wild, clientEra, serverEra, channel == Channel.JVM ? "s__t" : "t", i);
                server.received.clear();
                server.answer = one.answer;
                server.progress = one.progress;
                TestClient.Reply reply = client.send(one.request);
                one.check(server.received, reply.text(), reply.before);
            }
            assertThat(client.unsolicited).isEmpty();
        }
    }

    /** One request and what the server answers. */
    private static final class Case {
        private final WildJson wild;
        private final boolean exactParams;
        private final boolean sameEra;
        private final String label;
        private final String id;
        private final String params;
        private final String extra;
        private final String resultOrError;
        private final boolean error;
        private final boolean progressWanted;
        final String request;
        final String answer;
        final String progress;

        Case(WildJson wild, Era clientEra, Era serverEra, String tool, int number) {
            this.wild = wild;
            this.label = "seed " + SEED + ", case " + number;
            this.progressWanted = wild.random.nextInt(3) == 0;
            // In the modern era the metadata of a request are the client's and the gateway's together.
            this.exactParams = clientEra == serverEra && clientEra == Era.LEGACY && !progressWanted;
            this.sameEra = clientEra == serverEra;
            this.id = wild.random.nextBoolean() ? "\"" + number + wild.characters(5) + "\"" : "" + number;
            this.extra = "\"x-envelope\":" + wild.space() + wild.object();
            String[] target = new String[] {
                        "tools/call|\"name\":\"" + tool + "\"|arguments",
                        "prompts/get|\"name\" :\"p\"|arguments",
                        "resources/read|\"uri\":\"x\\u003ar\"|x-unknown",
                        "completion/complete|\"ref\":{\"type\":\"ref/prompt\",\"name\":\"p\"}|argument"
                    }
                    [wild.random.nextInt(4)].split("\\|");
            List<String> members = new ArrayList<>(List.of(
                    target[1],
                    "\"" + target[2] + "\"" + wild.space() + ":" + wild.space() + wild.object(),
                    "\"x-" + wild.characters(3) + "\":" + wild.object()));
            String meta = meta(clientEra);
            if (!meta.isEmpty()) {
                members.add("\"_meta\":" + wild.space() + meta);
            }
            String asked = wild.shuffled(members);
            this.params = asked.replace("\"" + tool + "\"", "\"t\"");
            this.request = wild.shuffled(List.of(
                    "\"jsonrpc\":\"2.0\"",
                    "\"id\":" + id,
                    "\"method\":\"" + target[0] + "\"",
                    "\"params\":" + asked,
                    extra));
            this.error = wild.random.nextInt(6) == 0;
            this.resultOrError = error
                    ? wild.shuffled(List.of(
                            "\"code\":-31" + (100 + wild.random.nextInt(800)),
                            "\"message\":" + wild.string(),
                            "\"data\":" + wild.object()))
                    : result(serverEra);
            this.answer = "\"" + (error ? "error" : "result") + "\"" + wild.space() + ":" + wild.space() + resultOrError
                    + (error ? "" : "," + extra) + wild.space();
            this.progress = progressWanted
                    ? wild.shuffled(List.of("\"progressToken\":TOKEN", "\"progress\":" + wild.number(), extra))
                    : "";
        }

        private String meta(Era clientEra) {
            List<String> members = new ArrayList<>();
            if (wild.random.nextBoolean()) {
                members.add("\"x/" + wild.characters(3) + "\":" + wild.object());
            }
            if (clientEra == Era.MODERN) {
                members.add(CLIENT_META);
            }
            if (progressWanted) {
                members.add("\"progressToken\":" + token());
            }
            return members.isEmpty() && wild.random.nextBoolean() ? "" : wild.shuffled(members);
        }

        private String token() {
            return "\"p-" + label.hashCode() + "\\u00e4\"";
        }

        private String result(Era serverEra) {
            List<String> members = new ArrayList<>(List.of(
                    "\"content\":[" + wild.object() + "]",
                    "\"structuredContent\":" + wild.object(),
                    "\"_meta\":" + wild.object(),
                    "\"x-" + wild.characters(3) + "\":" + wild.object()));
            if (serverEra == Era.MODERN) {
                members.add("\"resultType\":\"complete\"");
                members.add("\"ttlMs\":5");
                members.add("\"cacheScope\":\"private\"");
            }
            return wild.shuffled(members);
        }

        void check(List<String> received, String response, List<String> before) {
            assertThat(received).as(label).hasSize(1);
            String arrived = received.get(0);
            assertThat(arrived).as(label).doesNotContain("\n", "\r");
            assertThat(response).as(label).doesNotContain("\n", "\r");
            RawJson.Node atServer = RawJson.parse(arrived);
            RawJson.Node atClient = RawJson.parse(response);
            String outcome = error ? "error" : "result";
            if (exactParams) {
                assertThat(arrived).as(label).contains("\"params\":" + flat(params));
            }
            if (sameEra || error) {
                assertThat(response).as(label).contains("\"" + outcome + "\":" + flat(resultOrError));
            }
            assertThat(comparable(atServer.member("params"))).as(label).isEqualTo(comparable(RawJson.parse(params)));
            assertThat(atServer.member("x-envelope").toString()).as(label).isEqualTo(extraValue());
            assertThat(atClient.member("id").toString()).as(label).isEqualTo(id);
            assertThat(atClient.keys()).as(label).contains("\"" + outcome + "\"");
            assertThat(withoutOwn(atClient.member(outcome)))
                    .as(label)
                    .isEqualTo(withoutOwn(RawJson.parse(resultOrError)));
            if (!error) {
                assertThat(atClient.member("x-envelope").toString()).as(label).isEqualTo(extraValue());
            }
            assertThat(before).as(label).hasSize(progressWanted ? 1 : 0);
            if (progressWanted) {
                assertThat(RawJson.parse(before.get(0)).member("params").toString())
                        .as(label)
                        .isEqualTo(RawJson.parse(progress.replace("TOKEN", token()))
                                .toString());
            }
        }

        private String extraValue() {
            return RawJson.parse("{" + extra + "}").member("x-envelope").toString();
        }

        /** Params without what is the gateway's own in them; a {@code _meta} that holds nothing else is none. */
        private static String comparable(RawJson.Node params) {
            RawJson.Node meta = params.member("_meta");
            if (meta != null && meta.without(OWN_META).keys().isEmpty()) {
                params.without(key -> key.equals("\"_meta\""));
            }
            return params.toString();
        }

        private static String withoutOwn(RawJson.Node result) {
            return result.without(OWN_RESULT).toString();
        }

        private static String flat(String text) {
            return text.replace('\n', ' ').replace('\r', ' ');
        }
    }
}
