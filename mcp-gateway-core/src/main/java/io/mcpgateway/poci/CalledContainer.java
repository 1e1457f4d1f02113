package io.mcpgateway.poci;

import io.mcpgateway.jvm.JavaTool;
import io.mcpgateway.jvm.ToolArguments;
import io.mcpgateway.jvm.ToolException;
import io.mcpgateway.jvm.ToolProgress;
import io.mcpgateway.jvm.ToolResult;
import io.mcpgateway.launch.ContainerTool;
import io.mcpgateway.launch.RefusedCallException;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import java.util.Optional;

/** A tool whose calls are containers. Immutable. */
record CalledContainer(ContainerTool tool, Workshop workshop) implements JavaTool {
    @Override
    public String name() {
        return tool.name();
    }

    @Override
    public String title() {
        return tool.title();
    }

    @Override
    public String description() {
        return tool.description();
    }

    @Override
    public JsonText inputSchema() {
        return tool.inputSchema();
    }

    @Override
    public Optional<JsonText> annotations() {
        return tool.annotations();
    }

    @Override
    public ToolResult call(ToolArguments arguments) {
        return call(arguments, step -> {});
    }

    @Override
    public ToolResult call(ToolArguments arguments, ToolProgress progress) {
        try {
            return new ContainerCall(tool.name(), tool.workload(arguments.json()), workshop, progress).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ToolResult.error("The call was cancelled"); // which nobody hears
        } catch (RefusedCallException e) {
            throw new ToolException(e.text(), e);
        } catch (GatewayException e) {
            // Its text is ours, and holds no secret.
            throw new ToolException(String.valueOf(e.getMessage()), e);
        }
    }
}
