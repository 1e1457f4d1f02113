package io.mcpgateway.http.client;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.remote.RemoteAccess;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Judges addresses that come from catalogs, registries, servers and users' data, before anything is sent: absolute HTTPS
 * URLs without user information, of hosts that are not local by name or by literal. What a name resolves to is judged by
 * {@link GuardedResolver} when it is dialled.
 */
final class UrlGuard {
    private static final Set<String> REFUSED_NAMES =
            Set.of("localhost", "metadata", "metadata.google.internal", "metadata.azure.internal");
    private static final List<String> REFUSED_SUFFIXES =
            List.of(".localhost", ".local", ".localdomain", ".internal", ".cluster.local", ".svc");
    private static final Pattern DOTTED_QUAD = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?(0[xX][0-9a-fA-F]*|[0-9]+)\\.?");

    private UrlGuard() {}

    /**
     * An address that was judged.
     *
     * @param uri it, without fragment
     * @param host its host in lower case, brackets included
     * @param port its port, never -1
     */
    record Checked(URI uri, String host, int port) {
        /** The origin, which is all of an address that messages may show: paths and queries can hold secrets. */
        String origin() {
            return uri.getScheme() + "://" + host + ":" + port;
        }
    }

    /**
     * Judges an address.
     *
     * @throws GatewayException if it is refused; the message says why, without the address's path or query
     */
    static Checked check(String url, RemoteAccess access) {
        String trimmed = url.strip();
        if (trimmed.isEmpty()) {
            throw refused("the URL is empty");
        }
        URI uri = parse(trimmed);
        String authority = uri.getRawAuthority();
        if (authority.indexOf('@') >= 0) {
            throw refused("the URL carries user information");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw refused("the URL is not an https URL");
        }
        if (authority.indexOf('%') >= 0 || trimmed.indexOf('\0') >= 0) {
            throw refused("the host has forbidden characters");
        }
        String given = uri.getHost();
        if (given == null || given.isEmpty()) {
            throw refused("the URL has no valid host");
        }
        String host = given.toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        if (port == 0 || port > 65535) {
            throw refused("the port is not valid");
        }
        if (!isExempt(host, port, access)) {
            if (!scheme.equals("https")) {
                throw refused("the URL must use https");
            }
            checkHost(host);
        }
        return new Checked(withoutFragment(uri, scheme), host, port);
    }

    /** Whether the user exempted this host from the rules. */
    static boolean isExempt(String host, int port, RemoteAccess access) {
        return access.insecure()
                || access.exempt().stream()
                        .map(origin -> origin.toLowerCase(Locale.ROOT))
                        .anyMatch(origin -> origin.equals(host) || origin.equals(host + ":" + port));
    }

    /**
     * Refuses names that are local by what they say, and literals that are not public or not spelled in the usual way.
     *
     * @throws GatewayException if it is refused
     */
    static void checkHost(String host) {
        Optional<InetAddress> literal = literal(host);
        if (literal.isPresent()) {
            checkAddress(host, literal.get());
            return;
        }
        // 2130706433, 0x7f.1, 127.1: some resolvers take these for addresses.
        if (ENDS_IN_NUMBER.matcher(host).matches()) {
            throw refused("the host is an address in an unusual spelling");
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (name.isEmpty()
                || REFUSED_NAMES.contains(name)
                || REFUSED_SUFFIXES.stream().anyMatch(name::endsWith)) {
            throw refused("the host '" + host + "' is local by its name");
        }
    }

    /**
     * Refuses addresses that are not public.
     *
     * @throws GatewayException if it is refused
     */
    static void checkAddress(String host, InetAddress address) {
        if (!AddressRules.isPublic(address)) {
            throw refused(
                    "the host '" + host + "' has the address " + address.getHostAddress() + ", which is not public");
        }
    }

    /** The address that a host spells, if it spells one. Never looks anything up. */
    private static Optional<InetAddress> literal(String host) {
        boolean quad = DOTTED_QUAD.matcher(host).matches();
        if (!quad && !host.startsWith("[")) {
            return Optional.empty();
        }
        if (quad && hasOddOctet(host)) {
            throw refused("the host is an address in an unusual spelling");
        }
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            throw refused("the host is not a valid address");
        }
    }

    /** An octet with a leading zero is octal to some and decimal to others; one above 255 is nothing. */
    private static boolean hasOddOctet(String quad) {
        for (String octet : quad.split("\\.")) {
            if ((octet.length() > 1 && octet.startsWith("0")) || Integer.parseInt(octet) > 255) {
                return true;
            }
        }
        return false;
    }

    private static URI parse(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getScheme() == null || uri.getRawAuthority() == null) {
                throw refused("the URL is not absolute");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw refused("the URL cannot be parsed: " + e.getReason());
        }
    }

    private static URI withoutFragment(URI uri, String scheme) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return URI.create(scheme + "://" + uri.getRawAuthority() + path + query);
    }

    static GatewayException refused(String why) {
        return new GatewayException(
                ErrorCode.DENIED,
                "Unsafe remote URL: " + why
                        + "; if you trust this server, exempt its origin by name: --allow-remote HOST[:PORT]");
    }

    /** The refusal within a failure, if one caused it. */
    static @Nullable GatewayException refusalIn(@Nullable Throwable failure) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < 10; depth++) {
            if (at instanceof GatewayException found) {
                return found;
            }
            at = at.getCause();
        }
        return null;
    }
}
