package io.mcpgateway.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.Cli.Result;
import io.mcpgateway.cli.CliHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmationTest extends CliHome {
    private static final int REFUSED = 5;

    @BeforeEach
    void setUp() throws IOException {
        assertThat(cli.run("catalog", "create", "mine").status()).isZero();
        assertThat(cli.run("server", "enable", "time").status()).isZero();
        assertThat(cli.run("config", "write", "a: {b: 1}").status()).isZero();
        assertThat(cli.run("secret", "set", "a=1").status()).isZero();
        Files.writeString(directory.resolve("backup.json"), "{\"config\":\"c: {}\"}");
    }

    /** All of the user's files, but not the history of changes. */
    private Map<String, String> files() {
        try (var walk = Files.walk(home)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains(".history"))
                    .collect(Collectors.toMap(
                            file -> home.relativize(file).toString(),
                            ConfirmationTest::read,
                            (a, b) -> a,
                            TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String[] words(String line) {
        return line.replace("BACKUP", directory.resolve("backup.json").toString())
                .split(" ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "catalog rm mine",
                "catalog reset",
                "server reset",
                "config write {}",
                "config reset",
                "config restore BACKUP",
                "secret rm --all"
            })
    void nothingIsLostBeforeSomebodySaysYes(String line) {
        Map<String, String> before = files();
        for (String no : new String[] {"n\n", "\n", "", "yess\n", "yes please\n"}) {
            Result refused = cli.answers(no).run(words(line));
            assertThat(refused.status()).as("answer '%s'", no).isEqualTo(REFUSED);
            assertThat(refused.err()).contains("Go on? [y/N]").endsWith("Nothing is changed\n");
            assertThat(refused.out()).isEmpty();
        }
        assertThat(files()).isEqualTo(before);

        Result done = cli.answers("Y\n").run(words(line));

        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.err()).contains("Go on? [y/N]");
        assertThat(files()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalog reset", "server reset", "config reset", "secret rm --all"})
    void withYesNobodyIsAsked(String line) {
        Result done = cli.answers("n\n").run(words(line + " --yes"));

        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.err()).doesNotContain("Go on?");
    }

    @Test
    void aScriptIsNotAsked() {
        assertThat(cli.input("n\n").run("catalog", "reset").err()).doesNotContain("Go on?");
        assertThat(cli.terminal(80).run("config", "reset").err()).doesNotContain("Go on?");
        assertThat(home.resolve("config.yaml")).isEmptyFile();
    }

    @Test
    void whatLosesNothingIsNotAsked() {
        Result unknown = cli.answers("n\n").run("catalog", "rm", "nosuch");
        assertThat(unknown.status()).isEqualTo(3);
        assertThat(unknown.err()).doesNotContain("Go on?");
        assertThat(cli.run("config", "reset", "--dry-run").err()).doesNotContain("Go on?");
        assertThat(cli.run("config", "write", "a: {b: 1}").err()).doesNotContain("Go on?");
        assertThat(cli.run("secret", "rm", "--all", "--dry-run").out()).isEqualTo("would remove secret a\n");
        assertThat(cli.run("secret", "rm", "a").err()).doesNotContain("Go on?");
    }
}
