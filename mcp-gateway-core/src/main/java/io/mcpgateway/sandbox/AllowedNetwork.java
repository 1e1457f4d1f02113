package io.mcpgateway.sandbox;

import io.mcpgateway.egress.EgressProxy;
import io.mcpgateway.egress.EgressRules;
import io.mcpgateway.egress.ProxyVariables;
import io.mcpgateway.egress.SocketForwarder;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.model.WorkloadSpec.Network;
import io.mcpgateway.spi.EventSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way out of one sandbox that may reach some hosts only: it has no network but a socket, behind which a proxy holds it to
 * its list. A program inside gives the workload a port for it. Clients that know no proxy reach nothing. Owned by the
 * workload.
 */
final class AllowedNetwork implements AutoCloseable {
    private static final int PORT = 3128;
    private static final String SOCKET_INSIDE = "/run/mcp-gateway/egress.sock";
    private static final String FORWARDERS_INSIDE = "/run/mcp-gateway/";

    private final EgressProxy proxy;
    private final Path directory;
    private final Path socket;

    private AllowedNetwork(EgressProxy proxy, Path directory, Path socket) {
        this.proxy = proxy;
        this.directory = directory;
        this.socket = socket;
    }

    /** Opens it; empty if the workload has another kind of network. */
    static Optional<AllowedNetwork> of(WorkloadSpec spec, EventSink events) {
        if (!(spec.network() instanceof Network.AllowList list)) {
            return Optional.empty();
        }
        EgressRules rules;
        try {
            rules = EgressRules.of(list.hosts());
        } catch (IllegalArgumentException e) {
            throw refused(spec, ErrorCode.CONFIGURATION, "its allow-list is wrong: " + e.getMessage());
        }
        Path directory = null;
        try {
            // Under the directory for temporary files: the path of a socket may not be long. Only its owner may enter.
            directory = Files.createTempDirectory("mcp-gateway-");
            Path socket = directory.resolve("egress.sock");
            EgressProxy proxy = EgressProxy.onSocket(
                    rules,
                    socket,
                    refusal -> events.event(
                            EventSink.Level.WARN,
                            "A server wanted a host that it may not reach",
                            Map.of(
                                    "server",
                                    spec.server(),
                                    "host",
                                    refusal.host() + ":" + refusal.port(),
                                    "why",
                                    refusal.why(),
                                    "times",
                                    Long.toString(refusal.times()))));
            // Inside, another user connects.
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
            return Optional.of(new AllowedNetwork(proxy, directory, socket));
        } catch (IOException e) {
            delete(directory);
            throw refused(
                    spec,
                    ErrorCode.RUNTIME_UNAVAILABLE,
                    "the proxy to its hosts cannot be made: " + SafeFiles.reason(e));
        }
    }

    /** What {@code bwrap} has to show. */
    List<String> arguments(SandboxFiles files, WorkloadSpec spec) {
        SocketForwarder forwarder = forwarder(spec);
        return List.of(
                "--perms",
                "0755",
                "--dir",
                "/run",
                "--perms",
                "0755",
                "--dir",
                "/run/mcp-gateway",
                "--ro-bind",
                socket.toString(),
                SOCKET_INSIDE,
                "--ro-bind",
                files.forwarder(forwarder).toString(),
                FORWARDERS_INSIDE + forwarder.fileName());
    }

    /** The command, behind the program that leads to the proxy. */
    static List<String> wrap(WorkloadSpec spec, List<String> command) {
        SocketForwarder forwarder = forwarder(spec);
        return SocketForwarder.wrap(
                interpreter(spec), FORWARDERS_INSIDE + forwarder.fileName(), SOCKET_INSIDE, PORT, command);
    }

    /** What tells the workload's clients of the proxy. */
    static Map<String, String> variables() {
        return ProxyVariables.of("127.0.0.1", PORT);
    }

    /** In the language that the workload is run by, if it is one of the two. */
    private static SocketForwarder forwarder(WorkloadSpec spec) {
        return String.valueOf(Path.of(interpreter(spec)).getFileName()).startsWith("python")
                ? SocketForwarder.PYTHON
                : SocketForwarder.NODE;
    }

    private static String interpreter(WorkloadSpec spec) {
        String own = spec.arguments().get(0);
        String name = String.valueOf(Path.of(own).getFileName());
        if (name.equals("node") || name.startsWith("python3")) {
            return own;
        }
        for (String candidate : List.of("/usr/bin/python3", "/usr/bin/node", "/usr/local/bin/node")) {
            if (Files.isExecutable(Path.of(candidate))) {
                return candidate;
            }
        }
        throw refused(
                spec,
                ErrorCode.RUNTIME_UNAVAILABLE,
                "it may reach some hosts only, for which a sandbox needs /usr/bin/python3 or /usr/bin/node; install one");
    }

    private static GatewayException refused(WorkloadSpec spec, ErrorCode code, String why) {
        return new GatewayException(code, "Cannot start server '" + spec.server() + "' in a sandbox: " + why);
    }

    @Override
    public void close() {
        try {
            proxy.close();
        } catch (IOException e) {
            // What it leaves is in the directory.
        }
        delete(directory);
    }

    private static void delete(@org.jspecify.annotations.Nullable Path directory) {
        if (directory == null) {
            return;
        }
        try {
            Files.deleteIfExists(directory.resolve("egress.sock"));
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // The system clears its directory of temporary files.
        }
    }
}
