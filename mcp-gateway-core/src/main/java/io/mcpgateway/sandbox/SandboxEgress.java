package io.mcpgateway.sandbox;

import io.mcpgateway.egress.EgressProxy;
import io.mcpgateway.egress.EgressRules;
import io.mcpgateway.egress.ProxyVariables;
import io.mcpgateway.egress.Refusal;
import io.mcpgateway.egress.SocketForwarder;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.model.WorkloadSpec.Bind;
import io.mcpgateway.model.WorkloadSpec.Mount;
import io.mcpgateway.model.WorkloadSpec.Network;
import io.mcpgateway.spi.EventSink;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way out of one sandbox that is held to an allow-list: it has no network, but a socket on which the egress proxy serves
 * in this JVM, and a program that passes connections on to it. Owns the proxy and the directory of both. Thread-safe.
 */
final class SandboxEgress implements Closeable {
    private static final String INSIDE = "/run/mcp-gateway-egress/";
    private static final String SOCKET = "proxy.sock";

    private final WorkloadSpec inside;
    private final Path directory;
    private final EgressProxy proxy;

    private SandboxEgress(WorkloadSpec inside, Path directory, EgressProxy proxy) {
        this.inside = inside;
        this.directory = directory;
        this.proxy = proxy;
    }

    /** What passes connections on, and what runs it. */
    private record Interpreter(SocketForwarder program, Path path) {}

    /** Begins to serve; empty if the workload is held to no list. */
    static Optional<SandboxEgress> open(WorkloadSpec spec, EventSink events) {
        if (!(spec.network() instanceof Network.AllowList list)) {
            return Optional.empty();
        }
        EgressRules rules;
        try {
            rules = EgressRules.of(list.hosts());
        } catch (IllegalArgumentException e) {
            throw failed(spec, "allowHosts: " + e.getMessage(), e);
        }
        Interpreter interpreter = interpreter()
                .orElseThrow(() -> failed(
                        spec,
                        "it is held to a list of hosts, for which the sandbox needs Node or Python 3 of this machine's /usr;"
                                + " install nodejs or python3",
                        null));
        try {
            return Optional.of(open(spec, rules, interpreter, events));
        } catch (IOException e) {
            throw failed(spec, "its egress proxy cannot serve: " + SafeFiles.reason(e), e);
        }
    }

    private static SandboxEgress open(WorkloadSpec spec, EgressRules rules, Interpreter interpreter, EventSink events)
            throws IOException {
        // For us alone; what is bound into the sandbox from here is opened to its user there.
        Path directory = Files.createTempDirectory("mcp-egress").toRealPath();
        try {
            Path socket = directory.resolve(SOCKET);
            EgressProxy proxy = EgressProxy.onSocket(
                    rules,
                    socket,
                    refusal -> events.event(EventSink.Level.WARN, Refusal.EVENT, refusal.facts(spec.server())));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
            Path program = directory.resolve(interpreter.program().fileName());
            Files.writeString(program, interpreter.program().text());
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-r--r--"));
            return new SandboxEgress(inside(spec, rules, interpreter, directory), directory, proxy);
        } catch (IOException e) {
            delete(directory);
            throw e;
        }
    }

    private static WorkloadSpec inside(WorkloadSpec spec, EgressRules rules, Interpreter interpreter, Path directory) {
        String program = interpreter.program().fileName();
        Map<String, String> proxy = ProxyVariables.of("127.0.0.1", rules.proxyPort());
        Map<String, String> environment = new LinkedHashMap<>(spec.environment());
        environment.putAll(proxy);
        Map<String, Secret> secrets = new LinkedHashMap<>(spec.secretEnvironment());
        secrets.keySet().removeAll(proxy.keySet());
        List<Mount> mounts = new ArrayList<>(spec.mounts());
        mounts.add(new Bind(directory.resolve(SOCKET), INSIDE + SOCKET, true));
        mounts.add(new Bind(directory.resolve(program), INSIDE + program, true));
        return spec.toBuilder()
                .network(new Network.None())
                .environment(environment)
                .secretEnvironment(secrets)
                .mounts(mounts)
                .arguments(SocketForwarder.wrap(
                        interpreter.path().toString(),
                        INSIDE + program,
                        INSIDE + SOCKET,
                        rules.proxyPort(),
                        spec.arguments()))
                .build();
    }

    /** The sandbox shows {@code /usr}, and nothing of what lies elsewhere. */
    private static Optional<Interpreter> interpreter() {
        return Stream.of("/usr/bin/", "/usr/local/bin/")
                .flatMap(directory -> Stream.of(
                        new Interpreter(SocketForwarder.NODE, Path.of(directory + "node")),
                        new Interpreter(SocketForwarder.PYTHON, Path.of(directory + "python3"))))
                .filter(each -> isShown(each.path()))
                .findFirst();
    }

    private static boolean isShown(Path program) {
        try {
            return Files.isExecutable(program) && program.toRealPath().startsWith("/usr");
        } catch (IOException e) {
            return false;
        }
    }

    /** The description of the workload without the list: it has no network, and begins with what passes connections on. */
    WorkloadSpec inside() {
        return inside;
    }

    @Override
    public void close() {
        try {
            proxy.close();
            delete(directory);
        } catch (IOException e) {
            // A directory of ours in a directory for temporary files, with nothing secret in it.
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static GatewayException failed(WorkloadSpec spec, String why, @Nullable Throwable cause) {
        return new GatewayException(
                ErrorCode.CONFIGURATION, "Cannot start server '" + spec.server() + "' in a sandbox: " + why, cause);
    }
}
