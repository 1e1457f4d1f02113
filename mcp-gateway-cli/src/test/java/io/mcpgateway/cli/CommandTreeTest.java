package io.mcpgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.Cli.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTreeTest {
    @TempDir
    Path home;

    private Cli cli;

    @BeforeEach
    void setUp() {
        cli = new Cli(home);
    }

    @Test
    void helpListsAllCommandsAndShowsExamples() {
        Result help = cli.run("--help");

        assertThat(help.status()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .contains("Usage: mcp-gateway", "Flags:", "--home", "Available Commands:", "Examples:")
                .contains("  catalog, catalogs ", "  client ", "  config ", "  gateway ")
                .contains("  server ", "  tools ", "  undo ", "  version ")
                .doesNotContain("__train");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "catalog add",
                "catalog bootstrap",
                "catalog create",
                "catalog export",
                "catalog fork",
                "catalog import",
                "catalog init",
                "catalog ls",
                "catalog pull",
                "catalog push",
                "catalog reset",
                "catalog rm",
                "catalog server add",
                "catalog server inspect",
                "catalog server ls",
                "catalog server remove",
                "catalog show",
                "catalog tag",
                "catalog update",
                "client connect",
                "client disconnect",
                "client ls",
                "client manual-instructions",
                "config dump",
                "config read",
                "config reset",
                "config restore",
                "config write",
                "gateway run",
                "oauth authorize",
                "oauth ls",
                "oauth revoke",
                "policy dump",
                "policy set",
                "server init",
                "server ls",
                "server enable",
                "server disable",
                "server inspect",
                "server reset",
                "tools ls",
                "tools count",
                "tools inspect",
                "tools call",
                "tools enable",
                "tools disable",
                "doctor",
                "prune",
                "undo"
            })
    void everyCommandHasHelpWithExamples(String command) {
        Result help = cli.run((command + " --help").split(" "));

        assertThat(help.status()).isZero();
        assertThat(help.out()).contains("Usage: mcp-gateway " + command, "--home", "--verbose", "Examples:");
    }

    @Test
    void groupAloneShowsItsHelp() {
        Result help = cli.run("server");

        assertThat(help.status()).isZero();
        assertThat(help.out()).contains("ls, list", "enable, add", "disable, remove, rm", "inspect");
    }

    @ParameterizedTest
    @CsvSource({
        "tols,            unknown command \"tols\" for \"mcp-gateway\"; did you mean 'tools' or 'logs'?",
        "tools lss,       unknown command \"lss\" for \"mcp-gateway tools\"; did you mean 'ls'?",
        "server enabel x, unknown command \"enabel\" for \"mcp-gateway server\"; did you mean 'enable'?",
        "qqqqqqqq,        unknown command \"qqqqqqqq\" for \"mcp-gateway\""
    })
    void unknownCommandIsAnErrorThatSuggests(String line, String message) {
        Result refused = cli.run(line.split(" "));

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err().lines().findFirst()).contains(message);
        assertThat(refused.err()).contains("--help' for more.");
    }

    @Test
    void unknownFlagSuggestsTheNearestAndShowsUsage() {
        Result refused = cli.run("gateway", "run", "--potr=1");

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err())
                .startsWith("unknown flag: --potr; did you mean '--port'?")
                .contains("Usage: mcp-gateway gateway run", "Run 'mcp-gateway gateway run --help' for more.");
    }

    @Test
    void argumentsOfCommandsWithoutAnyAreRefused() {
        assertThat(cli.run("gateway", "run", "extra").status()).isEqualTo(2);
        assertThat(cli.run("version", "extra").status()).isEqualTo(2);
    }

    @Test
    void missingArgumentIsRefused() {
        assertThat(cli.run("server", "enable").status()).isEqualTo(2);
        assertThat(cli.run("tools", "inspect").status()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-v", "version"})
    void versionIsOneLine(String argument) {
        Result version = cli.run(argument);

        assertThat(version.status()).isZero();
        assertThat(version.out().lines()).hasSize(1);
        assertThat(version.err()).isEmpty();
    }

    @Test
    void sharedOptionsMayStandBeforeAndAfterTheCommand(@TempDir Path other) {
        String at = other.toString();

        assertThat(cli.run("--home", at, "server", "enable", "time").status()).isZero();
        assertThat(cli.run("server", "--home=" + at, "ls", "--json").out())
                .contains("\"time\"")
                .doesNotContain("files");
        assertThat(cli.run("server", "ls", "--json", "--home", at).out())
                .contains("\"time\"")
                .doesNotContain("files");
        assertThat(cli.run("server", "ls", "--json").out()).contains("\"files\"");
    }

    @Test
    void valueOfASharedOptionIsNotTakenForACommand() {
        assertThat(cli.run("--home", "tools", "server", "ls").status()).isZero();
        assertThat(cli.run("--verbose", "server", "ls").status()).isZero();
    }

    @Test
    void onlyTheNamedBranchIsReflectedOn() {
        // A class that cannot be initialised would show up here, and so would a look at one: the group's stub has no
        // options.
        Result help = cli.run("--help");

        assertThat(help.out()).doesNotContain("--catalog", "--format");
        assertThat(cli.run("tools", "--help").out()).contains("--format").doesNotContain("--catalog");
    }
}
