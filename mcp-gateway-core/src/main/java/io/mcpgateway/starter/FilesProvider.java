package io.mcpgateway.starter;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.jvm.ToolServer;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.spi.JavaServerProvider;
import io.mcpgateway.spi.ProviderContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the server {@code files}. Its setting {@code directories} lists the directories that it may touch, as a JSON
 * array of absolute paths; without it the server offers no tools and says so. {@code readOnly} takes writing away.
 */
public final class FilesProvider implements JavaServerProvider {
    static final String NAME = "files";
    private static final String REMEDY = "Server 'files' has no directories and so no tools. List them in the gateway's"
            + " configuration (config.yaml): files: {directories: [/path/to/directory]}";

    /** For {@link java.util.ServiceLoader}. */
    public FilesProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JavaServer create(ProviderContext context) {
        List<String> directories = directories(context.setting("directories").orElse(""));
        boolean readOnly = truth(context.setting("readOnly").orElse("false"));
        ToolServer.Builder server =
                ToolServer.builder(NAME, "1.0", context.executor()).title("Files");
        if (directories.isEmpty()) {
            context.events().event(EventSink.Level.INFO, REMEDY, Map.of("server", NAME));
            return server.instructions(REMEDY).build();
        }
        Roots roots = Roots.of(directories);
        return server.instructions("Paths are absolute, or relative to the first of these directories: " + roots)
                .tools(new FileTools(roots, readOnly).all())
                .build();
    }

    private static boolean truth(String setting) {
        return switch (setting) {
            case "true" -> true;
            case "false", "null" -> false;
            default -> throw new ConfigException("Setting 'readOnly' of server 'files' must be true or false");
        };
    }

    /** A JSON array of strings; a text that is no array is one directory. */
    private static List<String> directories(String setting) {
        if (setting.isBlank() || setting.equals("null")) {
            return List.of();
        }
        if (!setting.startsWith("[")) {
            return List.of(setting);
        }
        List<String> directories = new ArrayList<>();
        try {
            for (JsonNode element : Trees.MAPPER.readTree(setting)) {
                if (!element.isTextual()) {
                    throw new ConfigException("Setting 'directories' of server 'files' must list strings");
                }
                directories.add(element.textValue());
            }
        } catch (IOException e) {
            throw new ConfigException("Setting 'directories' of server 'files' is not a list of strings", e);
        }
        return List.copyOf(directories);
    }
}
