package io.mcpgateway.cli.assembly;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What holds for a run where flags say nothing.
 *
 * @param catalog catalogs; empty for those in the home
 * @param files whether {@code registry.yaml}, {@code config.yaml} and {@code tools.yaml} of the home are read
 * @param secrets where secrets are looked up; empty for where {@code secret set} puts them
 * @param watch whether changes of files are taken up
 * @param verbose whether servers' standard error is shown
 * @param host where HTTP transports listen; empty for all interfaces
 */
public record RunDefaults(
        List<String> catalog, boolean files, Optional<String> secrets, boolean watch, boolean verbose, String host) {
    /** On a computer of the user's. */
    static final RunDefaults HOST = new RunDefaults(List.of(), true, Optional.empty(), true, false, "localhost");

    private static final String DOCKER_URL = "https://desktop.docker.com/mcp/catalog/v3/catalog.yaml";

    /** Copies the list. */
    public RunDefaults {
        catalog = List.copyOf(catalog);
    }

    /** Those for the place where this runs: in a container ({@code DOCKER_MCP_IN_CONTAINER=1}) there is no home of a user. */
    public static RunDefaults of(Map<String, String> environment) {
        if (!environment.getOrDefault("DOCKER_MCP_IN_CONTAINER", "").equals("1")) {
            return HOST;
        }
        String replaced = environment.getOrDefault("MCP_GATEWAY_CATALOG_URL", "");
        return new RunDefaults(
                List.of(replaced.isEmpty() ? DOCKER_URL : replaced),
                false,
                Optional.of("docker-desktop:/run/secrets/mcp_secret:/.env"),
                false,
                true,
                "");
    }

    /** The same, but for files whose changes are not taken up. */
    public RunDefaults unwatched() {
        return new RunDefaults(catalog, files, secrets, false, verbose, host);
    }

    List<String> file(String name) {
        return files ? List.of(name) : List.of();
    }
}
