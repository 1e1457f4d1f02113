/** The command line of the MCP gateway. A program, not a library: it exports nothing. */
module io.mcpgateway.cli {
    requires io.mcpgateway.api;
    requires io.mcpgateway.core;
    requires io.mcpgateway.docker;
    requires io.mcpgateway.http;
    requires io.mcpgateway.oci;
    requires io.mcpgateway.signatures;
    requires static org.jspecify;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires org.tomlj;

    uses io.mcpgateway.remote.GuardedFetch;

    opens io.mcpgateway.cli to
            info.picocli;
    opens io.mcpgateway.cli.assembly to
            info.picocli;
    opens io.mcpgateway.cli.catalog to
            info.picocli;
    opens io.mcpgateway.cli.client to
            info.picocli;
    opens io.mcpgateway.cli.community to
            info.picocli;
    opens io.mcpgateway.cli.completion to
            info.picocli;
    opens io.mcpgateway.cli.config to
            info.picocli;
    opens io.mcpgateway.cli.console to
            info.picocli;
    opens io.mcpgateway.cli.control to
            info.picocli;
    opens io.mcpgateway.cli.doctor to
            info.picocli;
    opens io.mcpgateway.cli.feature to
            info.picocli;
    opens io.mcpgateway.cli.fetch to
            info.picocli;
    opens io.mcpgateway.cli.gateway to
            info.picocli;
    opens io.mcpgateway.cli.oauth to
            info.picocli;
    opens io.mcpgateway.cli.plugin to
            info.picocli;
    opens io.mcpgateway.cli.policy to
            info.picocli;
    opens io.mcpgateway.cli.profile to
            info.picocli;
    opens io.mcpgateway.cli.prune to
            info.picocli;
    opens io.mcpgateway.cli.scaffold to
            info.picocli;
    opens io.mcpgateway.cli.secret to
            info.picocli;
    opens io.mcpgateway.cli.server to
            info.picocli;
    opens io.mcpgateway.cli.state to
            info.picocli;
    opens io.mcpgateway.cli.tools to
            info.picocli;
}
