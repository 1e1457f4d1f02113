package io.mcpgateway.jvm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What each method answers, in both eras. A request that names its revision in {@code _meta} is of the modern era. */
final class Methods {
    // The tools never change while the server lives; clients may keep the list for an hour.
    private static final long TTL_MILLIS = 3_600_000;

    private final ToolServer server;

    Methods(ToolServer server) {
        this.server = server;
    }

    Reply handle(ObjectNode request) throws RpcException {
        JsonNode params = request.path("params");
        if (!params.isMissingNode() && !params.isObject()) {
            throw new RpcException(Revisions.INVALID_PARAMS, "params must be an object");
        }
        String method = request.path("method").textValue();
        if (params.path("_meta").has(Revisions.META_VERSION) || method.equals("server/discover")) {
            return modern(method, params);
        }
        return legacy(method, params);
    }

    private Reply legacy(String method, JsonNode params) throws RpcException {
        return switch (method) {
            case "initialize" -> Reply.of(initialize(params));
            case "ping" -> Reply.of(Json.newObject());
            case "tools/list" -> Reply.of(list(params));
            case "tools/call" -> new Reply(Json.newObject(), call(params));
            default -> throw unknown(method);
        };
    }

    private Reply modern(String method, JsonNode params) throws RpcException {
        JsonNode meta = params.path("_meta");
        JsonNode version = meta.path(Revisions.META_VERSION);
        if (!version.isTextual() || !meta.path(Revisions.META_CAPABILITIES).isObject()) {
            throw new RpcException(
                    Revisions.INVALID_PARAMS,
                    "_meta must hold " + Revisions.META_VERSION + " and " + Revisions.META_CAPABILITIES);
        }
        if (!version.textValue().equals(Revisions.MODERN)) {
            ObjectNode data = Json.newObject();
            data.putArray("supported").add(Revisions.MODERN);
            data.set("requested", version);
            throw new RpcException(Revisions.UNSUPPORTED_VERSION, "Unsupported protocol version", data);
        }
        return switch (method) {
            case "server/discover" -> Reply.of(cacheable(discover()));
            case "tools/list" -> Reply.of(cacheable(list(params)));
            case "tools/call" -> {
                Work work = call(params);
                yield new Reply(Json.newObject(), progress -> complete(work.result(progress)));
            }
            default -> throw unknown(method);
        };
    }

    private static RpcException unknown(String method) {
        return new RpcException(Revisions.METHOD_NOT_FOUND, "Method not found: " + method);
    }

    private ObjectNode initialize(JsonNode params) throws RpcException {
        JsonNode asked = params.path("protocolVersion");
        if (!asked.isTextual()) {
            throw new RpcException(Revisions.INVALID_PARAMS, "protocolVersion is missing");
        }
        boolean known = Revisions.LEGACY.contains(asked.textValue());
        ObjectNode result =
                Json.newObject().put("protocolVersion", known ? asked.textValue() : Revisions.LEGACY.get(0));
        result.putObject("capabilities").putObject("tools");
        result.set("serverInfo", server.info());
        return withInstructions(result);
    }

    private ObjectNode discover() {
        ObjectNode result = Json.newObject();
        result.putArray("supportedVersions").add(Revisions.MODERN);
        result.putObject("capabilities").putObject("tools");
        return withInstructions(result);
    }

    private ObjectNode withInstructions(ObjectNode result) {
        return server.instructions().isEmpty() ? result : result.put("instructions", server.instructions());
    }

    private ObjectNode list(JsonNode params) throws RpcException {
        if (params.hasNonNull("cursor")) {
            throw new RpcException(Revisions.INVALID_PARAMS, "Unknown cursor: the list has one page");
        }
        return server.tools().list();
    }

    private Work call(JsonNode params) throws RpcException {
        JsonNode name = params.path("name");
        if (!name.isTextual()) {
            throw new RpcException(Revisions.INVALID_PARAMS, "name is missing or no string");
        }
        JavaTool tool = server.tools()
                .find(name.textValue())
                .orElseThrow(() -> new RpcException(Revisions.INVALID_PARAMS, "Unknown tool: " + name.textValue()));
        ObjectNode arguments = arguments(params.path("arguments"));
        return progress -> ToolSet.run(tool, arguments, progress);
    }

    private static ObjectNode arguments(JsonNode arguments) throws RpcException {
        if (arguments instanceof MissingNode || arguments.isNull()) {
            return Json.newObject();
        }
        if (arguments instanceof ObjectNode object) {
            return object;
        }
        throw new RpcException(Revisions.INVALID_PARAMS, "arguments must be an object");
    }

    private ObjectNode cacheable(ObjectNode result) {
        return complete(result).put("ttlMs", TTL_MILLIS).put("cacheScope", "public");
    }

    private ObjectNode complete(ObjectNode result) {
        result.put("resultType", "complete");
        result.putObject("_meta").set(Revisions.META_SERVER, server.info());
        return result;
    }

    /**
     * An answer now, or work that gives one.
     *
     * @param now the result, if there is no work
     * @param later the work, which may block
     */
    record Reply(ObjectNode now, @Nullable Work later) {
        static Reply of(ObjectNode now) {
            return new Reply(now, null);
        }
    }

    /** Work that gives a result. */
    interface Work {
        ObjectNode result(ToolProgress progress);
    }
}
