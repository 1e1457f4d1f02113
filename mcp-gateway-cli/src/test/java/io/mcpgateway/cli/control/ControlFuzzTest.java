package io.mcpgateway.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Terminal;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine;

/**
 * Whatever is asked at a control socket, it is a request or is refused; and whatever is answered there, the commands show it
 * line by line or say what is wrong. The first byte of an input says which: {@code a} a request; {@code b} to {@code d} what
 * {@code ps} is answered and shows as a table, as JSON and as YAML; {@code e} to {@code g} the same for {@code stats},
 * {@code h} to {@code j} for {@code logs}, {@code k} to {@code m} for {@code stop}. The inputs that were found are replayed by
 * every test run.
 */
class ControlFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FORMATS = List.of("list", "json", "yaml");
    private static final int COMMANDS = 4;
    private static final AtomicReference<byte[]> ANSWER = new AtomicReference<>(new byte[0]);

    private static Path home;
    private static ServerSocketChannel listening;
    private static Thread talker;

    @BeforeAll
    static void start() throws IOException {
        home = Files.createTempDirectory("fuzz");
        SocketPlace place = SocketPlace.of(home);
        listening = place.bind(place.newSocket("0f0022"));
        talker = new Thread(ControlFuzzTest::talk, "talker");
        talker.start();
    }

    @AfterAll
    static void end() throws IOException, InterruptedException {
        listening.close();
        talker.join();
        try (var files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> assertThat(file.toFile().delete()).isTrue());
        }
    }

    /** Gives everybody the same answer. */
    private static void talk() {
        while (listening.isOpen()) {
            try (SocketChannel peer = listening.accept()) {
                ByteBuffer question = ByteBuffer.allocate(ControlRequest.LONGEST);
                peer.read(question);
                ByteBuffer answer = ByteBuffer.wrap(ANSWER.get());
                while (answer.hasRemaining()) {
                    peer.write(answer);
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // Whoever asked has heard enough.
            }
        }
    }

    @FuzzTest(maxDuration = "10m")
    void foreignBytes(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        int which = Math.floorMod(input[0] - 'a', 1 + COMMANDS * FORMATS.size()) - 1;
        if (which < 0) {
            request(bytes);
        } else {
            answer(bytes, which / FORMATS.size(), FORMATS.get(which % FORMATS.size()));
        }
    }

    private static void request(byte[] bytes) throws IOException {
        ControlRequest request;
        try {
            request = ControlRequest.parse(bytes);
        } catch (GatewayException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
            assertThat(e.getMessage()).matches("Request refused: [ -~]{1,100}");
            return;
        }
        JsonNode plain = JSON.readTree(bytes);
        assertThat(plain.path("control").intValue()).isEqualTo(ControlRequest.VERSION);
        assertThat(plain.path("ask").textValue()).isEqualTo(request.ask().word());
        assertThat(plain.path("server").asText()).isEqualTo(request.server());
        assertThat(plain.path("tail").asInt()).isEqualTo(request.tail()).isBetween(0, ControlRequest.MOST_LINES);
        assertThat(plain.path("follow").asBoolean()).isEqualTo(request.follow());
        byte[] written = request.toJson().toString().getBytes(StandardCharsets.UTF_8);
        ControlRequest again = ControlRequest.parse(written);
        assertThat(again.ask()).isEqualTo(request.ask());
        // Half a character cannot be sent.
        assertThat(again.server()).isEqualTo(utf8(request.server().getBytes(StandardCharsets.UTF_8)));
    }

    private static void answer(byte[] bytes, int command, String format) throws IOException {
        ANSWER.set(bytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Session session = new Session(new Console(
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("MCP_GATEWAY_HOME", home.toString(), "NO_COLOR", "1"),
                new Terminal(true, OptionalInt.of(120), false)));
        int status = run(session, command, format);
        session.console().out().flush();
        checkLines(utf8(err.toByteArray()), 2);
        String shown = utf8(out.toByteArray());
        if (status != 0) {
            assertThat(shown).isEmpty();
            return;
        }
        int parts = (int) utf8(bytes).chars().filter(c -> c == '\n').count();
        switch (format) {
            case "json" -> assertThat(JSON.readTree(shown).isArray()).isTrue();
            case "yaml" ->
                assertThat(new Load(LoadSettings.builder().build()).loadFromString(shown))
                        .isInstanceOf(List.class);
            default -> checkLines(shown, parts + 3); // a line above the table, its head, and an empty line
        }
    }

    /** The exit status; what is wrong is said by an exception that every command may throw. */
    private static int run(Session session, int command, String format) {
        ControlCommand each = switch (command) {
            case 0 -> new PsCommand(session);
            case 1 -> new StatsCommand(session);
            case 2 -> new LogsCommand(session);
            default -> new StopCommand(session);
        };
        List<Exception> faults = new ArrayList<>();
        CommandLine line = new CommandLine(each).setExecutionExceptionHandler((e, at, parsed) -> {
            if (!(e instanceof GatewayException)) {
                faults.add(e);
            }
            return CommandLine.ExitCode.SOFTWARE;
        });
        int status = command < 2 ? line.execute("--format", format) : line.execute("x", "--format", format);
        assertThat(faults).isEmpty();
        return status;
    }

    private static void checkLines(String shown, int most) {
        assertThat(shown.lines().count()).as("%s", shown).isLessThanOrEqualTo(most);
        assertThat(shown.replace("\n", "")).doesNotContainPattern("\\p{Cc}");
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
