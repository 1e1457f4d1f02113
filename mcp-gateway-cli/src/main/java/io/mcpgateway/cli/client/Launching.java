package io.mcpgateway.cli.client;

import io.mcpgateway.cli.assembly.DockerSettings;
import io.mcpgateway.cli.console.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a client starts the gateway: through the docker client where that has the plugin, else by the launcher itself. */
final class Launching {
    /** The launcher's word on where it is itself. */
    static final String LAUNCHER_PROPERTY = "io.mcpgateway.cli.launcher";

    private Launching() {}

    static List<String> gateway(Session session) {
        Map<String, String> environment = session.console().environment();
        String launcher = System.getProperty(LAUNCHER_PROPERTY, "");
        List<String> words = new ArrayList<>();
        if (launcher.isEmpty() || hasPlugin(environment)) {
            words.addAll(List.of("docker", "mcp"));
        } else {
            words.add(launcher);
        }
        words.addAll(List.of("gateway", "run"));
        // A client starts it without the variables of this shell.
        if (!session.home().equals(Session.defaultHome())) {
            words.addAll(List.of("--home", session.home().toString()));
        }
        return words;
    }

    static boolean hasPlugin(Map<String, String> environment) {
        Path plugins = DockerSettings.folder(environment).resolve("cli-plugins");
        return Files.isExecutable(plugins.resolve("docker-mcp"))
                || Files.isExecutable(plugins.resolve("docker-mcp.exe"));
    }
}
