package io.mcpgateway.cli.egress;

import io.mcpgateway.ContainerRuntimes;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.docker.DockerContainerRuntime;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.spi.ContainerRuntime;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code egress build}: builds the image of the egress proxy beforehand, so that no first call waits for it. */
@Command
public final class EgressBuild implements Callable<Integer> {
    private final Session session;

    /** The command. */
    public EgressBuild(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Map<String, String> environment = session.console().environment();
        ImageFacts image = ContainerRuntimes.ask(
                session.home(),
                environment,
                (level, message, facts) -> session.console().err().println(message),
                EgressBuild::build);
        session.console().out().println(image.reference());
        return 0;
    }

    private static ImageFacts build(ContainerRuntime runtime) {
        if (runtime instanceof DockerContainerRuntime docker) {
            return docker.prepareEgressProxy();
        }
        throw new GatewayException(
                ErrorCode.RUNTIME_UNAVAILABLE,
                "The container runtime is " + runtime.getClass().getName()
                        + ", for which no egress proxy can be built");
    }
}
