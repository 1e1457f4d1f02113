package io.mcpgateway.cli.scaffold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Builds what {@code server init} wrote, with what is on this machine. */
final class BuiltServer {
    private static final int MOST_MINUTES = 5;
    private static final int GO = 25;
    private static final boolean ALL_MUST_BE_THERE = "1".equals(System.getenv("MCP_GATEWAY_CI"));

    /** Nothing is fetched; what is in the cache has been compared with the checksum database before. */
    private static final Map<String, String> OFFLINE = Map.of("GOPROXY", "off", "GONOSUMDB", "*");

    private BuiltServer() {}

    /** Builds a project; returns the command that starts its server. */
    static List<String> of(Path project, String language) throws Exception {
        return language.equals("go") ? ofGo(project) : ofJava(project);
    }

    private static List<String> ofJava(Path project) throws Exception {
        String maven = Path.of("../mvnw").toAbsolutePath().normalize().toString();
        Ran built = run(project, Map.of(), maven, "-o", "-q", "-B", "package");
        requireFound(built, "offline mode", "the local Maven repository lacks what a new server is built with");
        return List.of(
                System.getProperty("java.home") + "/bin/java",
                "-jar",
                project.resolve("target/server.jar").toString());
    }

    private static List<String> ofGo(Path project) throws Exception {
        requireGo(project);
        assertThat(run(project, Map.of(), "gofmt", "-l", ".").said()).isEmpty();
        Map<String, String> environment = ALL_MUST_BE_THERE ? Map.of() : OFFLINE;
        Ran built = run(project, environment, "go", "build", "-mod=mod", "-o", "server", ".");
        requireFound(built, "GOPROXY=off", "the local Go module cache lacks what a new server is built with");
        Ran vetted = run(project, environment, "go", "vet", "-mod=mod", ".");
        assertThat(vetted.status()).as(vetted.said()).isZero();
        return List.of(project.resolve("server").toString());
    }

    /** Go is no part of what this project is built and tested with, so that it may be missing everywhere. */
    private static void requireGo(Path project) throws Exception {
        String version;
        try {
            version = run(project, Map.of("GOTOOLCHAIN", "local"), "go", "env", "GOVERSION")
                    .said()
                    .strip();
        } catch (IOException e) {
            skip("there is no 'go' to build a new server with: " + e.getMessage());
            return;
        }
        String[] parts = version.split("[^0-9]+");
        if (parts.length < 3 || Integer.parseInt(parts[1]) == 1 && Integer.parseInt(parts[2]) < GO) {
            skip("a new server needs Go 1." + GO + " or newer; there is " + version);
        }
    }

    private static void requireFound(Ran built, String sign, String missing) {
        if (built.status() == 0) {
            return;
        }
        if (!built.said().contains(sign) || ALL_MUST_BE_THERE) {
            fail(built.said());
        }
        skip(missing);
    }

    private static void skip(String why) {
        System.err.println("SKIPPED: " + why);
        abort(why);
    }

    private static Ran run(Path project, Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)).isTrue();
        return new Ran(process.exitValue(), said);
    }

    private record Ran(int status, String said) {}
}
