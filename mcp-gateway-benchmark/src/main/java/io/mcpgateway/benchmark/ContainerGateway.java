package io.mcpgateway.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gateway in front of servers that are containers of the benchmark's image, and what the engine says of those. */
final class ContainerGateway {
    private static final String IMAGE = "mcp-gateway-benchmark/server:latest";

    private final String launcher;
    private final Path home;
    private final String prefix = "bench-" + ProcessHandle.current().pid();

    ContainerGateway(Path launcher, Path home) {
        this.launcher = launcher.toString();
        this.home = home;
    }

    /** The name of one of its servers, from 0 on. */
    String server(int number) {
        return prefix + "-" + number;
    }

    /** The command that starts it. */
    List<String> command(int servers, String... flags) throws IOException {
        StringBuilder catalog = new StringBuilder("registry:\n");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < servers; i++) {
            names.add(server(i));
            catalog.append("  ")
                    .append(server(i))
                    .append(":\n    type: server\n    description: a server of the benchmark\n    image: ")
                    .append(IMAGE)
                    .append("\n    disableNetwork: true\n    era: legacy\n");
            if (servers > 1) {
                catalog.append("    prefix: s").append(i).append('\n');
            }
        }
        Path file = Files.createDirectories(home).resolve("containers-" + servers + ".yaml");
        Files.writeString(file, catalog.toString());
        List<String> command = new ArrayList<>(List.of(launcher, "gateway", "run", "--home", home.toString()));
        command.addAll(
                List.of("--catalog", file.toString(), "--servers", String.join(",", names), "--log-calls=false"));
        command.addAll(List.of(flags));
        return command;
    }

    /** How many containers of its servers there are. */
    int containers() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("docker", "ps", "--all", "--format", "{{.Label \"docker-mcp-name\"}}")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String names = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("docker ps failed");
        }
        return (int) names.lines().filter(name -> name.startsWith(prefix + "-")).count();
    }

    /** Waits until there are that many. */
    void awaitContainers(int count) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(LineClient.PATIENCE_MINUTES);
        int seen;
        while ((seen = containers()) != count) {
            if (System.nanoTime() > end) {
                throw new IOException("There are " + seen + " containers instead of " + count);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
