package io.mcpgateway.egress;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.egress.wire.HostNames;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * One host that a workload may reach: {@code host:port}, {@code host:port/http}, {@code host:port/https} or {@code
 * host:port/tcp}. A host is a name, {@code *.} and a name for everything below it, an IPv4 address, or an IPv6 address in
 * brackets. Without a protocol it is HTTP, which stands for plain HTTP and TLS alike.
 *
 * @param host the name in lower case, {@code *.} before it or not; or an address without brackets
 * @param port 1 to 65535
 * @param protocol how clients that know no proxy say whom they mean
 */
public record AllowedHost(String host, int port, Protocol protocol) {
    private static final String WILDCARD = "*.";
    private static final int HIGHEST_PORT = 65_535;
    private static final int LONGEST_SHOWN = 300;

    /** How clients that know no proxy say whom they mean. */
    public enum Protocol {
        /** By the server name of a TLS handshake, or by the host of a plain request. */
        HTTP,
        /** By the port alone. */
        TCP
    }

    /** Checks for null, and the port. {@link #parse} checks the rest. */
    public AllowedHost {
        requireNonNull(host, "host");
        requireNonNull(protocol, "protocol");
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("A port is a number from 1 to 65535, not " + port);
        }
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none; the message says what is wrong with it, and what to write
     */
    public static AllowedHost parse(String text) {
        requireNonNull(text, "text");
        String[] parts = text.strip().split("/", -1);
        if (parts.length > 2) {
            throw invalid(text, "invalid protocol: after the port there is one of /tcp, /http and /https, or nothing");
        }
        Protocol protocol = parts.length == 1 ? Protocol.HTTP : protocol(text, parts[1]);
        int colon = parts[0].lastIndexOf(':');
        if (colon < 0 || parts[0].endsWith("]")) {
            throw invalid(text, "missing port: write host:port, such as " + example(parts[0]));
        }
        String host = parts[0].substring(0, colon);
        return checked(text, host, port(text, host, parts[0].substring(colon + 1)), protocol);
    }

    private static String example(String host) {
        return host.isEmpty() ? "example.com:443" : host + ":443";
    }

    private static Protocol protocol(String text, String name) {
        return switch (name) {
            case "tcp" -> Protocol.TCP;
            case "http", "https" -> Protocol.HTTP;
            default -> throw invalid(text, "invalid protocol '" + name + "': known are tcp, http and https");
        };
    }

    private static int port(String text, String host, String digits) {
        if (digits.isEmpty()) {
            throw invalid(text, "missing port: write host:port, such as " + example(host));
        }
        int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : -1;
        if (port < 1 || port > HIGHEST_PORT) {
            throw invalid(text, "invalid port '" + digits + "': a port is a number from 1 to 65535");
        }
        return port;
    }

    private static AllowedHost checked(String text, String host, int port, Protocol protocol) {
        if (host.startsWith("[") && host.endsWith("]")) {
            InetAddress address = HostNames.literal(host.substring(1, host.length() - 1))
                    .filter(found -> host.indexOf(':') > 0)
                    .orElseThrow(() -> invalid(text, "invalid hostname: '" + host + "' is no IPv6 address"));
            return literal(text, address, port, protocol);
        }
        if (host.indexOf(':') >= 0) {
            throw invalid(text, "invalid hostname: an IPv6 address is written in brackets, such as [2001:db8::1]:443");
        }
        Optional<InetAddress> address = HostNames.literal(host);
        if (address.isPresent()) {
            return literal(text, address.get(), port, protocol);
        }
        boolean wildcard = host.startsWith(WILDCARD);
        String name = HostNames.name(wildcard ? host.substring(WILDCARD.length()) : host)
                .orElseThrow(() -> invalid(
                        text,
                        "invalid hostname: a host is a name, '*.' and a name, or an address; '*' stands for whole labels"
                                + " in front and nowhere else, other alphabets are written as xn--…"));
        if (wildcard && protocol == Protocol.TCP) {
            throw invalid(
                    text, "invalid protocol: a port can be pinned to one host only, so '*.' goes with http or https");
        }
        return new AllowedHost(wildcard ? WILDCARD + name : name, port, protocol);
    }

    private static AllowedHost literal(String text, InetAddress address, int port, Protocol protocol) {
        if (address.isLoopbackAddress() || address.isMulticastAddress() || address.isAnyLocalAddress()) {
            throw invalid(text, "invalid hostname: a loopback, multicast or unspecified address is never reachable");
        }
        return new AllowedHost(address.getHostAddress(), port, protocol);
    }

    private static IllegalArgumentException invalid(String text, String why) {
        return new IllegalArgumentException("'" + shown(text) + "': " + shown(why));
    }

    /** Foreign text, cut short and without what could steer a terminal. */
    private static String shown(String text) {
        String shown = text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
        return shown.replaceAll("\\p{Cc}", "?");
    }

    /** Whether it stands for every name below one. */
    public boolean isWildcard() {
        return host.startsWith(WILDCARD);
    }

    /** The address, if it is one and not a name. */
    public Optional<InetAddress> literal() {
        return HostNames.literal(host);
    }

    /** Whether a host is meant, given as {@link #host()} spells it. */
    boolean covers(String other) {
        if (!isWildcard()) {
            return host.equals(other);
        }
        String suffix = host.substring(1);
        return other.length() > suffix.length() && other.endsWith(suffix);
    }

    /** As it is written, with its protocol. */
    @Override
    public String toString() {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return shown + ":" + port + "/" + protocol.name().toLowerCase(Locale.ROOT);
    }
}
