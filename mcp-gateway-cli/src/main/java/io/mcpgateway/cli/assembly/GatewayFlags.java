package io.mcpgateway.cli.assembly;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.PackageRegistry;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.PackageSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The flags that describe a gateway, apart from how it is served. List flags may be given more than once, and each may hold
 * several values separated by commas. Set by picocli; not thread-safe.
 */
public final class GatewayFlags {
    @Option(
            names = "--servers",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "NAME,…",
            description = "Enable exactly these servers, in this order, whatever the registry says")
    private List<String> servers = List.of();

    @Option(
            names = "--profile",
            paramLabel = "ID",
            description =
                    "Serve this profile instead of what the files say (default, if there is no registry.yaml and a"
                            + " profile of that name)")
    private String profile = "";

    @Option(
            names = "--enable-all-servers",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "Enable every server of every catalog")
    private boolean enableAllServers;

    @Option(
            names = "--catalog",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "CATALOG,…",
            description = "Catalogs: names of configured ones, files, or URLs (docker-mcp.yaml, if it is there)")
    private List<String> catalog = List.of();

    @Option(
            names = "--additional-catalog",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "CATALOG,…",
            description = "More catalogs, which win over the earlier ones")
    private List<String> additionalCatalog = List.of();

    @Option(
            names = "--registry",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "FILE,…",
            description = "Files that say which servers are enabled (registry.yaml)")
    private List<String> registry = List.of();

    @Option(
            names = "--additional-registry",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "FILE,…",
            description = "More registry files")
    private List<String> additionalRegistry = List.of();

    @Option(
            names = "--config",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "FILE,…",
            description = "Files with the servers' configuration (config.yaml)")
    private List<String> config = List.of();

    @Option(
            names = "--additional-config",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "FILE,…",
            description = "More configuration files")
    private List<String> additionalConfig = List.of();

    @Option(
            names = "--tools-config",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "FILE,…",
            description = "Files that say which tools of a server are on (tools.yaml)")
    private List<String> toolsConfig = List.of();

    @Option(
            names = "--additional-tools-config",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "FILE,…",
            description = "More such files")
    private List<String> additionalToolsConfig = List.of();

    @Option(
            names = "--secrets",
            paramLabel = "STORES",
            description =
                    "Where secrets are looked up, in order, separated by ':': .env files, and directories with a file"
                            + " for each secret (.env in the home)")
    private @Nullable String secrets;

    @Option(
            names = "--tools",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "TOOL,…",
            description = "Only these tools: NAME, SERVER:NAME, SERVER:* or *")
    private List<String> tools = List.of();

    @Mixin
    private IsolationFlags isolation = new IsolationFlags();

    @Option(names = "--cpus", paramLabel = "N", description = "Processors for each server; 0 for no limit (1)")
    private double cpus = 1;

    @Option(names = "--memory", paramLabel = "SIZE", description = "Memory for each server, such as 512Mb (2Gb)")
    private String memory = "2Gb";

    @Option(
            names = "--on-collision",
            paramLabel = "prefix|reject|first",
            description =
                    "What happens when two servers offer one name: the later gets its server's name as a prefix, both"
                            + " are left out, or the first wins (prefix)")
    private GatewayOptions.OnCollision onCollision = GatewayOptions.OnCollision.PREFIX;

    @Option(
            names = "--allow-process",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "NAME,…",
            description =
                    "Let these servers of your own catalogs run as processes of this computer, not isolated; packages"
                            + " only where neither containers nor sandboxes are to be had")
    private List<String> allowProcess = List.of();

    @Option(
            names = "--allow-remote",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "HOST[:PORT],…",
            description = "Let remote servers at these places be reached without HTTPS or at private addresses")
    private List<String> allowRemote = List.of();

    @Option(
            names = "--wait-for-servers",
            paramLabel = "DURATION",
            description = "How long a client's first handshake waits for the servers, such as 10s (0s)")
    private String waitForServers = "0s";

    @Option(
            names = "--log-calls",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "Write a line for each call to standard error, without its values (true)")
    private boolean logCalls = true;

    @Option(
            names = "--watch",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "Take up changes of the files while running (true; false in a container)")
    private @Nullable Boolean watch;

    @Mixin
    private StaticFlags statics = new StaticFlags();

    @Mixin
    private ProtectionFlags protection = new ProtectionFlags();

    @Mixin
    private SignatureFlags signatures = new SignatureFlags();

    @Mixin
    private FetchFlags fetch = new FetchFlags();

    @Mixin
    private PackageFlags packages = new PackageFlags();

    private RunDefaults defaults = RunDefaults.HOST;

    /** Sets what holds where the flags say nothing. */
    public void defaults(RunDefaults value) {
        this.defaults = value;
    }

    private boolean oneCommand;

    /**
     * The gateway serves one command, which does not wait for servers that were listed a short while ago, and makes one call
     * at most, so that nothing is to be kept ready for the next one.
     */
    public void forOneCommand() {
        oneCommand = true;
    }

    /** Says of packages what flags of another command say. */
    public void packages(PackageFlags value) {
        this.packages = value;
    }

    /**
     * How packages run.
     *
     * @param settled the images that count where no flag says otherwise
     * @throws ConfigException if a flag's value is wrong
     */
    PackageSettings packages(Map<PackageRegistry, String> settled) {
        return packages.settings(settled);
    }

    /** Who must have signed images. */
    SignatureFlags signatures() {
        return signatures;
    }

    List<String> servers() {
        return filled(servers);
    }

    boolean enableAllServers() {
        return enableAllServers;
    }

    /** The profile that is named; empty if none is. */
    Optional<String> profile() {
        return Optional.of(profile).filter(id -> !id.isEmpty());
    }

    /** Names a profile. */
    public void profile(String id) {
        this.profile = id;
    }

    /** The flags that were given and say what a profile says. */
    List<String> fileFlags() {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        lists.put("--servers", servers);
        lists.put("--enable-all-servers", enableAllServers ? List.of("true") : List.of());
        lists.put("--catalog", catalog);
        lists.put("--additional-catalog", additionalCatalog);
        lists.put("--registry", registry);
        lists.put("--additional-registry", additionalRegistry);
        lists.put("--config", config);
        lists.put("--additional-config", additionalConfig);
        lists.put("--tools-config", toolsConfig);
        lists.put("--additional-tools-config", additionalToolsConfig);
        lists.put("--mcp-registry", fetch.mcpRegistry());
        lists.put("--oci-ref", fetch.ociRef());
        return lists.entrySet().stream()
                .filter(flag -> !filled(flag.getValue()).isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    List<String> catalog() {
        return filled(catalog).isEmpty() ? defaults.catalog() : filled(catalog);
    }

    /** URLs of servers that are enabled besides the others. */
    List<String> mcpRegistry() {
        return fetch.mcpRegistry();
    }

    /** OCI artifacts whose servers are enabled besides the others. */
    List<String> ociRef() {
        return fetch.ociRef();
    }

    List<String> additionalCatalog() {
        return filled(additionalCatalog);
    }

    RegistryPaths registryPaths(java.nio.file.Path home) {
        return RegistryPaths.of(
                home,
                joined(registry, additionalRegistry, defaults.file("registry.yaml")),
                joined(config, additionalConfig, defaults.file("config.yaml")),
                joined(toolsConfig, additionalToolsConfig, defaults.file("tools.yaml")));
    }

    Optional<String> secrets() {
        return Optional.ofNullable(secrets).or(defaults::secrets);
    }

    boolean logCalls() {
        return logCalls;
    }

    /** Whether a flag says which servers are on. */
    boolean selectsServers() {
        return !servers().isEmpty()
                || enableAllServers
                || !fetch.isEmpty()
                || !filled(registry).isEmpty()
                || !filled(additionalRegistry).isEmpty();
    }

    /** Whether servers without hosts of their own have no network; whatever the user has settled. */
    boolean blockNetwork() {
        return protection.blockNetwork();
    }

    /**
     * The options of the gateway.
     *
     * @throws ConfigException if a flag's value is wrong, or flags contradict each other
     */
    GatewayOptions.Builder options() {
        if (enableAllServers && !servers().isEmpty()) {
            throw new ConfigException("cannot use --enable-all-servers with --servers flag");
        }
        protection.check();
        GatewayOptions.Builder options = GatewayOptions.builder()
                .toolFilter(filled(tools))
                .onCollision(onCollision)
                .workloadLimits(Sizes.limits(cpus, memory))
                .allowProcess(java.util.Set.copyOf(filled(allowProcess)))
                .allowRemote(java.util.Set.copyOf(filled(allowRemote)))
                .watch(watch == null ? defaults.watch() : watch)
                .refreshListings(!oneCommand)
                .waitForServers(Durations.parse("--wait-for-servers", waitForServers));
        statics.apply(options);
        isolation.apply(options, oneCommand);
        return options;
    }

    private static List<String> joined(List<String> flag, List<String> additional, List<String> otherwise) {
        List<String> first = filled(flag).isEmpty() ? otherwise : filled(flag);
        return java.util.stream.Stream.concat(first.stream(), filled(additional).stream())
                .distinct()
                .toList();
    }

    /** {@code --servers=} is an empty list, not a list of one empty name. */
    static List<String> filled(List<String> values) {
        return values.stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
