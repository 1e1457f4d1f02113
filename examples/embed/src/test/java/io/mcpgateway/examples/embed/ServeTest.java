package io.mcpgateway.examples.embed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.jackson2.DefaultJsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ServeTest {
    @TempDir
    private Path home;

    @Test
    @Timeout(90)
    void anotherProgramListsTheToolsOverHttpUntilInputEnds() throws Exception {
        Process program = Program.start(home, home, Program.ofThisClassPath("--serve", "0"));
        try (BufferedReader output = program.inputReader()) {
            String uri = lineAfter(output, "serving at ");
            String token = lineAfter(output, "Authorization: ");
            try (McpSyncClient client = client(URI.create(uri), token)) {
                assertThat(client.listTools().tools()).extracting(Tool::name).containsExactly("add", "find_order");
            }
            program.getOutputStream().close();
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(program.exitValue()).isZero();
        } finally {
            program.destroyForcibly();
        }
    }

    private static McpSyncClient client(URI uri, String authorization) {
        var transport = HttpClientStreamableHttpTransport.builder(
                        uri.resolve("/").toString())
                .endpoint(uri.getPath())
                .requestBuilder(HttpRequest.newBuilder().header("Authorization", authorization))
                .jsonMapper(new JacksonMcpJsonMapper(new ObjectMapper()))
                .build();
        return McpClient.sync(transport)
                .jsonSchemaValidator(new DefaultJsonSchemaValidator())
                .build();
    }

    private static String lineAfter(BufferedReader output, String start) throws Exception {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(start)) {
                return line.substring(start.length());
            }
        }
        throw new AssertionError("The program ended without saying '" + start + "'");
    }
}
