package io.mcpgateway.spi;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.WorkloadOwner;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** What the gateway lends to a component. Valid until the component is closed; thread-safe. */
public interface ProviderContext {
    /** The time. */
    Clock clock();

    /** Runs work that may block; bounded, owned by the gateway. */
    Executor executor();

    /** Runs short tasks later; a task that may block hands on to {@link #executor()}. */
    ScheduledExecutorService scheduler();

    /** The gateway's home directory. */
    Path home();

    /** This component's settings, by name. */
    Map<String, String> settings();

    /** The environment of the host process, for components that are configured by it. */
    Map<String, String> environment();

    /** Who this gateway is, for everything that it may leave behind. */
    WorkloadOwner owner();

    /** Tells whether a process lives, for {@link WorkloadOwner#isKnownDead}. */
    WorkloadOwner.ProcessProbe processProbe();

    /** Takes what the gateway's operator should know. */
    EventSink events();

    /** A setting that may be absent. */
    default Optional<String> setting(String name) {
        return Optional.ofNullable(settings().get(name));
    }

    /**
     * A setting that must be there.
     *
     * @throws ConfigException if it is not
     */
    default String requiredSetting(String name) {
        return setting(name).orElseThrow(() -> new ConfigException("Setting '" + name + "' is missing"));
    }
}
