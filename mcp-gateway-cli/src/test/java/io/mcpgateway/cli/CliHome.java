package io.mcpgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** For tests of commands: a user's home directory, the gateway's home below it, and the program. */
public abstract class CliHome {
    @TempDir
    protected Path directory;

    protected Path home;
    protected Cli cli;

    @BeforeEach
    final void makeCli() {
        home = directory.resolve("home");
        cli = new Cli(home).environment("HOME", directory.toString());
    }

    /** Runs a command that succeeds. */
    protected final Result ok(String... words) {
        Result result = cli.run(words);
        assertThat(result.status()).as(result.err()).isZero();
        return result;
    }

    /** Writes a file of the gateway's home. */
    protected final Path file(String name, String content) throws IOException {
        Path file = home.resolve(name).normalize();
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
