package io.mcpgateway.jvm;

import io.mcpgateway.model.JsonText;
import java.util.Optional;

/** A tool made by {@link JavaTool.Builder}. */
record DescribedTool(
        String name,
        String title,
        String description,
        JsonText inputSchema,
        Optional<JsonText> outputSchema,
        Optional<JsonText> annotations,
        JavaTool.Body body)
        implements JavaTool {
    @Override
    public ToolResult call(ToolArguments arguments) throws Exception {
        return body.call(arguments);
    }
}
