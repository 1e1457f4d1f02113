package io.mcpgateway.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.SecretStores;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerEntry.EnvironmentEntry;
import io.mcpgateway.model.ServerEntry.SecretEntry;
import io.mcpgateway.model.ServerEntry.ToolEntry;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.model.WorkloadSpec.Bind;
import io.mcpgateway.model.WorkloadSpec.Network;
import io.mcpgateway.model.WorkloadSpec.Volume;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.GatewayOptions.ServerGrants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tools of type {@code poci}: what is planned, and what hostile arguments cannot make of it. */
class ToolPlannerTest {
    private static final String ONE_STRING =
            "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}},\"required\":[\"text\"]}";
    private static final String LIST =
            "{\"type\":\"object\",\"properties\":{\"args\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}}}";
    private static final String PATH =
            "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"},\"paths\":{\"type\":\"array\","
                    + "\"items\":{\"type\":\"string\"}}}}";

    @TempDir
    Path home;

    private Path shared;
    private GatewayOptions.Builder options = GatewayOptions.builder();
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void directories() throws IOException {
        home = home.toRealPath();
        shared = Files.createDirectories(home.resolve("shared"));
        options.bindRoots(List.of(shared));
    }

    @Test
    void theSchemaIsWhatTheCatalogSays() {
        ContainerTool tool = tool(ONE_STRING, "\"command\":[\"{{text}}\"]");
        assertThat(tool.inputSchema()).hasToString(ONE_STRING);
        assertThat(tool.description()).isEqualTo("Does it.");
        assertThat(tool.title()).isEqualTo("It");
        assertThat(tool.annotations().orElseThrow()).hasToString("{\"title\":\"It\",\"readOnlyHint\":true}");
    }

    @Test
    void aSchemaWithoutATypeIsAnObjectAndWithoutAnyPropertyToo() {
        assertThat(tool("{\"properties\":{\"a\":{}}}", "\"command\":[]").inputSchema())
                .hasToString("{\"type\":\"object\",\"properties\":{\"a\":{}}}");
        assertThat(tools("{\"name\":\"t\",\"container\":{\"image\":\"i\"}}")
                        .tools()
                        .get(0)
                        .inputSchema())
                .hasToString("{\"type\":\"object\"}");
        assertThat(tools(
                                "{\"name\":\"t\",\"container\":{\"image\":\"i\"},\"arguments\":["
                                        + "{\"name\":\"a\",\"type\":\"string\",\"desc\":\"An a\"},"
                                        + "{\"name\":\"b\",\"type\":\"array\",\"items\":{\"type\":\"string\"},\"optional\":true}]}")
                        .tools()
                        .get(0)
                        .inputSchema())
                .hasToString(
                        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"description\":\"An a\"},"
                                + "\"b\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}},\"required\":[\"a\"]}");
    }

    @Test
    void aContainerHasTheLimitsLabelsNetworkEnvironmentAndSecretsOfItsServer() throws Exception {
        Path secrets = Files.writeString(home.resolve(".env"), "box.key=s3cret\n");
        ServerEntry entry = entry("{\"name\":\"t\",\"container\":{\"image\":\"example/i\",\"user\":\"7\"}}")
                .disableNetwork(true)
                .secrets(List.of(new SecretEntry("box.key", "KEY", true)))
                .environment(List.of(new EnvironmentEntry("LEVEL", "3")))
                .build();
        LaunchPlan.Tools plan = (LaunchPlan.Tools)
                new LaunchPlanner(options.build(), SecretStores.envFile(secrets), environment, home, server -> "")
                        .plan(entry, Optional.empty());
        WorkloadSpec spec = plan.tools().get(0).workload(JsonText.emptyObject());
        assertThat(spec.image()).contains("example/i");
        assertThat(spec.user()).contains("7");
        assertThat(spec.network()).isEqualTo(new Network.None());
        assertThat(spec.limits()).isEqualTo(WorkloadSpec.Limits.DEFAULT);
        assertThat(spec.environment()).containsExactly(Map.entry("LEVEL", "3"));
        assertThat(spec.secretEnvironment()).containsOnlyKeys("KEY");
        assertThat(plan.secrets()).containsOnlyKeys("KEY");
        assertThat(spec.labels())
                .containsEntry("docker-mcp", "true")
                .containsEntry("docker-mcp-name", "box")
                .containsEntry("docker-mcp-tool-type", "poci")
                .containsEntry("docker-mcp-tool-name", "t");
        assertThat(plan.toString()).doesNotContain("s3cret");
    }

    @Test
    void argumentsAreItemsOfTheCommandAndNothingMore() throws Exception {
        ContainerTool tool = tool(
                "{\"properties\":{\"a\":{\"type\":\"string\"},\"n\":{\"type\":\"integer\"},\"f\":{\"type\":\"boolean\"}}}",
                "\"command\":[\"run\",\"--text={{a}}\",\"{{a}}\",\"-n\",\"{{n}}\",\"{{f}}\",\"$HOME\"]");
        assertThat(tool.workload(JsonText.of("{\"a\":\"x; rm -rf / $(id) {{n}} $KEY\",\"n\":-5,\"other\":\"{}\"}"))
                        .arguments())
                .containsExactly(
                        "run",
                        "--text=x; rm -rf / $(id) {{n}} $KEY",
                        "x; rm -rf / $(id) {{n}} $KEY",
                        "-n",
                        "-5",
                        "$HOME");
    }

    @Test
    void aListIsSplicedWholeAndMayHoldOptionsBecauseThatIsWhatItIsFor() throws Exception {
        ContainerTool tool = tool(LIST, "\"command\":\"{{args|into}}\"");
        assertThat(tool.workload(JsonText.of("{\"args\":[\"-s\",\"--\",\"a b\"]}"))
                        .arguments())
                .containsExactly("-s", "--", "a b");
        assertThat(tool.workload(JsonText.of("{}")).arguments()).isEmpty();
    }

    @Test
    void afterTwoDashesOfTheEntryNothingIsAnOption() throws Exception {
        ContainerTool tool = tool(ONE_STRING, "\"command\":[\"cat\",\"--\",\"{{text}}\"]");
        assertThat(tool.workload(JsonText.of("{\"text\":\"-rf\"}")).arguments()).containsExactly("cat", "--", "-rf");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "[\"{{text}}\"] ~ {\"text\":\"-rf\"} ~ may not begin with '-'",
                "[\"{{text}}\"] ~ {\"text\":\"--output=/x\"} ~ may not begin with '-'",
                "[\"{{text}}{{text}}\"] ~ {\"text\":\"-a\"} ~ may not begin with '-'",
                "[\"{{text|or:x}}\"] ~ {\"text\":\"-a\"} ~ may not begin with '-'",
                "[\"{{text|into}}\"] ~ {\"text\":\"-a\"} ~ may not begin with '-'",
                "[\"--file\",\"{{text}}\"] ~ {\"text\":\"-a\"} ~ may not begin with '-'",
                "[\"{{text}}\"] ~ {\"text\":[\"a\",\"-b\"]} ~ 'text' must be string, not array",
                "[\"{{text}}\"] ~ {\"text\":{\"a\":1}} ~ 'text' must be string, not object",
                "[\"{{text}}\"] ~ {} ~ 'text' is missing",
                "[\"{{text}}\"] ~ {\"text\":null} ~ 'text' is missing",
                "[\"{{text}}\"] ~ {\"text\":\"a\\u0000b\"} ~ NUL",
                "[\"{{text}}\"] ~ [] ~ must be an object",
            })
    void whatArgumentsMayNotBecome(String command, String arguments, String why) {
        assertRefused(tool(ONE_STRING, "\"command\":" + command), arguments, why);
    }

    @Test
    void anOptionThatTheEntryItselfMakesIsFine() throws Exception {
        ContainerTool tool = tool(
                "{\"properties\":{\"level\":{\"type\":\"string\"}}}",
                "\"command\":[\"{{level|prefix:--level=}}\",\"{{level|or:-x}}\"]");
        assertThat(tool.workload(JsonText.of("{\"level\":\"3\"}")).arguments()).containsExactly("--level=3", "3");
        assertThat(tool.workload(JsonText.of("{}")).arguments()).containsExactly("-x");
    }

    @Test
    void anArgumentThatTheSchemaDoesNotNameIsNotPutAnywhere() throws Exception {
        ContainerTool tool = tool("{\"properties\":{}}", "\"command\":[\"a{{hidden}}\",\"{{hidden}}\"]");
        assertThat(tool.workload(JsonText.of("{\"hidden\":[\"-x\",\"y\"]}")).arguments())
                .containsExactly("a");
        assertRefused(
                tool("{\"properties\":{},\"additionalProperties\":false}", "\"command\":[]"),
                "{\"x\":1}",
                "there is no argument 'x'");
    }

    @Test
    void aPropertyWithoutATypeIsASingleValue() {
        assertRefused(
                tool("{\"properties\":{\"a\":{}}}", "\"command\":[\"{{a}}\"]"),
                "{\"a\":[\"x\",\"-y\"]}",
                "'a' must be a single value, not array");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "{\"type\":\"integer\"} ~ 1.5 ~ must be integer",
                "{\"type\":[\"string\",\"null\"]} ~ 1 ~ must be string or null",
                "{\"type\":\"string\",\"enum\":[\"a\",\"b\"]} ~ \"c\" ~ must be one of",
                "{\"const\":\"a\"} ~ \"b\" ~ must be \"a\"",
                "{\"type\":\"array\",\"items\":{\"type\":\"string\"}} ~ [\"a\",[\"b\"]] ~ 'p[1]' must be string",
                "{\"type\":\"object\",\"properties\":{\"q\":{\"type\":\"string\"}}} ~ {\"q\":1} ~ 'p.q' must be string",
                "{\"type\":\"object\",\"required\":[\"q\"]} ~ {} ~ 'p.q' is missing",
                "{\"type\":\"colour\"} ~ 1 ~ must be colour",
            })
    void valuesAreHeldAgainstTheSchema(String property, String value, String why) {
        assertRefused(
                tool("{\"properties\":{\"p\":" + property + "}}", "\"command\":[\"x\"]"), "{\"p\":" + value + "}", why);
    }

    @Test
    void commandsHaveASize() {
        ContainerTool tool = tool(ONE_STRING, "\"command\":[\"{{text}}\"]");
        assertRefused(tool, "{\"text\":\"" + "x".repeat(128 << 10) + "\"}", "too long");
        ContainerTool many = tool(LIST, "\"command\":[\"{{args|into}}\"]");
        assertRefused(many, "{\"args\":[" + "\"a\",".repeat(5000) + "\"a\"]}", "5001 items");
        assertRefused(
                many, "{\"args\":[" + ("\"" + "x".repeat(100_000) + "\",").repeat(11) + "\"a\"]}", "the limits are");
        assertRefused(
                tool("{\"properties\":{\"a\":{\"type\":\"object\"}}}", "\"command\":[\"{{a}}\"]"),
                "{\"a\":" + "{\"a\":".repeat(120) + "1" + "}".repeat(120) + "}",
                "nested too deeply");
    }

    @Test
    void pathsThatAreAllowedAreMountedReadOnly() throws Exception {
        Path file = Files.writeString(shared.resolve("a.txt"), "a");
        ContainerTool tool = tool(
                PATH,
                "\"command\":[\"{{path|volume-target}}\"],\"volumes\":[\"{{path|volume}}\",\"{{paths|volume|into}}\"]");
        WorkloadSpec spec =
                tool.workload(JsonText.of("{\"path\":\"" + file + "\",\"paths\":[\"" + shared.resolve(".") + "\"]}"));
        assertThat(spec.mounts())
                .containsExactly(new Bind(file, file.toString(), true), new Bind(shared, shared.toString(), true));
        assertThat(spec.arguments()).containsExactly(file.toString());
        assertThat(tool.workload(JsonText.of("{}")).mounts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{{path|volume}} ; /etc/passwd ; sensitive system path",
                "{{path}}:/data:ro ; /var/run/docker.sock ; sensitive system path",
                "{{path|volume}} ; / ; blocked",
                "{{path}}:/data ; /opt ; outside allowed roots",
                "{{path}}:/data ; SHARED/.ssh ; credential path",
                "{{path}}:/data ; SHARED/none ; does not exist",
                "{{path}}:/data ; SHARED/link ; sensitive system path",
                "{{path}}:/data ; SHARED/../.. ; leads up with '..'",
                "SHARED/{{path}}:/data ; ../../ ; leads up with '..'",
                "SHARED:/data/{{path}} ; ../../../etc ; leads up with '..'",
                "{{path}}:/data:ro ; SHARED:/bin ; holds a ':'",
                "{{path}}:/data ; SHARED:/bin:rw ; holds a ':'",
                "{{path|volume}} ; SHARED:/etc ; holds a ':'",
                "SHARED:{{path}} ; /x:rw ; holds a ':'",
                "{{path|mount_as:/x}} ; SHARED:/y ; holds a ':'",
                "SHARED:{{path}} ; /proc/self ; blocked (under /proc)",
                "SHARED:{{path}} ; x ; must be an absolute path",
                "{{path}}:/data ; others-volume ; must be the path of a file or directory",
                "{{path}}:/data ; -v ; starts with '-'",
                "{{path}}:/data:rw ; SHARED ; must be read-only",
            })
    void noArgumentMountsWhatIsOutsideTheRules(String volume, String path, String why) throws IOException {
        Files.createSymbolicLink(shared.resolve("link"), Path.of("/etc"));
        String expression = volume.replace("SHARED", shared.toString());
        String value = path.replace("SHARED", shared.toString());
        assertRefused(tool(PATH, "\"volumes\":[\"" + expression + "\"]"), "{\"path\":\"" + value + "\"}", why);
    }

    @Test
    void aVolumeThatNeedsAnArgumentIsNotMountedFromNowhere() {
        assertRefused(tool(PATH, "\"volumes\":[\"{{path}}:/data\"]"), "{}", "needs an argument that is not given");
    }

    @Test
    void volumesOfTheEngineAreNamedByTheEntryAndBelongToIt() throws Exception {
        ContainerTool tool = tool(PATH, "\"volumes\":[\"box-cache:/cache\",\"box-more:/more/{{path}}\"]");
        assertThat(tool.workload(JsonText.of("{\"path\":\"a\"}")).mounts())
                .containsExactly(new Volume("box-cache", "/cache", false), new Volume("box-more", "/more/a", false));
        ServerEntry thief = ServerEntry.builder("thief", ServerType.SERVER)
                .image("thief")
                .volumes(List.of("box-cache:/stolen", "box-more:/too"))
                .build();
        assertThat(((LaunchPlan.Blocked) planner().plan(thief, Optional.empty())).problems())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem.message()).contains("belongs to server 'box'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {"root ~ run as root", "0:0 ~ run as root", "a b ~ is not a name", "-u ~ is not a name"})
    void noArgumentChoosesRoot(String user, String why) {
        ContainerTool tool = tool(ONE_STRING, "\"user\":\"{{text}}\"");
        assertRefused(tool, "{\"text\":\"" + user + "\"}", why);
    }

    @Test
    void aGrantedRootIsFine() throws Exception {
        options.grants(Map.of("box", new ServerGrants(Set.of(), true, false, Set.of())));
        ContainerTool tool = tool(ONE_STRING, "\"user\":\"root\"");
        assertThat(tool.workload(JsonText.of("{\"text\":\"\"}")).user()).contains("root");
    }

    @Test
    void aToolThatCanNeverRunIsLeftOutWithTheReasonAndTheOthersStay() {
        LaunchPlan.Tools plan = tools(
                "{\"name\":\"good\",\"container\":{\"image\":\"i\"}}",
                "{\"name\":\"good\",\"container\":{\"image\":\"other\"}}",
                "{\"name\":\"bad name\",\"container\":{\"image\":\"i\"}}",
                "{\"name\":\"no-image\"}",
                "{\"name\":\"option\",\"container\":{\"image\":\"--privileged\"}}",
                "{\"name\":\"array\",\"container\":{\"image\":\"i\"},\"parameters\":{\"type\":\"array\"}}",
                "{\"name\":\"props\",\"container\":{\"image\":\"i\"},\"parameters\":{\"properties\":[]}}",
                "{\"name\":\"text\",\"container\":{\"image\":\"i\"},\"parameters\":\"x\"}",
                "{\"name\":\"socket\",\"container\":{\"image\":\"i\",\"volumes\":[\"/var/run/docker.sock:/s\"]}}",
                "{\"name\":\"rooted\",\"container\":{\"image\":\"i\",\"user\":\"root\"}}",
                "{\"name\":\"maps\",\"container\":{\"image\":\"i\",\"command\":[{}]}}");
        assertThat(plan.tools()).extracting(ContainerTool::name).containsExactly("good");
        assertThat(plan.tools().get(0).image()).isEqualTo("i");
        assertThat(plan.notes().stream().map(note -> note.message()))
                .hasSize(10)
                .allSatisfy(message -> assertThat(message).startsWith("tool '").contains("is left out: "))
                .anySatisfy(message -> assertThat(message).contains("socket", "sensitive system path"))
                .anySatisfy(message -> assertThat(message).contains("rooted", "run as root"));
    }

    @Test
    void aServerWithoutAToolThatCanRunIsBlocked() {
        assertThat(planner().plan(entry("{\"name\":\"t\"}").build(), Optional.empty()))
                .isInstanceOfSatisfying(
                        LaunchPlan.Blocked.class,
                        blocked -> assertThat(blocked.problems().toString()).contains("left out", "no 'image'"));
        assertThat(planner().plan(entry().build(), Optional.empty()))
                .isInstanceOfSatisfying(
                        LaunchPlan.Blocked.class,
                        blocked -> assertThat(blocked.problems().toString()).contains("lists no tools"));
    }

    @Test
    void otherToolsAreAnotherServer() {
        String one = "{\"name\":\"t\",\"container\":{\"image\":\"i\"}}";
        String other = "{\"name\":\"t\",\"container\":{\"image\":\"j\"}}";
        assertThat(LaunchDigest.of(entry(one).build(), Optional.empty()))
                .isEqualTo(LaunchDigest.of(entry(one).build(), Optional.empty()))
                .isNotEqualTo(LaunchDigest.of(entry(other).build(), Optional.empty()));
    }

    @Test
    void aGatewayInAContainerSaysWhereAPathMustBeSeen() {
        environment = Map.of("DOCKER_MCP_IN_CONTAINER", "1");
        assertRefused(
                tool(PATH, "\"volumes\":[\"{{path}}:/data\"]"),
                "{\"path\":\"" + shared.resolve("none") + "\"}",
                "must be mounted under the same path");
    }

    private static void assertRefused(ContainerTool tool, String arguments, String why) {
        assertThatThrownBy(() -> tool.workload(JsonText.of(arguments)))
                .isInstanceOf(RefusedCallException.class)
                .hasMessageContaining(why);
    }

    /** A tool with these parameters and these members of its container. */
    private ContainerTool tool(String parameters, String container) {
        return tools("{\"name\":\"t\",\"description\":\"Does it.\","
                        + "\"annotations\":{\"title\":\"It\",\"readOnlyHint\":true},\"parameters\":" + parameters
                        + ",\"container\":{\"image\":\"example/i\"," + container + "}}")
                .tools()
                .get(0);
    }

    private LaunchPlan.Tools tools(String... tools) {
        LaunchPlan plan = planner().plan(entry(tools).build(), Optional.empty());
        assertThat(plan).isInstanceOf(LaunchPlan.Tools.class);
        return (LaunchPlan.Tools) plan;
    }

    private static ServerEntry.Builder entry(String... tools) {
        return ServerEntry.builder("box", ServerType.POCI)
                .tools(Stream.of(tools)
                        .map(raw ->
                                new ToolEntry(raw.replaceFirst("^\\{\"name\":\"([^\"]*)\".*", "$1"), JsonText.of(raw)))
                        .toList());
    }

    private LaunchPlanner planner() {
        return new LaunchPlanner(
                options.build(),
                SecretStores.chain(List.of(), (level, message, facts) -> {}),
                environment,
                home,
                server -> "");
    }
}
