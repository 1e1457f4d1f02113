package io.mcpgateway.profile;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.ServerEntry;
import java.util.List;
import java.util.Optional;

/**
 * One server of a profile.
 *
 * @param entry the entry as it was in a catalog when the server was added
 * @param configuration its configuration, a JSON object; empty if there is none
 * @param tools the tools that clients see; empty if they see all
 */
public record ProfileServer(ServerEntry entry, Optional<JsonText> configuration, Optional<List<String>> tools) {
    /** Copies the list. */
    public ProfileServer {
        requireNonNull(entry, "entry");
        requireNonNull(configuration, "configuration");
        tools = tools.map(List::copyOf);
    }
}
