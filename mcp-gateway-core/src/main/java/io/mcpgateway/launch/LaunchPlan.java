package io.mcpgateway.launch;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Problem;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.remote.RemoteTarget;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;

/** How a server is started or reached, or why it cannot be. */
public sealed interface LaunchPlan {
    /** A container or process. */
    record Run(WorkloadSpec spec, List<Problem> notes) implements LaunchPlan {}

    /** A remote server. */
    record Reach(RemoteTarget target, List<Problem> notes) implements LaunchPlan {}

    /**
     * A server in this JVM.
     *
     * @param provider the provider's name
     * @param configuration a JSON object
     */
    record InJvm(String provider, JsonText configuration) implements LaunchPlan {}

    /**
     * Tools, each of which is a container for each call.
     *
     * @param tools at least one
     * @param secrets what their containers get in variables; part of no message
     */
    record Tools(List<ContainerTool> tools, Map<String, Secret> secrets, List<Problem> notes) implements LaunchPlan {
        /** Copies the collections. */
        public Tools {
            tools = List.copyOf(tools);
            secrets = Map.copyOf(secrets);
            notes = List.copyOf(notes);
        }
    }

    /**
     * A server that runs already and takes connections.
     *
     * @param address where; a host name is not looked up yet
     */
    record Attach(String server, SocketAddress address, List<Problem> notes) implements LaunchPlan {}

    /** It cannot be; everything that is missing or forbidden is told at once. */
    record Blocked(List<Problem> problems) implements LaunchPlan {}
}
