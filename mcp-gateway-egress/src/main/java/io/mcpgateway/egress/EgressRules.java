package io.mcpgateway.egress;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What one workload may reach. Immutable. */
public final class EgressRules {
    /** Each port needs a listener; an entry that names more hosts than this is not meant seriously. */
    public static final int MOST_HOSTS = 256;

    private static final int NAME_SERVER = 53;
    private static final int USUAL_PROXY_PORT = 3128;

    private final List<AllowedHost> hosts;

    private EgressRules(Collection<AllowedHost> hosts) {
        this.hosts = List.copyOf(hosts);
    }

    /**
     * The rules that a list of {@code host:port[/protocol]} says; see {@link AllowedHost#parse}.
     *
     * @throws IllegalArgumentException if one of them is wrong, or there are too many
     */
    public static EgressRules of(List<String> hosts) {
        if (hosts.size() > MOST_HOSTS) {
            throw new IllegalArgumentException(hosts.size() + " hosts are more than " + MOST_HOSTS);
        }
        // By their text: the hash of a record is linked at run time, which costs the proxy a third of its start.
        Map<String, AllowedHost> parsed = new LinkedHashMap<>();
        for (String host : hosts) {
            AllowedHost allowed = AllowedHost.parse(host);
            parsed.put(allowed.toString(), allowed);
        }
        return new EgressRules(parsed.values());
    }

    /** The hosts, in the order in which they were given, each once. */
    public List<AllowedHost> hosts() {
        return hosts;
    }

    /** Whether a host, a name or an address as {@link AllowedHost#host()} spells it, may be reached on a port. */
    boolean allows(String host, int port) {
        for (AllowedHost allowed : hosts) {
            if (allowed.port() == port && allowed.covers(host)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an address is allowed as such, so that it may be dialled though it is private. */
    boolean allows(InetAddress address, int port) {
        return allows(address.getHostAddress(), port);
    }

    /** Whether a name is resolved for the workload. */
    boolean knows(String name) {
        for (AllowedHost allowed : hosts) {
            if (allowed.covers(name)) {
                return true;
            }
        }
        return false;
    }

    /** The ports on which clients that know no proxy are listened for. */
    Set<Integer> ports() {
        Set<Integer> ports = new TreeSet<>();
        for (AllowedHost allowed : hosts) {
            // The name server has its port for itself, and nobody can be sent to the proxy by an address.
            if (allowed.port() != NAME_SERVER && allowed.literal().isEmpty()) {
                ports.add(allowed.port());
            }
        }
        return ports;
    }

    /** The host that a connection to a port is for, whatever is in it; empty if what is in it has to say that. */
    Optional<AllowedHost> pinned(int port) {
        List<AllowedHost> named = new ArrayList<>();
        for (AllowedHost allowed : hosts) {
            if (allowed.port() == port && allowed.literal().isEmpty()) {
                named.add(allowed);
            }
        }
        return named.size() == 1 && named.get(0).protocol() == AllowedHost.Protocol.TCP
                ? Optional.of(named.get(0))
                : Optional.empty();
    }

    /** Where the forward proxy listens: a port that no rule needs. */
    public int proxyPort() {
        int port = USUAL_PROXY_PORT;
        while (uses(port)) {
            port++;
        }
        return port;
    }

    private boolean uses(int port) {
        for (AllowedHost allowed : hosts) {
            if (allowed.port() == port) {
                return true;
            }
        }
        return false;
    }

    /**
     * Ports that are pinned to a host by {@code /tcp} and wanted by another one, too: there, clients that know no proxy are
     * understood only if they speak TLS and name whom they mean.
     */
    public Set<Integer> contestedPorts() {
        Set<Integer> contested = new TreeSet<>();
        for (AllowedHost allowed : hosts) {
            if (allowed.protocol() == AllowedHost.Protocol.TCP
                    && allowed.literal().isEmpty()
                    && pinned(allowed.port()).isEmpty()) {
                contested.add(allowed.port());
            }
        }
        return contested;
    }

    @Override
    public String toString() {
        return hosts.toString();
    }
}
