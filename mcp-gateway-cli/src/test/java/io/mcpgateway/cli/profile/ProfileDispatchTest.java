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

/** Which of the two counts: the files, or a profile. */
class ProfileDispatchTest {
    @TempDir
    Path directory;

    private ProfileHome home;

    @BeforeEach
    void setUp() {
        home = new ProfileHome(directory);
        home.ok("profile", "create", "--name", "clock", "--server", "catalog://starter/time");
    }

    private String enabled(String... flags) {
        String[] words = new String[flags.length + 3];
        System.arraycopy(new String[] {"gateway", "run", "--dry-run"}, 0, words, 0, 3);
        System.arraycopy(flags, 0, words, 3, flags.length);
        Cli.Result result = home.run(words);
        assertThat(result.status()).as(result.err()).isZero();
        return result.err()
                .lines()
                .filter(line -> line.contains("enabled"))
                .findFirst()
                .orElse("none");
    }

    @Test
    void aProfileThatIsNamedCounts() {
        home.ok("server", "enable", "memory");

        assertThat(enabled()).endsWith(": memory");
        assertThat(enabled("--profile", "clock")).endsWith(": time");
        assertThat(home.ok("tools", "count", "--profile", "clock")).contains("3 tools");
        assertThat(home.ok("tools", "--profile", "clock", "count")).contains("3 tools");
    }

    @Test
    void toolsOfTheProfileAreThoseThatAreSeen() {
        home.ok("profile", "tools", "clock", "--disable-all", "time", "--enable", "time.convert_time");

        assertThat(home.ok("tools", "ls", "--profile", "clock")).contains("1 tools", "convert_time");
    }

    @Test
    void theProfileMayBeAFlagOfTheGatewayAsWithTheGoProgram() {
        assertThat(home.ok("tools", "count", "--gateway-arg=--profile=clock")).isEqualTo("3 tools\n");
        assertThat(home.ok("tools", "count", "--gateway-arg", "--profile,clock"))
                .isEqualTo("3 tools\n");
        assertThat(home.run("tools", "count", "--gateway-arg").status()).isEqualTo(2);
    }

    @Test
    void theDefaultProfileCountsUntilThereIsARegistry() {
        assertThat(enabled()).endsWith(": time, memory, files");
        home.ok("profile", "create", "--name", "Default", "--server", "catalog://starter/time");
        assertThat(enabled()).endsWith(": time");
        assertThat(enabled("--servers", "memory")).endsWith(": memory");
        assertThat(home.run("server", "ls").err()).contains("the profile default counts");

        Cli.Result enable = home.run("server", "enable", "memory");
        assertThat(enable.err()).contains("From now on registry.yaml counts, and the profile default only where");
        assertThat(enabled()).endsWith(": memory");
        assertThat(enabled("--profile", "default")).endsWith(": time");
        assertThat(home.run("server", "ls").err()).doesNotContain("profile");
    }

    @Test
    void aDefaultProfileThatDoesNotExistIsEmpty() {
        Cli.Result result = home.run("gateway", "run", "--dry-run", "--profile", "default");

        assertThat(result.status()).isZero();
        assertThat(result.err()).contains("There is no profile default, and so no server");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2|gateway run --profile clock --servers a --registry b|cannot use --profile with --servers, --registry",
                "2|gateway run --profile clock --enable-all-servers|--enable-all-servers",
                "2|gateway run --profile clock --additional-catalog x --config y --tools-config z|--additional-catalog, --config, --tools-config",
                "2|tools ls --profile clock --gateway-arg=--catalog=x|cannot use --profile with --catalog",
                "3|gateway run --profile clok|profile clok not found; did you mean 'clock'?",
                "3|tools ls --profile ../x|profile ../x not found",
                "3|client connect cursor --global --profile clok|profile clok not found; did you mean 'clock'?",
            })
    void whatIsWrongIsOneLine(int status, String words, String message) {
        assertThat(home.fails(status, words.split(" "))).contains(message);
    }

    @Test
    void emptyListsAreNoFileFlags() {
        assertThat(enabled("--profile", "clock", "--servers=", "--catalog=")).endsWith(": time");
    }

    @Test
    void aBrokenProfileDoesNotStart() throws IOException {
        Files.writeString(home.profile("clock"), "version: 9\n");

        Cli.Result result = home.run("gateway", "run", "--profile", "clock");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("clock.yaml:1:10: a profile of version 9 is not known");
    }
}
