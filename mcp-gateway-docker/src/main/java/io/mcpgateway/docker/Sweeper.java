package io.mcpgateway.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadOwner;
import io.mcpgateway.spi.ContainerRuntime.Leftover;
import io.mcpgateway.spi.ContainerRuntime.SweepReport;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ProviderContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Removes the containers, running or not, and the networks of gateways that are known to be dead. */
final class Sweeper {
    static final String OWNER_LABEL = "io.mcpgateway.owner.id";

    private final Engine engine;
    private final ProviderContext context;
    private final EgressNetworks networks;

    Sweeper(Engine engine, ProviderContext context) {
        this.engine = engine;
        this.context = context;
        this.networks = new EgressNetworks(engine);
    }

    SweepReport sweep() {
        int removed = 0;
        int left = 0;
        for (Container container : ours()) {
            if (owner(container.getLabels()).map(this::isOurselves).orElse(false)) {
                continue;
            }
            if (isOwnerDead(container.getLabels()) && remove(container)) {
                removed++;
            } else {
                left++;
            }
        }
        sweepNetworks();
        return new SweepReport(removed, left);
    }

    /** After their containers; they are no workloads, and so not counted. */
    private void sweepNetworks() {
        for (Network network : networks.all()) {
            if (isOwnerDead(network.getLabels())) {
                remove(network);
            }
        }
    }

    private void remove(Network network) {
        try {
            networks.remove(network.getId());
        } catch (GatewayException e) {
            notRemoved("A network could not be removed", network.getName(), e);
        }
    }

    /**
     * Removes what this gateway has started and could not remove before, for nobody else would while it lives. Called once
     * nothing of it is in use. Never throws: what will not go is told as an event.
     */
    void removeOwn() {
        try {
            for (Container container : ours()) {
                if (owner(container.getLabels()).map(this::isOurselves).orElse(false)) {
                    remove(container);
                }
            }
            for (Network network : networks.all()) {
                if (owner(network.getLabels()).map(this::isOurselves).orElse(false)) {
                    remove(network);
                }
            }
        } catch (RuntimeException e) { // whatever it is, the runtime closes
            notRemoved("Not all that this gateway started is gone; the next one's sweep will try", "?", e);
        }
    }

    /** What other gateways have started; nothing is removed. */
    List<Leftover> leftovers() {
        return ours().stream()
                .filter(container ->
                        !owner(container.getLabels()).map(this::isOurselves).orElse(false))
                .map(container -> new Leftover(name(container), isOwnerDead(container.getLabels())))
                .toList();
    }

    private static Optional<WorkloadOwner> owner(@Nullable Map<String, String> labels) {
        return WorkloadOwner.fromLabels(labels == null ? Map.of() : labels);
    }

    private boolean isOurselves(WorkloadOwner owner) {
        return owner.id().equals(context.owner().id());
    }

    private boolean isOwnerDead(@Nullable Map<String, String> labels) {
        return owner(labels)
                .map(owner -> owner.isKnownDead(context.owner(), context.processProbe()))
                .orElse(false);
    }

    private List<Container> ours() {
        try {
            return engine.call(
                    "Cannot look for containers of dead gateways",
                    docker -> docker.listContainersCmd()
                            .withShowAll(true)
                            .withLabelFilter(List.of(OWNER_LABEL))
                            .exec());
        } catch (DockerException e) {
            throw new GatewayException(
                    ErrorCode.RUNTIME_UNAVAILABLE,
                    "Cannot look for containers of dead gateways: the engine says: " + EngineErrors.reason(e),
                    e);
        }
    }

    private static String name(Container container) {
        String[] names = container.getNames();
        return names == null || names.length == 0 ? container.getId() : names[0].replaceFirst("^/", "");
    }

    private boolean remove(Container container) {
        String name = name(container);
        try {
            new ContainerControl(engine, container.getId(), name).remove();
            return true;
        } catch (GatewayException e) {
            if (e.code() == ErrorCode.RUNTIME_UNAVAILABLE) {
                throw e;
            }
            notRemoved("A container could not be removed", name, e);
            return false;
        }
    }

    private void notRemoved(String message, String name, RuntimeException e) {
        context.events()
                .event(EventSink.Level.WARN, message, Map.of("name", name, "reason", String.valueOf(e.getMessage())));
    }
}
