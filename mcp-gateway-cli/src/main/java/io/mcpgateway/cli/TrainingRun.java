package io.mcpgateway.cli;

import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Terminal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code __train}: does once what users wait for, so that its classes are in the archive: help, lists of an empty home and of
 * one that is used, and a gateway that starts and answers a client's handshake and list of tools. Shows nothing.
 */
@Command
final class TrainingRun implements Callable<Integer> {
    private static final String CLIENT = """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
            "clientInfo":{"name":"training","version":"1"}}}
            {"jsonrpc":"2.0","method":"notifications/initialized"}
            {"jsonrpc":"2.0","id":2,"method":"tools/list"}
            {"jsonrpc":"2.0","id":3,"method":"ping"}
            """;

    private static final String CATALOG = """
            registry:
              own:
                type: server
                title: Own
                image: example/own@sha256:0000000000000000000000000000000000000000000000000000000000000000
                tools: [{name: own}]
                secrets: [{name: own.key, env: OWN_KEY, required: false}]
                env:
                  - name: OWN_URL
                    value: "{{own.url}}"
            """;
    private static final Map<String, String> ENVIRONMENT = Map.of("DOCKER_HOST", "unix:///nowhere/docker.sock");

    private final Session session;

    TrainingRun(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Path home = Files.createTempDirectory("mcp-gateway-train-");
        try {
            String at = home.toString();
            run("--help");
            run("--home", at, "version");
            run("--home", at, "catalog", "show");
            run("--home", at, "server", "ls");
            run("--home", at, "gateway", "run", "--help");
            run("--home", at, "catalog", "ls");
            run("--home", at, "tools", "ls");
            run("--home", at, "tools", "count");
            run("--home", at, "profile", "list");
            String used = home(home.resolve("used"));
            run("--home", used, "catalog", "show", "own");
            run("--home", used, "server", "ls");
            run("--home", used, "server", "enable", "time");
            run("--home", used, "tools", "ls");
            return run("--home", at, "gateway", "run", "--servers", "time");
        } finally {
            delete(home);
        }
    }

    /** A home with a catalog and an enabled server, for which no engine is found. */
    private static String home(Path used) throws IOException {
        Files.createDirectories(used.resolve("catalogs"));
        Files.writeString(used.resolve("catalog.json"), "{\"catalogs\": {\"own\": {\"displayName\": \"Own\"}}}");
        Files.writeString(used.resolve("catalogs/own.yaml"), CATALOG);
        Files.writeString(used.resolve("registry.yaml"), "registry:\n  own: {ref: \"\"}\n");
        return used.toString();
    }

    private int run(String... args) {
        Console nowhere = new Console(
                new ByteArrayInputStream(CLIENT.getBytes(StandardCharsets.UTF_8)),
                OutputStream.nullOutputStream(),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                ENVIRONMENT,
                Terminal.NONE);
        int status = new CommandTree(new Session(nowhere)).execute(args);
        if (status != 0) {
            session.console().err().println("training: '" + String.join(" ", args) + "' ended with " + status);
        }
        return 0;
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
