package io.mcpgateway.model;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Everything a runtime needs to start one workload; nothing is left to evaluate. A runtime refuses what it cannot enforce
 * rather than starting something weaker. Build one with {@link #image(String, String)}, {@link #process(String, List)},
 * {@link #sandbox(String, List)} or {@link #packaged(String, PackageRequest)}.
 */
public final class WorkloadSpec {
    private final String server;
    private final WorkloadKind kind;
    private final Optional<String> image;
    private final Optional<String> entryPoint;
    private final Optional<PackageRequest> packageRequest;
    private final List<String> arguments;
    private final Map<String, String> environment;
    private final Map<String, Secret> secretEnvironment;
    private final List<Mount> mounts;
    private final Optional<String> user;
    private final Optional<Path> workingDirectory;
    private final Network network;
    private final List<String> extraHosts;
    private final List<String> capabilities;
    private final Limits limits;
    private final Map<String, String> labels;

    private WorkloadSpec(Builder builder) {
        this.server = builder.server;
        this.kind = builder.kind;
        this.image = Optional.ofNullable(builder.image);
        this.entryPoint = Optional.ofNullable(builder.entryPoint);
        this.packageRequest = Optional.ofNullable(builder.packageRequest);
        this.arguments = List.copyOf(builder.arguments);
        this.environment = copy(builder.environment);
        this.secretEnvironment = copy(builder.secretEnvironment);
        this.mounts = List.copyOf(builder.mounts);
        this.user = Optional.ofNullable(builder.user);
        this.workingDirectory = Optional.ofNullable(builder.workingDirectory);
        this.network = builder.network;
        this.extraHosts = List.copyOf(builder.extraHosts);
        this.capabilities = List.copyOf(builder.capabilities);
        this.limits = builder.limits;
        this.labels = copy(builder.labels);
    }

    private static <V> Map<String, V> copy(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** Starts the description of a container. */
    public static Builder image(String server, String image) {
        return new Builder(server, WorkloadKind.IMAGE, requireNonNull(image, "image"), List.of());
    }

    /** Starts the description of a process. */
    public static Builder process(String server, List<String> argv) {
        return new Builder(server, WorkloadKind.PROCESS, null, argv);
    }

    /** Starts the description of a process that is kept apart from this machine. */
    public static Builder sandbox(String server, List<String> argv) {
        return new Builder(server, WorkloadKind.SANDBOX, null, argv);
    }

    /** Starts the description of a package's server, whose arguments are those of its program. */
    public static Builder packaged(String server, PackageRequest request) {
        Builder builder = new Builder(server, WorkloadKind.PACKAGE, null, List.of());
        builder.packageRequest = requireNonNull(request, "request");
        return builder;
    }

    /** The same from another reference of its image, such as one that names its digest. */
    public WorkloadSpec withImage(String value) {
        return new Builder(this).runtimeImage(value).build();
    }

    /** The server that the workload belongs to. */
    public String server() {
        return server;
    }

    /** What it is. */
    public WorkloadKind kind() {
        return kind;
    }

    /** The image reference of a container; that of a package, if its entry names one to run it in. */
    public Optional<String> image() {
        return image;
    }

    /** What a container starts instead of the image's entry point. */
    public Optional<String> entryPoint() {
        return entryPoint;
    }

    /** The package to run. */
    public Optional<PackageRequest> packageRequest() {
        return packageRequest;
    }

    /** A container's command after the image's entry point, or a process's argument vector. */
    public List<String> arguments() {
        return arguments;
    }

    /** Environment variables that are not secret. The host's environment is never passed on. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Environment variables that are; never logged, never in arguments or labels. */
    public Map<String, Secret> secretEnvironment() {
        return secretEnvironment;
    }

    /** What is mounted. */
    public List<Mount> mounts() {
        return mounts;
    }

    /** The user inside; empty for the image's own, or for the caller of a process. */
    public Optional<String> user() {
        return user;
    }

    /** Where a process starts; empty for a directory of the runtime's choice. */
    public Optional<Path> workingDirectory() {
        return workingDirectory;
    }

    /** What it may reach. */
    public Network network() {
        return network;
    }

    /** Extra host entries {@code host:ip} that were granted. */
    public List<String> extraHosts() {
        return extraHosts;
    }

    /** Kernel capabilities that were granted; all others are dropped. */
    public List<String> capabilities() {
        return capabilities;
    }

    /** Its limits. */
    public Limits limits() {
        return limits;
    }

    /** Labels to put on it, beside those of its owner. */
    public Map<String, String> labels() {
        return labels;
    }

    /** Starts a description that is like this one. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    @Override
    public String toString() {
        return "WorkloadSpec[" + server + ", " + image.orElse(kind.name().toLowerCase(java.util.Locale.ROOT)) + "]";
    }

    /** A mount. */
    public sealed interface Mount permits Bind, Volume {
        /** The absolute path inside the workload. */
        String target();

        /** Whether the workload may only read. */
        boolean readOnly();
    }

    /**
     * A host directory or file, already checked against the allowed roots.
     *
     * @param source the resolved host path
     * @param target the absolute path inside the workload
     * @param readOnly whether the workload may only read
     */
    public record Bind(Path source, String target, boolean readOnly) implements Mount {
        /** Checks for null. */
        public Bind {
            requireNonNull(source, "source");
            requireNonNull(target, "target");
        }
    }

    /**
     * A volume of the engine.
     *
     * @param name its name; empty for an anonymous one
     * @param target the absolute path inside the workload
     * @param readOnly whether the workload may only read
     */
    public record Volume(String name, String target, boolean readOnly) implements Mount {
        /** Checks for null. */
        public Volume {
            requireNonNull(name, "name");
            requireNonNull(target, "target");
        }
    }

    /** What a workload may reach. */
    public sealed interface Network permits Network.None, Network.Open, Network.AllowList {
        /** Nothing. */
        record None() implements Network {}

        /** Whatever the host can, through these engine networks ({@code bridge} if none is named). */
        record Open(List<String> networks) implements Network {
            /** Copies the list. */
            public Open {
                networks = List.copyOf(networks);
            }
        }

        /** Only these hosts, {@code host:port[/protocol]}. */
        record AllowList(List<String> hosts) implements Network {
            /** Copies the list. */
            public AllowList {
                hosts = List.copyOf(hosts);
            }
        }
    }

    /**
     * Limits of one workload.
     *
     * @param cpus processors; empty for no limit
     * @param memoryBytes memory in bytes, swap not added; empty for no limit
     * @param pids processes and threads
     */
    public record Limits(Optional<Double> cpus, OptionalLong memoryBytes, long pids) {
        /** One processor, 2 GiB, 512 processes. */
        public static final Limits DEFAULT = new Limits(Optional.of(1.0), OptionalLong.of(2L << 30), 512);

        /** Checks for null. */
        public Limits {
            requireNonNull(cpus, "cpus");
            requireNonNull(memoryBytes, "memoryBytes");
        }
    }

    /** Collects the parts of a description. Not thread-safe. */
    public static final class Builder {
        private final String server;
        private final WorkloadKind kind;
        private @Nullable String image;
        private @Nullable String entryPoint;
        private @Nullable PackageRequest packageRequest;
        private List<String> arguments;
        private Map<String, String> environment = Map.of();
        private Map<String, Secret> secretEnvironment = Map.of();
        private List<Mount> mounts = List.of();
        private @Nullable String user;
        private @Nullable Path workingDirectory;
        private Network network = new Network.Open(List.of());
        private List<String> extraHosts = List.of();
        private List<String> capabilities = List.of();
        private Limits limits = Limits.DEFAULT;
        private Map<String, String> labels = Map.of();

        private Builder(String server, WorkloadKind kind, @Nullable String image, List<String> arguments) {
            this.server = requireNonNull(server, "server");
            this.kind = kind;
            this.image = image;
            this.arguments = requireNonNull(arguments, "arguments");
        }

        private Builder(WorkloadSpec spec) {
            this.server = spec.server;
            this.kind = spec.kind;
            this.image = spec.image.orElse(null);
            this.entryPoint = spec.entryPoint.orElse(null);
            this.packageRequest = spec.packageRequest.orElse(null);
            this.arguments = spec.arguments;
            like(spec);
        }

        /** Takes over everything but what it is, its image and its arguments. */
        public Builder like(WorkloadSpec other) {
            this.environment = other.environment();
            this.secretEnvironment = other.secretEnvironment();
            this.mounts = other.mounts();
            this.user = other.user().orElse(null);
            this.workingDirectory = other.workingDirectory().orElse(null);
            this.network = other.network();
            this.extraHosts = other.extraHosts();
            this.capabilities = other.capabilities();
            this.limits = other.limits();
            this.labels = other.labels();
            return this;
        }

        /** See {@link WorkloadSpec#image()}; for packages. */
        public Builder runtimeImage(String value) {
            this.image = requireNonNull(value, "runtimeImage");
            return this;
        }

        /** See {@link WorkloadSpec#entryPoint()}. */
        public Builder entryPoint(String value) {
            this.entryPoint = requireNonNull(value, "entryPoint");
            return this;
        }

        /** See {@link WorkloadSpec#arguments()}. */
        public Builder arguments(List<String> value) {
            this.arguments = requireNonNull(value, "arguments");
            return this;
        }

        /** See {@link WorkloadSpec#environment()}. */
        public Builder environment(Map<String, String> value) {
            this.environment = requireNonNull(value, "environment");
            return this;
        }

        /** See {@link WorkloadSpec#secretEnvironment()}. */
        public Builder secretEnvironment(Map<String, Secret> value) {
            this.secretEnvironment = requireNonNull(value, "secretEnvironment");
            return this;
        }

        /** See {@link WorkloadSpec#mounts()}. */
        public Builder mounts(List<Mount> value) {
            this.mounts = requireNonNull(value, "mounts");
            return this;
        }

        /** See {@link WorkloadSpec#user()}. */
        public Builder user(String value) {
            this.user = requireNonNull(value, "user");
            return this;
        }

        /** See {@link WorkloadSpec#workingDirectory()}. */
        public Builder workingDirectory(Path value) {
            this.workingDirectory = requireNonNull(value, "workingDirectory");
            return this;
        }

        /** See {@link WorkloadSpec#network()}. */
        public Builder network(Network value) {
            this.network = requireNonNull(value, "network");
            return this;
        }

        /** See {@link WorkloadSpec#extraHosts()}. */
        public Builder extraHosts(List<String> value) {
            this.extraHosts = requireNonNull(value, "extraHosts");
            return this;
        }

        /** See {@link WorkloadSpec#capabilities()}. */
        public Builder capabilities(List<String> value) {
            this.capabilities = requireNonNull(value, "capabilities");
            return this;
        }

        /** See {@link WorkloadSpec#limits()}. */
        public Builder limits(Limits value) {
            this.limits = requireNonNull(value, "limits");
            return this;
        }

        /** See {@link WorkloadSpec#labels()}. */
        public Builder labels(Map<String, String> value) {
            this.labels = requireNonNull(value, "labels");
            return this;
        }

        /** The description. */
        public WorkloadSpec build() {
            return new WorkloadSpec(this);
        }
    }
}
