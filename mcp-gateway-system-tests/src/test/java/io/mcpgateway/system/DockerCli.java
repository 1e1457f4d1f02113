package io.mcpgateway.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The docker command, as a second pair of eyes: the gateway itself never uses it. */
final class DockerCli {
    private DockerCli() {}

    /** Ids of the containers, running or not, of servers of that name. */
    static List<String> containersOf(String server) {
        return run("ps", "--all", "--quiet", "--no-trunc", "--filter", "label=docker-mcp-name=" + server)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** One fact of a container, by a Go template. */
    static String inspect(String container, String template) {
        return run("inspect", "--format", template, container).trim();
    }

    /** Removes what a failed test may have left of a server of that name. */
    static void removeAllOf(String server) {
        List<String> left = containersOf(server);
        if (!left.isEmpty()) {
            List<String> command = new ArrayList<>(List.of("rm", "--force"));
            command.addAll(left);
            run(command.toArray(String[]::new));
        }
    }

    /** The number of the group that may speak to the engine. */
    static String socketGroup() throws IOException {
        return Files.getAttribute(Path.of("/var/run/docker.sock"), "unix:gid").toString();
    }

    static String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return Commands.run(command);
    }
}
