package io.mcpgateway.upstream;

import io.mcpgateway.launch.LaunchPlan;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.spi.JavaServer;
import java.util.List;
import java.util.Optional;

/**
 * One enabled server, evaluated: everything that is needed to start or reach it and to name what it offers. A changed
 * configuration makes a new definition.
 *
 * @param name the server
 * @param image the image reference of a container; empty for others
 * @param plan how it is started or reached
 * @param digest of entry, configuration and secrets' generation, and of which tools can run; part of every key
 * @param isolation how long its workloads live
 * @param prefix the prefix of its tool names; empty for none
 * @param allowedTools its tools that are on, by their own names; empty if all are
 * @param javaServer the server itself, if it is in this JVM
 * @param era the era that its entry says it speaks; empty if that has to be found out
 */
public record ServerDefinition(
        String name,
        String image,
        LaunchPlan plan,
        String digest,
        Isolation isolation,
        String prefix,
        Optional<List<String>> allowedTools,
        Optional<JavaServer> javaServer,
        Optional<Era> era) {
    /** Whether it can be started at all. */
    public boolean canStart() {
        return !(plan instanceof LaunchPlan.Blocked);
    }
}
