package io.mcpgateway.cli.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.cli.state.Change;
import java.nio.file.Path;
import java.util.List;

/** {@code registry.yaml} as a change sees it: which servers are enabled. What else is in the file stays. */
final class RegistryFile {
    private static final String REGISTRY = "registry";

    private final Path file;
    private final Change change;

    RegistryFile(Session session, Change change) {
        this.file = session.home().resolve("registry.yaml");
        this.change = change;
    }

    void enable(List<String> names) {
        YamlEditor editor = new YamlEditor(file.toString());
        String text = change.text(file);
        for (String name : names) {
            if (!editor.read(text).path(REGISTRY).has(name)) {
                ObjectNode entry = Json.mapper().createObjectNode().put("ref", "");
                text = editor.set(text, List.of(REGISTRY, name), entry);
            }
        }
        if (change.read(file).isEmpty() && text.isEmpty()) {
            text = "registry: {}\n"; // that nothing is enabled is a choice, too
        }
        change.write(file, text);
    }

    void disable(List<String> names) {
        YamlEditor editor = new YamlEditor(file.toString());
        String text = change.text(file);
        for (String name : names) {
            text = editor.remove(text, List.of(REGISTRY, name));
        }
        change.write(file, text);
    }

    void reset() {
        change.write(file, "");
    }
}
