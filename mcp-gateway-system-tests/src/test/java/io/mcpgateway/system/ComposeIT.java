package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of {@code examples/compose}. */
final class ComposeIT {
    @TempDir
    Path directory;

    private ComposeProject project;

    @BeforeEach
    void copyExamples() throws IOException {
        project = ComposeProject.in(directory);
    }

    @AfterEach
    void leaveNothing() throws Exception {
        try {
            if (project != null) {
                project.close();
            }
        } finally {
            DockerCli.removeAllOf("greeter");
        }
    }

    private static String greet(Peer peer) {
        JsonNode answer = Awaitility.await("the server is reached")
                .atMost(Peer.PATIENCE)
                .until(
                        () -> Peer.await(peer.call("greet", arguments -> arguments.put("name", "Ada"))),
                        message -> message.has("result"));
        return answer.at("/result/content/0/text").asText();
    }

    private int status(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(project.base() + path))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void minimal() throws IOException {
        StdioPeer peer = project.stdio("minimal.yaml", "gateway");
        peer.initialize();
        JsonNode tools = Peer.await(peer.request("tools/list", Peer.object(params -> {})));
        assertThat(tools.toString()).contains("get_current_time");
    }

    @Test
    void streamingWithHealth() throws Exception {
        HttpGateway gateway = project.up("streaming.yaml");
        assertThat(status("/health")).isEqualTo(200);
        assertThat(status("/mcp")).as("without a token").isEqualTo(401);
        JsonNode answer = Peer.await(project.connect(gateway)
                .call("get_current_time", arguments -> arguments.put("timezone", "Europe/Paris")));
        assertThat(answer.toString()).contains("Europe/Paris");
        String container = project.containerOf("gateway");
        assertThat(DockerCli.inspect(container, "{{.Config.User}}")).isEqualTo("65532:65532");
        Awaitility.await("the health check of the file says so, too")
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        DockerCli.inspect(container, "{{.State.Health.Status}}").equals("healthy"));
    }

    @Test
    void ownCatalogConfigurationAndSecretsAsFilesAndAServerInAContainer() throws Exception {
        HttpGateway gateway = project.up("servers.yaml");
        assertThat(greet(project.connect(gateway))).isEqualTo("Good day, Ada! (14 secret characters)");
        assertThat(gateway.output()).doesNotContain("not-a-real-one");
    }

    @Test
    void staticServersWithoutTheEnginesSocket() throws Exception {
        HttpGateway gateway = project.up("static.yaml");
        assertThat(greet(project.connect(gateway))).isEqualTo("Hello, Ada!");
        assertThat(DockerCli.inspect(project.containerOf("gateway"), "{{range .Mounts}}{{.Destination}} {{end}}"))
                .isEqualTo("/mcp");
        DockerCli.run("restart", "--time", "1", project.containerOf("mcp-greeter"));
        assertThat(greet(project.connect(gateway)))
                .as("after a restart of the server")
                .isEqualTo("Hello, Ada!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "streaming", "servers", "static", "docker-in-docker"})
    void noGatewayAndNoServerIsPrivileged(String name) throws Exception {
        String resolved = project.run(List.of(name + ".yaml"), "config");
        long engines = resolved.lines().filter(line -> line.contains("-dind")).count();
        assertThat(resolved.lines().filter(line -> line.contains("privileged: true")))
                .hasSize((int) engines);
    }
}
