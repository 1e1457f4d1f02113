package io.mcpgateway.launch;

import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.settings.GatewayOptions;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.regex.Pattern;

/**
 * Plans how to reach servers that run already: at the address that the user names, else at port 4444 of the host {@code
 * mcp-NAME}, which is where the Go gateway's bridge is.
 */
final class StaticPlanner {
    private static final int PORT = 4444;
    /** One label: a name with dots would be looked up wherever its own end leads to. */
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,58}");

    private final GatewayOptions options;

    StaticPlanner(GatewayOptions options) {
        this.options = options;
    }

    /** Whether a server runs already: all servers in containers may, and those whose address is named. */
    boolean isStatic(ServerEntry entry) {
        return options.staticAddresses().containsKey(entry.name())
                || (options.staticServers() && entry.type() == ServerType.SERVER);
    }

    LaunchPlan plan(ServerEntry entry, Findings findings) {
        SocketAddress named = options.staticAddresses().get(entry.name());
        if (entry.type() != ServerType.SERVER) {
            findings.problem("it cannot run already: that is for servers in containers, and its type is "
                    + entry.type().text());
            return findings.blocked();
        }
        if (named != null) {
            return new LaunchPlan.Attach(entry.name(), named, findings.notes());
        }
        if (!LABEL.matcher(entry.name()).matches()) {
            findings.problem("its name makes no name of a host, so that it is not known where it runs; say it with"
                    + " --static-server '" + entry.name() + "=HOST:PORT'");
            return findings.blocked();
        }
        return new LaunchPlan.Attach(
                entry.name(), InetSocketAddress.createUnresolved("mcp-" + entry.name(), PORT), findings.notes());
    }
}
