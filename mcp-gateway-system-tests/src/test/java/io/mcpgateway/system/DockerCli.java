package io.mcpgateway.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(command + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new AssertionError("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + command, e);
        }
    }
}
