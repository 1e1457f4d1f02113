package io.mcpgateway.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.Cli;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileToolsTest {
    @TempDir
    Path directory;

    private ProfileHome home;

    @BeforeEach
    void setUp() {
        home = new ProfileHome(directory).dev("notes", "com.example.notes", "com.example");
    }

    private String tools(int server) {
        return home.json("profile", "show", "dev", "--json")
                .at("/servers/" + server + "/tools")
                .toString();
    }

    @Test
    void enablingOneToolOfAServerThatHasAllDisablesNoOther() {
        Cli.Result result = home.run("profile", "tools", "dev", "--enable", "notes.add");

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEqualTo("No changes made to profile dev\n");
        assertThat(result.err()).contains("notes: all tools are on already");
        assertThat(tools(0)).isEqualTo("null");
    }

    @Test
    void disablingOneKeepsTheOthers() {
        assertThat(home.ok("profile", "tools", "dev", "--disable", "notes.get"))
                .isEqualTo("Updated profile dev: 0 tool(s) enabled, 1 tool(s) disabled\n");
        assertThat(tools(0)).isEqualTo("[\"add\",\"get.all\"]");
        assertThat(home.ok("profile", "tools", "dev", "--disable", "notes.get.all", "--enable", "notes.get"))
                .isEqualTo("Updated profile dev: 1 tool(s) enabled, 1 tool(s) disabled\n");
        assertThat(tools(0)).isEqualTo("[\"add\",\"get\"]");
        assertThat(home.ok("profile", "tools", "dev", "--enable", "notes.get"))
                .isEqualTo("No changes made to profile dev\n");
    }

    @Test
    void allAndNoneAreTwoThings() {
        assertThat(home.ok("profile", "tools", "dev", "--disable-all", "notes", "--disable-all", "com.example"))
                .isEqualTo("Disabled all tools for 2 server(s) in profile dev\n");
        assertThat(tools(0)).isEqualTo("[]");
        assertThat(home.ok("profile", "tools", "dev", "--disable-all", "notes"))
                .isEqualTo("No changes made to profile dev\n");
        assertThat(home.ok("profile", "tools", "dev", "--enable-all", "notes"))
                .isEqualTo("Enabled all tools for 1 server(s) in profile dev\n");
        assertThat(tools(0)).isEqualTo("null");
        assertThat(tools(2)).isEqualTo("[]");
    }

    @Test
    void flagsAreTakenInTheirOrder() {
        assertThat(home.ok("profile", "tools", "dev", "--disable-all", "notes", "--enable", "notes.add"))
                .isEqualTo("""
                        Disabled all tools for 1 server(s) in profile dev
                        Updated profile dev: 1 tool(s) enabled, 0 tool(s) disabled
                        """);
        assertThat(tools(0)).isEqualTo("[\"add\"]");
        Cli.Result both = home.run("profile", "tools", "dev", "--enable", "notes.get", "--disable", "notes.get");
        assertThat(both.err()).contains("both enabled and disabled, and so disabled: notes.get");
        assertThat(tools(0)).isEqualTo("[\"add\"]");
    }

    @Test
    void serversWithDotsAreFoundByTheLongestNameThatFits() {
        home.ok("profile", "tools", "dev", "--disable", "com.example.notes.add");

        assertThat(tools(1)).isEqualTo("[]");
        assertThat(tools(2)).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2||must provide at least one flag",
                "3|--enable notes.ad|tool ad not found in server notes; did you mean 'add'?",
                "3|--disable notes.gte|tool gte not found in server notes; did you mean 'get'?",
                "3|--enable-all nots|server nots not found in profile dev; did you mean 'notes'?",
                "3|--disable-all nots|server nots not found in profile dev; did you mean 'notes'?",
                "3|--enable nots.add|server nots not found in profile dev for argument nots.add; did you mean 'notes'?",
                "2|--enable notes|invalid argument: notes, expected SERVER.TOOL",
                "2|--disable com.example.x|lists no tools in its snapshot",
            })
    void whatIsWrongIsOneLine(int status, String words, String message) {
        String line = words == null ? "profile tools dev" : "profile tools dev " + words;

        assertThat(home.fails(status, line.split(" "))).contains(message);
    }
}
