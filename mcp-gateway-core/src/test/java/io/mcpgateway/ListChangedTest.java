package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.model.JsonText;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients hear of a list in which any byte of an entry has changed, though its names are the same. */
class ListChangedTest {
    @TempDir
    Path home;

    private McpGateway gateway;

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "tools/list | tools | 'description':'old' | 'description':'new'",
                "tools/list | tools | 'inputSchema':{'type':'object'} | 'inputSchema':{'type':'object','required':[]}",
                "tools/list | tools | 'outputSchema':{'type':'object'} | 'outputSchema':{'type':'array'}",
                "tools/list | tools | 'annotations':{'readOnlyHint':true} | 'annotations':{'readOnlyHint':false}",
                "tools/list | tools | 'unknown':1.0 | 'unknown':1.00",
                "prompts/list | prompts | 'description':'old' | 'description':'new'",
                "prompts/list | prompts | 'arguments':[] | 'arguments':[{'name':'a'}]",
                "resources/list | resources | 'mimeType':'text/plain' | 'mimeType':'text/html'",
                "resources/templates/list | resourceTemplates | 'description':'old' | 'description':'new'"
            })
    void clientsHearOfAChangeInsideADefinition(String method, String list, String before, String after) {
        ScriptedServer server = new ScriptedServer("{\"tools\":{\"listChanged\":true},\"prompts\":{\"listChanged\":"
                        + "true},\"resources\":{\"listChanged\":true}}")
                .result("tools/list", "{\"tools\":[]}")
                .result("prompts/list", "{\"prompts\":[]}")
                .result("resources/list", "{\"resources\":[]}")
                .result(method, listOf(list, before));
        gateway = McpGateway.builder().home(home).server("s", server).build();
        gateway.start();
        String kind = method.substring(0, method.indexOf('/'));
        try (TestClient client = TestClient.legacy(gateway.gate());
                TestClient modern = new TestClient(gateway.gate())) {
            TestClient.Reply listen = modern.post(
                    "subscriptions/listen",
                    "{\"notifications\":{\"" + kind + "ListChanged\":true}," + TestClient.MODERN_META + "}");
            for (String each : List.of("tools/list", "prompts/list", "resources/list", "resources/templates/list")) {
                client.request(each, "{}");
            }
            server.result(method, listOf(list, after));
            server.receivers.forEach(to -> to.receive(
                    JsonText.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/" + kind + "/list_changed\"}")));
            String told = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/" + kind + "/list_changed\"}";
            await().untilAsserted(() -> assertThat(client.unsolicited).containsExactly(told));
            await().untilAsserted(() ->
                    assertThat(listen.before).hasSize(2).last().asString().contains("/" + kind + "/list_changed"));
            assertThat(client.post(method, "{}").text()).contains(after.replace('\'', '"'));
        }
    }

    private static String listOf(String list, String member) {
        String entry = "{'name':'n','uri':'x:n','uriTemplate':'x:{n}'," + member
                + (member.startsWith("'inputSchema'") ? "}" : ",'inputSchema':{'type':'object'}}");
        return ("{'" + list + "':[" + entry + "]}").replace('\'', '"');
    }
}
