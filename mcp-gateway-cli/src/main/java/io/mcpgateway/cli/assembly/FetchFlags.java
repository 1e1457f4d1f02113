package io.mcpgateway.cli.assembly;

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
            description = "Enable the servers in this OCI artifact, too, for this run; such as ghcr.io/acme/servers:1")
    private List<String> ociRef = List.of();

    List<String> mcpRegistry() {
        return GatewayFlags.filled(mcpRegistry);
    }

    List<String> ociRef() {
        return GatewayFlags.filled(ociRef);
    }

    boolean isEmpty() {
        return mcpRegistry().isEmpty() && ociRef().isEmpty();
    }
}
