package io.mcpgateway.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.http.client.ScriptedServer.Out;
import io.mcpgateway.http.client.ScriptedServer.Request;
import io.mcpgateway.remote.Link;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FallbackLinkTest extends LinkTest {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    /** A server of the old transport that answers POSTs to its stream's address with a status. */
    private void oldServer(int status) {
        server.script((request, out) -> {
            if (request.path().equals("/mcp") && request.method().equals("POST")) {
                out.answer(status, "text/plain", "");
            } else if (request.method().equals("GET")) {
                out.startEvents();
                out.chunk("event: endpoint\ndata: /messages\n\n");
                for (String event = events.take(); !event.equals("cut"); event = events.take()) {
                    out.chunk("data: " + event + "\n\n");
                }
                throw new IOException("cuts the stream");
            } else {
                accept(request, out);
            }
        });
    }

    private void accept(Request request, Out out) throws IOException {
        out.answer(202, "text/plain", "");
        if (request.is("initialize")) {
            events.add(initializeResult(request, "2024-11-05"));
        } else if (request.body().contains("\"id\"")) {
            events.add(result(request.id()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405})
    void aServerOfTheOldTransportIsFound(int status) {
        oldServer(status);
        Link link = open();
        link.send(modern(1, "server/discover", "{}"));
        heard.failure(1);
        assertThat(heard.refusals).containsEntry(1L, status);
        link.send(request(2, "initialize"));
        heard.awaitMessages(1);
        link.send(note("notifications/initialized", "{}"));
        link.send(request(3, "tools/list"));
        heard.awaitMessages(2);
        assertThat(heard.messages.get(1)).isEqualTo(result("3"));
        assertThat(heard.failures).hasSize(1);
        assertThat(heard.closed).isEmpty();
        events.add("cut");
        heard.awaitClosed();
        assertThat(heard.closed.get(0)).hasMessageContaining("event stream was cut");
    }

    @Test
    void closingClosesWhatWasFound() {
        oldServer(405);
        Link link = open();
        link.send(request(2, "initialize"));
        heard.awaitMessages(1);
        link.close();
        heard.awaitClosed();
        link.send(request(3, "tools/list"));
        assertThat(heard.failure(3)).hasMessageContaining("closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"405", "json", "message", "end", "away", "elsewhere"})
    void aServerThatIsNoneIsRefusedAsItSaid(String how) {
        server.script((request, out) -> {
            if (request.method().equals("POST")) {
                out.answer(404, "text/plain", "not here");
                return;
            }
            switch (how) {
                case "405" -> out.answer(405, "text/plain", "");
                case "json" -> out.json(200, "{}");
                case "message" -> {
                    out.startEvents();
                    out.chunk("data:\n\n");
                }
                case "end" -> {
                    out.startEvents();
                    out.end();
                }
                case "elsewhere" -> {
                    out.startEvents();
                    out.chunk("event: endpoint\ndata: https://example.com/\n\n");
                }
                default -> throw new IOException("closes the connection");
            }
        });
        Link link = open();
        link.send(request(2, "initialize"));
        assertThat(heard.failure(2)).hasMessageContaining("HTTP status 404").hasMessageContaining("not here");
        assertThat(heard.refusals).containsEntry(2L, 404);
        assertThat(heard.closed).isEmpty();
        link.send(request(3, "ping"));
        heard.failure(3);
        link.close();
        heard.awaitClosed();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 406, 429, 500})
    void otherStatusesAreNoReasonToTry(int status) {
        server.script((request, out) -> out.answer(status, "text/plain", ""));
        open().send(request(2, "initialize"));
        heard.failure(2);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void anErrorThatAnswersIsNoReasonToTry() {
        server.script((request, out) ->
                out.json(400, "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"no\"},\"id\":null}"));
        open().send(request(2, "initialize"));
        heard.awaitMessages(1);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void closingWhileItIsTriedEndsIt() {
        server.script((request, out) -> {
            if (request.method().equals("POST")) {
                out.answer(404, "text/plain", "");
            } else {
                out.startEvents();
                out.chunk(": nothing yet\n\n");
            }
        });
        Link link = open();
        link.send(request(2, "initialize"));
        await().until(() -> server.requests.size() == 2);
        link.close();
        heard.awaitClosed();
        assertThat(heard.failures).isEmpty();
    }
}
