package io.mcpgateway.cli.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mcpgateway.cli.console.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The arguments of a tool as users write them: {@code key=value} is text, {@code key} is null, a repeated key is a list. */
final class CallArguments {
    private CallArguments() {}

    static ObjectNode parse(List<String> words) {
        ObjectNode arguments = Json.mapper().createObjectNode();
        Set<String> lists = new HashSet<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            String key = equals < 0 ? word : word.substring(0, equals);
            JsonNode value = equals < 0 ? NullNode.instance : TextNode.valueOf(word.substring(equals + 1));
            if (!arguments.has(key)) {
                arguments.set(key, value);
            } else if (lists.add(key)) {
                JsonNode first = arguments.get(key);
                arguments.set(key, Json.mapper().createArrayNode().add(first).add(value));
            } else {
                ((ArrayNode) arguments.get(key)).add(value);
            }
        }
        return arguments;
    }
}
