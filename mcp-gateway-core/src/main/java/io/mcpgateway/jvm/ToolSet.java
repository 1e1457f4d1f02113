package io.mcpgateway.jvm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.model.JsonText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tools of one server, by name, in order. Immutable. */
final class ToolSet {
    private static final Logger LOG = LoggerFactory.getLogger(ToolSet.class);

    private final Map<String, JavaTool> tools = new LinkedHashMap<>();
    private final ArrayNode listing = JsonNodeFactory.instance.arrayNode();

    ToolSet(List<JavaTool> tools) {
        for (JavaTool tool : tools) {
            if (!tool.name().matches("[A-Za-z0-9_.-]{1,64}")) {
                throw new IllegalArgumentException(
                        "A tool's name is 1 to 64 letters, digits, '_', '-' and '.', not '" + tool.name() + "'");
            }
            if (this.tools.putIfAbsent(tool.name(), tool) != null) {
                throw new IllegalArgumentException("Two tools are called '" + tool.name() + "'");
            }
            listing.add(describe(tool));
        }
    }

    private static ObjectNode describe(JavaTool tool) {
        ObjectNode node = Json.newObject().put("name", tool.name());
        if (!tool.title().isEmpty()) {
            node.put("title", tool.title());
        }
        node.put("description", tool.description());
        node.set("inputSchema", schema(tool, tool.inputSchema(), "input schema"));
        tool.outputSchema().ifPresent(text -> node.set("outputSchema", schema(tool, text, "output schema")));
        tool.annotations()
                .ifPresent(text -> node.set("annotations", Json.object(text, "Annotations of '" + tool.name() + "'")));
        return node;
    }

    private static ObjectNode schema(JavaTool tool, JsonText text, String what) {
        ObjectNode schema = Json.object(text, "The " + what + " of tool '" + tool.name() + "'");
        if (!"object".equals(schema.path("type").asText())) {
            throw new IllegalArgumentException(
                    "The " + what + " of tool '" + tool.name() + "' must have \"type\":\"object\"");
        }
        return schema;
    }

    ObjectNode list() {
        ObjectNode result = Json.newObject();
        result.set("tools", listing.deepCopy());
        return result;
    }

    Optional<JavaTool> find(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    /** Runs a tool; whatever it does, there is a result. */
    static ObjectNode run(JavaTool tool, ObjectNode arguments, ToolProgress progress) {
        try {
            return result(tool.call(new TreeArguments(arguments, ""), progress));
        } catch (ToolException e) {
            return failure(String.valueOf(e.getMessage()));
        } catch (Exception | StackOverflowError | LinkageError e) {
            // Messages of foreign exceptions may hold anything, secrets too.
            LOG.atWarn().setCause(e).addKeyValue("tool", tool.name()).log("A tool in the JVM failed");
            return failure("Tool '" + tool.name() + "' failed (" + e.getClass().getSimpleName()
                    + "); the gateway's log has the details");
        }
    }

    private static ObjectNode result(ToolResult answer) throws IOException {
        ObjectNode node = Json.newObject();
        ArrayNode content = node.putArray("content");
        if (answer.content().isEmpty()) {
            content.add(textBlock(answer.text()));
        }
        for (JsonText block : answer.content()) {
            content.add(Json.parse(block));
        }
        if (answer.structured().isPresent()) {
            node.set("structuredContent", Json.parse(answer.structured().get()));
        }
        if (answer.isError()) {
            node.put("isError", true);
        }
        return node;
    }

    private static ObjectNode failure(String text) {
        ObjectNode node = Json.newObject();
        node.putArray("content").add(textBlock(text));
        return node.put("isError", true);
    }

    private static ObjectNode textBlock(String text) {
        return Json.newObject().put("type", "text").put("text", text);
    }
}
