package io.mcpgateway.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadOwner;
import io.mcpgateway.spi.ContainerRuntime.SweepReport;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ProviderContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Removes the containers, running or not, of gateways that are known to be dead. */
final class Sweeper {
    private static final String OWNER_LABEL = "io.mcpgateway.owner.id";

    private final Engine engine;
    private final ProviderContext context;

    Sweeper(Engine engine, ProviderContext context) {
        this.engine = engine;
        this.context = context;
    }

    SweepReport sweep() {
        int removed = 0;
        int left = 0;
        for (Container container : ours()) {
            Map<String, String> labels = container.getLabels() == null ? Map.of() : container.getLabels();
            Optional<WorkloadOwner> owner = WorkloadOwner.fromLabels(labels);
            if (owner.isPresent() && owner.get().id().equals(context.owner().id())) {
                continue;
            }
            boolean dead = owner.isPresent() && owner.get().isKnownDead(context.owner(), context.processProbe());
            if (dead && remove(container)) {
                removed++;
            } else {
                left++;
            }
        }
        return new SweepReport(removed, left);
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

    private boolean remove(Container container) {
        String[] names = container.getNames();
        String name = names == null || names.length == 0 ? container.getId() : names[0].replaceFirst("^/", "");
        try {
            new ContainerControl(engine, container.getId(), name).remove();
            return true;
        } catch (GatewayException e) {
            if (e.code() == ErrorCode.RUNTIME_UNAVAILABLE) {
                throw e;
            }
            context.events()
                    .event(
                            EventSink.Level.WARN,
                            "A container of a dead gateway could not be removed",
                            Map.of("container", name, "reason", String.valueOf(e.getMessage())));
            return false;
        }
    }
}
