package io.mcpgateway.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileConfigTest {
    @TempDir
    Path directory;

    private ProfileHome home;

    @BeforeEach
    void setUp() {
        home = new ProfileHome(directory).dev("notes", "com.example.notes", "com.example");
    }

    private String set(String value) {
        home.ok("profile", "config", "dev", "--set", value);
        return home.json("profile", "show", "dev", "--json")
                .path("servers")
                .findValues("config")
                .get(0)
                .toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "version=1.10|{\"version\":\"1.10\"}",
                "version=007|{\"version\":\"007\"}",
                "version=true|{\"version\":\"true\"}",
                "version=\"a=b\"|{\"version\":\"a=b\"}",
                "version=[1]|{\"version\":\"[1]\"}",
                "version=|{\"version\":\"\"}",
                "limit=12345678901234567890123|{\"limit\":12345678901234567890123}",
                "limit=1000000|{\"limit\":1000000}",
                "loud=true|{\"loud\":true}",
                "tags=[\"a\",\"b\"]|{\"tags\":[\"a\",\"b\"]}",
                "server.url=x|{\"server\":{\"url\":\"x\"}}",
                "unknown=1.10|{\"unknown\":1.10}",
                "unknown=0x1|{\"unknown\":\"0x1\"}",
                "unknown=1.2.3|{\"unknown\":\"1.2.3\"}",
                "unknown={\"a\":null}|{\"unknown\":{\"a\":null}}",
            })
    void aValueKeepsItsSpelling(String value, String config) {
        assertThat(set("notes." + value)).isEqualTo(config);
        assertThat(home.json("profile", "show", "dev", "--json").toString()).contains(config);
    }

    @Test
    void namesWithDotsAreFoundByTheLongestThatFits() {
        home.ok("profile", "config", "dev", "--set", "com.example.notes.dir=a", "--set", "com.example.other=b");

        assertThat(home.ok("profile", "config", "dev", "--get-all").lines())
                .containsExactly("com.example.notes.dir=a", "com.example.other=b");
        assertThat(home.text("dev")).containsSubsequence("config:\n      dir: a\n", "config:\n      other: b\n");
    }

    @Test
    void valuesAreShownAsTheyAre() {
        home.ok("profile", "config", "dev", "--set", "notes.limit=1000000", "--set", "notes.tags=[\"a\",\"b\"]");
        home.ok("profile", "config", "dev", "--set", "notes.dir=/tmp/n");

        assertThat(home.ok("profile", "config", "dev", "--get", "notes.limit", "--get", "notes.tags")
                        .lines())
                .containsExactly("notes.limit=1000000", "notes.tags=[\"a\",\"b\"]");
        assertThat(home.json("profile", "config", "dev", "--get-all", "--format", "json"))
                .hasToString("{\"notes.limit\":1000000,\"notes.tags\":[\"a\",\"b\"],\"notes.dir\":\"/tmp/n\"}");
        Cli.Result absent = home.run("profile", "config", "dev", "--get", "notes.loud");
        assertThat(absent.out()).isEmpty();
        assertThat(absent.err()).isEqualTo("notes.loud is not set\n");
        assertThat(home.ok("profile", "config", "dev")).isEmpty();
    }

    @Test
    void whatBecomesEmptyGoes() {
        home.ok("profile", "config", "dev", "--set", "notes.server.url=x", "--set", "notes.dir=/a");

        home.ok("profile", "config", "dev", "--del", "notes.server.url");
        assertThat(home.ok("profile", "config", "dev", "--get-all")).isEqualTo("notes.dir=/a\n");
        assertThat(home.text("dev")).doesNotContain("server:\n        url");
        Cli.Result last = home.run("profile", "config", "dev", "--del", "notes.dir", "--del", "notes.loud");
        assertThat(last.err()).contains("notes.loud was not set", "notes needs more to start: dir (missing)");
        assertThat(home.text("dev").replaceAll("(?s)snapshot:.*?(?=\n  - |\nsecrets)", ""))
                .doesNotContain("config");
    }

    @Test
    void commentsAndLayoutStay() throws IOException {
        Files.writeString(home.profile("dev"), """
                # my profile
                version: 1
                id: dev
                name: Dev
                servers:
                - type: image # pinned
                  image: a
                  config:
                    dir: /a   # here
                  snapshot: {server: {name: notes, image: a}}
                """);

        home.ok("profile", "config", "dev", "--set", "notes.more=1");

        assertThat(home.text("dev")).isEqualTo("""
                # my profile
                version: 1
                id: dev
                name: Dev
                servers:
                - type: image # pinned
                  image: a
                  config:
                    dir: /a   # here
                    more: 1
                  snapshot: {server: {name: notes, image: a}}
                """);
    }

    @Test
    void whatTheServerDoesNotSpeakOfIsToldWithWhatMayBeMeant() {
        Cli.Result result = home.run("profile", "config", "dev", "--set", "notes.dri=/x");

        assertThat(result.status()).isZero();
        assertThat(result.err()).contains("says nothing of a setting 'dri'; did you mean 'dir'?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2|--set notes.limit=1.5|notes: limit (must be of type integer, not a number); nothing is changed",
                "2|--set notes.limit=five|limit (must be of type integer, not text)",
                "2|--set notes.mode=s3cret|mode (must be one of [\"fast\",\"slow\"])",
                "2|--set notes.loud=yes|loud (must be of type boolean",
                "2|--set notes.tags=a|tags (must be of type array",
                "2|--set notes.dir.sub=1|'dir' of server notes is no map",
                "2|--set s3cret|expected SERVER.SETTING=VALUE",
                "2|--set notes=s3cret|invalid argument: notes, expected SERVER.SETTING",
                "3|--set nots.dir=s3cret|server nots not found in profile dev for argument nots.dir; did you mean 'notes'?",
                "2|--set notes.dir=1 --del notes.dir|cannot both delete and set the same config value: notes.dir",
                "2|--set notes..dir=1|names no setting",
                "2|--get notes.|invalid argument: notes., expected SERVER.SETTING",
            })
    void whatIsWrongIsOneLineWithoutTheValue(int status, String words, String message) {
        home.ok("profile", "config", "dev", "--set", "notes.dir=/a");

        assertThat(home.fails(status, ("profile config dev " + words).split(" ")))
                .contains(message)
                .doesNotContain("s3cret");
    }
}
