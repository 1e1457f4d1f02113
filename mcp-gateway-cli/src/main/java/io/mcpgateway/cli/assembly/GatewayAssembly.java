package io.mcpgateway.cli.assembly;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.Catalogs;
import io.mcpgateway.Interceptors;
import io.mcpgateway.McpGateway;
import io.mcpgateway.Registries;
import io.mcpgateway.SecretStores;
import io.mcpgateway.cli.community.CommunityRegistry;
import io.mcpgateway.cli.community.CommunityServer;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.spi.SecretStore;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * From flags and files to the parts of a gateway. Nothing is read before it is asked for, and nothing is fetched before the
 * gateway starts. Confined to one thread.
 */
public final class GatewayAssembly {
    /** What the bundled catalog is called on the command line. */
    private static final String STARTER = "starter";

    /** The servers of the bundled catalog that are on until the user chooses, in their order. */
    private static final List<String> STARTER_SERVERS = List.of("time", "memory", "files");

    private final Session session;
    private final GatewayFlags flags;
    private final EventSink events;
    private final GatewayOptions options;
    private final RegistryPaths paths;

    /**
     * Checks the flags.
     *
     * @param events takes what the operator should know
     * @throws ConfigException if a flag's value is wrong, or flags contradict each other
     */
    public GatewayAssembly(Session session, GatewayFlags flags, EventSink events) {
        this.session = session;
        this.flags = flags;
        this.events = events;
        this.options = options();
        this.paths = flags.registryPaths(session.home());
    }

    /** The gateway, not yet started. */
    public McpGateway gateway() {
        McpGateway.Builder builder = McpGateway.builder()
                .home(session.home())
                .environment(session.console().environment())
                .options(options)
                .events(events)
                .secrets(secrets());
        catalogs().forEach(builder::catalog);
        select(builder);
        fetched().forEach(server -> builder.catalog(catalog(server)).enableToo(server.name()));
        if (flags.logCalls()) {
            builder.interceptor(Interceptors.logCalls(events));
        }
        return builder.build();
    }

    /**
     * All catalogs that are known, in order; a later one wins. The starter catalog is the first, so that catalogs of the
     * user's own win, unless its servers are on because the user has not chosen any: then it is the last.
     */
    public List<Catalog> catalogs() {
        List<Catalog> catalogs = new ArrayList<>();
        for (String source : catalogSources()) {
            catalogs.add(catalog(source));
        }
        catalogs.add(starterServersAreOn() ? catalogs.size() : 0, Catalogs.starter());
        return catalogs;
    }

    /** Names of files in the home's {@code catalogs}, paths and URLs, as {@link #catalog} reads them. */
    public List<String> catalogSources() {
        return new CatalogSources(session.home()).list(flags.catalog(), flags.additionalCatalog());
    }

    /** The servers that {@code --mcp-registry} names. */
    private List<CommunityServer> fetched() {
        session.allowRemote(options.allowRemote());
        return flags.mcpRegistry().stream().map(this::fetched).toList();
    }

    private CommunityServer fetched(String url) {
        try {
            CommunityServer server = new CommunityRegistry(session).fetch(url);
            server.notes().forEach(note -> events.event(EventSink.Level.WARN, note, Map.of()));
            events.event(EventSink.Level.INFO, "Fetched server '" + server.name() + "'", Map.of("url", url));
            return server;
        } catch (GatewayException e) {
            throw new GatewayException(
                    e.code(), "failed to fetch server from MCP registry " + url + ": " + e.getMessage(), e);
        }
    }

    private static Catalog catalog(CommunityServer server) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.putObject("registry").set(server.name(), server.entry());
        return Catalogs.document(
                server.registryName() + " of an MCP registry",
                document.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** One catalog, named as on the command line. */
    public Catalog catalog(String source) {
        if (source.equals(STARTER)) {
            return Catalogs.starter();
        }
        return Catalogs.parse(new CatalogSources(session.home()).resolved(source), session.home(), options);
    }

    /** The registry of the user's files. */
    public Registry.Writable registry() {
        return Registries.files(paths.registry(), paths.config(), paths.tools(), events);
    }

    /** The stores that secrets come from, in order. */
    public SecretStore.Listable secrets() {
        Optional<String> helper =
                Optional.of(docker().path("credsStore").asText()).filter(name -> !name.isEmpty());
        Path base = Path.of("").toAbsolutePath();
        if (flags.secrets().isPresent()) {
            return SecretStores.searchPath(flags.secrets().get(), base, helper, events);
        }
        // Where 'secret set' puts them.
        List<SecretStore> stores = new ArrayList<>();
        helper.ifPresent(name -> stores.add(SecretStores.credentialHelper(name)));
        stores.add(SecretStores.envFile(session.home().resolve(".env")));
        return SecretStores.chain(stores, events);
    }

    /** The docker client's settings, which a gateway can do without. */
    private ObjectNode docker() {
        try {
            return DockerSettings.read(session.console().environment());
        } catch (ConfigException e) {
            events.event(
                    EventSink.Level.WARN,
                    "Docker's settings cannot be read, and are left out",
                    Map.of("cause", String.valueOf(e.getMessage())));
            return JsonNodeFactory.instance.objectNode();
        }
    }

    /** Whether the starter catalog's servers are on because nothing says which ones are. */
    public boolean starterServersAreOn() {
        return !flags.selectsServers() && !Registries.exists(paths.registry());
    }

    /** The names of the starter catalog's servers. */
    public List<String> starterServers() {
        return STARTER_SERVERS;
    }

    private void select(McpGateway.Builder builder) {
        builder.registry(registry());
        if (flags.enableAllServers()) {
            builder.enableAll();
        } else if (!flags.servers().isEmpty()) {
            builder.enable(flags.servers().toArray(String[]::new));
        } else if (starterServersAreOn()) {
            builder.enable(STARTER_SERVERS.toArray(String[]::new));
        }
    }

    private GatewayOptions options() {
        Map<String, String> environment = session.console().environment();
        String insecure = environment.getOrDefault("DOCKER_MCP_ALLOW_INSECURE_REMOTE_URLS", "");
        boolean relaxed = insecure.equals("1") || insecure.equalsIgnoreCase("true");
        if (relaxed) {
            events.event(
                    EventSink.Level.WARN,
                    "DOCKER_MCP_ALLOW_INSECURE_REMOTE_URLS lets remote servers be reached anywhere and without HTTPS;"
                            + " --allow-remote does so for one place",
                    Map.of());
        }
        boolean prefixed =
                docker().path("features").path("tool-name-prefix").asText().equals("enabled");
        return flags.options()
                .prefixTools(prefixed)
                .insecureRemote(relaxed)
                .bindRoots(paths(environment, "MCP_GATEWAY_DOCKER_BIND_ALLOWED_PATHS"))
                .writableBinds(paths(environment, "MCP_GATEWAY_DOCKER_BIND_ALLOW_WRITABLE_PATHS"))
                .showServerErrors(session.verbose())
                .build();
    }

    private static List<Path> paths(Map<String, String> environment, String variable) {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(environment.getOrDefault(variable, ""))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .toList();
    }
}
