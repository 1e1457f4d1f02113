package io.mcpgateway.egress;

import io.mcpgateway.egress.wire.DnsQuery;
import io.mcpgateway.egress.wire.MalformedException;
import java.net.InetAddress;
import java.util.Optional;

/**
 * The only name server that a workload has. Names of allowed hosts have the proxy's own address and no other record, all
 * others do not exist. No query is ever passed on, so that nothing can be said to anybody in one. Stateless.
 */
final class NameServer {
    private final EgressRules rules;
    private final InetAddress self;
    private final RefusalLog refusals;

    NameServer(EgressRules rules, InetAddress self, RefusalLog refusals) {
        this.rules = rules;
        this.self = self;
        this.refusals = refusals;
    }

    /** The answer to a message; empty if it gets none. */
    Optional<byte[]> answer(byte[] message, int length) {
        DnsQuery query;
        try {
            query = DnsQuery.read(message, length);
        } catch (MalformedException e) {
            refusals.refused("?", 53, String.valueOf(e.getMessage()));
            return DnsQuery.refusal(message, length);
        }
        if (query.name().filter(rules::knows).isEmpty()) {
            refusals.refused(query.shown(), 53, "its name is not among the hosts that allowHosts names");
            return Optional.of(query.empty(DnsQuery.Answer.NO_SUCH_NAME));
        }
        return Optional.of(query.asksForAddress() ? query.address(self) : query.empty(DnsQuery.Answer.FOUND));
    }
}
