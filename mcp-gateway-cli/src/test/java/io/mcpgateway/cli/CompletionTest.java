package io.mcpgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
    @TempDir
    Path home;

    private Cli cli;

    @BeforeEach
    void setUp() {
        cli = new Cli(home).environment("HOME", home.toString());
    }

    /** The candidates without their descriptions, and the directive. */
    private List<String> complete(String... words) {
        List<String> all = new ArrayList<>(List.of("__complete"));
        all.addAll(List.of(words));
        Cli.Result result = cli.run(all.toArray(String[]::new));
        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
        return result.out().lines().map(line -> line.split("\t")[0]).toList();
    }

    @Test
    void wordsOfTheTree() {
        assertThat(complete(""))
                .contains("catalog", "client", "gateway", "undo", ":4")
                .doesNotContain("__train");
        assertThat(complete("ca")).containsExactly("catalog", ":4");
        assertThat(complete("tools", "c")).containsExactly("count", "call", ":4");
        assertThat(complete("--home", "/x", "server", "en")).containsExactly("enable", ":4");
        assertThat(complete("no", "such", "")).contains("catalog");
        assertThat(complete()).contains("catalog");
        assertThat(complete("completion", "")).containsExactly("bash", "fish", "zsh", ":4");
    }

    @Test
    void namesThatAreThere() throws IOException {
        assertThat(complete("server", "enable", "")).containsExactly("files", "memory", "time", ":4");
        assertThat(complete("server", "enable", "time", "t")).containsExactly(":4");
        assertThat(complete("server", "disable", "t")).containsExactly("time", ":4");
        assertThat(complete("gateway", "run", "--servers", "m")).containsExactly("memory", ":4");
        assertThat(complete("client", "connect", "cu")).containsExactly("cursor", ":4");
        assertThat(complete("feature", "enable", "tool")).containsExactly("tool-name-prefix", ":4");
        cli.run("catalog", "create", "mine");
        assertThat(complete("catalog", "rm", "")).containsExactly("mine", ":4");
        cli.run("secret", "set", "a.b=1");
        assertThat(complete("secret", "rm", "")).containsExactly("a.b", ":4");
        Files.writeString(home.resolve("catalog.json"), "{");
        assertThat(complete("catalog", "rm", "")).containsExactly(":4");
    }

    @Test
    void namesAreThoseOfTheHomeThatIsNamed() {
        Path other = home.resolve("other");
        new Cli(other).run("catalog", "create", "theirs");
        cli.run("catalog", "create", "mine");

        assertThat(complete("--home", other.toString(), "catalog", "rm", "")).containsExactly("theirs", ":4");
        assertThat(complete("catalog", "rm", "--home=" + other, "")).containsExactly("theirs", ":4");
        assertThat(complete("catalog", "rm", "")).containsExactly("mine", ":4");
        assertThat(complete("--home", "a\0b", "catalog", "rm", "")).containsExactly(":4");
    }

    @Test
    void whatCatalogsSaySteersNoTerminal() throws IOException {
        Files.createDirectories(home.resolve("catalogs"));
        Files.writeString(home.resolve("catalogs/docker-mcp.yaml"), """
                registry:
                  notes: {image: example/notes, description: "Notes.\\e]0;owned\\a\\e[31m \\x9b2J\\n more"}
                """);

        String out = cli.run("__complete", "server", "enable", "n").out();

        assertThat(out).startsWith("notes\tNotes.").contains("more\n:4\n").doesNotContain("\u001b", "\u0007", "\u009b");
    }

    @Test
    void flagsTheirValuesAndFiles() {
        assertThat(complete("server", "ls", "--fo")).containsExactly("--format", ":4");
        assertThat(complete("server", "ls", "--format", "")).containsExactly("list", "json", "yaml", ":4");
        assertThat(complete("server", "ls", "--v")).containsExactly("--verbose", ":4");
        assertThat(complete("catalog", "import", "")).containsExactly(":0");
        assertThat(complete("gateway", "run", "--config", "")).containsExactly(":0");
    }

    @Test
    void profilesAndWhatIsInThem() {
        cli.run("profile", "create", "--name", "dev", "--server", "catalog://starter/time+memory");
        cli.run("profile", "config", "dev", "--set", "time.zone=UTC");

        assertThat(complete("profile", "show", "")).containsExactly("dev", ":4");
        assertThat(complete("gateway", "run", "--profile", "")).containsExactly("dev", ":4");
        assertThat(complete("tools", "--profile", "d")).containsExactly("dev", ":4");
        assertThat(complete("client", "connect", "cursor", "--profile", "")).containsExactly("dev", ":4");
        assertThat(complete("profile", "server", "remove", "dev", "")).containsExactly("memory", "time", ":4");
        assertThat(complete("profile", "server", "remove", "dev", "time", "")).containsExactly("memory", ":4");
        assertThat(complete("profile", "tools", "dev", "--enable-all", "")).containsExactly("memory", "time", ":4");
        assertThat(complete("profile", "config", "dev", "--get", "")).contains("time.zone", ":4");
        assertThat(complete("profile", "config", "dev", "--set", "ti")).contains("time.zone=", ":4");
        assertThat(complete("profile", "create", "--from-template", "st")).containsExactly("starter", ":4");
        assertThat(complete("template", "use", "ai")).containsExactly("ai-coding", ":4");
        assertThat(complete("profile", "create", "--connect", "cu")).containsExactly("cursor", ":4");
        assertThat(complete("profile", "server", "")).containsExactly("ls", "add", "remove", ":4");
    }
}
