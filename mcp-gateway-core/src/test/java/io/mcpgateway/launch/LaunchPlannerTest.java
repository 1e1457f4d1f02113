package io.mcpgateway.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.mcpgateway.SecretStores;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Problem;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerEntry.EnvironmentEntry;
import io.mcpgateway.model.ServerEntry.Origin;
import io.mcpgateway.model.ServerEntry.Remote;
import io.mcpgateway.model.ServerEntry.SecretEntry;
import io.mcpgateway.model.ServerEntry.Trust;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.model.WorkloadSpec.Bind;
import io.mcpgateway.model.WorkloadSpec.Network;
import io.mcpgateway.model.WorkloadSpec.Volume;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.GatewayOptions.ServerGrants;
import io.mcpgateway.spi.SecretStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LaunchPlannerTest {
    private static final String SECRET = "s3cret-value";

    @TempDir
    Path home;

    private GatewayOptions options = GatewayOptions.defaults();
    private Map<String, String> hostEnvironment = Map.of("HOST_ONLY", "x");

    @Test
    void evaluatesEverythingOfAContainer() {
        WorkloadSpec spec = run(
                container("my.server")
                        .secrets(List.of(
                                new SecretEntry("my.token", "TOKEN", true),
                                new SecretEntry("my.other", "OTHER", false)))
                        .environment(List.of(
                                new EnvironmentEntry("URL", "{{my_server.url}}"),
                                new EnvironmentEntry("EMPTY", "{{my_server.none}}"),
                                new EnvironmentEntry("LEVEL", "3"),
                                new EnvironmentEntry("BOTH", "$LEVEL-${LEVEL}-$HOST_ONLY-$$"),
                                new EnvironmentEntry("HEADER", "{\"Authorization\": \"Bearer $TOKEN\"}"),
                                new EnvironmentEntry("AGAIN", "<$HEADER>")))
                        .command(List.of(
                                "--port={{my_server.port}}",
                                "{{my_server.paths|into}}",
                                "$LEVEL",
                                "{{my_server.port}}"))
                        .disableNetwork(true)
                        .build(),
                "{\"url\":\"https://a.example\",\"port\":8080,\"paths\":[\"a\",\"b\"]}");

        assertThat(spec.image()).contains("example/image");
        assertThat(spec.environment())
                .containsExactly(
                        Map.entry("URL", "https://a.example"), Map.entry("LEVEL", "3"), Map.entry("BOTH", "3-3--$"));
        assertThat(spec.secretEnvironment())
                .containsExactly(
                        Map.entry("TOKEN", Secret.of(SECRET)),
                        Map.entry("HEADER", Secret.of("{\"Authorization\": \"Bearer " + SECRET + "\"}")),
                        Map.entry("AGAIN", Secret.of("<{\"Authorization\": \"Bearer " + SECRET + "\"}>")));
        assertThat(spec.arguments()).containsExactly("--port=8080", "a", "b", "3", "8080");
        assertThat(spec.network()).isEqualTo(new Network.None());
        assertThat(spec.limits()).isEqualTo(WorkloadSpec.Limits.DEFAULT);
        assertThat(spec.labels())
                .containsExactly(
                        Map.entry("docker-mcp", "true"),
                        Map.entry("docker-mcp-tool-type", "mcp"),
                        Map.entry("docker-mcp-name", "my.server"),
                        Map.entry("docker-mcp-transport", "stdio"));
        assertThat(spec.user()).isEmpty();
    }

    @Test
    void tellsEverythingThatIsMissingAtOnceWithTheRemedy() {
        List<Problem> problems = blocked(container("greedy")
                .secrets(List.of(new SecretEntry("greedy.key", "KEY", true), new SecretEntry("a b", "AB", true)))
                .configSchemas(
                        List.of(JsonText.of("{\"properties\":{\"url\":{\"type\":\"string\"}},\"required\":[\"url\"]}")))
                .volumes(List.of("/etc:/data", "{{greedy.none}}", "{{greedy.none}}:/x"))
                .user("root")
                .capAdd(List.of("CAP_NET_RAW", "sys_admin", "DAC_OVERRIDE", "ALL"))
                .extraHosts(List.of("db:10.0.0.1", "-x:1"))
                .build());

        assertThat(problems).allMatch(problem -> problem.where().equals("greedy"));
        assertThat(problems)
                .extracting(Problem::message)
                .satisfiesExactlyInAnyOrder(
                        message -> assertThat(message).contains("url (missing)", "'greedy' in config.yaml"),
                        message -> assertThat(message).contains("greedy.key", "env file", "--secrets"),
                        message -> assertThat(message).contains("Invalid secret name 'a b'"),
                        message -> assertThat(message).contains("/etc:/data", "sensitive system path"),
                        message -> assertThat(message).contains("run as root", "grants of 'greedy'"),
                        message -> assertThat(message).contains("NET_RAW", "not granted"),
                        message -> assertThat(message).contains("SYS_ADMIN", "never granted"),
                        message -> assertThat(message).contains("DAC_OVERRIDE", "never granted"),
                        message -> assertThat(message).contains("ALL", "never granted"),
                        message -> assertThat(message).contains("db:10.0.0.1", "not granted"),
                        message -> assertThat(message).contains("-x:1", "not host:ip"));
    }

    @Test
    void grantsOpenWhatMayBeOpened() {
        grant("greedy", new ServerGrants(Set.of("NET_RAW", "SYS_ADMIN"), true, true, Set.of()));

        WorkloadSpec spec = run(
                container("greedy")
                        .user("0:0")
                        .capAdd(List.of("cap_net_raw", "NET_RAW"))
                        .extraHosts(List.of("db:10.0.0.1"))
                        .build(),
                "{}");

        assertThat(spec.user()).contains("0:0");
        assertThat(spec.capabilities()).containsExactly("NET_RAW");
        assertThat(spec.extraHosts()).containsExactly("db:10.0.0.1");
        assertThat(blocked(container("greedy").capAdd(List.of("SYS_ADMIN")).build()))
                .singleElement()
                .asString()
                .contains("never granted");
    }

    static Stream<Arguments> users() {
        return Stream.of(
                argumentSet("root", "root", false),
                argumentSet("zero", "0", false),
                argumentSet("zeros", "000", false),
                argumentSet("root with a group", "root:staff", false),
                argumentSet("flag", "-u", false),
                argumentSet("two words", "a b", false),
                argumentSet("name", "node", true),
                argumentSet("numbers", "1000:1000", true),
                argumentSet("name with a zero", "0x", true));
    }

    @ParameterizedTest
    @MethodSource("users")
    void rootAndNonsenseAreRefused(String user, boolean allowed) {
        LaunchPlan plan = plan(container("a").user("{{a.user}}").build(), "{\"user\":\"" + user + "\"}");

        assertThat(plan instanceof LaunchPlan.Run).isEqualTo(allowed);
    }

    @Test
    void withBindsAndNoUserItRunsAsTheirOwnerButNeverAsRoot() throws IOException {
        Path directory = Files.createDirectories(home.resolve("data")).toRealPath();
        int uid = (int) Files.getAttribute(directory, "unix:uid");
        int gid = (int) Files.getAttribute(directory, "unix:gid");
        ServerEntry entry = container("a").volumes(List.of("{{a.path|volume}}")).build();
        String configuration = "{\"path\":\"" + directory + "\"}";

        WorkloadSpec spec = run(entry, configuration);

        assertThat(spec.mounts()).containsExactly(new Bind(directory, directory.toString(), true));
        assertThat(spec.user()).isEqualTo(uid == 0 ? Optional.empty() : Optional.of(uid + ":" + gid));
        if (uid == 0) {
            Files.setAttribute(directory, "unix:uid", 4711);
            assertThat(run(entry, configuration).user()).contains("4711:" + gid);
            assertThat(run(
                                    container("a")
                                            .volumes(List.of(directory + ":/x"))
                                            .user("node")
                                            .build(),
                                    "{}")
                            .user())
                    .contains("node");
        }
    }

    @Test
    void aHostPathThatDoesNotExistIsTold() {
        assertThat(blocked(container("a")
                        .volumes(List.of(home.resolve("absent") + ":/data"))
                        .build()))
                .singleElement()
                .asString()
                .contains("absent", "does not exist", "create it");
    }

    @Test
    void emptyVolumesAreSkippedAndHalfEmptyOnesAreTold() {
        assertThat(run(
                                container("a")
                                        .volumes(List.of(
                                                "{{a.none}}", "{{a.none|volume}}", "{{a.none|or:[]|volume|into}}"))
                                        .build(),
                                "{}")
                        .mounts())
                .isEmpty();
        assertThat(blocked(container("a").volumes(List.of("{{a.path}}:/data")).build()))
                .singleElement()
                .asString()
                .contains("{{a.path}}:/data", "set the server's configuration");
    }

    @Test
    void aNamedVolumeBelongsToItsFirstUser() {
        ServerEntry first = container("first").volumes(List.of("pages:/pages")).build();
        ServerEntry second = container("second")
                .volumes(List.of("pages:/stolen", "own:/own"))
                .build();

        assertThat(planner().preview(second, Optional.empty())).isInstanceOf(LaunchPlan.Run.class);
        assertThat(run(first, "{}").mounts()).containsExactly(new Volume("pages", "/pages", false));
        assertThat(run(first, "{}").mounts()).hasSize(1);
        assertThat(blocked(second)).singleElement().asString().contains("pages", "'first'", "not granted");
        assertThat(planner().preview(second, Optional.empty())).isInstanceOf(LaunchPlan.Blocked.class);

        grant("second", new ServerGrants(Set.of(), false, false, Set.of("pages")));
        assertThat(run(second, "{}").mounts()).hasSize(2);
        assertThat(home.resolve("cache/volumes.json"))
                .content()
                .contains("\"pages\" : \"first\"", "\"own\" : \"second\"");
    }

    @Test
    void aBlockedServerClaimsNoVolumes() {
        blocked(container("first").volumes(List.of("pages:/pages", "/etc:/x")).build());

        assertThat(run(container("second").volumes(List.of("pages:/pages")).build(), "{}")
                        .mounts())
                .hasSize(1);
    }

    @Test
    void brokenClaimsBlockWithoutBeingOverwritten() throws IOException {
        Path file = Files.createDirectories(home.resolve("cache")).resolve("volumes.json");
        Files.writeString(file, "{\"pages\": ");

        assertThat(blocked(container("a").volumes(List.of("pages:/pages")).build()))
                .singleElement()
                .asString()
                .contains("volumes.json", "repair or delete");
        assertThat(file).hasContent("{\"pages\": ");
    }

    @Test
    void aSecretInTheCommandIsNotedForContainersAndRefusedForProcesses() {
        LaunchPlan plan = plan(
                container("a")
                        .secrets(List.of(new SecretEntry("my.token", "TOKEN", true)))
                        .command(List.of("--token", "$TOKEN"))
                        .build(),
                "{}");
        assertThat(plan).isInstanceOfSatisfying(LaunchPlan.Run.class, run -> {
            assertThat(run.spec().arguments()).containsExactly("--token", SECRET);
            assertThat(run.notes())
                    .singleElement()
                    .asString()
                    .contains("$TOKEN")
                    .doesNotContain(SECRET);
        });
        assertThat(plan.toString()).doesNotContain(SECRET);

        options = GatewayOptions.builder().allowProcess(Set.of("p")).build();
        assertThat(blocked(process("p", Trust.OWN_FILE)
                        .secrets(List.of(new SecretEntry("my.token", "TOKEN", true)))
                        .command(List.of("x", "$TOKEN"))
                        .build()))
                .singleElement()
                .asString()
                .contains("$TOKEN", "read the variable")
                .doesNotContain(SECRET);
    }

    @Test
    void aProcessNeedsTrustAndConsent() {
        assertThat(blocked(process("p", Trust.OWN_FILE).build()))
                .singleElement()
                .asString()
                .contains("--allow-process p");
        options = GatewayOptions.builder().allowProcess(Set.of("p")).build();
        assertThat(blocked(process("p", Trust.FOREIGN).build()))
                .singleElement()
                .asString()
                .contains("file that you own");
        assertThat(blocked(process("p", Trust.OWN_FILE).volumes(List.of("a:/b")).build()))
                .hasSize(1);
        for (Trust trust : List.of(Trust.OWN_FILE, Trust.BUILT_IN)) {
            assertThat(run(process("p", trust).build(), "{}").arguments()).containsExactly("x", "--stdio");
        }
    }

    @Test
    void aRemoteGetsItsHeadersFromItsSecrets() {
        LaunchPlan plan = plan(remote("https://far.example/mcp", "http", "Bearer ${TOKEN}"), "{}");

        assertThat(plan).isInstanceOfSatisfying(LaunchPlan.Reach.class, reach -> {
            assertThat(reach.target().url()).isEqualTo("https://far.example/mcp");
            assertThat(reach.target().transport()).isEqualTo("streamable-http");
            assertThat(reach.target().headers())
                    .containsExactly(Map.entry("Authorization", Secret.of("Bearer " + SECRET)));
            assertThat(reach.target().access().insecure()).isFalse();
        });
        assertThat(plan.toString()).doesNotContain(SECRET);
    }

    @Test
    void aRemotesAddressAndHeadersAreFilledInFromItsConfiguration() {
        ServerEntry entry = ServerEntry.builder("r", ServerType.REMOTE)
                .secrets(List.of(
                        new SecretEntry("my.token", "TOKEN", true), new SecretEntry("my.other", "OTHER", false)))
                .remote(new Remote(
                        "https://{{r.tenant}}.example/mcp",
                        "",
                        Map.of("A", "{{r.user}}:${TOKEN}", "B", "{{r.none}}", "C", "${OTHER}", "D", "")))
                .build();
        assertThat(plan(entry, "{\"tenant\":\"t\",\"user\":\"$TOKEN$\"}"))
                .isInstanceOfSatisfying(LaunchPlan.Reach.class, reach -> {
                    assertThat(reach.target().url()).isEqualTo("https://t.example/mcp");
                    assertThat(reach.target().headers())
                            .containsOnly(
                                    Map.entry("A", Secret.of("$TOKEN$:" + SECRET)), Map.entry("D", Secret.of("")));
                });
    }

    @Test
    void dollarsOfTheConfigurationAreNoVariables() {
        WorkloadSpec spec = run(
                container("my.server")
                        .secrets(List.of(new SecretEntry("my.token", "TOKEN", true)))
                        .environment(List.of(
                                new EnvironmentEntry("PLAIN", "{{my_server.p}}"),
                                new EnvironmentEntry("URL", "pg://{{my_server.p}}:$TOKEN@db")))
                        .command(List.of("{{my_server.p}}", "{{my_server.l|into}}", "$$"))
                        .build(),
                "{\"p\":\"a$TOKEN$$\",\"l\":[\"$x\"]}");

        assertThat(spec.environment()).containsExactly(Map.entry("PLAIN", "a$TOKEN$$"));
        assertThat(spec.secretEnvironment()).containsEntry("URL", Secret.of("pg://a$TOKEN$$:" + SECRET + "@db"));
        assertThat(spec.arguments()).containsExactly("a$TOKEN$$", "$x", "$");
    }

    static Stream<Arguments> transports() {
        return Stream.of(
                argumentSet("http", "HTTP", "streamable-http"),
                argumentSet("streamable", "streamable", "streamable-http"),
                argumentSet("streaming", "Streaming", "streamable-http"),
                argumentSet("streamable-http", "streamable-http", "streamable-http"),
                argumentSet("nothing said", "", "streamable-http"),
                argumentSet("sse", "SSE", "sse"));
    }

    @ParameterizedTest
    @MethodSource("transports")
    void transportsAreMapped(String written, String meant) {
        assertThat(plan(remote("https://far.example/mcp", written, "x"), "{}"))
                .isInstanceOfSatisfying(
                        LaunchPlan.Reach.class,
                        reach -> assertThat(reach.target().transport()).isEqualTo(meant));
    }

    @Test
    void aRemoteThatCannotBeReachedSaysWhy() {
        assertThat(blocked(remote("https://far.example/mcp", "pigeon", "x")).toString())
                .contains("'pigeon'");
        assertThat(blocked(remote("https://far.example/$TOKEN", "", "x")).toString())
                .contains("$TOKEN", "header")
                .doesNotContain(SECRET);
        assertThat(blocked(remote("https://far.example/", "", "x\r\nInjected: y"))
                        .toString())
                .contains("control character");
        assertThat(blocked(ServerEntry.builder("r", ServerType.REMOTE).build()).toString())
                .contains("remote.url");
    }

    @Test
    void theOldSwitchForInsecureAddressesStillCountsAndWarns() {
        hostEnvironment = Map.of("DOCKER_MCP_ALLOW_INSECURE_REMOTE_URLS", "TRUE");

        assertThat(plan(remote("http://far.example/mcp", "", "x"), "{}"))
                .isInstanceOfSatisfying(LaunchPlan.Reach.class, reach -> {
                    assertThat(reach.target().access().insecure()).isTrue();
                    assertThat(reach.notes()).singleElement().asString().contains("--allow-remote");
                });
    }

    @Test
    void aServerInTheJvmIsNamedByItsProviderAndNotByAClass() {
        ServerEntry.Builder entry = ServerEntry.builder("j", ServerType.JVM)
                .configSchemas(List.of(JsonText.of("{\"properties\":{\"size\":{\"default\":1.50}}}")));

        assertThat(plan(entry.provider("time").build(), "{\"a\": 1.0}"))
                .isEqualTo(new LaunchPlan.InJvm("time", JsonText.of("{\"a\": 1.0,\"size\":1.5}")));
        assertThat(blocked(entry.provider("com.example.Evil").build()).toString())
                .contains("classes cannot be named");
    }

    @Test
    void aStoreThatRefusesIsTold() {
        SecretStore denying = new SecretStore() {
            @Override
            public String describe() {
                return "vault";
            }

            @Override
            public Optional<Secret> find(io.mcpgateway.model.StoredName name) {
                throw new DeniedException("not today", null);
            }
        };
        ServerEntry entry = container("a")
                .secrets(List.of(new SecretEntry("my.token", "TOKEN", false)))
                .build();

        assertThat(new LaunchPlanner(
                                options, denying, Map.of(), home, server -> "under '" + server + "' in config.yaml")
                        .plan(entry, Optional.empty()))
                .isInstanceOfSatisfying(
                        LaunchPlan.Blocked.class,
                        blocked -> assertThat(blocked.problems().toString()).contains("my.token", "not today"));
    }

    @Test
    void namesThatCannotBeUsedAreTold() {
        assertThat(blocked(ServerEntry.builder("a", ServerType.SERVER)
                        .image("-v /:/x")
                        .environment(List.of(new EnvironmentEntry("A=B", "x"), new EnvironmentEntry("N", "a\0b")))
                        .secrets(List.of(new SecretEntry("my.token", "not ok", true)))
                        .build()))
                .hasSize(4);
    }

    @Test
    void theDigestIsStableAndKnowsEveryChange() {
        ServerEntry entry = container("a").command(List.of("x")).build();
        Optional<JsonText> configuration = Optional.of(JsonText.of("{\"a\":1}"));
        String digest = LaunchDigest.of(entry, configuration);

        assertThat(digest)
                .hasSize(64)
                .isEqualTo(LaunchDigest.of(container("a").command(List.of("x")).build(), configuration))
                .isNotEqualTo(LaunchDigest.of(entry, Optional.empty()))
                .isNotEqualTo(
                        LaunchDigest.of(container("a").command(List.of("y")).build(), configuration))
                .isNotEqualTo(
                        LaunchDigest.of(container("b").command(List.of("x")).build(), configuration))
                .isNotEqualTo(LaunchDigest.of(
                        container("a")
                                .command(List.of("x"))
                                .raw(JsonText.of("{\"x\":1}"))
                                .build(),
                        configuration));
    }

    static Stream<Arguments> configurations() {
        return Stream.of(
                argumentSet("absent with default", "{\"type\":\"string\",\"default\":\"d\"}", "{}", ""),
                argumentSet("absent", "{\"type\":\"string\"}", "{}", "p (missing)"),
                argumentSet("null", "{\"type\":\"string\"}", "{\"p\":null}", "p (missing)"),
                argumentSet("empty text", "{\"type\":\"string\"}", "{\"p\":\"\"}", "p (missing)"),
                argumentSet("empty map for a map", "{\"type\":\"object\"}", "{\"p\":{}}", ""),
                argumentSet("map for text", "{\"type\":\"string\"}", "{\"p\":{}}", "of type string"),
                argumentSet("list for text", "{\"type\":\"string\"}", "{\"p\":[]}", "of type string"),
                argumentSet("number for text", "{\"type\":\"string\"}", "{\"p\":1}", "of type string"),
                argumentSet("whole number", "{\"type\":\"integer\"}", "{\"p\":1.0}", ""),
                argumentSet("no whole number", "{\"type\":\"integer\"}", "{\"p\":1.5}", "of type integer"),
                argumentSet("list", "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}", "{\"p\":[\"a\"]}", ""),
                argumentSet(
                        "list of others",
                        "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}",
                        "{\"p\":[1]}",
                        "each item"),
                argumentSet("listed", "{\"enum\":[\"a\",\"b\"]}", "{\"p\":\"a\"}", ""),
                argumentSet("not listed", "{\"enum\":[\"a\",\"b\"]}", "{\"p\":\"c\"}", "one of"),
                argumentSet(
                        "missing inside", "{\"properties\":{\"q\":{}},\"required\":[\"q\"]}", "{}", "p.q (missing)"),
                argumentSet("unknown type", "{\"type\":\"colour\"}", "{\"p\":1}", ""),
                argumentSet("no map", "{}", "[1]", "map of settings"));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void configurationIsHeldAgainstItsSchema(String schema, String configuration, String problem) {
        ConfigurationCheck.Result result = ConfigurationCheck.check(
                List.of(JsonText.of("{\"properties\":{\"p\":" + schema + "},\"required\":[\"p\"]}")),
                Optional.of(JsonText.of(configuration)));

        if (problem.isEmpty()) {
            assertThat(result.problems()).isEmpty();
        } else {
            assertThat(result.problems()).singleElement().asString().contains(problem);
        }
    }

    @Test
    void oneOfTwoAlternativesMustBeConfigured() {
        List<JsonText> schemas = List.of(
                JsonText.of(
                        "{\"properties\":{\"a\":{},\"b\":{},\"c\":{}},\"anyOf\":[{\"required\":[\"a\"]},{\"required\":[\"b\",\"c\"]}]}"));

        assertThat(ConfigurationCheck.check(schemas, Optional.of(JsonText.of("{\"b\":1}")))
                        .problems())
                .containsExactly("one of a, b with c (missing)");
        assertThat(ConfigurationCheck.check(schemas, Optional.of(JsonText.of("{\"b\":1,\"c\":1}")))
                        .problems())
                .isEmpty();
    }

    @Test
    void whatIsNotRequiredMayBeEmptyButNotWrong() {
        List<JsonText> schemas =
                List.of(JsonText.of("{\"properties\":{\"p\":{\"type\":\"string\"}}}"), JsonText.of("{"));

        assertThat(ConfigurationCheck.check(schemas, Optional.of(JsonText.of("{\"p\":\"\"}")))
                        .problems())
                .singleElement()
                .asString()
                .contains("invalid schema");
        assertThat(ConfigurationCheck.check(schemas.subList(0, 1), Optional.of(JsonText.of("{\"p\":1}")))
                        .problems())
                .hasSize(1);
    }

    private LaunchPlanner planner() {
        try {
            Path secrets = Files.writeString(home.resolve(".env"), "my.token=" + SECRET + "\nundeclared=x\n");
            return new LaunchPlanner(
                    options,
                    SecretStores.envFile(secrets),
                    hostEnvironment,
                    home,
                    server -> "under '" + server + "' in config.yaml");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LaunchPlan plan(ServerEntry entry, String configuration) {
        return planner().plan(entry, Optional.of(JsonText.of(configuration)));
    }

    private WorkloadSpec run(ServerEntry entry, String configuration) {
        LaunchPlan plan = plan(entry, configuration);
        assertThat(plan).isInstanceOf(LaunchPlan.Run.class);
        return ((LaunchPlan.Run) plan).spec();
    }

    private List<Problem> blocked(ServerEntry entry) {
        LaunchPlan plan = plan(entry, "{}");
        assertThat(plan).isInstanceOf(LaunchPlan.Blocked.class);
        return ((LaunchPlan.Blocked) plan).problems();
    }

    private void grant(String server, ServerGrants grants) {
        options = GatewayOptions.builder().grants(Map.of(server, grants)).build();
    }

    private static ServerEntry.Builder container(String name) {
        return ServerEntry.builder(name, ServerType.SERVER)
                .image("example/image")
                .origin(new Origin("test", Trust.FOREIGN));
    }

    private static ServerEntry.Builder process(String name, Trust trust) {
        return ServerEntry.builder(name, ServerType.PROCESS)
                .command(List.of("x", "--stdio"))
                .origin(new Origin("test", trust));
    }

    private static ServerEntry remote(String url, String transport, String header) {
        return ServerEntry.builder("r", ServerType.REMOTE)
                .secrets(List.of(new SecretEntry("my.token", "TOKEN", true)))
                .remote(new Remote(url, transport, Map.of("Authorization", header)))
                .build();
    }
}
