package io.mcpgateway.cli.assembly;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.settings.GatewayOptions;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Flags for servers that run already. Set by picocli; not thread-safe. */
final class StaticFlags {
    private static final Pattern NAMED = Pattern.compile("(?s)(.+?)=(.+)");
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:tcp:(?://)?)?(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9_][A-Za-z0-9_.-]*):(\\d{1,5})");
    private static final String UNIX = "unix:";

    @Option(
            names = "--static",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description =
                    "Start no servers in containers: each runs already, at port 4444 of the host mcp-NAME (false)")
    private boolean staticServers;

    @Option(
            names = "--static-server",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "NAME=ADDRESS,…",
            description = "This server runs already, at HOST:PORT or unix:PATH; more than one, or once for each")
    private List<String> addresses = List.of();

    /**
     * Says so in the options.
     *
     * @throws ConfigException if an address is none
     */
    void apply(GatewayOptions.Builder options) {
        Map<String, SocketAddress> byName = new LinkedHashMap<>();
        for (String given : GatewayFlags.filled(addresses)) {
            Matcher named = NAMED.matcher(given);
            if (!named.matches()) {
                throw wrong(given);
            }
            if (byName.put(named.group(1).strip(), address(given, named.group(2).strip())) != null) {
                throw new ConfigException(
                        "--static-server names '" + named.group(1).strip() + "' twice");
            }
        }
        options.staticServers(staticServers).staticAddresses(byName);
    }

    private static SocketAddress address(String given, String text) {
        if (text.startsWith(UNIX)) {
            try {
                return UnixDomainSocketAddress.of(text.substring(UNIX.length()).replaceFirst("^//", ""));
            } catch (InvalidPathException | UnsupportedOperationException e) {
                throw wrong(given);
            }
        }
        Matcher tcp = HOST_AND_PORT.matcher(text);
        int port = tcp.matches() ? Integer.parseInt(tcp.group(2)) : 0;
        if (port < 1 || port > 65535) {
            throw wrong(given);
        }
        return InetSocketAddress.createUnresolved(tcp.group(1).replaceAll("^\\[|]$", ""), port);
    }

    private static ConfigException wrong(String given) {
        return new ConfigException(
                "Invalid value '" + given + "' for --static-server: write NAME=HOST:PORT or NAME=unix:PATH");
    }
}
