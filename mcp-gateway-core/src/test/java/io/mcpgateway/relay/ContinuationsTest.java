package io.mcpgateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ClientIdentity;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.ClientGate.ReplyStream;
import io.mcpgateway.upstream.ClientFacts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ContinuationsTest {
    private static final ReplyStream NOBODY = new ReplyStream() {
        @Override
        public void send(JsonText message) {
            throw new AssertionError(message);
        }

        @Override
        public void end(JsonText message, ReplyStatus status) {
            throw new AssertionError(message);
        }

        @Override
        public void cancelled() {
            throw new AssertionError();
        }
    };

    private final Continuations continuations = new Continuations(Duration.ofMinutes(1));

    private static Request request(String principal, String method, String params) throws MalformedMessageException {
        return new Request(
                Envelope.scan(JsonText.of(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}")),
                NOBODY,
                new Requester(
                        Era.MODERN,
                        new ClientIdentity(principal, "c", "1", "key"),
                        CapabilityProfile.EMPTY,
                        new ClientFacts(JsonText.emptyObject(), JsonText.of(""), JsonText.of("")),
                        "",
                        new UriOwners(),
                        Requester.Asking.NOBODY));
    }

    @Test
    void aStateIsOfUseForItsOwnRequestAtItsOwnServerOnly() throws MalformedMessageException {
        Request first = request("p", "tools/call", "{\"name\":\"t\",\"arguments\":{\"a\":1,\"b\":[]}}");
        String state = continuations.around(first, "s", "t", "the server's own");

        Request retry = request(
                "p",
                "tools/call",
                "{\"requestState\":\"x\",\"inputResponses\":{},\"_meta\":{},\"arguments\":{\"b\":[],\"a\":1},\"name\":\"t\"}");
        Continuations.Continuation opened = continuations.open(retry, "s", "t", state);
        assertThat(opened).isNotNull();
        assertThat(opened.state()).isEqualTo("the server's own");
        assertThat(opened.isParked()).isFalse();

        assertThat(continuations.open(retry, "other", "t", state)).as("server").isNull();
        assertThat(continuations.open(retry, "s", "u", state)).as("target").isNull();
        assertThat(continuations.open(retry, "s\"\n\"t", "", state)).as("both").isNull();
        assertThat(continuations.open(request("q", "tools/call", "{\"name\":\"t\"}"), "s", "t", state))
                .as("principal")
                .isNull();
        assertThat(continuations.open(request("p", "prompts/get", "{\"name\":\"t\"}"), "s", "t", state))
                .as("method")
                .isNull();
    }

    @Test
    void whatARetryMustRepeatIsDigestedOnceForEachRequest() throws MalformedMessageException {
        Request request = request("p", "tools/call", "{\"name\":\"t\"}");

        assertThat(request.digest())
                .isSameAs(request.digest())
                .isEqualTo(request("p", "tools/call", "{\"name\":\"t\"}").digest());
    }
}
