package io.mcpgateway.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.model.WorkloadSpec.Mount;
import io.mcpgateway.template.ConfigurationValues;
import io.mcpgateway.template.Templates;
import io.mcpgateway.template.Value;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What the containers of one tool are made from: the templates of its entry, filled with the arguments of a call. Arguments
 * come from clients and so from models and whatever these have read; what they may become is decided by
 * {@link ToolCommand}, {@link ToolMounts} and {@link Requests}. Only arguments that the schema names can be put anywhere.
 * Immutable; thread-safe.
 */
final class ToolTemplate {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WorkloadSpec base;
    private final JsonNode schema;
    private final ToolCommand command;
    private final ToolMounts mounts;
    private final ToolUser user;

    /**
     * A template.
     *
     * @param base the container, but for what arguments decide
     * @param schema the schema of the arguments
     */
    ToolTemplate(WorkloadSpec base, JsonNode schema, ToolCommand command, ToolMounts mounts, ToolUser user) {
        this.base = base;
        this.schema = schema;
        this.command = command;
        this.mounts = mounts;
        this.user = user;
    }

    String image() {
        return base.image().orElse("");
    }

    WorkloadSpec fill(JsonText text) throws RefusedCallException {
        ObjectNode arguments = tree(text);
        List<String> problems = ArgumentCheck.check(schema, arguments);
        if (!problems.isEmpty()) {
            throw new RefusedCallException("The arguments do not fit the tool: " + String.join("; ", problems));
        }
        Value scope = declared(text);
        arguments.retain(names());
        List<Mount> mounted = mounts.of(scope);
        WorkloadSpec.Builder spec =
                base.toBuilder().arguments(command.of(arguments, scope)).mounts(mounted);
        user.of(scope, mounted).ifPresent(spec::user);
        return spec.build();
    }

    private static ObjectNode tree(JsonText text) throws RefusedCallException {
        try {
            if (JSON.readTree(text.toString()) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new RefusedCallException("The arguments are not valid JSON: " + e.getOriginalMessage());
        }
        throw new RefusedCallException("The arguments must be an object");
    }

    private Value declared(JsonText text) throws RefusedCallException {
        Map<String, Value> members = new LinkedHashMap<>();
        try {
            if (ConfigurationValues.parse(text) instanceof Value.Fields fields) {
                members.putAll(fields.members());
            }
        } catch (ConfigException e) {
            throw new RefusedCallException("The arguments are nested too deeply");
        }
        members.keySet().retainAll(names());
        return new Value.Fields(members, "");
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>();
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** A scope like another one, in which every text is another one: what stays the same is not from arguments. */
    static Value altered(Value value, UnaryOperator<String> change) {
        if (value instanceof Value.Items items) {
            return new Value.Items(
                    items.values().stream().map(item -> altered(item, change)).toList());
        }
        if (value instanceof Value.Fields fields) {
            Map<String, Value> members = new LinkedHashMap<>();
            fields.members().forEach((name, member) -> members.put(name, altered(member, change)));
            return new Value.Fields(members, change.apply(fields.text()));
        }
        return new Value.Text(change.apply(value.text()));
    }

    /** The texts that an expression becomes. */
    static List<String> texts(String expression, Value scope) {
        return Templates.list(List.of(expression), scope);
    }
}
