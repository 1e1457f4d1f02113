package io.mcpgateway.examples.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the example as a process of its own, with an empty home. */
final class Program {
    private Program() {}

    /** The command that runs the example from the class path of the test. */
    static List<String> ofThisClassPath(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), EmbeddedGateway.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    static Process start(Path home, Path directory, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("MCP_GATEWAY_HOME", home.toString());
        return builder.start();
    }

    /** What the program prints on standard output; it has to end by itself and without an error. */
    static String run(Path home, Path directory, List<String> command) throws IOException, InterruptedException {
        Process process = start(home, directory, command);
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("ends by itself")
                    .isTrue();
            assertThat(process.exitValue()).isZero();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
