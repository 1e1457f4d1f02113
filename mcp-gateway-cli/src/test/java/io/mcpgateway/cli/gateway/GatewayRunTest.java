package io.mcpgateway.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.Cli;
import io.mcpgateway.cli.Cli.Result;
import io.mcpgateway.cli.community.RegistryServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayRunTest {
    private static final String NOTES = "/v0/servers/io.acme%2Fnotes/versions/1";

    @TempDir
    Path directory;

    private final RegistryServer http = new RegistryServer();
    private Path home;
    private Cli cli;

    @BeforeEach
    void setUp() {
        home = directory.resolve("home");
        cli = new Cli(home);
    }

    @AfterEach
    void tearDown() {
        http.close();
    }

    private Result run(String... flags) {
        return cli.run(
                Stream.concat(Stream.of("gateway", "run"), Stream.of(flags)).toArray(String[]::new));
    }

    private Result ok(String... flags) {
        Result result = run(flags);
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).isEmpty();
        return result;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "--block-secrets 'does not scan for secrets'",
                "--block-secrets=true 'does not scan for secrets'",
                "--static-server=time 'write NAME=HOST:PORT or NAME=unix:PATH'",
                "--static-server=time=host:0 'write NAME=HOST:PORT'",
                "--static-server=time=a:1,time=b:2 'twice'",
                "--debug-dns 'cannot show what servers look up'",
                "--interceptor=before:exec:true 'runs no interceptors of yours'",
                "--interceptor=AFTER:http:http://x:1/ 'runs no interceptors of yours'",
                "--interceptor=around:exec:true 'invalid interceptor spec'",
                "--interceptor=before:exec 'invalid interceptor spec'",
            })
    void whatThisReleaseCannotDoIsRefusedInOneLineBeforeAnythingStarts(String flag, String message) {
        Result result = run("--servers=time", "--dry-run", flag);
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).hasLineCount(1).contains(message);
    }

    @Test
    void allThatIsRefusedIsToldAtOnce() {
        assertThat(run("--block-secrets", "--debug-dns", "--dry-run").err()).hasLineCount(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--block-secrets=false",
                "--block-network=false",
                "--verify-signatures=false",
                "--static=false",
                "--debug-dns=false"
            })
    void notAskingForItIsFine(String flag) {
        assertThat(ok("--servers=time", "--dry-run", flag).err()).contains("> 3 tools listed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--verify-key=ghcr.io/acme/ | is not IMAGES=FILE",
                "--verify-key=ghcr.io/acme/=/no/such.pub | there is no key /no/such.pub",
                "--verify-key=ghcr.io/acme/=/etc/hostname | is no public key",
                "--verify-key=a//b=/no/such.pub | /no/such.pub",
                "--verify-signatures=false --verify-key=a/=b | contradict each other",
            })
    void rulesForSignaturesThatCannotBeReadEndTheRun(String flags, String message) {
        Result result = run(("--servers=time --dry-run " + flags).split(" "));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).hasLineCount(1).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "rules: {} | :1:8: 'rules' must be a list, and not a map",
                "rule: [] | :1:1: 'rule' is not known here; known: rules, trustedRoot",
                "rules: [{images: x/, key: [a]}] | 'key' is not known here",
                "rules: [{keys: [a.pub]}] | a rule needs 'images'",
                "rules: [{images: x/}] | names nobody who may sign them",
                "rules: [{images: x/, keys: [a.pub]}] | there is no key",
                "- x | a map is expected, and not a list",
                "rules: [{images: x/, identities: [{issuer: i}]}] | an identity needs a 'subject'",
                "rules: [{images: x/, identities: [{issuer: i, subject: s}]}] | identities need a 'trustedRoot'",
                "{trustedRoot: no.json, rules: [{images: x/, identities: [{issuer: i, subject: s}]}]} | there is no root",
                "{trustedRoot: signatures.yaml, rules: [{images: x/, identities: [{issuer: i, subject: s}]}]} | root of trust",
            })
    void whatIsNotUnderstoodInTheFileAboutTrustEndsTheRun(String yaml, String message) throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("signatures.yaml"), yaml);

        Result result = run("--servers=time", "--dry-run");

        assertThat(result.status()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).hasLineCount(1).contains("signatures.yaml", message);
        assertThat(ok("--servers=time", "--dry-run", "--verify-signatures=false")
                        .err())
                .contains("> 3 tools listed");
    }

    @Test
    void aServerOfARegistryIsEnabledBesidesTheOthers() throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("registry.yaml"), "registry:\n  time:\n    ref: \"\"\n");
        http.answer(
                NOTES,
                "{\"server\":{\"name\":\"io.acme/notes\",\"version\":\"1\",\"remotes\":["
                        + "{\"type\":\"streamable-http\",\"url\":\"" + http.url() + "/mcp\"}]},\"_meta\":{}}");
        String err = ok("--dry-run", "--allow-remote", http.host(), "--mcp-registry", http.url() + NOTES)
                .err();
        assertThat(err)
                .contains("Fetched server 'io-acme-notes'", "Those servers are enabled: time, io-acme-notes")
                .contains("Can't start io-acme-notes");
        assertThat(http.requests()).contains(NOTES, "/mcp");
        assertThat(ok(
                                "--dry-run",
                                "--servers=files",
                                "--allow-remote",
                                http.host(),
                                "--mcp-registry",
                                http.url() + NOTES)
                        .err())
                .contains("enabled: files, io-acme-notes");
        Files.delete(home.resolve("registry.yaml"));
        assertThat(ok("--dry-run", "--allow-remote", http.host(), "--mcp-registry", http.url() + NOTES)
                        .err())
                .contains("enabled: io-acme-notes\n");
    }

    @Test
    void aServerThatCannotBeFetchedEndsTheRun() {
        Result result = run("--allow-remote", http.host(), "--mcp-registry", http.url() + NOTES);
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .hasLineCount(1)
                .contains("failed to fetch server from MCP registry " + http.url() + NOTES, "version not found");
        assertThat(run("--mcp-registry", http.url() + NOTES).status()).isEqualTo(5);
        assertThat(run("--mcp-registry", "file:///etc/passwd").status()).isEqualTo(5);
    }

    @Test
    void inAContainerThereIsNoHomeOfAUser() throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("registry.yaml"), "registry:\n  time:\n    ref: \"\"\n");
        Files.writeString(home.resolve("config.yaml"), "- broken");
        http.answer(
                "/catalog.yaml",
                "registry:\n  far:\n    remote:\n      url: https://far.example/mcp\n"
                        + "    secrets:\n    - {name: far.key, env: KEY}\n");
        cli.environment("DOCKER_MCP_IN_CONTAINER", "1")
                .environment("MCP_GATEWAY_CATALOG_URL", http.url() + "/catalog.yaml");
        String err =
                ok("--dry-run", "--allow-remote", http.host(), "--servers=far").err();
        assertThat(err).contains("Can't start far", "far.key").doesNotContain("broken");
        assertThat(http.requests()).containsExactly("/catalog.yaml");
        assertThat(ok("--dry-run", "--allow-remote", http.host(), "--registry=registry.yaml")
                        .err())
                .contains("enabled: time\n");
    }

    @Test
    void centralIsStreamingHttp() {
        assertThat(run("--port=1234", "--dry-run").err()).contains("cannot use --port with --transport=stdio");
        ok("--central", "--port=1234", "--dry-run", "--servers=time");
    }

    @Test
    void standardErrorIsCopiedToALogFile() throws IOException {
        Path log = Files.writeString(directory.resolve("gateway.log"), "before\n");
        String err = ok("--servers=time", "--dry-run", "--log", log.toString()).err();
        assertThat(err).contains("> 3 tools listed");
        assertThat(log).hasContent("before\n" + err);
        String refused = run("--block-secrets", "--log", log.toString()).err();
        assertThat(log).hasContent("before\n" + err + refused);
        Result result = run("--servers=time", "--log", directory.toString());
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).hasLineCount(1).contains("--log " + directory, "cannot be written");
    }

    @Test
    void aNewLogFileIsForItsOwnerOnly() throws IOException {
        Path log = directory.resolve("new.log");
        ok("--servers=time", "--dry-run", "--log", log.toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-------");
    }
}
