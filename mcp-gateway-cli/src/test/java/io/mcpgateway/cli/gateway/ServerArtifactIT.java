package io.mcpgateway.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.cli.Cli;
import io.mcpgateway.cli.Cli.Result;
import io.mcpgateway.oci.OciArtifact;
import io.mcpgateway.oci.OciReference;
import io.mcpgateway.oci.OciRegistry;
import io.mcpgateway.testkit.RegistryExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code --oci-ref} against a real registry. */
class ServerArtifactIT {
    private static final String SERVER = "application/vnd.docker.mcp.server";
    private static final String DOCUMENT = """
            {"registry":[{"server":{"name":"acme/notes","packages":[{"registry_type":"oci","identifier":"acme/notes",
             "version":"1","environment_variables":[{"name":"KEY","is_secret":true,"is_required":true}]}]},
             "x-io.modelcontextprotocol.registry":{}},
             {"server":{"remotes":[{"transport_type":"sse","url":"https://{t}.example","variables":{"t":{"is_required":true}}}]}}]}""";

    @TempDir
    static Path directory;

    @RegisterExtension
    private static final RegistryExtension registry = RegistryExtension.open();

    @BeforeAll
    static void start() {
        push("servers", SERVER, DOCUMENT);
        push("catalog", OciArtifact.CATALOG, "{}");
        push("empty", SERVER, "{\"registry\":[]}");
        push("nuget", SERVER, "{\"registry\":[{\"name\":\"a\",\"packages\":[{\"registryType\":\"nuget\"}]}]}");
    }

    private static String reference(String name) {
        return registry.host() + "/acme/" + name + ":1";
    }

    private static void push(String name, String type, String content) {
        OciRegistry.builder()
                .build()
                .push(
                        OciReference.parse(reference(name)),
                        OciArtifact.of(type, content.getBytes(StandardCharsets.UTF_8)));
    }

    private static Result run(String name) {
        return new Cli(directory.resolve("home"))
                .run("gateway", "run", "--dry-run", "--servers=time", "--oci-ref", reference(name));
    }

    @Test
    void theServersOfAnArtifactAreEnabledBesidesTheOthers() {
        Result result = run("servers");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("Those servers are enabled: time, acme-notes, oci-server-1")
                .contains("Can't start acme-notes: secret 'acme-notes.KEY'")
                .contains("Can't start oci-server-1: configuration: t (missing)");
    }

    @Test
    void inspectShowsTheDocument() throws IOException {
        Cli cli = new Cli(directory.resolve("home"));
        Result result = cli.run("server", "inspect", reference("servers"));
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(new ObjectMapper().readTree(result.out())).isEqualTo(new ObjectMapper().readTree(DOCUMENT));
        assertThat(cli.run("server", "inspect", reference("servers"), "--format", "list")
                        .out())
                .hasLineCount(3)
                .contains("acme/notes");
        assertThat(cli.run("server", "inspect", reference("none")).status()).isEqualTo(3);
        Result offline = cli.run("server", "inspect", reference("servers"), "--offline");
        assertThat(offline.status()).isEqualTo(2);
        assertThat(offline.err()).hasLineCount(1).contains("--offline");
        assertThat(cli.run("server", "inspect", "no/such").err()).contains("not found");
    }

    @Test
    void whatIsNoSuchArtifactEndsTheRun() {
        for (String name : new String[] {"catalog", "empty", "nuget", "none"}) {
            Result result = run(name);
            assertThat(result.status()).as(name).isIn(2, 3);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .as(name)
                    .hasLineCount(1)
                    .contains("failed to fetch servers from OCI artifact " + reference(name));
        }
        assertThat(run("servers@x").status()).isEqualTo(2);
    }
}
