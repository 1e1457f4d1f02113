package io.mcpgateway.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.launcher.Launched.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody at a terminal, which {@code script} makes, is asked; a script is not. */
class TerminalIT {
    @TempDir
    Path directory;

    private final Path program = Path.of("target/dist/bin/mcp-gateway").toAbsolutePath();
    private Path file;

    @BeforeEach
    void setUp() throws Exception {
        file = Files.createDirectories(directory.resolve("home")).resolve("config.yaml");
        Files.writeString(file, "a: {b: 1}\n");
    }

    /** What a person who types this sees; standard output may go elsewhere. */
    private String typed(String answer, String redirection) throws Exception {
        return shown("config reset " + redirection, answer);
    }

    private String shown(String words, String answer) throws Exception {
        String command =
                "stty rows 0 cols 0; '" + program + "' --home '" + file.getParent() + "' " + words + "; echo =$?";
        Process process = new ProcessBuilder("script", "-qec", command, "/dev/null")
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        String seen = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return seen.replace("\r\n", "\n");
    }

    @Test
    void somebodyAtATerminalIsAskedAlsoWhenOutputIsAFile() throws Exception {
        for (String redirection : new String[] {"", ">/dev/null"}) {
            String refused = typed("n\n", redirection);
            assertThat(refused).contains("This empties " + file + ". Go on? [y/N] ", "Nothing is changed\n=5\n");
            assertThat(file).hasContent("a: {b: 1}\n");
        }
        assertThat(typed("y\n", "")).contains("Go on? [y/N]", "=0\n");
        assertThat(file).isEmptyFile();
    }

    @Test
    void aTerminalWithoutASizeIsShownNoSecretsEither() throws Exception {
        Files.writeString(
                Files.createDirectories(file.resolveSibling("catalogs")).resolve("docker-mcp.yaml"),
                "registry: {notes: {image: example/notes, secrets: [{name: notes.token, env: T}]}}\n");
        Files.writeString(file.resolveSibling(".env"), "notes.token=s3cret\n");

        assertThat(shown("secret export notes", ""))
                .contains("--reveal", "=5\n")
                .doesNotContain("s3cret");
        assertThat(shown("secret export notes --reveal", "")).contains("notes.token=s3cret", "=0\n");
        assertThat(shown("secret export notes | cat", "")).contains("notes.token=s3cret");
    }

    @Test
    void withoutATerminalOnEitherSideNobodyIsAsked() throws Exception {
        assertThat(typed("", "2>'" + directory.resolve("err") + "'")).isEqualTo("=0\n");
        assertThat(directory.resolve("err")).isEmptyFile();
        assertThat(file).isEmptyFile();

        Files.writeString(file, "a: {b: 1}\n");
        assertThat(typed("", "</dev/null")).isEqualTo("=0\n");
        assertThat(file).isEmptyFile();

        Files.writeString(file, "a: {b: 1}\n");
        Result result =
                Launched.run(program, Map.of(), "--home", file.getParent().toString(), "config", "reset");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
    }
}
