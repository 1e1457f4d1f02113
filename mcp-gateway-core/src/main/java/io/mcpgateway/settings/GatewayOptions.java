package io.mcpgateway.settings;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.WorkloadSpec;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** How a gateway behaves, apart from its parts. Immutable; start from {@link #defaults()} or {@link #builder()}. */
public final class GatewayOptions {
    private static final GatewayOptions DEFAULTS = builder().build();

    private final List<String> toolFilter;
    private final boolean prefixTools;
    private final OnCollision onCollision;
    private final Optional<Isolation> isolation;
    private final Map<String, Isolation> isolations;
    private final WorkloadSpec.Limits workloadLimits;
    private final Set<String> allowProcess;
    private final Set<String> allowRemote;
    private final boolean insecureRemote;
    private final boolean staticServers;
    private final Map<String, SocketAddress> staticAddresses;
    private final List<Path> bindRoots;
    private final List<Path> writableBinds;
    private final Map<String, ServerGrants> grants;
    private final Egress egress;
    private final boolean watch;
    private final Duration waitForServers;
    private final boolean refreshListings;
    private final boolean showServerErrors;
    private final Limits limits;
    private final PackageSettings packages;

    private GatewayOptions(Builder builder) {
        this.toolFilter = List.copyOf(builder.toolFilter);
        this.prefixTools = builder.prefixTools;
        this.onCollision = builder.onCollision;
        this.isolation = builder.isolation;
        this.isolations = Map.copyOf(builder.isolations);
        this.workloadLimits = builder.workloadLimits;
        this.allowProcess = Set.copyOf(builder.allowProcess);
        this.allowRemote = Set.copyOf(builder.allowRemote);
        this.insecureRemote = builder.insecureRemote;
        this.staticServers = builder.staticServers;
        this.staticAddresses = Map.copyOf(builder.staticAddresses);
        this.bindRoots = List.copyOf(builder.bindRoots);
        this.writableBinds = List.copyOf(builder.writableBinds);
        this.grants = Map.copyOf(builder.grants);
        this.egress = builder.egress;
        this.watch = builder.watch;
        this.waitForServers = builder.waitForServers;
        this.refreshListings = builder.refreshListings;
        this.showServerErrors = builder.showServerErrors;
        this.limits = builder.limits;
        this.packages = builder.packages;
    }

    /** The defaults. */
    public static GatewayOptions defaults() {
        return DEFAULTS;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Which tools are on: {@code *}, {@code tool}, {@code server:tool}, {@code server:*}, {@code image:tool} or
     * {@code image:*}, without regard to case. Empty: the registry decides.
     */
    public List<String> toolFilter() {
        return toolFilter;
    }

    /** Whether tool names get the name of their server as a prefix, where the entry has none of its own. */
    public boolean prefixTools() {
        return prefixTools;
    }

    /** What happens when two servers offer the same name. */
    public OnCollision onCollision() {
        return onCollision;
    }

    /** The isolation of container servers whose entry names none; empty for the default of their type. */
    public Optional<Isolation> isolation() {
        return isolation;
    }

    /** The isolation of single servers, by name, whatever their entries say. */
    public Map<String, Isolation> isolations() {
        return isolations;
    }

    /** Limits of each workload. */
    public WorkloadSpec.Limits workloadLimits() {
        return workloadLimits;
    }

    /**
     * Servers that the user allowed by name to run as plain processes: those of {@code type: process}, and packages where
     * nothing else can run them.
     */
    public Set<String> allowProcess() {
        return allowProcess;
    }

    /** Origins {@code host} or {@code host:port} that are exempt from the rules for remote addresses. */
    public Set<String> allowRemote() {
        return allowRemote;
    }

    /** Whether every remote address is exempt from the rules. */
    public boolean insecureRemote() {
        return insecureRemote;
    }

    /**
     * Whether servers in containers run already: none is started, each is reached at port 4444 of the host {@code mcp-NAME},
     * or where {@link #staticAddresses()} says. A connection is a conversation, as with a container that is started.
     */
    public boolean staticServers() {
        return staticServers;
    }

    /** Where servers are that run already, by name: host and port, or a Unix socket. */
    public Map<String, SocketAddress> staticAddresses() {
        return staticAddresses;
    }

    /** Host directories under which containers may mount, read-only, beside the temporary directories. */
    public List<Path> bindRoots() {
        return bindRoots;
    }

    /** Host paths that containers may mount writable. */
    public List<Path> writableBinds() {
        return writableBinds;
    }

    /** What the user grants to servers that ask for more than the default, by server name. */
    public Map<String, ServerGrants> grants() {
        return grants;
    }

    /** Whether servers are held to the hosts that their entries name. */
    public Egress egress() {
        return egress;
    }

    /** Whether changes of catalogs and registries are taken up while running. */
    public boolean watch() {
        return watch;
    }

    /** How long the first handshake waits for the servers' listings. */
    public Duration waitForServers() {
        return waitForServers;
    }

    /**
     * Whether servers whose image a tag names are listed again in the background though it is known what they offered last
     * time; by default they are. If not, what they offered up to an hour ago will do. An image that is named by its digest
     * is listed once.
     */
    public boolean refreshListings() {
        return refreshListings;
    }

    /** Whether what servers write to standard error is shown. */
    public boolean showServerErrors() {
        return showServerErrors;
    }

    /** The limits of the relay. */
    public Limits limits() {
        return limits;
    }

    /** How servers that are packages run. */
    public PackageSettings packages() {
        return packages;
    }

    /**
     * Whether servers in containers and processes are held to {@code allowHosts} of their entries. Remote servers and those
     * in this JVM are not concerned.
     */
    public enum Egress {
        /** They reach whatever they like; {@code allowHosts} is only shown. */
        OPEN,
        /** Those whose entries have {@code allowHosts} are held to it; the others reach whatever they like. */
        ENFORCE,
        /** As {@link #ENFORCE}, and the others have no network. */
        BLOCK
    }

    /** What happens when two servers offer the same name. */
    public enum OnCollision {
        /** The later one is exposed as {@code server__name}. */
        PREFIX,
        /** Both are left out. */
        REJECT,
        /** The first one in order wins, the later one is left out. */
        FIRST
    }

    /**
     * What the user grants to one server.
     *
     * @param capabilities kernel capabilities it may add
     * @param root whether it may run as root
     * @param extraHosts whether it may add host entries
     * @param volumes named volumes of other servers that it may mount
     */
    public record ServerGrants(Set<String> capabilities, boolean root, boolean extraHosts, Set<String> volumes) {
        /** Nothing. */
        public static final ServerGrants NONE = new ServerGrants(Set.of(), false, false, Set.of());

        /** Copies the sets. */
        public ServerGrants {
            capabilities = Set.copyOf(capabilities);
            volumes = Set.copyOf(volumes);
        }
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private List<String> toolFilter = List.of();
        private boolean prefixTools;
        private OnCollision onCollision = OnCollision.PREFIX;
        private Optional<Isolation> isolation = Optional.empty();
        private Map<String, Isolation> isolations = Map.of();
        private WorkloadSpec.Limits workloadLimits = WorkloadSpec.Limits.DEFAULT;
        private Set<String> allowProcess = Set.of();
        private Set<String> allowRemote = Set.of();
        private boolean insecureRemote;
        private boolean staticServers;
        private Map<String, SocketAddress> staticAddresses = Map.of();
        private List<Path> bindRoots = List.of();
        private List<Path> writableBinds = List.of();
        private Map<String, ServerGrants> grants = Map.of();
        private Egress egress = Egress.OPEN;
        private boolean watch;
        private Duration waitForServers = Duration.ZERO;
        private boolean refreshListings = true;
        private boolean showServerErrors;
        private Limits limits = Limits.DEFAULT;
        private PackageSettings packages = PackageSettings.DEFAULT;

        private Builder() {}

        /** See {@link GatewayOptions#toolFilter()}. */
        public Builder toolFilter(List<String> value) {
            this.toolFilter = requireNonNull(value, "toolFilter");
            return this;
        }

        /** See {@link GatewayOptions#prefixTools()}. */
        public Builder prefixTools(boolean value) {
            this.prefixTools = value;
            return this;
        }

        /** See {@link GatewayOptions#onCollision()}. */
        public Builder onCollision(OnCollision value) {
            this.onCollision = requireNonNull(value, "onCollision");
            return this;
        }

        /** See {@link GatewayOptions#isolation()}. */
        public Builder isolation(Isolation value) {
            this.isolation = Optional.of(value);
            return this;
        }

        /** See {@link GatewayOptions#isolations()}. */
        public Builder isolations(Map<String, Isolation> value) {
            this.isolations = requireNonNull(value, "isolations");
            return this;
        }

        /** See {@link GatewayOptions#workloadLimits()}. */
        public Builder workloadLimits(WorkloadSpec.Limits value) {
            this.workloadLimits = requireNonNull(value, "workloadLimits");
            return this;
        }

        /** See {@link GatewayOptions#allowProcess()}. */
        public Builder allowProcess(Set<String> value) {
            this.allowProcess = requireNonNull(value, "allowProcess");
            return this;
        }

        /** See {@link GatewayOptions#allowRemote()}. */
        public Builder allowRemote(Set<String> value) {
            this.allowRemote = requireNonNull(value, "allowRemote");
            return this;
        }

        /** See {@link GatewayOptions#insecureRemote()}. */
        public Builder insecureRemote(boolean value) {
            this.insecureRemote = value;
            return this;
        }

        /** See {@link GatewayOptions#staticServers()}. */
        public Builder staticServers(boolean value) {
            this.staticServers = value;
            return this;
        }

        /** See {@link GatewayOptions#staticAddresses()}. */
        public Builder staticAddresses(Map<String, SocketAddress> value) {
            this.staticAddresses = requireNonNull(value, "staticAddresses");
            return this;
        }

        /** See {@link GatewayOptions#bindRoots()}. */
        public Builder bindRoots(List<Path> value) {
            this.bindRoots = requireNonNull(value, "bindRoots");
            return this;
        }

        /** See {@link GatewayOptions#writableBinds()}. */
        public Builder writableBinds(List<Path> value) {
            this.writableBinds = requireNonNull(value, "writableBinds");
            return this;
        }

        /** See {@link GatewayOptions#grants()}. */
        public Builder grants(Map<String, ServerGrants> value) {
            this.grants = requireNonNull(value, "grants");
            return this;
        }

        /** See {@link GatewayOptions#egress()}. */
        public Builder egress(Egress value) {
            this.egress = requireNonNull(value, "egress");
            return this;
        }

        /** See {@link GatewayOptions#watch()}. */
        public Builder watch(boolean value) {
            this.watch = value;
            return this;
        }

        /** See {@link GatewayOptions#refreshListings()}. */
        public Builder refreshListings(boolean value) {
            this.refreshListings = value;
            return this;
        }

        /** See {@link GatewayOptions#waitForServers()}. */
        public Builder waitForServers(Duration value) {
            this.waitForServers = requireNonNull(value, "waitForServers");
            return this;
        }

        /** See {@link GatewayOptions#showServerErrors()}. */
        public Builder showServerErrors(boolean value) {
            this.showServerErrors = value;
            return this;
        }

        /** See {@link GatewayOptions#limits()}. */
        public Builder limits(Limits value) {
            this.limits = requireNonNull(value, "limits");
            return this;
        }

        /** Changes some of the limits, as in {@code limits(set -> set.sessions(10))}; see {@link GatewayOptions#limits()}. */
        public Builder limits(Consumer<Limits.Builder> changes) {
            this.limits = limits.with(changes);
            return this;
        }

        /** See {@link GatewayOptions#packages()}. */
        public Builder packages(PackageSettings value) {
            this.packages = requireNonNull(value, "packages");
            return this;
        }

        /** The options. */
        public GatewayOptions build() {
            return new GatewayOptions(this);
        }
    }
}
