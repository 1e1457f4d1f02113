package io.mcpgateway.launch;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.WorkloadSpec;
import java.util.Optional;

/** A tool that is a container for each call, as far as it is known before the call. Immutable; thread-safe. */
public final class ContainerTool {
    private final ToolDescription description;
    private final ToolTemplate template;

    ContainerTool(ToolDescription description, ToolTemplate template) {
        this.description = description;
        this.template = template;
    }

    /** The name by which clients call it. */
    public String name() {
        return description.name();
    }

    /** A name for people; may be empty. */
    public String title() {
        return description.title();
    }

    /** What it does; may be empty. */
    public String description() {
        return description.description();
    }

    /** The schema of its arguments: an object. */
    public JsonText inputSchema() {
        return description.schema();
    }

    /** Hints such as {@code {"readOnlyHint":true}}. */
    public Optional<JsonText> annotations() {
        return description.annotations();
    }

    /** The image that its containers are made of. */
    public String image() {
        return template.image();
    }

    /**
     * The container for one call. Looks at the file system, so it may block.
     *
     * @param arguments the call's, a JSON object from a client
     * @throws RefusedCallException if they do not fit the schema, or lead out of what the entry and the user allow
     */
    public WorkloadSpec workload(JsonText arguments) throws RefusedCallException {
        return template.fill(arguments);
    }

    @Override
    public String toString() {
        return "ContainerTool[" + name() + "]";
    }
}
