package io.mcpgateway.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.Cli;
import io.mcpgateway.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others wrote does not steer the terminal that it is shown on. */
class ForeignTextTest {
    private static final String STEERING = "a\tb\n\u001b]0;owned\u0007\u001b[31mred\u009b2J\rc";
    private static final String SHOWN = "a\tb\n]0;owned[31mred2Jc";

    @TempDir
    Path home;

    private Path file;

    @BeforeEach
    void setUp() throws IOException {
        file = Files.writeString(home.resolve("note.txt"), STEERING);
        Files.writeString(home.resolve("config.yaml"), "files: {directories: ['" + home + "']}\n");
    }

    private Result call(Cli cli, String path) {
        return cli.run("tools", "call", "read_text_file", "path=" + path);
    }

    @Test
    void aTerminalIsShownAToolsResultWithoutControlCharacters() {
        Result piped = call(new Cli(home), file.toString());
        assertThat(piped.status()).as(piped.err()).isZero();
        assertThat(piped.out()).contains(STEERING);

        Result shown = call(new Cli(home).terminal(80), file.toString());
        assertThat(shown.out()).contains(SHOWN).doesNotContain("\u001b", "\u0007", "\u009b", "\r");
    }

    @Test
    void aFailedCallIsToldWithoutControlCharacters() {
        Result failed = call(new Cli(home), home + "/no-\u001b[31m-such");
        assertThat(failed.status()).isNotZero();
        assertThat(failed.err()).contains("[31m").doesNotContain("\u001b");
    }

    @Test
    void errorsQuoteNoControlCharactersEvenWithTheirStackTrace() {
        for (String[] words : new String[][] {
            {"catalog", "rm", "no\u001b[31m\u009b"}, {"--verbose", "catalog", "rm", "no\u001b[31m\u009b"}
        }) {
            Result refused = new Cli(home).run(words);
            assertThat(refused.status()).isEqualTo(3);
            assertThat(refused.err()).contains("no[31m").doesNotContain("\u001b", "\u009b");
        }
    }

    @Test
    void serversOfAProfileAreToldOfWithoutControlCharacters() throws IOException {
        Path profile = Files.writeString(
                home.resolve("p.yaml"),
                "version: 1\nid: p\nname: p\nservers: [{type: remote, endpoint: \"https://x.example/\\e[31m\"}]\n");
        Result imported = new Cli(home).run("profile", "import", profile.toString());
        assertThat(imported.err())
                .contains("https://x.example/[31m: has no snapshot")
                .doesNotContain("\u001b");
    }
}
