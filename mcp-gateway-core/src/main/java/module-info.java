/** The engine of the MCP gateway, and the parts that need nothing but the JDK, Jackson and a YAML parser. */
@SuppressWarnings("module") // the friends of the qualified exports are built after this module
module io.mcpgateway.core {
    requires transitive io.mcpgateway.api;
    requires io.mcpgateway.egress;
    requires static org.jspecify;
    requires java.management;
    requires jdk.management;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires org.snakeyaml.engine;
    requires org.slf4j;

    exports io.mcpgateway;
    exports io.mcpgateway.jvm;
    exports io.mcpgateway.settings;
    exports io.mcpgateway.workload;
    exports io.mcpgateway.files to
            io.mcpgateway.cli;
    exports io.mcpgateway.headers to
            io.mcpgateway.http;
    exports io.mcpgateway.json to
            io.mcpgateway.http,
            io.mcpgateway.sdk;
    exports io.mcpgateway.launch to
            io.mcpgateway.cli;
    exports io.mcpgateway.profile to
            io.mcpgateway.cli;
    exports io.mcpgateway.registry to
            io.mcpgateway.cli;
    exports io.mcpgateway.remote to
            io.mcpgateway.cli,
            io.mcpgateway.http;

    uses io.mcpgateway.remote.GuardedFetch;
    uses io.mcpgateway.remote.RemoteLinks;
    uses io.mcpgateway.spi.CatalogProvider;
    uses io.mcpgateway.spi.ContainerRuntimeProvider;
    uses io.mcpgateway.spi.InterceptorProvider;
    uses io.mcpgateway.spi.JavaServerProvider;
    uses io.mcpgateway.spi.PolicyProvider;
    uses io.mcpgateway.spi.RegistryProvider;
    uses io.mcpgateway.spi.SecretStoreProvider;
    uses io.mcpgateway.spi.TransportProvider;

    provides io.mcpgateway.spi.CatalogProvider with
            io.mcpgateway.catalog.DirectoryCatalogProvider,
            io.mcpgateway.catalog.FileCatalogProvider,
            io.mcpgateway.catalog.UrlCatalogProvider,
            io.mcpgateway.profile.ProfileCatalogProvider,
            io.mcpgateway.starter.StarterCatalogProvider;
    provides io.mcpgateway.spi.RegistryProvider with
            io.mcpgateway.profile.ProfileRegistryProvider,
            io.mcpgateway.registry.FileRegistryProvider,
            io.mcpgateway.registry.InMemoryRegistryProvider;
    provides io.mcpgateway.spi.SecretStoreProvider with
            io.mcpgateway.secret.DirectorySecretStoreProvider,
            io.mcpgateway.secret.EnvFileSecretStoreProvider,
            io.mcpgateway.secret.EnvironmentSecretStoreProvider;
    provides io.mcpgateway.spi.ContainerRuntimeProvider with
            io.mcpgateway.process.ProcessRuntimeProvider,
            io.mcpgateway.sandbox.SandboxRuntimeProvider;
    provides io.mcpgateway.spi.InterceptorProvider with
            io.mcpgateway.intercept.LogCallsProvider;
    provides io.mcpgateway.spi.PolicyProvider with
            io.mcpgateway.policy.AllowAllProvider;
    provides io.mcpgateway.spi.TransportProvider with
            io.mcpgateway.transport.InMemoryTransportProvider,
            io.mcpgateway.transport.StdioTransportProvider;
    provides io.mcpgateway.spi.JavaServerProvider with
            io.mcpgateway.starter.FilesProvider,
            io.mcpgateway.starter.MemoryProvider,
            io.mcpgateway.starter.TimeProvider;
}
