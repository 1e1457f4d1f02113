package io.mcpgateway.starter;

import io.mcpgateway.jvm.ToolServer;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.spi.JavaServerProvider;
import io.mcpgateway.spi.ProviderContext;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Makes the server {@code memory}. Its setting {@code file} names the file that holds the memory, relative to the
 * gateway's home; by default {@code memory/memory.jsonl}.
 */
public final class MemoryProvider implements JavaServerProvider {
    static final String NAME = "memory";

    /** For {@link java.util.ServiceLoader}. */
    public MemoryProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JavaServer create(ProviderContext context) {
        MemoryFile file = new MemoryFile(file(context));
        return ToolServer.builder(NAME, "1.0", context.executor())
                .title("Memory")
                .instructions(
                        "A memory that lasts. Look here with search_nodes before you ask the user for something that"
                                + " they may have told you; store lasting facts with create_entities, add_observations and"
                                + " create_relations.")
                .tools(new MemoryTools(file).all())
                .build();
    }

    private static Path file(ProviderContext context) {
        String setting = context.setting("file").orElse("memory/memory.jsonl");
        try {
            return context.home().resolve(setting).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new ConfigException("Setting 'file' of server 'memory' is no path: " + e.getReason(), e);
        }
    }
}
