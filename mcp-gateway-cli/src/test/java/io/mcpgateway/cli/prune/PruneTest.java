package io.mcpgateway.cli.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.Cli.Result;
import io.mcpgateway.cli.CliHome;
import io.mcpgateway.cli.FakeEngine;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PruneTest extends CliHome {
    private static final String NODE = "sha256:" + "a".repeat(64);
    private static final String NOTES = "{command: npx, args: [\"notes@1.2.3\"]}";

    /** Where notes@1.2.3 is kept if it was fetched with {@link #NODE}; another name means that all are fetched anew. */
    private static final String VOLUME = "mcp-gateway-package-f4737077b67c70f3c28fe0a3c365ea0d";

    private FakeEngine engine;

    @BeforeEach
    void createEngine() throws IOException {
        engine = new FakeEngine()
                .image("node:24-bookworm-slim", NODE)
                .answer("/volumes", """
                        {"Volumes": [
                          {"Name": "%s"},
                          {"Name": "mcp-gateway-package-00000000000000000000000000000000"},
                          {"Name": "my-mcp-gateway-package-notes"}]}
                        """.formatted(VOLUME))
                .answer("/containers/json", "[{\"Id\": \"c\", \"ImageID\": \"sha256:used\"}]")
                .answer("/images/json", """
                        [{"Id": "sha256:old", "RepoTags": ["mcp-gateway/egress:old"]},
                         {"Id": "sha256:untagged", "RepoTags": ["<none>:<none>"]},
                         {"Id": "sha256:used", "RepoTags": ["mcp-gateway/egress:used"]},
                         {"Id": "sha256:mine", "RepoTags": ["mine/egress:1"]}]
                        """);
        cli.environment("DOCKER_HOST", engine.address()).environment("MCP_GATEWAY_EGRESS_IMAGE", "mine/egress:1");
    }

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    @Test
    void whatNoEntryAndNoContainerUsesIsRemoved() throws IOException {
        file("catalogs/docker-mcp.yaml", "registry: {notes: " + NOTES + "}");

        Result result = ok("prune");

        assertThat(result.out()).isEqualTo("""
                Removed volume mcp-gateway-package-00000000000000000000000000000000
                Removed image mcp-gateway/egress:old
                Removed image sha256:untagged
                """);
        assertThat(engine.removed())
                .containsExactly(
                        "/volumes/mcp-gateway-package-00000000000000000000000000000000",
                        "/images/mcp-gateway/egress:old",
                        "/images/sha256:untagged");
    }

    @Test
    void entriesOfProfilesCountToo() throws IOException {
        file("profiles/work.yaml", """
                version: 1
                id: work
                name: Work
                servers:
                  - type: image
                    image: unused
                    snapshot: {server: {name: notes, type: package, command: [npx, "notes@1.2.3"]}}
                """);
        assertThat(ok("prune", "--dry-run").out()).doesNotContain(VOLUME);
    }

    @Test
    void flagsSayWhatEntriesUse() throws IOException {
        file("catalogs/docker-mcp.yaml", "registry: {notes: " + NOTES + "}");

        for (List<String> flags : List.of(
                List.of("--package-image", "npm=other/node"),
                List.of("--package-registry", "npm=https://npm.example/"),
                List.of("--allow-install-scripts", "notes"))) {
            assertThat(ok("prune", "--dry-run", flags.get(0), flags.get(1)).out())
                    .contains("Would remove volume " + VOLUME);
        }
        assertThat(engine.removed()).isEmpty();
    }

    @Test
    void aFileThatCannotBeReadMayHaveAnEntry() throws IOException {
        file("catalogs/docker-mcp.yaml", "registry: {notes");

        Result result = cli.run("prune");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("docker-mcp.yaml");
        assertThat(engine.removed()).isEmpty();
    }

    @Test
    void nothingLeftOverIsSaid() {
        engine.answer("/volumes", "{\"Volumes\": null}").answer("/images/json", "[]");

        assertThat(ok("prune").err()).isEqualTo("Nothing is left over\n");
    }
}
