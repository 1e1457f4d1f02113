package io.mcpgateway.examples.docs;

import io.mcpgateway.JavaServers;
import io.mcpgateway.jvm.JavaTool;
import io.mcpgateway.jvm.ToolResult;
import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.spi.JavaServerProvider;
import io.mcpgateway.spi.ProviderContext;

// region java-server
/** A server for catalog entries with {@code type: jvm} and {@code provider: greeting}. */
public final class GreetingProvider implements JavaServerProvider {
    @Override
    public String name() {
        return "greeting";
    }

    @Override
    public JavaServer create(ProviderContext context) {
        String word = context.setting("word").orElse("Hello");
        JavaTool greet = JavaTool.of(
                "greet", "Greets somebody", """
                {"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}""", call -> ToolResult.text(word + ", " + call.string("name") + "!"));
        return JavaServers.tools("greeting", "1.0", greet);
    }
}
// endregion
