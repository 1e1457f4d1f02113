package io.mcpgateway.cli.assembly;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.Catalogs;
import io.mcpgateway.Interceptors;
import io.mcpgateway.McpGateway;
import io.mcpgateway.Registries;
import io.mcpgateway.SecretStores;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.profile.file.Profiles;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.PackageSettings;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.spi.SecretStore;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * From flags and files to the parts of a gateway. Nothing is read before it is asked for, and nothing but servers that flags
 * name one by one is fetched before the gateway starts. Confined to one thread.
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
    private final Optional<String> profile;

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
        this.profile = profileOf();
    }

    /** The profile that counts: the one that is named, or the default one where nothing else says what is enabled. */
    private Optional<String> profileOf() {
        Profiles profiles = Profiles.of(session.home());
        Optional<String> named = flags.profile();
        List<String> others = flags.fileFlags();
        if (named.isEmpty()) {
            boolean free = others.isEmpty() && !Registries.exists(paths.registry());
            return Optional.of(Profiles.DEFAULT).filter(id -> free && profiles.exists(id));
        }
        if (!others.isEmpty()) {
            throw new ConfigException("cannot use --profile with " + String.join(", ", others)
                    + ": a profile says itself which servers are on, and how");
        }
        // As with the Go program, whose clients are connected with it before it exists.
        if (!named.get().equals(Profiles.DEFAULT)) {
            profiles.requireExists(named.get());
        }
        return named;
    }

    /** The id of the profile that counts; empty if the files do. */
    public Optional<String> profile() {
        return profile;
    }

    /** How packages run. */
    public PackageSettings packages() {
        return options.packages();
    }

    /** The gateway, not yet started, with the servers that flags have it fetch. */
    public McpGateway gateway() {
        McpGateway.Builder builder = McpGateway.builder()
                .home(session.home())
                .environment(session.console().environment())
                .options(options)
                .events(events)
                .secrets(secrets());
        if (profile.isPresent()) {
            serve(profile.get(), builder);
        } else {
            catalogs().forEach(builder::catalog);
            select(builder);
            fetch(builder);
        }
        verifySignatures(builder);
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

    /** Whether {@code catalog.json} has a catalog of this name. */
    public boolean isConfigured(String catalog) {
        return new CatalogSources(session.home()).configured().contains(catalog);
    }

    /** One catalog, named as on the command line. */
    public Catalog catalog(String source) {
        if (source.equals(STARTER)) {
            return Catalogs.starter();
        }
        String resolved = new CatalogSources(session.home()).resolved(source);
        return Catalogs.parse(resolved, session.home(), options, ImportedCatalogs.of(session));
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
        return profile.isEmpty() && !flags.selectsServers() && !Registries.exists(paths.registry());
    }

    /** The names of the starter catalog's servers. */
    public List<String> starterServers() {
        return STARTER_SERVERS;
    }

    private void fetch(McpGateway.Builder builder) {
        if (!flags.mcpRegistry().isEmpty() || !flags.ociRef().isEmpty()) {
            session.allowRemote(options.allowRemote());
            new FetchedServers(session, events, builder).addAll(flags.mcpRegistry(), flags.ociRef());
        }
    }

    private void verifySignatures(McpGateway.Builder builder) {
        if (flags.signatures().isOn(session.home())) {
            builder.imageVerifier(SignatureRules.verifier(session, flags.signatures(), options.allowRemote(), events));
        }
    }

    private void serve(String id, McpGateway.Builder builder) {
        Profiles profiles = Profiles.of(session.home());
        if (!profiles.exists(id)) {
            events.event(
                    EventSink.Level.WARN,
                    "There is no profile " + id + ", and so no server; 'profile create' makes one",
                    Map.of());
            builder.registry(Registries.inMemory());
            return;
        }
        builder.catalog(Catalogs.profile(profiles.file(id))).registry(Registries.profile(profiles.file(id)));
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
        UserSettings settled = UserSettings.of(session.home());
        return flags.options()
                .packages(flags.packages(settled.packageImages()))
                .prefixTools(prefixed)
                .insecureRemote(relaxed)
                .bindRoots(paths(environment, "MCP_GATEWAY_DOCKER_BIND_ALLOWED_PATHS"))
                .writableBinds(paths(environment, "MCP_GATEWAY_DOCKER_BIND_ALLOW_WRITABLE_PATHS"))
                .showServerErrors(session.verbose())
                .egress(flags.blockNetwork() ? GatewayOptions.Egress.BLOCK : settled.egress())
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
