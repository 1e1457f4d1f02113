package io.mcpgateway.cli.gateway;

import io.mcpgateway.McpGateway;
import io.mcpgateway.cli.assembly.ConsoleEvents;
import io.mcpgateway.cli.assembly.GatewayAssembly;
import io.mcpgateway.cli.assembly.GatewayFlags;
import io.mcpgateway.cli.assembly.RunDefaults;
import io.mcpgateway.cli.console.Failures;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.spi.EventSink;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway run}. */
@Command
public final class GatewayRun implements Callable<Integer> {
    private final Session session;
    private final RunDefaults defaults;

    @Mixin
    private GatewayFlags flags = new GatewayFlags();

    @Option(names = "--transport", paramLabel = "stdio|streaming|sse", description = "How clients connect (stdio)")
    private String transport = "stdio";

    @Option(names = "--port", paramLabel = "PORT", description = "TCP port (8811); not with stdio")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "Address to listen at (localhost; in a container all); 0.0.0.0 lets other computers in")
    private @Nullable String host;

    @Option(
            names = "--allow-unauthenticated",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "Serve HTTP clients that show no bearer token")
    private boolean allowUnauthenticated;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "Write the generated bearer token to this file, which only you can read, instead of showing it")
    private @Nullable Path tokenFile;

    @Option(
            names = "--central",
            hidden = true,
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "The same as --transport streaming --watch=false")
    private boolean central;

    @Option(
            names = "--log",
            hidden = true,
            paramLabel = "FILE",
            description = "Append what is written to standard error to this file, too")
    private @Nullable Path log;

    @Option(
            names = "--dry-run",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "Do everything but serve, and tell what is missing")
    private boolean dryRun;

    @Option(
            names = "--control",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "Let ps, logs, stats, stop and restart reach this gateway, by a socket in the home (true)")
    private boolean control = true;

    /** The command of a run. */
    public GatewayRun(Session session) {
        this.session = session;
        this.defaults = RunDefaults.of(session.console().environment());
    }

    @Override
    public Integer call() throws InterruptedException {
        TransportKind kind = central ? TransportKind.STREAMING : TransportKind.parse(transport);
        if (kind == TransportKind.STDIO && port != 0) {
            throw new ConfigException("cannot use --port with --transport=stdio");
        }
        if (port < 0 || port > 65535) {
            throw new ConfigException("Invalid value '" + port + "' for --port: write a number from 1 to 65535");
        }
        Path file = log;
        if (file == null) {
            return run(kind);
        }
        LogFile copy = LogFile.of(file, session.console());
        try {
            return run(kind);
        } catch (GatewayException e) {
            return Failures.report(e, session); // here, so that it is in the file, too
        } finally {
            copy.close();
        }
    }

    private int run(TransportKind kind) throws InterruptedException {
        if (defaults.verbose()) {
            session.verboseUnlessSaid();
        }
        flags.defaults(central ? defaults.unwatched() : defaults);
        ConsoleEvents events = new ConsoleEvents(session, EventSink.Level.INFO);
        GatewayAssembly assembly = new GatewayAssembly(session, flags, events);
        try (McpGateway gateway = assembly.gateway()) {
            new Serving(session, gateway, events).run(kind, dryRun, control, this::http);
            return 0;
        }
    }

    private HttpPlan http() {
        String address = Optional.ofNullable(host).orElse(defaults.host());
        ListenAddress listen = new ListenAddress(address, port == 0 ? ListenAddress.DEFAULT_PORT : port);
        return HttpPlan.of(
                listen,
                allowUnauthenticated,
                Optional.ofNullable(tokenFile),
                session.console().environment());
    }
}
