package io.mcpgateway.cli.assembly;

import io.mcpgateway.model.ConfigException;
import java.util.List;
import picocli.CommandLine.Option;

/** Flags that name single servers to be fetched for one run. Set by picocli; not thread-safe. */
final class FetchFlags {
    @Option(
            names = "--mcp-registry",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "URL,…",
            description = "Enable these servers of MCP registries, too, for this run;"
                    + " such as https://registry.modelcontextprotocol.io/v0/servers/NAME")
    private List<String> mcpRegistry = List.of();

    @Option(
            names = "--oci-ref",
            paramLabel = "REF",
            description = "Enable the servers of this OCI artifact, too. Not in this release: asking for it is refused")
    private List<String> ociRef = List.of();

    List<String> mcpRegistry() {
        return GatewayFlags.filled(mcpRegistry);
    }

    boolean isEmpty() {
        return mcpRegistry().isEmpty() && GatewayFlags.filled(ociRef).isEmpty();
    }

    void check() {
        if (!GatewayFlags.filled(ociRef).isEmpty()) {
            throw new ConfigException("--oci-ref: this release cannot fetch servers from OCI artifacts");
        }
    }
}
