package io.mcpgateway.docker;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a container is put on its networks, beyond what its description says.
 *
 * @param networks what to attach to, the first one at creation
 * @param address its address on the first one; empty for one that the engine chooses
 * @param nameServers where it looks names up; empty for what the engine gives it
 * @param variables environment that no description may overrule
 * @param program whether it runs a program of ours, which writes no file and may listen on every port
 */
record Attachment(
        List<String> networks,
        Optional<String> address,
        List<String> nameServers,
        Map<String, String> variables,
        boolean program) {
    /** Copies. */
    Attachment {
        networks = List.copyOf(networks);
        nameServers = List.copyOf(nameServers);
        variables = Map.copyOf(variables);
    }

    /** To networks as they are. */
    static Attachment to(List<String> networks) {
        return new Attachment(networks, Optional.empty(), List.of(), Map.of(), false);
    }
}
