package io.mcpgateway.benchmark;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Times of commands that people wait for, beside those of an empty JVM and of the docker client. */
final class Starts {
    private static final String NO_ENGINE = "DOCKER_HOST=unix:///nowhere/docker.sock";

    private final String gateway;
    private final Path home;
    private final PrintStream out;
    private double floor;

    Starts(Path gateway, Path home, PrintStream out) {
        this.gateway = gateway.toString();
        this.home = home;
        this.out = out;
    }

    /** With an image, a home is measured as well in which that is the only server and has been listed before. */
    void measure(String image) throws IOException, InterruptedException {
        end(gateway, "__archive");
        out.printf(
                "JDK %s, %d processors, load %s; from start to exit, median of 10, milliseconds%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors(), load());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        floor = StartUp.untilExit(java, "-Xshare:auto", "-cp", classPath, "io.mcpgateway.benchmark.Hello");
        row("hello-world JVM (floor)", floor);
        if (isInstalled("docker")) {
            row("docker version", StartUp.untilExit("docker", "version"));
        }
        row("--help", StartUp.untilExit(gateway, "--help"));
        lists("empty home", List.of(), Files.createDirectory(home.resolve("empty")));
        if (!image.isEmpty()) {
            Path listed = homeWith(image);
            end(gateway, "--home", listed.toString(), "tools", "ls");
            lists("container", List.of(), listed);
            lists("container, no engine", List.of("env", NO_ENGINE), listed);
        }
    }

    private void lists(String what, List<String> before, Path at) throws IOException, InterruptedException {
        for (String group : List.of("server", "tools")) {
            List<String> command = new ArrayList<>(before);
            command.addAll(List.of(gateway, "--home", at.toString(), group, "ls"));
            row(group + " ls, " + what, StartUp.untilExit(command.toArray(String[]::new)));
        }
    }

    private Path homeWith(String image) throws IOException {
        Path listed = Files.createDirectories(home.resolve("listed"));
        Files.createDirectory(listed.resolve("catalogs"));
        Files.writeString(listed.resolve("catalog.json"), "{\"catalogs\": {\"own\": {\"displayName\": \"own\"}}}\n");
        Files.writeString(
                listed.resolve("catalogs/own.yaml"), "registry:\n  image: {type: server, image: \"" + image + "\"}\n");
        Files.writeString(listed.resolve("registry.yaml"), "registry:\n  image: {ref: \"\"}\n");
        return listed;
    }

    private void end(String... command) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " ended with status " + status);
        }
    }

    private static String load() throws IOException {
        Path file = Path.of("/proc/loadavg");
        return Files.exists(file) ? Files.readString(file).split(" ", 2)[0] : "unknown";
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private void row(String name, double millis) {
        out.printf("%-32s %8.1f  %.1f x floor%n", name, millis, millis / floor);
    }
}
