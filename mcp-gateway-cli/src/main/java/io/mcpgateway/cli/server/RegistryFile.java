package io.mcpgateway.cli.server;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.registry.RegistryEditor;
import java.nio.file.Path;
import java.util.List;

/** {@code registry.yaml} as a change sees it: which servers are enabled. What else is in the file stays. */
final class RegistryFile {
    private final Path file;
    private final Change change;

    RegistryFile(Session session, Change change) {
        this.file = session.home().resolve("registry.yaml");
        this.change = change;
    }

    void enable(List<String> names) {
        RegistryEditor editor = new RegistryEditor(file.toString());
        String text = change.text(file);
        for (String name : names) {
            text = editor.enable(text, name);
        }
        if (change.read(file).isEmpty() && text.isEmpty()) {
            text = "registry: {}\n"; // that nothing is enabled is a choice, too
        }
        change.write(file, text);
    }

    void disable(List<String> names) {
        RegistryEditor editor = new RegistryEditor(file.toString());
        String text = change.text(file);
        for (String name : names) {
            text = editor.disable(text, name);
        }
        change.write(file, text);
    }

    void reset() {
        change.write(file, "");
    }
}
