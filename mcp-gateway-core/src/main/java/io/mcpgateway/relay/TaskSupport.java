package io.mcpgateway.relay;

import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Which requests about tasks a client of which era may send: revision 2025-11-25 has them in its core
 * (basic/utilities/tasks), the modern era has them in the extension {@code io.modelcontextprotocol/tasks}.
 */
final class TaskSupport {
    private static final int METHOD_NOT_FOUND = -32601;
    private static final Members.Index EXTENSIONS = Members.Index.of(0, "extensions");
    private static final Members.Index TASKS = Members.Index.of(0, "io.modelcontextprotocol/tasks");
    private static final Outcome MISSING_CAPABILITY = new Outcome.Failure(
            -32021,
            "Missing required client capability",
            JsonText.of("{\"code\":-32021,\"message\":\"Missing required client capability\",\"data\":"
                    + "{\"requiredCapabilities\":{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}}}"));

    private TaskSupport() {}

    /** Whether this asks about tasks. */
    static boolean handles(String method) {
        return switch (method) {
            case "tasks/get", "tasks/result", "tasks/cancel", "tasks/update", "tasks/list" -> true;
            default -> false;
        };
    }

    /** Why a request about tasks cannot be answered in the client's era; null if it can. */
    static @Nullable Outcome refusal(Request request) {
        String method = request.envelope().method();
        boolean legacyOnly = method.equals("tasks/result") || method.equals("tasks/list");
        boolean modern = request.era() == Era.MODERN;
        if (modern ? legacyOnly : method.equals("tasks/update")) {
            return Outcome.failure(METHOD_NOT_FOUND, "Method not found: " + method);
        }
        return modern && !declared(request) ? MISSING_CAPABILITY : null;
    }

    /** Whether the client declares the extension. */
    static boolean declared(Request request) {
        try {
            JsonText extensions = Members.of(JsonText.of(request.profile().canonical()), EXTENSIONS)
                    .get(0);
            return extensions != null
                    && extensions.array()[extensions.offset()] == '{'
                    && Members.of(extensions, TASKS).has(0);
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("A profile is a JSON object", e);
        }
    }
}
