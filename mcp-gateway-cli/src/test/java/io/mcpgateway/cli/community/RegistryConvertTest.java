package io.mcpgateway.cli.community;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.Cli;
import io.mcpgateway.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryConvertTest {
    @TempDir
    Path directory;

    private Result convert(String document) {
        try {
            Path file = Files.writeString(directory.resolve("server.json"), document);
            return new Cli(directory.resolve("home")).run("registry", "convert", "--file", file.toString());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String converted(String document) {
        Result result = convert(document);
        assertThat(result.status()).as(result.err()).isZero();
        return result.out();
    }

    private static final String NOTES = """
            {"name":"io.acme/notes","version":"2.1.0","description":"Notes","packages":[{"registryType":"npm",
             "identifier":"@acme/notes-mcp","version":"2.1.0","transport":{"type":"stdio"},"packageArguments":[
             {"type":"named","name":"--dir","value":"{dir}","variables":{"dir":{"description":"Folder","isRequired":true}}},
             {"type":"named","name":"--quiet"}],
             "environmentVariables":[{"name":"NOTES_TOKEN","isSecret":true,"isRequired":true},
             {"name":"LEVEL","description":"log level","default":"info","choices":["info","debug"]}]}]}""";

    @Test
    void aPackageOfNpm() {
        assertThat(converted(NOTES)).isEqualTo("""
                        registry:
                          io-acme-notes:
                            type: server
                            description: Notes
                            image: "node:24-bookworm-slim"
                            longLived: true
                            package:
                              registry: npm
                              name: "@acme/notes-mcp"
                              version: "2.1.0"
                            command:
                              - npx
                              - "--yes"
                              - "@acme/notes-mcp@2.1.0"
                              - "--dir={{io-acme-notes.dir}}"
                              - "--quiet"
                            volumes:
                              - "docker-mcp-npm-cache-io-acme-notes:/root/.npm"
                            env:
                              - name: LEVEL
                                value: "{{io-acme-notes.LEVEL}}"
                            secrets:
                              - name: io-acme-notes.NOTES_TOKEN
                                env: NOTES_TOKEN
                            config:
                              - name: io-acme-notes
                                type: object
                                description: "Configuration for io-acme-notes"
                                properties:
                                  dir:
                                    type: string
                                    description: Folder
                                  LEVEL:
                                    type: string
                                    description: "log level"
                                    default: info
                                    enum:
                                      - info
                                      - debug
                                required:
                                  - dir
                            metadata:
                              registryUrl: "https://registry.modelcontextprotocol.io/v0/servers/io.acme%2Fnotes/versions/2.1.0"
                        """);
    }

    @Test
    void snakeCaseAndWrappedDocumentsSayTheSame() {
        String snake = NOTES.replace("registryType", "registry_type")
                .replace("packageArguments", "package_arguments")
                .replace("environmentVariables", "environment_variables")
                .replace("isRequired", "is_required")
                .replace("isSecret", "is_secret");
        assertThat(converted("{\"server\":" + snake + ",\"_meta\":{}}")).isEqualTo(converted(NOTES));
    }

    @Test
    void anImageKeepsItsTagAndWinsOverRemotesAndOtherPackages() {
        String document = """
                {"name":"x/y","remotes":[{"type":"streamable-http","url":"https://example.com/mcp"}],"packages":[
                 {"registryType":"npm","identifier":"y"},
                 {"registryType":"oci","identifier":"%s","version":"%s","runtimeArguments":[
                  {"type":"named","name":"--user","value":"1000"},
                  {"type":"named","name":"--mount","value":"type=bind,src={data},dst=/data",
                   "variables":{"data":{"description":"Where"}}},
                  {"type":"named","name":"-v","value":"cache:/root/cache"}]}]}""";
        assertThat(converted(document.formatted("ghcr.io/x/y", "1.2")))
                .contains("type: server", "image: \"ghcr.io/x/y:1.2\"", "user: \"1000\"", "- \"{{x-y.data}}:/data\"")
                .doesNotContain("/root/cache", "remote", "npx");
        assertThat(converted(document.formatted("ghcr.io/x/y", "sha256:00")))
                .contains("image: \"ghcr.io/x/y@sha256:00\"");
        assertThat(converted(document.formatted("localhost:5000/x/y:3", "1.2")))
                .contains("image: \"localhost:5000/x/y:3\"");
    }

    @Test
    void aRemoteWithASecretHeader() {
        assertThat(converted("""
                        {"name":"x/y","packages":[{"registryType":"nuget","identifier":"Y"}],"remotes":[
                         {"type":"streamable-http","url":"https://{host}/mcp","variables":{"host":{"description":"Host"}},
                          "headers":[{"name":"Authorization","value":"Bearer {api_key}",
                          "variables":{"api_key":{"isSecret":true}}}]}]}"""))
                .contains("type: remote", "url: \"https://{{x-y.host}}/mcp\"", "transport_type: streamable-http")
                .contains("Authorization: \"Bearer ${API_KEY}\"", "- name: x-y.api_key", "env: API_KEY")
                .doesNotContain("Y\n        type: server");
    }

    @Test
    void aPackageOfPypiFromAnotherIndex() {
        assertThat(converted("""
                        {"name":"x/y","packages":[{"registryType":"pypi","identifier":"y-mcp","version":"1.0",
                         "registryBaseUrl":"https://pypi.example.com"}]}"""))
                .containsSubsequence(
                        "uvx", "\"--index-url\"", "https://pypi.example.com", "\"--from\"", "y-mcp==1.0", "y-mcp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":7}",
                "[]",
                "{\"name\":\"x\"}",
                "{\"name\":\"x\",\"packages\":7,\"remotes\":\"\"}",
                "{\"name\":\"x\",\"packages\":[{\"registryType\":\"npm\",\"identifier\":\"y\",\"transport\":{\"type\":\"sse\"}}]}",
                "{"
            })
    void whatCannotBeConvertedIsSaid(String document) {
        Result result = convert(document);
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).containsAnyOf("server.json", "incompatible server");
    }
}
