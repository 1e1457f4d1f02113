package io.mcpgateway.cli.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.Cli;
import io.mcpgateway.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsSwitchTest {
    @TempDir
    Path home;

    private Path file;

    @BeforeEach
    void setUp() {
        file = home.resolve("tools.yaml");
    }

    private void ok(String... words) {
        Result result = new Cli(home).run(words);
        assertThat(result.status()).as(result.err()).isZero();
    }

    @Test
    void whatTheUserWroteBetweenTheToolsStays() throws IOException {
        Files.writeString(file, """
                time:
                  # the clock, of course
                  - get_current_time # always
                  # and zones
                  - convert_time
                """);

        ok("tools", "disable", "--server", "time", "convert_time");
        assertThat(file).content().contains("# the clock, of course\n  - get_current_time # always\n", "# and zones");
        assertThat(file).content().doesNotContain("convert_time");

        ok("tools", "enable", "--server", "time", "convert_time", "convert_time", "get_current_time");
        assertThat(file)
                .content()
                .contains("# the clock, of course\n  - get_current_time # always\n")
                .containsOnlyOnce("- convert_time\n");
    }

    @Test
    void listsOnOneLineAndEmptyOnesAreEditedToo() throws IOException {
        Files.writeString(file, "time: [convert_time] # mine\n");
        ok("tools", "enable", "--server", "time", "get_current_time");
        assertThat(file).hasContent("time: [convert_time, \"get_current_time\"] # mine\n");
        ok("tools", "disable", "--server", "time", "convert_time");
        assertThat(file).hasContent("time: [\"get_current_time\"] # mine\n");
        ok("tools", "disable", "--server", "time", "get_current_time");
        ok("tools", "enable", "--server", "time", "get_current_time");
        assertThat(new Cli(home).run("tools", "ls").out())
                .contains("get_current_time")
                .doesNotContain("convert_time");
    }

    @Test
    void anItemThatIsNoTextIsRefusedByItsPlace() throws IOException {
        String text = "time:\n  - convert_time\n  - {a: 1}\n";
        Files.writeString(file, text);
        for (String verb : new String[] {"enable", "disable"}) {
            Result refused = new Cli(home).run("tools", verb, "--server", "time", "get_current_time");
            assertThat(refused.status()).isEqualTo(2);
            assertThat(refused.err()).contains(file + ": item 2 of the tools of 'time' is no text");
            assertThat(file).hasContent(text);
        }
    }
}
