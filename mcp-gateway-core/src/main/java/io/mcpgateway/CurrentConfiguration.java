package io.mcpgateway;

import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.spi.Watchable;
import io.mcpgateway.upstream.ServerDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts into force what catalogs and registry say, at the start and whenever they change, and tells every part of it. Begun
 * and ended once, by one thread each; reloads are one at a time.
 */
final class CurrentConfiguration {
    private static final Duration RELOAD_QUIET = Duration.ofMillis(300);

    private final EngineParts parts;
    private final Attempts attempts;
    private final List<Catalog> catalogs;
    private final @Nullable Registry registry;
    private final boolean watched;
    private final Duration longestCall;
    private final List<Watchable.Watch> watches = new ArrayList<>();
    private final AtomicBoolean reloadPlanned = new AtomicBoolean();
    private volatile boolean closed;

    CurrentConfiguration(EngineParts parts, Attempts attempts, McpGateway.Builder builder) {
        this.parts = parts;
        this.attempts = attempts;
        this.catalogs = List.copyOf(builder.catalogs);
        this.registry = builder.registry;
        this.watched = builder.options.watch();
        this.longestCall =
                builder.options.limits().call().plus(builder.options.limits().parked());
    }

    /** Loads it for the first time. */
    void load() {
        apply(parts.loader.load());
    }

    /** Loads it again whenever its sources change, if that is wanted. */
    void watch() {
        if (!watched) {
            return;
        }
        watch(catalogs);
        if (registry != null) {
            watch(List.of(registry));
        }
    }

    private void watch(Collection<? extends AutoCloseable> sources) {
        for (AutoCloseable source : sources) {
            if (source instanceof Watchable watchable) {
                watches.add(watchable.watch(this::planReload));
            }
        }
    }

    private void planReload() {
        if (closed || !reloadPlanned.compareAndSet(false, true)) {
            return;
        }
        try {
            parts.scheduler.schedule(
                    () -> attempts.run("reload", () -> parts.blocking.execute(this::reload)),
                    RELOAD_QUIET.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The gateway is closing, and watchers may hear of one more change before they end.
            reloadPlanned.set(false);
        }
    }

    /** Applies everything that has changed, or nothing. */
    private synchronized void reload() {
        reloadPlanned.set(false);
        if (closed) {
            return;
        }
        try {
            apply(parts.loader.load());
            parts.events.event(EventSink.Level.INFO, "Configuration updated", Map.of());
        } catch (RuntimeException e) {
            parts.events.event(
                    EventSink.Level.ERROR,
                    "Configuration has changed and cannot be used; the former one stays",
                    Map.of("cause", String.valueOf(e instanceof GatewayException ? e.getMessage() : e)));
        }
    }

    private void apply(Loader.Loaded next) {
        Loader.Loaded before = parts.loaded;
        parts.loaded = next;
        Set<String> digests =
                next.definitions().stream().map(ServerDefinition::digest).collect(Collectors.toSet());
        Set<String> names =
                next.definitions().stream().map(ServerDefinition::name).collect(Collectors.toSet());
        parts.table.keepOnly(names);
        parts.meter.keepOnly(names);
        parts.listings.keepOnly(digests);
        parts.views.servers(next.definitions());
        parts.pool.keepOnly(digests);
        parts.subscriptions.keepOnly(digests);
        parts.javaServers.keepOnly(digests, this::closeWhenCallsAreOver);
        tellProblems(before, next);
        for (CapabilityProfile profile : parts.profiles.all()) {
            parts.listings.list(next.definitions(), profile);
        }
    }

    /** Tells what was not wrong before. */
    private void tellProblems(Loader.Loaded before, Loader.Loaded next) {
        next.warnings().forEach(problem -> {
            if (!before.warnings().contains(problem)) {
                parts.events.event(EventSink.Level.WARN, problem.message(), Map.of("where", problem.where()));
            }
        });
        next.problems()
                .forEach((server, problems) -> problems.forEach(problem -> {
                    if (!before.problems().getOrDefault(server, List.of()).contains(problem)) {
                        parts.events.event(EventSink.Level.WARN, problem.message(), Map.of("server", server));
                    }
                }));
    }

    /** A call in flight, and its client's answers, may take as long as their limits allow; then nobody needs the former server. */
    private void closeWhenCallsAreOver(JavaServer server) {
        parts.scheduler.schedule(
                () -> parts.blocking.execute(() -> {
                    if (parts.javaServers.claimOutdated(server)) {
                        attempts.run("end of a Java server", server::close);
                    }
                }),
                longestCall.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** What is in force stays so. */
    void close() {
        closed = true;
        watches.forEach(watch -> attempts.run("end of a watch", watch::close));
    }
}
