package io.mcpgateway.cli.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.Cli;
import io.mcpgateway.cli.Cli.Result;
import io.mcpgateway.cli.CliHome;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class SecretCommandsTest extends CliHome {
    private static final String CATALOG = """
            registry:
              github:
                type: server
                image: mcp/github
                secrets:
                  - {name: github.token, env: TOKEN}
                  - {name: github.other, env: OTHER}
            """;

    @Test
    void secretsAreStoredListedAndRemoved() {
        ok("secret", "set", "github.token=a=b");
        cli.input("line one\n");
        ok("secret", "set", "other.key");
        assertThat(home.resolve(".env")).hasContent("github.token=a=b\nother.key=line one\n");
        assertThat(ok("secret", "ls").out())
                .contains("github.token", "other.key")
                .doesNotContain("a=b", "line one");
        assertThat(ok("secret", "ls", "--json").out())
                .isEqualToIgnoringWhitespace(
                        "[{\"name\":\"github.token\",\"provider\":\"env\"},{\"name\":\"other.key\",\"provider\":\"env\"}]");
        assertThat(ok("secret", "rm", "other.key").out()).isEqualTo("removed secret other.key\n");
        Result missing = cli.run("secret", "rm", "other.key", "github.token");
        assertThat(missing.status()).isEqualTo(3);
        assertThat(missing.out()).isEqualTo("removed secret github.token\n");
        assertThat(missing.err()).contains("failed removing secret other.key");
        assertThat(ok("secret", "ls", "--json").out()).isEqualToIgnoringWhitespace("[]");
    }

    @Test
    void whatIsWrongIsSaidWithoutTheValue() throws IOException {
        Result bad = cli.run("secret", "set", "no spaces=s3cret");
        assertThat(bad.status()).isEqualTo(2);
        assertThat(bad.err()).contains("Invalid secret name 'no spaces'").doesNotContain("s3cret");
        assertThat(cli.run("secret", "set", "a=1", "--provider", "oauth/x").err())
                .contains("invalid provider: oauth/x");
        assertThat(cli.run("secret", "set", "a=1", "--provider", "credstore").err())
                .contains("credsStore");
        assertThat(cli.run("secret", "rm").err()).contains("either provide a secret name or use --all");
        assertThat(cli.run("secret", "rm", "a", "--all").status()).isEqualTo(2);
        Files.createDirectories(directory.resolve(".docker"));
        Files.writeString(directory.resolve(".docker/config.json"), "{\"credsStore\":\"no-such-helper\"}");
        Result gone = cli.run("secret", "set", "a=s3cret");
        assertThat(gone.status()).isEqualTo(10);
        assertThat(gone.err()).hasLineCount(1).doesNotContain("at fault");
        assertThat(gone.err()).contains("docker-credential-no-such-helper").doesNotContain("s3cret");
        assertThat(ok("secret", "ls").err()).contains("docker-credential-no-such-helper");
    }

    @Test
    void exportPrintsValuesButNotToATerminal() throws IOException {
        Files.createDirectories(home.resolve("catalogs"));
        Files.writeString(home.resolve("catalogs/docker-mcp.yaml"), CATALOG);
        ok("secret", "set", "github.token=s3cret");
        Result exported = ok("secret", "export", "github", "githob");
        assertThat(exported.out()).isEqualTo("github.token=s3cret\n");
        assertThat(exported.err())
                .contains(
                        "secret github.other is not stored",
                        "server githob not found in catalog; did you mean 'github'");
        Result refused = cli.terminal(80).run("secret", "export", "github");
        assertThat(refused.status()).isEqualTo(5);
        assertThat(refused.out()).isEmpty();
        assertThat(ok("secret", "export", "github", "--reveal").out()).contains("s3cret");
        Result sizeless = new Cli(home).terminalWithoutSize().run("secret", "export", "github");
        assertThat(sizeless.status()).isEqualTo(5);
        assertThat(sizeless.out()).isEmpty();
    }

    @Test
    void aBrokenStoreDoesNotKeepTheOthersFromForgetting() throws IOException {
        ok("secret", "set", "a=1");
        ok("secret", "set", "b=2");
        ok("secret", "set", "c=3");
        Files.createDirectories(directory.resolve(".docker"));
        Files.writeString(directory.resolve(".docker/config.json"), "{\"credsStore\":\"no-such-helper\"}");

        Result removed = ok("secret", "rm", "a");
        assertThat(removed.out()).isEqualTo("removed secret a\n");
        assertThat(removed.err()).hasLineCount(1).contains("docker-credential-no-such-helper");
        assertThat(home.resolve(".env")).hasContent("b=2\nc=3\n");

        Result missing = cli.run("secret", "rm", "b", "nosuch");
        assertThat(missing.status()).isEqualTo(10);
        assertThat(missing.err())
                .hasLineCount(1)
                .contains("failed removing secret nosuch", "docker-credential-no-such-helper");
        assertThat(home.resolve(".env")).hasContent("c=3\n");

        Result all = cli.run("secret", "rm", "--all", "--yes");
        assertThat(all.status()).isEqualTo(10);
        assertThat(all.err()).hasLineCount(1).contains("docker-credential-no-such-helper");
        assertThat(home.resolve(".env")).isEmptyFile();
    }
}
