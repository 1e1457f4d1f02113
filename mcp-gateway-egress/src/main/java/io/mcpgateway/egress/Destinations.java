package io.mcpgateway.egress;

import io.mcpgateway.egress.wire.Authority;
import io.mcpgateway.egress.wire.HostNames;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From whom a workload means to the addresses that are dialled for it: names are looked up once, all addresses are judged,
 * and only what was judged is dialled. Stateless apart from what the JDK remembers of lookups.
 */
final class Destinations {
    private final EgressRules rules;
    private final Lookup lookup;
    private final Judge judge;

    Destinations(EgressRules rules) {
        this(rules, InetAddress::getAllByName, AddressRules::refusal);
    }

    /** For tests, whose servers listen where nothing is reachable otherwise. */
    Destinations(EgressRules rules, Lookup lookup, Judge judge) {
        this.rules = rules;
        this.lookup = lookup;
        this.judge = judge;
    }

    /** Finds the addresses of a name. */
    interface Lookup {
        InetAddress[] addresses(String name) throws UnknownHostException;
    }

    /** Says why an address is not dialled. */
    interface Judge {
        /** Empty if it is; {@code named} if the rules name the address itself. */
        Optional<String> refusal(InetAddress address, boolean named);
    }

    EgressRules rules() {
        return rules;
    }

    /**
     * What may be dialled. One address that may not be spoils the others: whoever owns the name is up to something.
     *
     * @throws RefusedException if it is not allowed
     * @throws UnknownHostException if the name has no address
     */
    List<InetSocketAddress> of(Authority wanted) throws RefusedException, UnknownHostException {
        if (!rules.allows(wanted.host(), wanted.port())) {
            throw new RefusedException("it is not among the hosts that allowHosts names");
        }
        Optional<InetAddress> literal = HostNames.literal(wanted.host());
        InetAddress[] found = literal.isPresent() ? new InetAddress[] {literal.get()} : lookup.addresses(wanted.host());
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (InetAddress address : found) {
            Optional<String> why = judge.refusal(address, rules.allows(address, wanted.port()));
            if (why.isPresent()) {
                throw new RefusedException("its address " + address.getHostAddress() + " " + why.get());
            }
            addresses.add(new InetSocketAddress(address, wanted.port()));
        }
        return addresses;
    }
}
