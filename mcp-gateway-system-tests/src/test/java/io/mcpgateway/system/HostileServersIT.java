package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One server behind the gateway does all the harm it can. Each harm has a clear outcome for its own caller, and none for
 * anybody else: a well-behaved server on the same gateway has a call in flight all the while.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileServersIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Path directory;
    private StdioPeer peer;
    private CompletableFuture<JsonNode> bystander;

    @BeforeAll
    void start(@TempDir Path given) throws IOException {
        directory = given;
        TestServer hostile = TestServer.ofScript("hostile");
        TestServer good = TestServer.ofScript("echo").named("good");
        // The first server in order owns the colliding names `echo` and `pid`; the other's bear its name.
        peer = Gateway.inFrontOf(directory, hostile, good).startStdio();
        peer.initialize();
        assertThat(peer.echo("ready")).isEqualTo("ready");
        bystander = peer.call("sleep", arguments -> arguments.put("ms", 1_000_000));
    }

    @AfterEach
    void everybodyElseIsWell() {
        assertThat(peer.process().isAlive())
                .as("the gateway lives; stderr: " + peer.stderr())
                .isTrue();
        assertThat(bystander).as("a call on another server is still in flight").isNotDone();
        assertThat(Peer.await(peer.call("good__echo", arguments -> arguments.put("text", "well")), SOON)
                        .at("/result/content/0/text")
                        .asText())
                .isEqualTo("well");
        assertThat(peer.strays())
                .as("answers that nobody asked for, or second ones")
                .isEmpty();
        assertThat(peer.junk()).as("lines on standard output that are not JSON").isEmpty();
    }

    @AfterAll
    void stop() {
        if (peer != null) {
            peer.close();
        }
    }

    @Test
    void aServerThatExitsMidCallIsNamedWithItsStatusAndIsReplaced() {
        String error = errorOf("exit", arguments -> arguments.put("code", 7));

        assertThat(error).contains("hostile").contains("7");
        hostileAnswersAgain();
    }

    @Test
    void halfAnAnswerIsAnError() {
        assertThat(errorOf("half-answer", arguments -> {})).contains("hostile");
        hostileAnswersAgain();
    }

    @Test
    void aServerThatClosesItsOutputIsAnError() {
        assertThat(errorOf("mute", arguments -> {})).contains("hostile");
        hostileAnswersAgain();
    }

    @ParameterizedTest
    @ValueSource(strings = {"flood-stderr", "long-stderr"})
    void aFloodOnStandardErrorHoldsNothingUp(String harm) {
        assertThat(textOf(harm, arguments -> arguments.put("kilobytes", 16 * 1024)))
                .isEqualTo("flooded");
    }

    @Test
    void linesThatAreNoMessagesAreSkipped() {
        assertThat(textOf("junk", arguments -> {})).isEqualTo("after the junk");
    }

    @Test
    void aLineBeyondEveryLimitIsSkipped() {
        assertThat(textOf("giant-junk", arguments -> arguments.put("megabytes", 64)))
                .isEqualTo("after the giant");
    }

    @Test
    void anAnswerBeyondTheLimitIsAClearError() {
        String error = errorOf("giant-answer", arguments -> arguments.put("megabytes", 40));

        assertThat(error).hasSizeLessThan(4096).containsIgnoringCase("limit").contains("hostile");
        hostileAnswersAgain();
    }

    @Test
    void anAnswerOfTenMegabytesPasses() {
        assertThat(textOf("giant-answer", arguments -> arguments.put("megabytes", 10)))
                .hasSize(10 << 20);
    }

    @Test
    void aCancelledCallOnASilentServerIsForgotten() {
        CompletableFuture<JsonNode> never = peer.call("never", arguments -> {});
        peer.cancel(peer.latestId());

        hostileAnswersAgain();
        assertThat(never).as("a cancelled request gets no answer").isNotDone();
    }

    @Test
    void anAnswerAfterTheCancellationReachesNobody() {
        CompletableFuture<JsonNode> late = peer.call("late", arguments -> {});
        // The server answers in order, so this call says that `late` has arrived there.
        assertThat(textOf("echo", arguments -> arguments.put("text", "in between")))
                .isEqualTo("in between");
        peer.cancel(peer.latestId() - 1);

        assertThat(textOf("echo", arguments -> arguments.put("text", "afterwards")))
                .isEqualTo("afterwards");
        assertThat(late).isNotDone();
    }

    @Test
    void theFirstOfTwoAnswersCounts() {
        assertThat(textOf("twice", arguments -> {})).isEqualTo("first");
    }

    @Test
    void answersForNobodyAreDropped() {
        assertThat(textOf("strangers", arguments -> {})).isEqualTo("for you");
    }

    @Test
    void anIdOfAnotherTypeIsAnotherId() {
        assertThat(textOf("id-type", arguments -> {})).isEqualTo("right type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shapeless", "both-members"})
    void anAnswerThatIsNoneIsAnError(String harm) {
        assertThat(errorOf(harm, arguments -> {})).contains("hostile");
    }

    /** Whose answer that is nobody can say; so it is nobody's, and the call can still be cancelled. */
    @Test
    void anAnswerWithTwoIdsReachesNobody() {
        CompletableFuture<JsonNode> unanswered = peer.call("duplicate-member", arguments -> {});
        long id = peer.latestId();

        assertThat(textOf("echo", arguments -> arguments.put("text", "next"))).isEqualTo("next");
        if (unanswered.isDone()) {
            assertThat(Peer.await(unanswered).has("error"))
                    .as("an error at most")
                    .isTrue();
        } else {
            peer.cancel(id);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"asks-twice", "notifies"})
    void whatAServerSendsUnaskedHarmsNobody(String harm) {
        assertThat(textOf(harm, arguments -> {})).isIn("asked", "notified");
    }

    @Test
    void malformedDefinitionsAreLeftOutAndTheRestIsShown() throws IOException {
        Path own = directory.resolve("broken");
        try (StdioPeer other =
                Gateway.inFrontOf(own, TestServer.ofScript("broken-listing")).startStdio()) {
            other.initialize();

            JsonNode tools = Peer.await(other.request("tools/list", Peer.object(params -> {})), SOON)
                    .at("/result/tools");
            JsonNode prompts = Peer.await(other.request("prompts/list", Peer.object(params -> {})), SOON)
                    .at("/result/prompts");
            JsonNode resources = Peer.await(other.request("resources/list", Peer.object(params -> {})), SOON)
                    .at("/result/resources");

            assertThat(tools.findValuesAsText("name")).containsExactly("good");
            assertThat(prompts.isArray() && prompts.isEmpty()).isTrue();
            assertThat(resources.findValuesAsText("uri")).containsExactly("ok://1");
            assertThat(textOf(other.call("good", arguments -> {}))).isEqualTo("good");
            Awaitility.await("the malformed ones are reported")
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(other.stderr()).anyMatch(line -> line.contains("no-schema")));
        }
    }

    private void hostileAnswersAgain() {
        Awaitility.await("the hostile server is replaced")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(textOf("echo", arguments -> arguments.put("text", "again")))
                        .isEqualTo("again"));
    }

    private String textOf(String tool, Consumer<com.fasterxml.jackson.databind.node.ObjectNode> arguments) {
        return textOf(peer.call(tool, arguments));
    }

    private static String textOf(CompletableFuture<JsonNode> answer) {
        JsonNode message = Peer.await(answer, SOON);
        assertThat(message.has("result")).as(() -> "a result: " + message).isTrue();
        return message.at("/result/content/0/text").asText();
    }

    /** The JSON-RPC error, or the text of a result that says it is an error. */
    private String errorOf(String tool, Consumer<com.fasterxml.jackson.databind.node.ObjectNode> arguments) {
        JsonNode message = Peer.await(peer.call(tool, arguments), SOON);
        if (message.at("/result/isError").asBoolean()) {
            return message.get("result").toString();
        }
        assertThat(List.of(message)).as("an error").allMatch(each -> each.has("error"));
        return message.get("error").toString();
    }
}
