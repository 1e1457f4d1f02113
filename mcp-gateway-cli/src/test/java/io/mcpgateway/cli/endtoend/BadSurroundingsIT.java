package io.mcpgateway.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.mcpgateway.cli.endtoend.Typed.Shown;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Places that cannot be written, and names that lead elsewhere. Root may write anywhere, so a folder is made unwritable by a
 * mount that is read only, in a namespace of mounts that ends with the command.
 */
class BadSurroundingsIT {
    private static final int HUGE_BYTES = 100 << 20;

    @TempDir
    static Path shared;

    private static Props props;

    @TempDir
    Path root;

    private Path home;
    private Path state;

    @BeforeAll
    static void start() throws Exception {
        props = new Props(shared);
        props.makeArchive();
    }

    @AfterAll
    static void end() {
        props.close();
    }

    @BeforeEach
    void setUp() throws IOException {
        home = Typed.home(root, "used");
        state = home.resolve(".docker/mcp");
    }

    private Shown run(String line) throws IOException, InterruptedException {
        return Typed.run(props, root, home, line);
    }

    private void refusesAndChangesNothing(String line, int status, String named)
            throws IOException, InterruptedException {
        Map<String, String> before = Typed.fingerprint(home);
        run(line).isOneLine(status, named);
        assertThat(Typed.fingerprint(home)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "catalogs,     mcp-gateway catalog create new",
        "catalogs,     mcp-gateway catalog import ../../given.yaml --name given",
        ".history,     mcp-gateway server disable almanac",
        "clients,      mcp-gateway client connect cursor --global",
        ".state.lock/, mcp-gateway config reset",
    })
    void fileWhereADirectoryBelongsAndTheOtherWayRound(String place, String line) throws Exception {
        Files.writeString(home.resolve("given.yaml"), "registry: {}\n");
        String name = place.replace("/", "");
        if (Files.isDirectory(state.resolve(name))) {
            try (var files = Files.list(state.resolve(name))) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(state.resolve(name));
        }
        if (place.endsWith("/")) {
            Files.createDirectory(state.resolve(name));
        } else {
            Files.writeString(state.resolve(name), "in the way");
        }
        Files.deleteIfExists(state.resolve("catalog.json"));

        refusesAndChangesNothing(
                "cd .docker/mcp && " + line, 2, state.resolve(name).toString());
    }

    @Test
    void homeThatIsAFileOrBelowOne() throws Exception {
        Files.writeString(home.resolve("file"), "");
        refusesAndChangesNothing("mcp-gateway --home file server enable time", 2, home.resolve("file") + "");
        refusesAndChangesNothing("mcp-gateway --home file/below server enable time", 2, home.resolve("file") + "");
        refusesAndChangesNothing("mcp-gateway --home file server ls", 2, home.resolve("file") + "");
    }

    /** Whether the system lets us mount things in a namespace of our own; if not, that is said. */
    private void requireNamespaces(String test) throws Exception {
        Shown tried = run("unshare -rm true");
        if (tried.status() == 0) {
            return;
        }
        String message = "BadSurroundingsIT#" + test + " needs namespaces of mounts: "
                + tried.err().strip();
        System.err.println("SKIPPED: " + message);
        assertThat(System.getenv("MCP_GATEWAY_CI")).as(message).isNull();
        abort(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "catalog create new",
                "server enable dockerhub",
                "config write 'a: {b: 1}'",
                "tools disable sound",
                "secret set new=1",
                "client connect cursor --global",
                "catalog reset --yes"
            })
    void readOnlyHome(String command) throws Exception {
        requireNamespaces("readOnlyHome");
        refusesAndChangesNothing(
                "unshare -rm sh -c \"mount --bind '" + state + "' '" + state + "' && mount -o remount,bind,ro '" + state
                        + "' && mcp-gateway " + command + "\"",
                2,
                state.toString());
    }

    @Test
    void readingNeedsNoWriting() throws Exception {
        requireNamespaces("readingNeedsNoWriting");
        for (String command : new String[] {"server ls", "catalog show", "config read", "tools ls", "undo"}) {
            Shown shown = run("unshare -rm sh -c \"mount --bind '" + state + "' '" + state
                    + "' && mount -o remount,bind,ro '" + state + "' && mcp-gateway " + command + "\"");
            assertThat(shown.status()).as(command + ": " + shown.err()).isEqualTo(command.equals("undo") ? 2 : 0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "catalog create new",
                "catalog import more.yaml --name more",
                "server enable dockerhub",
                "config write 'a: {b: 1}'",
                "secret set new=1"
            })
    void fullDisk(String command) throws Exception {
        requireNamespaces("fullDisk");
        Files.writeString(home.resolve("more.yaml"), "registry: {}\n");
        Path disk = Files.createDirectory(home.resolve("disk"));
        // Everything is there, the rest of the disk is filled, and what is there is compared afterwards. Directories
        // are on
        // it already, for those take no room.
        String line = "unshare -rm sh -c \"mount -t tmpfs -o size=128k none '" + disk + "' && cp -R '" + state + "/.' '"
                + disk + "' && mkdir -p '" + disk + "/.history' && { cat /dev/zero >'" + disk
                + "/rest' 2>/dev/null; mcp-gateway --home '" + disk + "' " + command
                + "; status=\\$?; diff -r -x rest -x"
                + " '.state.lock' -x .history -x '*.lock' '" + state + "' '" + disk + "' >&2; exit \\$status; }\"";

        run(line).isOneLine(2, disk.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "mcp-gateway catalog create ../../escape, 2",
        "mcp-gateway catalog fork mine ../escape, 2",
        "mcp-gateway catalog import given.yaml --name ../escape, 2",
        "mcp-gateway catalog import given.yaml --name .., 2",
        "mcp-gateway config restore given.json, 2",
    })
    void namesLeadNowhereElse(String line, int status) throws Exception {
        Files.writeString(home.resolve("given.yaml"), "registry: {}\n");
        Files.writeString(home.resolve("given.json"), "{\"catalogFiles\": {\"../../escape\": \"a: 1\"}}");
        refusesAndChangesNothing(line, status, line.contains("restore") ? "escape" : line.contains("..") ? ".." : "/");
        assertThat(root.resolve("escape.yaml")).doesNotExist();
        assertThat(home.resolve("escape.yaml")).doesNotExist();
    }

    @Test
    void documentThatNamesItselfElsewhereIsNotStoredThere() throws Exception {
        Files.writeString(home.resolve("given.yaml"), "name: ../../escape\nregistry: {}\n");
        refusesAndChangesNothing("mcp-gateway catalog import given.yaml", 2, "../../escape");
    }

    @Test
    void indexThatNamesAFileElsewhereIsNotFollowed() throws Exception {
        Path secret = Files.writeString(home.resolve("secret.yaml"), "registry: {leaked: {type: server, image: a}}\n");
        Files.writeString(state.resolve("catalog.json"), "{\"catalogs\": {\"../../../secret\": {}}}");
        refusesAndChangesNothing("mcp-gateway catalog export ../../../secret out.yaml", 3, "../../../secret");
        refusesAndChangesNothing("mcp-gateway catalog fork ../../../secret mine2", 3, "../../../secret");
        refusesAndChangesNothing("mcp-gateway config dump", 2, "../../../secret");
        assertThat(run("mcp-gateway server inspect leaked").status()).isNotZero();
        assertThat(run("mcp-gateway catalog rm ../../../secret").status()).isZero();
        assertThat(secret).exists();
    }

    @Test
    void linkStaysALinkAndWhatItNamesIsChanged() throws Exception {
        Path elsewhere = Files.createDirectory(home.resolve("dotfiles")).resolve("registry.yaml");
        Files.move(state.resolve("registry.yaml"), elsewhere);
        Path link = Files.createSymbolicLink(state.resolve("registry.yaml"), elsewhere);

        assertThat(run("mcp-gateway server disable almanac").status()).isZero();

        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(elsewhere)).contains("lighthouse").doesNotContain("almanac");
    }

    @Test
    void badStandardInput() throws Exception {
        Path in = root.resolve("odd");
        Files.write(in, new byte[] {'a', ':', ' ', (byte) 0xff});
        refusesWith(in, "mcp-gateway config write -", "standard input");
        for (byte[] odd : new byte[][] {
            "a: {b: \0}\n".getBytes(StandardCharsets.UTF_8), "a: [hunter2".getBytes(StandardCharsets.UTF_8)
        }) {
            Files.write(in, odd);
            refusesWith(in, "mcp-gateway config write -", "config");
        }
        try (RandomAccessFile sparse = new RandomAccessFile(in.toFile(), "rw")) {
            sparse.setLength(HUGE_BYTES);
        }
        refusesWith(in, "mcp-gateway config write -", "standard input");
        refusesWith(in, "mcp-gateway config restore -", "standard input");
        refusesWith(in, "mcp-gateway secret set new", "standard input");
    }

    private void refusesWith(Path in, String line, String named) throws IOException, InterruptedException {
        Map<String, String> before = Typed.fingerprint(home);
        Shown shown = Typed.run(props, root, home, line, Map.of(), in);
        assertThat(shown.err()).doesNotContain(Oddity.SECRET);
        shown.isOneLine(2, named);
        assertThat(Typed.fingerprint(home)).isEqualTo(before);
    }
}
