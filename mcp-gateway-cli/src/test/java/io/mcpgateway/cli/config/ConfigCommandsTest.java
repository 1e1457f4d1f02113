package io.mcpgateway.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.Cli.Result;
import io.mcpgateway.cli.CliHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigCommandsTest extends CliHome {
    @Test
    void configurationIsWrittenReadAndEmptied() {
        assertThat(ok("config", "read").out()).isEmpty();
        ok("config", "write", "files: {roots: [/data]} # mine");
        assertThat(ok("config", "read").out()).isEqualTo("files: {roots: [/data]} # mine");
        cli.input("a:\n  b: 1\n");
        ok("config", "write", "-");
        assertThat(ok("config", "read").out()).isEqualTo("a:\n  b: 1\n");
        assertThat(ok("config", "reset", "--dry-run").out()).contains("-a:\n-  b: 1\n");
        ok("config", "reset");
        assertThat(home.resolve("config.yaml")).isEmptyFile();
        ok("undo");
        assertThat(home.resolve("config.yaml")).hasContent("a:\n  b: 1\n");
    }

    @Test
    void whatIsNoConfigurationIsRefused() {
        ok("config", "write", "a: {b: 1}");
        for (String bad : new String[] {"a: [", "[a]", "a: 7", "text", "a: 1\na: 2"}) {
            Result refused = cli.run("config", "write", bad);
            assertThat(refused.status()).as(bad).isEqualTo(2);
            assertThat(refused.err()).startsWith("config.yaml");
        }
        assertThat(cli.run("config", "write").status()).isEqualTo(2);
        assertThat(home.resolve("config.yaml")).hasContent("a: {b: 1}");
    }

    @Test
    void aBackupBringsAllFilesBack() throws IOException {
        Files.createDirectories(home.resolve("catalogs"));
        Files.writeString(home.resolve("registry.yaml"), "registry:\n  time:\n    ref: \"\"\n");
        ok("catalog", "create", "mine");
        ok("config", "write", "a: {b: 1}");
        String backup = ok("config", "dump").out();
        assertThat(backup).doesNotContain("secrets");
        ok("catalog", "reset");
        ok("config", "reset");
        ok("server", "reset");
        Path file = Files.writeString(directory.resolve("backup.json"), backup);
        ok("config", "restore", file.toString());
        assertThat(ok("config", "dump").out()).isEqualTo(backup);
        // What a backup does not speak of stays.
        cli.input("{\"tools\":\"time: []\\n\",\"secrets\":[{\"name\":\"a\",\"value\":\"s3cret\"}]}");
        assertThat(ok("config", "restore", "-").err()).contains("secrets").doesNotContain("s3cret");
        assertThat(home.resolve("config.yaml")).hasContent("a: {b: 1}");
        assertThat(home.resolve("tools.yaml")).hasContent("time: []\n");
    }

    @Test
    void aBadBackupChangesNothing() {
        ok("config", "write", "a: {b: 1}");
        for (String bad : new String[] {
            "{",
            "[]",
            "{\"config\":7}",
            "{\"config\":\"\",\"registry\":\"[\"}",
            "{\"catalogFiles\":{\"../x\":\"\"}}",
            "{\"config\":\"\",\"catalogFiles\":[]}",
            "{\"config\":\"\",\"catalogFiles\":{\"a\":1}}"
        }) {
            cli.input(bad);
            Result refused = cli.run("config", "restore", "-");
            assertThat(refused.status()).as(bad).isEqualTo(2);
            assertThat(refused.err()).as(bad).isNotBlank();
        }
        assertThat(home.resolve("config.yaml")).hasContent("a: {b: 1}");
        assertThat(cli.run("config", "restore", "no-such-file").status()).isEqualTo(3);
    }

    @Test
    void featuresAreKeptInDockersSettingsAndOthersStay() throws IOException {
        Path docker = directory.resolve(".docker/config.json");
        Files.createDirectories(docker.getParent());
        Files.writeString(docker, "{\n\t\"auths\": {},\n\t\"features\": {\"other\": \"x\"}\n}\n");
        assertThat(ok("feature", "enable", "tool-name-prefix").out())
                .isEqualTo("Feature 'tool-name-prefix' enabled successfully.\n");
        assertThat(docker)
                .hasContent(
                        "{\n\t\"auths\": {},\n\t\"features\": {\"other\": \"x\", \"tool-name-prefix\": \"enabled\"}\n}\n");
        assertThat(ok("feature", "ls").out())
                .containsPattern("tool-name-prefix +enabled")
                .contains("other", "dynamic-tools", "no effect yet");
        ok("feature", "disable", "tool-name-prefix");
        assertThat(ok("feature", "ls", "--format", "json").out()).contains("\"tool-name-prefix\" : \"disabled\"");
        Result unknown = cli.run("feature", "enable", "tool-prefix");
        assertThat(unknown.status()).isEqualTo(3);
        assertThat(unknown.err()).contains("unknown feature: tool-prefix", "tool-name-prefix");
    }

    @Test
    void aBackupHoldsACatalogWhoseFileHasAnotherName() throws IOException {
        Files.createDirectories(home.resolve("catalogs"));
        Path clean = Files.writeString(home.resolve("catalogs/mycat.yaml"), "registry: {}\n");
        Path colon = Files.writeString(home.resolve("catalogs/a_b.yaml"), "registry: {} # ours\n");
        Files.writeString(home.resolve("catalog.json"), "{\"catalogs\": {\"MyCat\": {}, \"a:b\": {}}}");
        String backup = ok("config", "dump").out();
        assertThat(backup).contains("\"MyCat\":\"registry: {}\\n\"", "\"a:b\":\"registry: {} # ours\\n\"");
        Files.delete(clean);
        Files.delete(colon);
        cli.input(backup);
        ok("config", "restore", "-");
        assertThat(clean).hasContent("registry: {}\n");
        assertThat(colon).hasContent("registry: {} # ours\n");
        assertThat(home.resolve("catalogs/MyCat.yaml")).doesNotExist();
    }

    @Test
    void aCatalogThatIsGoneIsNotLeftOutOfABackupInSilence() throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("catalog.json"), "{\"catalogs\": {\"gone\": {}}}");
        Result refused = cli.run("config", "dump");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .hasLineCount(1)
                .contains("'gone'", home.resolve("catalogs/gone.yaml").toString(), "catalog rm gone");
        ok("catalog", "rm", "gone");
        ok("config", "dump");
    }
}
