package io.mcpgateway.relay;

import io.mcpgateway.json.Messages;
import io.mcpgateway.json.Splice;
import io.mcpgateway.model.JsonText;
import java.util.Map;

/**
 * What a server is sent on behalf of a client.
 *
 * @param method the method
 * @param target the exposed name or URI
 * @param params the params as the server is to see them
 * @param headers {@code Mcp-Param-*} for a channel that has headers
 * @param awaitsTask whether the gateway makes a task of the call, and fetches its result itself
 * @param fetched the task whose result this fetches; empty if it fetches none
 */
record ServerRequest(
        String method,
        String target,
        JsonText params,
        Map<String, String> headers,
        boolean awaitsTask,
        String fetched) {
    static ServerRequest of(String method, String target, JsonText params) {
        return new ServerRequest(method, target, params, Map.of(), false, "");
    }

    ServerRequest withHeaders(Map<String, String> others) {
        return new ServerRequest(method, target, params, others, awaitsTask, fetched);
    }

    ServerRequest withParams(JsonText others) {
        return new ServerRequest(method, target, others, headers, awaitsTask, fetched);
    }

    /** The same as a task that the gateway waits for. */
    ServerRequest asTask() {
        JsonText task = new Splice(params).prepend(params, "\"task\":{}").apply();
        return new ServerRequest(method, target, task, headers, true, "");
    }

    /** What fetches the result of the task that was made of this. */
    ServerRequest fetching(String task) {
        JsonText about = JsonText.of("{\"taskId\":" + Messages.quote(task) + "}");
        return new ServerRequest("tasks/result", target, about, Map.of(), true, task);
    }
}
