package io.mcpgateway.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Terminal;
import io.mcpgateway.cli.state.State;
import io.mcpgateway.model.GatewayException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClientConnectionsTest {
    @TempDir
    Path directory;

    private Session session;

    @BeforeEach
    void setUp() {
        session = new Session(new Console(
                InputStream.nullInputStream(),
                new ByteArrayOutputStream(),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                Map.of(),
                Terminal.NONE));
        session.home(directory.resolve("gateway"));
    }

    private Platform platform(Platform.Os os) {
        String home = directory.resolve("user").toString();
        return new Platform(
                os,
                Map.of(
                        "HOME",
                        home,
                        "USERPROFILE",
                        home,
                        "APPDATA",
                        home + "/AppData/Roaming",
                        "LOCALAPPDATA",
                        home + "/AppData/Local",
                        "ProgramFiles",
                        "C:\\Program Files",
                        "ProgramData",
                        "C:\\ProgramData"),
                directory.resolve("project/below"));
    }

    static Stream<Arguments> everyPlace() {
        return Stream.of(Platform.Os.values())
                .flatMap(os -> AiClient.all().values().stream()
                        .filter(client -> !client.format().equals("docker-ai"))
                        .flatMap(client -> Stream.of(true, false)
                                .filter(global -> global || client.project().isPresent())
                                .map(global -> argumentSet(
                                        client.id() + " on " + os + (global ? "" : ", project"), client, os, global))));
    }

    /** Settings as a person keeps them: comments, odd layout, other servers. */
    private static String settings(AiClient client) {
        return switch (client.format()) {
            case "toml" -> """
                # mine
                model   = "best"   # do not change

                [mcp_servers.other]
                command = "npx"
                args = [ "-y",
                         "thing" ]
                """;
            case "yaml" ->
                client.isList()
                        ? "# mine\nname: me\nmcpServers:\n    - name: other # keep\n      command: npx\n      args: [-y, thing]\nmodels: []\n"
                        : "# mine\nextensions:\n    other: # keep\n        cmd: npx thing\n        type: stdio\n    big: {bundled: true, type: builtin}\nGOOSE_MODE: auto\n";
            default -> {
                String servers = client.servers().get(0);
                yield "// mine\n{\n\t\"theme\" : \"dark\", /* why not */\n\t\"" + servers
                        + "\": {\n\t\t\"other\": {\"command\": \"npx\", \"args\": [\"-y\", \"thing\",]}, // keep\n\t},\n\t\"z\": 1.0,\n}\n";
            }
        };
    }

    private ClientPlace place(AiClient client, Platform.Os os, boolean global) throws IOException {
        Files.createDirectories(directory.resolve("project/.git"));
        return ClientPlace.of(client.id(), global, platform(os));
    }

    private static ObjectNode entry(ClientPlace place, Platform platform, String... more) {
        List<String> words = Stream.concat(Stream.of("docker", "mcp", "gateway", "run"), Stream.of(more))
                .toList();
        return GatewayEntry.of(place.entryShape(), place.client().key(), words, platform);
    }

    @Test
    void copiesOfSettingsAreForTheirOwnerOnly() throws IOException {
        ClientPlace place = place(AiClient.all().get("cursor"), Platform.Os.LINUX, true);
        Files.createDirectories(place.file().getParent());
        Files.writeString(place.file(), settings(place.client()));
        Path copies = directory.resolve("gateway/clients");

        new ClientConnections(session).connect(place, entry(place, platform(Platform.Os.LINUX)));

        assertThat(permissions(copies)).isEqualTo("rwx------");
        try (Stream<Path> all = Files.list(copies)) {
            assertThat(all.toList())
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
        }
        new ClientConnections(session).disconnect(place);
        new State(session).undo();
        try (Stream<Path> all = Files.list(copies)) {
            assertThat(all.toList())
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @ParameterizedTest
    @MethodSource("everyPlace")
    void connectingAndDisconnectingGivesBackTheVeryBytes(AiClient client, Platform.Os os, boolean global)
            throws IOException {
        ClientPlace place = place(client, os, global);
        Files.createDirectories(place.file().getParent());
        Files.writeString(place.file(), settings(client));
        ClientConnections connections = new ClientConnections(session);

        assertThat(ClientStatus.of(place).isConnected()).isFalse();
        assertThat(connections.connect(place, entry(place, platform(os)))).isTrue();
        assertThat(connections.connect(place, entry(place, platform(os)))).isFalse();
        ClientStatus connected = ClientStatus.of(place);
        assertThat(connected.isConnected()).isTrue();
        assertThat(connected.profile()).isEmpty();
        assertThat(connected.servers()).containsKey("other");
        assertThat(Files.readString(place.file())).contains("mine", "thing");
        assertThat(connections.connect(place, entry(place, platform(os), "--profile", "dev")))
                .isTrue();
        assertThat(ClientStatus.of(place).profile()).isEqualTo("dev");
        JsonNode windows = ClientStatus.environment(ClientStatus.of(place).own().orElseThrow());
        assertThat(windows.has("ProgramData")).isEqualTo(os == Platform.Os.WINDOWS);

        assertThat(connections.disconnect(place)).isTrue();
        assertThat(place.file()).hasBinaryContent(settings(client).getBytes(StandardCharsets.UTF_8));
        assertThat(connections.disconnect(place)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("everyPlace")
    void whatTheUserWritesMeanwhileStays(AiClient client, Platform.Os os, boolean global) throws IOException {
        ClientPlace place = place(client, os, global);
        Files.createDirectories(place.file().getParent());
        Files.writeString(place.file(), settings(client));
        ClientConnections connections = new ClientConnections(session);
        connections.connect(place, entry(place, platform(os)));
        Files.writeString(place.file(), Files.readString(place.file()).replace("thing", "another"));
        connections.disconnect(place);
        assertThat(place.file())
                .hasBinaryContent(settings(client).replace("thing", "another").getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("everyPlace")
    void aFileThatWasNotThereIsMadeAndGoesAgain(AiClient client, Platform.Os os, boolean global) throws IOException {
        ClientPlace place = place(client, os, global);
        ClientConnections connections = new ClientConnections(session);
        assertThat(connections.disconnect(place)).isFalse();
        assertThat(place.file()).doesNotExist();
        assertThat(connections.connect(place, entry(place, platform(os)))).isTrue();
        assertThat(ClientStatus.of(place).isConnected()).isTrue();
        assertThat(connections.disconnect(place)).isTrue();
        assertThat(place.file()).doesNotExist();
    }

    @Test
    void aBrokenFileIsReportedAndLeftAlone() throws IOException {
        ClientPlace place = place(AiClient.all().get("cursor"), Platform.Os.LINUX, true);
        Files.createDirectories(place.file().getParent());
        Files.writeString(place.file(), "{\"mcpServers\": {");
        assertThatThrownBy(() ->
                        new ClientConnections(session).connect(place, entry(place, platform(Platform.Os.LINUX))))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining(place.file().toString());
        assertThat(place.file()).hasContent("{\"mcpServers\": {");
        assertThat(ClientStatus.of(place).error()).isPresent();
    }

    @Test
    void aDirectoryInItsPlaceIsReportedAndLeftAlone() throws IOException {
        ClientPlace place = place(AiClient.all().get("cursor"), Platform.Os.LINUX, true);
        Files.createDirectories(place.file().resolve("mine"));
        assertThat(ClientStatus.of(place).error())
                .hasValueSatisfying(why -> assertThat(why).contains("regular file"));
        assertThat(place.file().resolve("mine")).exists();
    }

    @Test
    void whoIsNotKnownOrNotThereIsSaid() throws IOException {
        Platform platform = platform(Platform.Os.LINUX);
        assertThatThrownBy(() -> ClientPlace.of("cursr", true, platform))
                .hasMessage("Vendor not found: cursr; did you mean 'cursor' or 'crush'?");
        assertThatThrownBy(() -> ClientPlace.of("zed", false, platform))
                .hasMessageContaining("Did you mean to use the --global flag?");
        assertThatThrownBy(() -> ClientPlace.of("codex", false, platform)).hasMessageContaining("Re-run with --global");
        assertThatThrownBy(() -> ClientPlace.of("cursor", false, platform)).hasMessageContaining("--global flag");
        assertThatThrownBy(() -> ClientPlace.of("cursor", true, new Platform(Platform.Os.LINUX, Map.of(), directory)))
                .hasMessageContaining("undefined environment variables");
    }
}
