package io.mcpgateway.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.Cli;
import io.mcpgateway.testkit.LocalRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles in a real registry. */
class ProfileOciIT {
    @TempDir
    Path directory;

    private LocalRegistry registry;
    private ProfileHome here;
    private ProfileHome there;

    @BeforeEach
    void setUp() throws IOException {
        LocalRegistry.require(ProfileOciIT.class);
        registry = LocalRegistry.start(directory.resolve("registry"), "");
        here = new ProfileHome(directory.resolve("here"));
        there = new ProfileHome(directory.resolve("there"));
    }

    @AfterEach
    void tearDown() throws Exception {
        if (registry != null) {
            registry.close();
        }
    }

    private String push(ProfileHome from, String id, String tag, String... flags) {
        String[] words = new String[flags.length + 4];
        System.arraycopy(flags, 0, words, 4, flags.length);
        words[0] = "profile";
        words[1] = "push";
        words[2] = id;
        words[3] = registry.host() + "/team/dev:" + tag;
        String said = from.ok(words);
        assertThat(said)
                .matches("Pushed profile to \\Q" + registry.host() + "\\E/team/dev:" + tag + "@sha256:[0-9a-f]{64}\n");
        return said.strip().replaceAll(".*@", "");
    }

    @Test
    void anotherHomeSeesTheSameProfileUnderTheSameDigest() {
        here.dev("notes", "web");
        here.ok("profile", "config", "dev", "--set", "notes.dir=/data", "--set", "notes.version=1.10");
        here.ok("profile", "tools", "dev", "--disable-all", "web");
        String digest = push(here, "dev", "v1");

        assertThat(there.ok("profile", "pull", registry.host() + "/team/dev:v1"))
                .isEqualTo("Profile Dev imported as dev\n");
        assertThat(there.json("profile", "show", "dev", "--json"))
                .isEqualTo(here.json("profile", "show", "dev", "--json"));
        assertThat(push(there, "dev", "v2")).isEqualTo(digest);
        assertThat(push(here, "dev", "v1")).isEqualTo(digest);
        assertThat(there.ok("profile", "pull", registry.host() + "/team/dev@" + digest, "--id", "exact"))
                .isEqualTo("Profile Dev imported as exact\n");
    }

    @Test
    void aPulledProfileUpdatesOneAndKeepsWhatItsUserChose() throws IOException {
        here.dev("notes", "web");
        here.ok("profile", "config", "dev", "--set", "notes.dir=/theirs");
        push(here, "dev", "v1", "--without-config");
        there.ok("profile", "pull", registry.host() + "/team/dev:v1");
        assertThat(there.ok("profile", "config", "dev", "--get-all")).isEmpty();
        there.ok("profile", "config", "dev", "--set", "notes.dir=/mine");
        there.ok("profile", "tools", "dev", "--disable", "notes.get");
        Files.writeString(there.profile("dev"), "# mine\n" + there.text("dev"));
        here.ok("profile", "server", "remove", "dev", "web");
        here.ok("profile", "server", "add", "dev", "catalog://mine/com.example");
        push(here, "dev", "v2");

        assertThat(there.fails(2, "profile", "pull", registry.host() + "/team/dev:v2"))
                .contains("profile with id dev already exists");
        there.ok("profile", "pull", registry.host() + "/team/dev:v2", "--update");

        assertThat(there.ok("profile", "server", "ls", "dev"))
                .contains("notes", "com.example")
                .doesNotContain("web");
        assertThat(there.ok("profile", "config", "dev", "--get-all")).isEqualTo("notes.dir=/mine\n");
        assertThat(there.json("profile", "show", "dev", "--json").at("/servers/0/tools"))
                .hasToString("[\"add\",\"get.all\"]");
        assertThat(there.text("dev")).startsWith("# mine\n");

        there.ok("profile", "pull", registry.host() + "/team/dev:v2", "--force");
        assertThat(there.ok("profile", "config", "dev", "--get-all")).isEqualTo("notes.dir=/theirs\n");
        there.ok("undo");
        assertThat(there.ok("profile", "config", "dev", "--get-all")).isEqualTo("notes.dir=/mine\n");
    }

    @Test
    void whatIsNotThereOrNoProfileIsRefused() {
        here.dev("own");
        Cli.Result pushed = here.run("profile", "push", "dev", registry.host() + "/team/dev:v1");
        assertThat(pushed.status()).isZero();
        assertThat(pushed.err()).contains("may have none: own");

        assertThat(there.fails(5, "profile", "pull", registry.host() + "/team/dev:v1"))
                .contains("'own' is a process of this computer");
        assertThat(there.fails(3, "profile", "pull", registry.host() + "/team/none:v1"))
                .contains("team/none:v1");
        here.ok(
                "catalog",
                "create",
                registry.host() + "/team/cat:v1",
                "--title",
                "T",
                "--server",
                "catalog://mine/notes");
        here.ok("catalog", "push", registry.host() + "/team/cat:v1");
        Cli.Result catalog = there.run("profile", "pull", registry.host() + "/team/cat:v1");
        assertThat(catalog.status()).isNotZero();
        assertThat(catalog.err()).contains("artifact type");
        assertThat(there.profile("t")).doesNotExist();
    }

    @Test
    void serversOfAPulledCatalogAreAdded() {
        here.ok(
                "catalog",
                "create",
                registry.host() + "/mcp/cat:v1",
                "--title",
                "T",
                "--server",
                "catalog://mine/notes+web");
        here.ok("catalog", "push", registry.host() + "/mcp/cat:v1");
        there.ok("catalog", "pull", registry.host() + "/mcp/cat:v1");

        there.ok("profile", "create", "--name", "Dev", "--server", "catalog://" + registry.host() + "/mcp/cat:v1/*");

        assertThat(there.json("profile", "show", "dev", "--json")
                        .at("/servers/0/catalogRef")
                        .asText())
                .isEqualTo(registry.host() + "/mcp/cat:v1");
        assertThat(there.ok("profile", "server", "ls", "dev")).contains("notes", "web");
    }

    @Test
    void whatAnUpdateTakesAwayIsToldAndAskedFor() {
        here.dev("notes");
        push(here, "dev", "v1");
        String[] update = {"profile", "pull", registry.host() + "/team/dev:v1", "--update"};
        there.ok("profile", "pull", registry.host() + "/team/dev:v1");
        there.ok("profile", "server", "add", "dev", "catalog://mine/web+com.example");

        there.cli.answers("n\n");
        Cli.Result refused = there.run(update);
        assertThat(refused.status()).isEqualTo(5);
        assertThat(refused.err())
                .contains("This removes from the profile dev what is not in the pulled one: web, com.example. Go on?");
        assertThat(there.ok("profile", "server", "ls", "dev")).contains("web", "com.example");

        there.cli.answers("y\n");
        Cli.Result updated = there.run(update);
        assertThat(updated.status()).isZero();
        assertThat(updated.err()).contains("Removed from it: web, com.example; 'undo' brings them back");
        assertThat(there.ok("profile", "server", "ls", "dev")).contains("notes").doesNotContain("web");
        there.cli.answers("");
        assertThat(there.run(update).err()).doesNotContain("Go on?", "Removed");
    }
}
