package io.mcpgateway.cli.gateway;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where an HTTP gateway listens.
 *
 * @param host the address to bind; empty for all interfaces
 * @param port the port
 */
record ListenAddress(String host, int port) {
    static final String DEFAULT_HOST = "localhost";
    static final int DEFAULT_PORT = 8811;

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|::1|\\[::1]|0:0:0:0:0:0:0:1");

    /** Whether other computers may reach it: anything but {@code localhost} and loopback addresses counts as reachable. */
    boolean reachable() {
        return !LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /** What it is called in warnings. */
    String listener() {
        return host.isEmpty() ? "all interfaces" : host;
    }

    /** What a client on this computer connects to. */
    String url(String path) {
        boolean any = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
        String name = any ? DEFAULT_HOST : host;
        boolean bare = name.contains(":") && !name.startsWith("[");
        return "http://" + (bare ? "[" + name + "]" : name) + ":" + port + path;
    }
}
