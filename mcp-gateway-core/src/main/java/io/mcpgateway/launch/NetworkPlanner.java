package io.mcpgateway.launch;

import io.mcpgateway.egress.EgressRules;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.WorkloadSpec.Network;
import io.mcpgateway.settings.GatewayOptions.Egress;
import java.util.ArrayList;
import java.util.List;

/** Plans what a container or process may reach. Templates have no meaning in {@code allowHosts}. Stateless. */
final class NetworkPlanner {
    private final Egress egress;

    NetworkPlanner(Egress egress) {
        this.egress = egress;
    }

    Network network(ServerEntry entry, Findings findings) {
        if (entry.disableNetwork()) {
            return new Network.None();
        }
        if (egress == Egress.OPEN
                || (egress == Egress.ENFORCE && entry.allowHosts().isEmpty())) {
            return new Network.Open(List.of());
        }
        return entry.allowHosts().isEmpty() ? new Network.None() : allowList(entry, findings);
    }

    private static Network allowList(ServerEntry entry, Findings findings) {
        List<String> wrong = new ArrayList<>();
        for (String host : entry.allowHosts()) {
            try {
                EgressRules.of(List.of(host));
            } catch (IllegalArgumentException e) {
                wrong.add("allowHosts: " + e.getMessage() + "; correct the catalog");
            }
        }
        if (!wrong.isEmpty()) {
            wrong.forEach(findings::problem);
            return new Network.None(); // it does not start
        }
        try {
            EgressRules rules = EgressRules.of(entry.allowHosts());
            for (int port : rules.contestedPorts()) {
                findings.note(
                        "allowHosts: port " + port + " is pinned by /tcp and named for another host, too: clients that"
                                + " know no proxy are understood there only if they speak TLS");
            }
        } catch (IllegalArgumentException e) {
            findings.problem("allowHosts: " + e.getMessage());
        }
        return new Network.AllowList(entry.allowHosts());
    }
}
