package io.mcpgateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.spi.JavaServerProvider;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The servers in this JVM: those that were registered, and those that catalogs name by provider, one for each server and
 * configuration. Guarded by its monitor.
 */
final class JavaServerSet {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, JavaServer> registered;
    private final EngineContext context;
    private final Providers<JavaServerProvider> providers =
            new Providers<>("Java server", ServiceLoader.load(JavaServerProvider.class));
    private final Map<String, JavaServer> created = new HashMap<>();
    /** Those that a change of configuration has replaced and that may have calls in flight. */
    private final Set<JavaServer> outdated = new HashSet<>();

    JavaServerSet(Map<String, JavaServer> registered, EngineContext context) {
        this.registered = new LinkedHashMap<>(registered);
        this.context = context;
    }

    Map<String, JavaServer> registered() {
        return registered;
    }

    /** The server for this digest, created by its provider if need be. */
    JavaServer of(String provider, JsonText configuration, String digest) {
        return of(digest, () -> providers.require(provider).create(context.with(settings(configuration))));
    }

    /** The server for this digest, made if need be. */
    synchronized JavaServer of(String digest, Supplier<JavaServer> make) {
        JavaServer existing = created.get(digest);
        if (existing != null) {
            return existing;
        }
        JavaServer server = make.get();
        created.put(digest, server);
        return server;
    }

    private static Map<String, String> settings(JsonText configuration) {
        Map<String, String> settings = new LinkedHashMap<>();
        try {
            JsonNode tree = JSON.readTree(configuration.array(), configuration.offset(), configuration.length());
            tree.properties()
                    .forEach(field -> settings.put(
                            field.getKey(),
                            field.getValue().isTextual()
                                    ? field.getValue().textValue()
                                    : field.getValue().toString()));
            return settings;
        } catch (JsonProcessingException e) {
            throw new ConfigException("The configuration of a Java server is not JSON: " + e.getOriginalMessage(), e);
        } catch (java.io.IOException e) {
            throw new ConfigException("The configuration of a Java server cannot be read: " + e.getMessage(), e);
        }
    }

    /** Hands on the servers whose digest is not current any more, to be closed when their calls are over. */
    void keepOnly(Set<String> digests, Consumer<JavaServer> later) {
        Map<String, JavaServer> ended = new HashMap<>();
        synchronized (this) {
            created.forEach((digest, server) -> {
                if (!digests.contains(digest)) {
                    ended.put(digest, server);
                    outdated.add(server);
                }
            });
            created.keySet().removeAll(ended.keySet());
        }
        ended.values().forEach(later);
    }

    /** Whether the server is still to be closed; true once for each outdated one. */
    synchronized boolean claimOutdated(JavaServer server) {
        return outdated.remove(server);
    }

    /** Hands on all servers, to be closed. */
    void closeEach(Consumer<JavaServer> close) {
        keepOnly(Set.of(), server -> {});
        List<JavaServer> left;
        synchronized (this) {
            left = List.copyOf(outdated);
            outdated.clear();
        }
        left.forEach(close);
        registered.values().forEach(close);
    }
}
