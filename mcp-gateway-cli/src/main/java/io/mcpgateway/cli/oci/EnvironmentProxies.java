package io.mcpgateway.cli.oci;

import io.mcpgateway.model.ConfigException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The proxies that {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} name, in either case; none for this machine.
 * Immutable.
 */
final class EnvironmentProxies extends ProxySelector {
    private final Map<String, String> environment;

    EnvironmentProxies(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public List<Proxy> select(URI address) {
        String variable = String.valueOf(address.getScheme()).equals("https") ? "HTTPS_PROXY" : "HTTP_PROXY";
        String proxy = value(variable);
        if (proxy.isEmpty() || isDirect(String.valueOf(address.getHost()).toLowerCase(Locale.ROOT))) {
            return List.of(Proxy.NO_PROXY);
        }
        return List.of(new Proxy(Proxy.Type.HTTP, place(variable, proxy)));
    }

    private String value(String variable) {
        String lower = environment.getOrDefault(variable.toLowerCase(Locale.ROOT), "");
        return (lower.isEmpty() ? environment.getOrDefault(variable, "") : lower).strip();
    }

    private boolean isDirect(String host) {
        if (List.of("localhost", "127.0.0.1", "[::1]").contains(host)) {
            return true;
        }
        return Stream.of(value("NO_PROXY").toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .map(entry -> entry.replaceFirst(":\\d+$", "").replaceFirst("^\\*?\\.", ""))
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> entry.equals("*") || host.equals(entry) || host.endsWith("." + entry));
    }

    /** The message does not quote the value: it may hold a password. */
    private static InetSocketAddress place(String variable, String proxy) {
        try {
            URI address = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
            if (address.getHost() != null && "http".equals(address.getScheme()) && address.getUserInfo() == null) {
                return InetSocketAddress.createUnresolved(
                        address.getHost(), address.getPort() < 0 ? 80 : address.getPort());
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new ConfigException(variable + ": only proxies such as http://HOST:PORT are supported, without a login");
    }

    @Override
    public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
        // The request itself tells.
    }
}
