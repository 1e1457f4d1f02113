package io.mcpgateway.relay;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.upstream.ClientFacts;
import io.mcpgateway.upstream.UpstreamCall;

/** Cancels a task that nobody can ask for any more. */
final class AbandonedTask extends UpstreamCall {
    private final Request request;

    AbandonedTask(Request request, String id) {
        super("tasks/cancel", JsonText.of("{\"taskId\":" + Messages.quote(id) + "}"), JsonText.of(""));
        this.request = request;
    }

    @Override
    protected ClientFacts facts() {
        return request.requester().facts();
    }

    @Override
    protected void answered(Envelope response) {
        // Whatever it says, nobody wants the task any more.
    }

    @Override
    protected void failed(GatewayException cause) {
        // The server is gone, and the task with it.
    }
}
