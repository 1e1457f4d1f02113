package io.mcpgateway.http.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host name. May block. */
@FunctionalInterface
interface HostLookup {
    /** The resolver of the platform. */
    HostLookup SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /** All addresses, at least one. */
    List<InetAddress> lookup(String host) throws UnknownHostException;
}
