package io.mcpgateway;

import io.mcpgateway.launch.LaunchDigest;
import io.mcpgateway.launch.LaunchPlan;
import io.mcpgateway.launch.LaunchPlanner;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Problem;
import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.poci.ToolContainers;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.spi.Policy;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.upstream.ServerDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads catalogs and registry and makes server definitions of them. Reads everything before it returns, so that what it
 * returns is of one piece; confined to one thread at a time.
 */
final class Loader {
    private static final Duration LONGEST_DECISION = Duration.ofSeconds(30);

    private final List<Catalog> catalogs;
    private final @Nullable Registry registry;
    private final Map<String, JsonText> configuration;
    private final List<String> enabled;
    private final List<String> enabledToo;
    private final boolean enableAll;
    private final GatewayOptions options;
    private final LaunchPlanner planner;
    private final JavaServerSet javaServers;
    private final ToolContainers toolContainers;
    private final Policy policy;
    /** How often a server's secrets have changed, and what they were last. */
    private final Map<String, SecretGeneration> secretGenerations = new HashMap<>();

    private record SecretGeneration(Map<String, Secret> secrets, int number) {}

    /**
     * What was read.
     *
     * @param definitions the enabled servers, in order; those that cannot start included
     * @param types their types; absent for those that no catalog has
     * @param problems what is wrong with each, by server
     * @param warnings what is wrong with catalogs
     */
    record Loaded(
            List<ServerDefinition> definitions,
            Map<String, ServerType> types,
            Map<String, List<Problem>> problems,
            List<Problem> warnings) {}

    Loader(
            McpGateway.Builder builder,
            LaunchPlanner planner,
            JavaServerSet javaServers,
            ToolContainers toolContainers,
            Policy policy) {
        this.catalogs = List.copyOf(builder.catalogs);
        this.registry = builder.registry;
        this.configuration = Map.copyOf(builder.configuration);
        this.enabled = List.copyOf(builder.enabled);
        this.enabledToo = List.copyOf(builder.enabledToo);
        this.enableAll = builder.enableAll;
        this.options = builder.options;
        this.planner = planner;
        this.javaServers = javaServers;
        this.toolContainers = toolContainers;
        this.policy = policy;
    }

    Loaded load() {
        List<Problem> warnings = new ArrayList<>();
        Map<String, ServerEntry> entries = new LinkedHashMap<>();
        for (Catalog catalog : catalogs) {
            merge(catalog.read(), entries, warnings);
        }
        RegistrySnapshot state =
                registry == null ? new RegistrySnapshot(List.of(), Map.of(), Map.of()) : registry.read();
        Loaded loaded = new Loaded(new ArrayList<>(), new HashMap<>(), new HashMap<>(), warnings);
        Set<String> names = names(entries, state);
        for (String name : names) {
            define(name, entries.get(name), state, loaded);
        }
        for (String name : new TreeSet<>(options.isolations().keySet())) {
            if (!names.contains(name)) {
                warnings.add(new Problem(
                        name, "an isolation is asked for it, and no server of this name is enabled; it has no effect"));
            }
        }
        return loaded;
    }

    private static void merge(CatalogSnapshot catalog, Map<String, ServerEntry> entries, List<Problem> warnings) {
        warnings.addAll(catalog.problems());
        catalog.servers().forEach((name, entry) -> {
            if (entries.put(name, entry) != null) {
                warnings.add(new Problem(
                        catalog.name(), "server '" + name + "' is in an earlier catalog too; this entry replaces it"));
            }
        });
    }

    private Set<String> names(Map<String, ServerEntry> entries, RegistrySnapshot state) {
        Set<String> names = new LinkedHashSet<>();
        if (!enabled.isEmpty()) {
            names.addAll(enabled);
        } else if (enableAll) {
            names.addAll(entries.keySet());
        } else {
            names.addAll(state.enabled());
        }
        names.addAll(enabledToo);
        names.addAll(javaServers.registered().keySet());
        return names;
    }

    private void define(String name, @Nullable ServerEntry entry, RegistrySnapshot state, Loaded into) {
        JavaServer own = javaServers.registered().get(name);
        if (own != null) {
            into.types().put(name, ServerType.JVM);
            into.definitions()
                    .add(new ServerDefinition(
                            name,
                            "",
                            new LaunchPlan.InJvm("registered", JsonText.emptyObject()),
                            "registered:" + name,
                            Isolation.SHARED,
                            options.prefixTools() ? name : "",
                            state.toolsOf(name),
                            Optional.of(own),
                            Optional.empty()));
            return;
        }
        if (entry == null) {
            into.problems()
                    .put(
                            name,
                            List.of(new Problem(
                                    name, "no catalog has a server of this name; look with 'catalog show'")));
            into.definitions().add(blocked(name, into.problems().get(name)));
            return;
        }
        into.types().put(name, entry.type());
        into.definitions().add(define(entry, state, into));
    }

    private ServerDefinition define(ServerEntry entry, RegistrySnapshot state, Loaded into) {
        String name = entry.name();
        Optional<JsonText> settings =
                Optional.ofNullable(configuration.get(name)).or(() -> state.configurationOf(name));
        LaunchPlan plan = planOf(entry, settings);
        String digest = LaunchDigest.of(entry, settings);
        Optional<JavaServer> javaServer = Optional.empty();
        if (plan instanceof LaunchPlan.Run run) {
            digest += "-" + generationOf(name, run.spec().secretEnvironment());
            into.problems().put(name, run.notes());
        } else if (plan instanceof LaunchPlan.Reach reach) {
            digest += "-" + generationOf(name, reach.target().headers());
            into.problems().put(name, reach.notes());
        } else if (plan instanceof LaunchPlan.Attach attach) {
            digest += "-" + attach.address();
            into.problems().put(name, attach.notes());
        } else if (plan instanceof LaunchPlan.Tools tools) {
            digest += "-" + generationOf(name, tools.secrets()) + "-" + LaunchDigest.of(tools);
            into.problems().put(name, tools.notes());
            javaServer = Optional.of(javaServers.of(digest, () -> toolContainers.server(name, tools)));
        } else if (plan instanceof LaunchPlan.InJvm inJvm) {
            try {
                javaServer = Optional.of(javaServers.of(inJvm.provider(), inJvm.configuration(), digest));
            } catch (GatewayException e) {
                plan = new LaunchPlan.Blocked(List.of(new Problem(name, String.valueOf(e.getMessage()))));
            } catch (RuntimeException | LinkageError e) {
                // A third party's provider blocks its own server, and none of the others.
                plan = new LaunchPlan.Blocked(
                        List.of(new Problem(name, "provider '" + inJvm.provider() + "' failed: " + e)));
            }
        }
        if (plan instanceof LaunchPlan.Blocked blocked) {
            into.problems().put(name, blocked.problems());
        }
        return new ServerDefinition(
                name,
                entry.image().orElse(""),
                plan,
                digest,
                isolation(entry),
                entry.prefix().orElse(options.prefixTools() ? name : ""),
                state.toolsOf(name),
                javaServer,
                entry.era());
    }

    private LaunchPlan planOf(ServerEntry entry, Optional<JsonText> settings) {
        Policy.Decision decision = mayLoad(entry);
        return decision.allowed()
                ? planner.plan(entry, settings)
                : new LaunchPlan.Blocked(List.of(new Problem(entry.name(), "policy denies it: " + decision.reason())));
    }

    /** In doubt, no: a policy that fails, or does not answer, denies. */
    private Policy.Decision mayLoad(ServerEntry entry) {
        try {
            return policy.decide(new Policy.Question(Optional.empty(), Policy.Action.LOAD, entry.name(), ""))
                    .toCompletableFuture()
                    .copy()
                    .orTimeout(LONGEST_DECISION.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (RuntimeException e) {
            return Policy.Decision.deny("the policy could not be evaluated: " + e);
        }
    }

    private int generationOf(String server, Map<String, Secret> secrets) {
        SecretGeneration before = secretGenerations.get(server);
        if (before != null && before.secrets.equals(secrets)) {
            return before.number;
        }
        int number = before == null ? 0 : before.number + 1;
        secretGenerations.put(server, new SecretGeneration(Map.copyOf(secrets), number));
        return number;
    }

    private Isolation isolation(ServerEntry entry) {
        if (entry.type() == ServerType.POCI) {
            return Isolation.CALL; // that is what the type is
        }
        Isolation named = options.isolations().get(entry.name());
        if (named != null) {
            return named;
        }
        if (entry.isolation().isPresent()) {
            return entry.isolation().get();
        }
        return switch (entry.type()) {
            case POCI -> Isolation.CALL;
            case SERVER, PACKAGE ->
                entry.longLived() ? Isolation.SESSION : options.isolation().orElse(Isolation.CALL);
            case PROCESS, REMOTE -> Isolation.SESSION;
            case JVM -> Isolation.SHARED;
        };
    }

    private static ServerDefinition blocked(String name, List<Problem> problems) {
        return new ServerDefinition(
                name,
                "",
                new LaunchPlan.Blocked(problems),
                "unknown:" + name,
                Isolation.CALL,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
