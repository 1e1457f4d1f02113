package io.mcpgateway.egress.wire;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A host and a port.
 *
 * @param host a name as {@link HostNames#name} spells it, or an address without brackets
 * @param port 1 to 65535
 */
public record Authority(String host, int port) {
    private static final int HIGHEST_PORT = 65_535;

    /**
     * Reads {@code host}, {@code host:port} or the same with an IPv6 address in brackets.
     *
     * @param otherwise the port if none is written; 0 if one has to be
     */
    public static Authority parse(String text, int otherwise) throws MalformedException {
        int bracket = text.lastIndexOf(']');
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > bracket;
        String host = hasPort ? text.substring(0, colon) : text;
        return new Authority(host(host), port(hasPort ? text.substring(colon + 1) : "", otherwise));
    }

    private static String host(String text) throws MalformedException {
        if (text.startsWith("[") && text.endsWith("]") && text.indexOf(':') > 0) {
            return HostNames.literal(text.substring(1, text.length() - 1))
                    .map(InetAddress::getHostAddress)
                    .orElseThrow(Authority::noHost);
        }
        if (text.indexOf(':') >= 0) {
            throw noHost();
        }
        Optional<String> literal = HostNames.literal(text).map(InetAddress::getHostAddress);
        if (literal.isPresent()) {
            return literal.get();
        }
        return HostNames.name(text).orElseThrow(Authority::noHost);
    }

    private static MalformedException noHost() {
        return new MalformedException("the host that it names is no name and no address");
    }

    private static int port(String digits, int otherwise) throws MalformedException {
        int port = digits.isEmpty() ? otherwise : digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > HIGHEST_PORT) {
            throw new MalformedException("the port that it names is none");
        }
        return port;
    }

    /** As it is written in a request, the port left out if it is the usual one. */
    public String shown(int usualPort) {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == usualPort ? shown : shown + ":" + port;
    }
}
