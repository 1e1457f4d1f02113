package io.mcpgateway.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Terminal;
import io.mcpgateway.cli.profile.file.ListedServer;
import io.mcpgateway.cli.profile.file.ProfileEdit;
import io.mcpgateway.cli.profile.file.Profiles;
import io.mcpgateway.cli.state.State;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An update where servers have no names. */
class ProfileUpdateTest {
    private static final String NAMED = "{type: image, image: a, snapshot: {server: {name: n, image: a}}}";
    private static final String REMOTE = "{type: remote, endpoint: \"https://one.example/mcp\"}";
    private static final String OTHER = "{type: remote, endpoint: \"https://two.example/mcp\"}";

    @TempDir
    Path home;

    private List<String> update(String before, String pulled) {
        Session session = new Session(new Console(
                InputStream.nullInputStream(),
                new ByteArrayOutputStream(),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                Map.of(),
                Terminal.NONE));
        session.home(home);
        new State(session).<Void>change("test", change -> {
            ProfileEdit edit = ProfileEdit.store(home, change, "dev", profile(before));
            new ProfileUpdate(
                            ProfileSource.read("test", profile(pulled).getBytes(StandardCharsets.UTF_8), false, "dev"))
                    .apply(edit);
            return null;
        });
        return Profiles.of(home).require("dev").servers().stream()
                .map(server -> server.name() + " " + server.locator())
                .toList();
    }

    private static String profile(String servers) {
        return "version: 1\nid: dev\nname: Dev\nservers: [" + servers + "]\n";
    }

    @Test
    void serversWithoutANameStayTheSame() {
        String both = REMOTE + ", " + OTHER;

        assertThat(update(both, both)).containsExactly(" https://one.example/mcp", " https://two.example/mcp");
        assertThat(update(REMOTE, both)).containsExactly(" https://one.example/mcp", " https://two.example/mcp");
        assertThat(update(both, OTHER)).containsExactly(" https://two.example/mcp");
    }

    @Test
    void aNameThatIsNotTheretoYetComesToTheServerOfItsPlace() {
        String bare = "{type: image, image: a, config: {x: 1}}";

        assertThat(update(bare, NAMED)).containsExactly("n a");
        assertThat(Profiles.of(home).require("dev").servers())
                .extracting(ListedServer::configuration)
                .hasToString("[{\"x\":1}]");
        assertThat(update(NAMED, bare)).as("a snapshot stays").containsExactly("n a");
    }
}
