package io.mcpgateway.cli.scaffold;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.cli.Cli.Result;
import io.mcpgateway.cli.CliHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code server init} writes is built as it is, and answers through the gateway. */
class ServerInitIT extends CliHome {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String WIDGET = "ui://greeter/widget.html";
    private static final String SKYBRIDGE = "text/html+skybridge";

    private static final List<String> CONVERSATION = List.of(
            request(1, "initialize", """
                    {"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}"""),
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
            request(2, "tools/list", "{}"),
            request(
                    3,
                    "tools/call",
                    "{\"name\":\"greet\",\"arguments\":{\"name\":\"Ada\",\"greetingType\":\"Hello\"}}"),
            request(4, "tools/call", "{\"name\":\"greet\",\"arguments\":{\"name\":\"Ada\"}}"),
            request(5, "tools/call", "{\"name\":\"greet\",\"arguments\":{\"name\":\"Ada\",\"greetingType\":\"Yo\"}}"),
            request(6, "resources/list", "{}"),
            request(7, "resources/read", "{\"uri\":\"" + WIDGET + "\"}"));

    private static String request(int id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}";
    }

    private Path project;

    /** Begins a server and builds it; returns a catalog with its program in it. */
    private Path catalog(String language, String template) throws Exception {
        project = directory.resolve("greeter");
        ok("server", "init", project.toString(), "--language", language, "--template", template);
        return Files.writeString(directory.resolve("local.yaml"), """
                registry:
                  greeter:
                    type: process
                    command: %s
                """.formatted(
                        MAPPER.writeValueAsString(BuiltServer.of(project, language))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "go"})
    void theServerIsBuiltAndItsToolCalledThroughTheGateway(String language) throws Exception {
        Path catalog = catalog(language, "basic");
        String flags = "--gateway-arg=--catalog=" + catalog + ",--servers=greeter,--allow-process=greeter";

        assertThat(ok("tools", "ls", flags).out()).isEqualTo("1 tools:\n - greet - Greets somebody by name\n");
        assertThat(ok("tools", "call", flags, "greet", "name=Ada").out()).endsWith("\nHi Ada\n");
    }

    @ParameterizedTest
    @CsvSource({"java, src/main/resources/mcpserver/ui.html", "go, ui.html"})
    void theAppIsBuiltAndItsToolAndWidgetAreLinkedThroughTheGateway(String language, String page) throws Exception {
        Path catalog = catalog(language, "chatgpt-app-basic");

        Result run = cli.input(String.join("\n", CONVERSATION) + "\n")
                .run("gateway", "run", "--catalog=" + catalog, "--servers=greeter", "--allow-process=greeter");

        assertThat(run.status()).as(run.err()).isZero();
        JsonNode tool = result(run, 2).at("/tools/0");
        assertThat(tool.at("/name").asText()).isEqualTo("greet");
        assertThat(tool.at("/inputSchema/properties/greetingType/enum").toString())
                .isEqualTo("[\"Hi\",\"Hey\",\"Hello\"]");
        assertThat(tool.at("/_meta")).isEqualTo(MAPPER.readTree("""
                        {"openai/outputTemplate": "ui://greeter/widget.html", "openai/widgetAccessible": true,
                         "openai/toolInvocation/invoking": "Greeting", "openai/toolInvocation/invoked": "Greeted"}"""));
        assertThat(result(run, 3).at("/content/0/text").asText()).isEqualTo("Hello Ada");
        assertThat(result(run, 3).at("/structuredContent")).isEqualTo(MAPPER.readTree("""
                        {"name": "Ada", "greetingType": "Hello", "text": "Hello Ada"}"""));
        assertThat(result(run, 4).at("/structuredContent/text").asText()).isEqualTo("Hi Ada");
        assertThat(result(run, 5).at("/isError").asBoolean()).isTrue();
        JsonNode resource = result(run, 6).at("/resources/0");
        assertThat(resource.at("/uri").asText()).isEqualTo(WIDGET);
        assertThat(resource.at("/mimeType").asText()).isEqualTo(SKYBRIDGE);
        JsonNode content = result(run, 7).at("/contents/0");
        assertThat(content.at("/uri").asText()).isEqualTo(WIDGET);
        assertThat(content.at("/mimeType").asText()).isEqualTo(SKYBRIDGE);
        assertThat(content.at("/text").asText())
                .isEqualTo(Files.readString(project.resolve(page)))
                .contains("window.openai");
        assertThat(content.at("/_meta/openai~1widgetDescription").asText()).isNotEmpty();
        assertThat(content.at("/_meta/openai~1widgetPrefersBorder").asBoolean()).isTrue();
        assertThat(content.at("/_meta/openai~1widgetCSP"))
                .isEqualTo(MAPPER.readTree("{\"connect_domains\": [], \"resource_domains\": []}"));
    }

    private static JsonNode result(Result run, int id) throws Exception {
        for (String line : run.out().split("\n")) {
            JsonNode message = MAPPER.readTree(line);
            if (message.path("id").asInt() == id) {
                assertThat(message.has("result")).as(line).isTrue();
                return message.path("result");
            }
        }
        throw new AssertionError("No answer to " + id + ": " + run.out() + run.err());
    }
}
