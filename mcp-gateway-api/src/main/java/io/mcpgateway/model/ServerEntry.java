package io.mcpgateway.model;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A server's description in a catalog, as written: template expressions are not evaluated here. What this type does not
 * model is kept in {@link #raw()}. Build one with {@link #builder(String, ServerType)}.
 */
public final class ServerEntry {
    private final String name;
    private final ServerType type;
    private final String title;
    private final String description;
    private final Optional<String> image;
    private final Optional<PackageReference> packageReference;
    private final List<String> command;
    private final List<EnvironmentEntry> environment;
    private final List<SecretEntry> secrets;
    private final List<String> volumes;
    private final Optional<String> user;
    private final boolean longLived;
    private final boolean disableNetwork;
    private final List<String> allowHosts;
    private final List<String> extraHosts;
    private final List<String> capAdd;
    private final Optional<Remote> remote;
    private final List<OAuthProvider> oauthProviders;
    private final List<ToolEntry> tools;
    private final List<JsonText> configSchemas;
    private final Optional<String> prefix;
    private final Optional<String> provider;
    private final Optional<Isolation> isolation;
    private final Optional<Era> era;
    private final Origin origin;
    private final JsonText raw;

    private ServerEntry(Builder builder) {
        this.name = builder.name;
        this.type = builder.type;
        this.title = builder.title;
        this.description = builder.description;
        this.image = Optional.ofNullable(builder.image);
        this.packageReference = Optional.ofNullable(builder.packageReference);
        this.command = List.copyOf(builder.command);
        this.environment = List.copyOf(builder.environment);
        this.secrets = List.copyOf(builder.secrets);
        this.volumes = List.copyOf(builder.volumes);
        this.user = Optional.ofNullable(builder.user);
        this.longLived = builder.longLived;
        this.disableNetwork = builder.disableNetwork;
        this.allowHosts = List.copyOf(builder.allowHosts);
        this.extraHosts = List.copyOf(builder.extraHosts);
        this.capAdd = List.copyOf(builder.capAdd);
        this.remote = Optional.ofNullable(builder.remote);
        this.oauthProviders = List.copyOf(builder.oauthProviders);
        this.tools = List.copyOf(builder.tools);
        this.configSchemas = List.copyOf(builder.configSchemas);
        this.prefix = Optional.ofNullable(builder.prefix);
        this.provider = Optional.ofNullable(builder.provider);
        this.isolation = Optional.ofNullable(builder.isolation);
        this.era = Optional.ofNullable(builder.era);
        this.origin = builder.origin;
        this.raw = builder.raw;
    }

    /** Starts an entry. */
    public static Builder builder(String name, ServerType type) {
        return new Builder(name, type);
    }

    /** The key under which the catalog lists this server; its name everywhere in the gateway. */
    public String name() {
        return name;
    }

    /** How it is run or reached. */
    public ServerType type() {
        return type;
    }

    /** A name for people; may be empty. */
    public String title() {
        return title;
    }

    /** What it is for; may be empty. */
    public String description() {
        return description;
    }

    /** The container image reference; that of a {@link ServerType#PACKAGE} server, if it names one to run in. */
    public Optional<String> image() {
        return image;
    }

    /** The package that a {@link ServerType#PACKAGE} server is. */
    public Optional<PackageReference> packageReference() {
        return packageReference;
    }

    /**
     * Arguments after the image, the argument vector of a process, or the arguments of a package's program; template
     * expressions allowed.
     */
    public List<String> command() {
        return command;
    }

    /** Environment variables in the order they are evaluated. */
    public List<EnvironmentEntry> environment() {
        return environment;
    }

    /** The secrets it declares, and so the only ones it gets. */
    public List<SecretEntry> secrets() {
        return secrets;
    }

    /** Volume strings {@code source:target[:mode]}; template expressions allowed. */
    public List<String> volumes() {
        return volumes;
    }

    /** The user inside the container; template expressions allowed. */
    public Optional<String> user() {
        return user;
    }

    /** Whether the catalog asks for one workload per client session. */
    public boolean longLived() {
        return longLived;
    }

    /** Whether it gets no network at all. */
    public boolean disableNetwork() {
        return disableNetwork;
    }

    /** The hosts it says it needs, {@code host:port[/protocol]}. */
    public List<String> allowHosts() {
        return allowHosts;
    }

    /** Extra host entries {@code host:ip} that it requests. */
    public List<String> extraHosts() {
        return extraHosts;
    }

    /** Kernel capabilities that it requests. */
    public List<String> capAdd() {
        return capAdd;
    }

    /** Where a remote server is. */
    public Optional<Remote> remote() {
        return remote;
    }

    /** Its OAuth providers. */
    public List<OAuthProvider> oauthProviders() {
        return oauthProviders;
    }

    /** Its tools as the catalog lists them; what the server itself says counts, except for {@link ServerType#POCI}. */
    public List<ToolEntry> tools() {
        return tools;
    }

    /** JSON-schema-like objects that describe its configuration. */
    public List<JsonText> configSchemas() {
        return configSchemas;
    }

    /** A prefix for its tool names. */
    public Optional<String> prefix() {
        return prefix;
    }

    /** The name of the provider of a {@link ServerType#JVM} server. */
    public Optional<String> provider() {
        return provider;
    }

    /** The isolation that the entry names; empty for the default of its type. */
    public Optional<Isolation> isolation() {
        return isolation;
    }

    /** Overrides what probing finds. */
    public Optional<Era> era() {
        return era;
    }

    /** Where the entry comes from. */
    public Origin origin() {
        return origin;
    }

    /** The whole entry as JSON, unknown members included. */
    public JsonText raw() {
        return raw;
    }

    @Override
    public String toString() {
        return "ServerEntry[" + name + ", " + type.text() + ", " + origin.location() + "]";
    }

    /**
     * One environment variable.
     *
     * @param name the variable
     * @param value a literal with {@code $VAR} references, or a template
     */
    public record EnvironmentEntry(String name, String value) {
        /** Checks for null. */
        public EnvironmentEntry {
            requireNonNull(name, "name");
            requireNonNull(value, "value");
        }
    }

    /**
     * One declared secret.
     *
     * @param name its name in the stores
     * @param env the environment variable that carries it
     * @param required whether the server cannot start without it
     */
    public record SecretEntry(String name, String env, boolean required) {
        /** Checks for null. */
        public SecretEntry {
            requireNonNull(name, "name");
            requireNonNull(env, "env");
        }
    }

    /**
     * One OAuth provider.
     *
     * @param provider its name
     * @param secret the secret that the token stands for; may be empty
     * @param env the environment variable that carries the token; may be empty
     */
    public record OAuthProvider(String provider, String secret, String env) {
        /** Checks for null. */
        public OAuthProvider {
            requireNonNull(provider, "provider");
            requireNonNull(secret, "secret");
            requireNonNull(env, "env");
        }
    }

    /**
     * Where a remote server is.
     *
     * @param url its endpoint as written
     * @param transport {@code streamable-http} or {@code sse}
     * @param headers extra headers, whose values may name secrets' variables
     */
    public record Remote(String url, String transport, Map<String, String> headers) {
        /** Copies the headers, keeping their order. */
        public Remote {
            requireNonNull(url, "url");
            requireNonNull(transport, "transport");
            headers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }
    }

    /**
     * One tool as a catalog lists it.
     *
     * @param name its name
     * @param raw everything the catalog says of it, as JSON
     */
    public record ToolEntry(String name, JsonText raw) {
        /** Checks for null. */
        public ToolEntry {
            requireNonNull(name, "name");
            requireNonNull(raw, "raw");
        }
    }

    /**
     * Where an entry comes from.
     *
     * @param location file path, URL or {@code built-in}
     * @param trust how far it is trusted
     */
    public record Origin(String location, Trust trust) {
        /** Checks for null. */
        public Origin {
            requireNonNull(location, "location");
            requireNonNull(trust, "trust");
        }
    }

    /** How far the source of an entry is trusted. */
    public enum Trust {
        /** Shipped with the gateway or registered by the embedding program. */
        BUILT_IN,
        /** A local file that the current user owns. */
        OWN_FILE,
        /** Anything else: URLs, imports, registries, other people's files. */
        FOREIGN
    }

    /** Collects the parts of an entry. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final ServerType type;
        private String title = "";
        private String description = "";
        private @Nullable String image;
        private @Nullable PackageReference packageReference;
        private List<String> command = List.of();
        private List<EnvironmentEntry> environment = List.of();
        private List<SecretEntry> secrets = List.of();
        private List<String> volumes = List.of();
        private @Nullable String user;
        private boolean longLived;
        private boolean disableNetwork;
        private List<String> allowHosts = List.of();
        private List<String> extraHosts = List.of();
        private List<String> capAdd = List.of();
        private @Nullable Remote remote;
        private List<OAuthProvider> oauthProviders = List.of();
        private List<ToolEntry> tools = List.of();
        private List<JsonText> configSchemas = List.of();
        private @Nullable String prefix;
        private @Nullable String provider;
        private @Nullable Isolation isolation;
        private @Nullable Era era;
        private Origin origin = new Origin("built-in", Trust.BUILT_IN);
        private JsonText raw = JsonText.emptyObject();

        private Builder(String name, ServerType type) {
            this.name = requireNonNull(name, "name");
            this.type = requireNonNull(type, "type");
        }

        /** See {@link ServerEntry#title()}. */
        public Builder title(String value) {
            this.title = requireNonNull(value, "title");
            return this;
        }

        /** See {@link ServerEntry#description()}. */
        public Builder description(String value) {
            this.description = requireNonNull(value, "description");
            return this;
        }

        /** See {@link ServerEntry#image()}. */
        public Builder image(String value) {
            this.image = requireNonNull(value, "image");
            return this;
        }

        /** See {@link ServerEntry#packageReference()}. */
        public Builder packageReference(PackageReference value) {
            this.packageReference = requireNonNull(value, "packageReference");
            return this;
        }

        /** See {@link ServerEntry#command()}. */
        public Builder command(List<String> value) {
            this.command = requireNonNull(value, "command");
            return this;
        }

        /** See {@link ServerEntry#environment()}. */
        public Builder environment(List<EnvironmentEntry> value) {
            this.environment = requireNonNull(value, "environment");
            return this;
        }

        /** See {@link ServerEntry#secrets()}. */
        public Builder secrets(List<SecretEntry> value) {
            this.secrets = requireNonNull(value, "secrets");
            return this;
        }

        /** See {@link ServerEntry#volumes()}. */
        public Builder volumes(List<String> value) {
            this.volumes = requireNonNull(value, "volumes");
            return this;
        }

        /** See {@link ServerEntry#user()}. */
        public Builder user(String value) {
            this.user = requireNonNull(value, "user");
            return this;
        }

        /** See {@link ServerEntry#longLived()}. */
        public Builder longLived(boolean value) {
            this.longLived = value;
            return this;
        }

        /** See {@link ServerEntry#disableNetwork()}. */
        public Builder disableNetwork(boolean value) {
            this.disableNetwork = value;
            return this;
        }

        /** See {@link ServerEntry#allowHosts()}. */
        public Builder allowHosts(List<String> value) {
            this.allowHosts = requireNonNull(value, "allowHosts");
            return this;
        }

        /** See {@link ServerEntry#extraHosts()}. */
        public Builder extraHosts(List<String> value) {
            this.extraHosts = requireNonNull(value, "extraHosts");
            return this;
        }

        /** See {@link ServerEntry#capAdd()}. */
        public Builder capAdd(List<String> value) {
            this.capAdd = requireNonNull(value, "capAdd");
            return this;
        }

        /** See {@link ServerEntry#remote()}. */
        public Builder remote(Remote value) {
            this.remote = requireNonNull(value, "remote");
            return this;
        }

        /** See {@link ServerEntry#oauthProviders()}. */
        public Builder oauthProviders(List<OAuthProvider> value) {
            this.oauthProviders = requireNonNull(value, "oauthProviders");
            return this;
        }

        /** See {@link ServerEntry#tools()}. */
        public Builder tools(List<ToolEntry> value) {
            this.tools = requireNonNull(value, "tools");
            return this;
        }

        /** See {@link ServerEntry#configSchemas()}. */
        public Builder configSchemas(List<JsonText> value) {
            this.configSchemas = requireNonNull(value, "configSchemas");
            return this;
        }

        /** See {@link ServerEntry#prefix()}. */
        public Builder prefix(String value) {
            this.prefix = requireNonNull(value, "prefix");
            return this;
        }

        /** See {@link ServerEntry#provider()}. */
        public Builder provider(String value) {
            this.provider = requireNonNull(value, "provider");
            return this;
        }

        /** See {@link ServerEntry#isolation()}. */
        public Builder isolation(Isolation value) {
            this.isolation = requireNonNull(value, "isolation");
            return this;
        }

        /** See {@link ServerEntry#era()}. */
        public Builder era(Era value) {
            this.era = requireNonNull(value, "era");
            return this;
        }

        /** See {@link ServerEntry#origin()}. */
        public Builder origin(Origin value) {
            this.origin = requireNonNull(value, "origin");
            return this;
        }

        /** See {@link ServerEntry#raw()}. */
        public Builder raw(JsonText value) {
            this.raw = requireNonNull(value, "raw");
            return this;
        }

        /** The entry. */
        public ServerEntry build() {
            return new ServerEntry(this);
        }
    }
}
