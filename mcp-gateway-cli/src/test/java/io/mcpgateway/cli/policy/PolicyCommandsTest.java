package io.mcpgateway.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.Cli.Result;
import io.mcpgateway.cli.CliHome;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyCommandsTest extends CliHome {
    private static final String RULES = "# who may have what\n\ngithub.token allows github\n  a.b\tallows  c/d:1\n";

    @Test
    void allLinesAreKeptAsTheyWereGiven() throws IOException {
        Path file = file("policy.yaml", "# mine\nother: {a: 1} # stays\n");
        cli.input(RULES);
        assertThat(ok("policy", "set").err()).contains("kept, and not yet enforced");
        assertThat(ok("policy", "dump").out()).isEqualTo(RULES);
        assertThat(file)
                .content()
                .startsWith("# mine\nother: {a: 1} # stays\n")
                .contains("\n  github.token allows github\n");

        ok("policies", "set", "my-secret allows postgres");
        assertThat(ok("policy", "dump").out()).isEqualTo("my-secret allows postgres\n");
        assertThat(ok("policy", "set", "--dry-run", "x allows y").out()).contains("-secretRules: ", "+secretRules: ");

        ok("policy", "set", "");
        assertThat(file).hasContent("# mine\nother: {a: 1} # stays\n");
        assertThat(ok("policy", "dump").err()).isEqualTo("No rules are set\n");
        ok("undo");
        assertThat(ok("policy", "dump").out()).isEqualTo("my-secret allows postgres\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret", "a allows", "allows b", "a permits b", "a allows b c", "a allowsb"})
    void whatIsNoRuleIsRefusedByItsLine(String bad) {
        ok("policy", "set", "a allows b");
        cli.input("# fine\nx allows y\n" + bad + "\n");

        Result refused = cli.run("policy", "set", "-");

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err())
                .startsWith("standard input:3: ")
                .hasLineCount(1)
                .doesNotContain("s3cret");
        assertThat(ok("policy", "dump").out()).isEqualTo("a allows b\n");
    }

    @Test
    void rulesThatOthersWroteByHandAreReadOrRefused() throws IOException {
        file("policy.yaml", "secretRules: [a]\n");
        assertThat(cli.run("policy", "dump").err()).contains("policy.yaml: 'secretRules' is no text");
        file("policy.yaml", "secretRules: [\n");
        assertThat(cli.run("policy", "set", "a allows b").status()).isEqualTo(2);
    }

    @Test
    void aBackupHasTheRules() {
        ok("policy", "set", "a allows b");
        String backup = ok("config", "dump").out();
        ok("policy", "set", "c allows d");
        cli.input(backup);
        ok("config", "restore", "-");
        assertThat(ok("policy", "dump").out()).isEqualTo("a allows b\n");
    }
}
