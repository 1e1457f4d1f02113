package io.mcpgateway.oci;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Who may be spoken to, and how: plain HTTP only with this machine and with what the user has exempted.
 *
 * @param exempt {@code HOST} or {@code HOST:PORT}
 */
record Origins(Set<String> exempt) {
    /** The schemes to try for a registry, in this order. */
    List<String> schemes(String registry) {
        URI address = URI.create("http://" + registry);
        if (isLoopback(address)) {
            return List.of("http", "https");
        }
        return isExempt(address) ? List.of("https", "http") : List.of("https");
    }

    /** Whether a registry at {@code registry} may have tokens issued at {@code realm}. */
    boolean allowsRealm(URI registry, URI realm) {
        if (!("https".equals(realm.getScheme()) || "http".equals(realm.getScheme()))
                || realm.getHost() == null
                || realm.getRawUserInfo() != null
                || realm.getRawFragment() != null) {
            return false;
        }
        if (same(registry, realm) || isExempt(realm)) {
            return true;
        }
        boolean near = isLoopback(registry) || isExempt(registry);
        if (isLoopback(realm)) {
            return near;
        }
        return "https".equals(realm.getScheme()) && (near || !pointsInside(realm.getHost()));
    }

    /** Whether they are one origin. */
    static boolean same(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && one.getHost().equalsIgnoreCase(String.valueOf(other.getHost()))
                && port(one) == port(other);
    }

    private static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : address.getScheme().equals("https") ? 443 : 80;
    }

    private boolean isExempt(URI address) {
        String host = address.getHost().toLowerCase(Locale.ROOT);
        return exempt.contains(host) || exempt.contains(host + ":" + address.getPort());
    }

    private static boolean isLoopback(URI address) {
        return Set.of("localhost", "127.0.0.1", "[::1]")
                .contains(address.getHost().toLowerCase(Locale.ROOT));
    }

    /** A name that a stranger gives must not lead to this machine, nor to what hands out a cloud machine's keys. */
    private static boolean pointsInside(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isAnyLocalAddress()) {
                    return true;
                }
            }
            return false;
        } catch (UnknownHostException e) {
            return false; // the request itself will tell
        }
    }
}
