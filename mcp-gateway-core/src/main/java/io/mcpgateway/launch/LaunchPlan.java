package io.mcpgateway.launch;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Problem;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.remote.RemoteTarget;
import java.util.List;

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

    /** It cannot be; everything that is missing or forbidden is told at once. */
    record Blocked(List<Problem> problems) implements LaunchPlan {}
}
