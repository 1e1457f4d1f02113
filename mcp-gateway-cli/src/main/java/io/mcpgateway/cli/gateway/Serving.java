package io.mcpgateway.cli.gateway;

import io.mcpgateway.McpGateway;
import io.mcpgateway.cli.assembly.ConsoleEvents;
import io.mcpgateway.cli.assembly.Durations;
import io.mcpgateway.cli.assembly.GatewayTransports;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.control.ControlServer;
import io.mcpgateway.cli.control.ControlledGateway;
import io.mcpgateway.model.Secret;
import io.mcpgateway.spi.Transport;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Starts a gateway, tells how that goes, and serves it until its client or a signal ends it. */
final class Serving {
    /** Long enough for images to be pulled; a server that takes longer is told as not having answered. */
    private static final Duration LISTING = Duration.ofMinutes(10);

    /** The status after SIGTERM. */
    private static final int TERMINATED = 143;

    private final Session session;
    private final McpGateway gateway;
    private final ConsoleEvents events;
    private final PrintStream err;
    private final StartReport report;
    private @Nullable ControlServer control; // guarded by this
    private boolean ended; // guarded by this

    Serving(Session session, McpGateway gateway, ConsoleEvents events) {
        this.events = events;
        this.session = session;
        this.gateway = gateway;
        this.err = session.console().err();
        this.report = new StartReport(err);
    }

    /**
     * Serves until the end.
     *
     * @param controlled whether {@code ps} and its like may reach it
     */
    void run(TransportKind kind, boolean dryRun, boolean controlled, Supplier<HttpPlan> http)
            throws InterruptedException {
        long began = System.nanoTime();
        Thread closer = new Thread(this::end, "shutdown");
        Runtime.getRuntime().addShutdownHook(closer);
        try {
            err.println("- Reading configuration...");
            events.startReported(false);
            gateway.start();
            err.println("- Configuration read in " + since(began));
            report.enabled(gateway.status());
            if (dryRun) {
                list(began);
                err.println("Dry run mode enabled, not starting the server.");
                return;
            }
            DockerClient.whenGone(session.console().environment(), () -> System.exit(TERMINATED));
            Transport transport = kind == TransportKind.STDIO ? stdio() : http(kind, http.get());
            listInBackground(began);
            if (controlled) {
                control(new ControlledGateway(gateway, kind.text(), began));
            }
            transport.ended().toCompletableFuture().join();
        } finally {
            endControl();
            unhook(closer);
        }
    }

    private synchronized void control(ControlledGateway controlled) {
        if (!ended) {
            control = ControlServer.start(session.home(), controlled, events);
        }
    }

    private synchronized void endControl() {
        ended = true;
        ControlServer current = control;
        if (current != null) {
            current.close();
        }
    }

    /** In the shutdown hook: the JVM ends when that is done, whatever the other threads do. */
    private void end() {
        endControl();
        gateway.close();
    }

    private Transport stdio() {
        err.println("> Start stdio server");
        Transport transport = GatewayTransports.stdio(
                session.console().in(), session.console().protocol());
        gateway.serve(transport);
        return transport;
    }

    private Transport http(TransportKind kind, HttpPlan plan) {
        warn(plan);
        ListenAddress listen = plan.listen();
        plan.token()
                .filter(BearerToken::generated)
                .ifPresent(token -> plan.tokenFile().ifPresent(file -> TokenFile.write(file, token.secret())));
        Optional<Secret> token = plan.token().map(BearerToken::secret);
        Transport transport = kind == TransportKind.SSE
                ? GatewayTransports.sse(listen.host(), listen.port(), token)
                : GatewayTransports.streaming(listen.host(), listen.port(), token);
        gateway.serve(transport);
        err.println("> Start " + kind.text() + " server on port " + listen.port());
        err.println("> Gateway URL: " + listen.url(kind.path()));
        plan.token().ifPresent(known -> tell(known, plan));
        return transport;
    }

    private void tell(BearerToken token, HttpPlan plan) {
        if (!token.generated()) {
            err.println("> Use Bearer token from " + BearerToken.VARIABLE);
        } else if (plan.tokenFile().isPresent()) {
            err.println("> Bearer token written to " + plan.tokenFile().get());
        } else {
            session.console()
                    .uncopiedErr()
                    .println("> Use Bearer token: Authorization: Bearer "
                            + token.secret().reveal());
        }
    }

    private void warn(HttpPlan plan) {
        if (plan.token().isPresent()) {
            return;
        }
        err.println("> Authentication disabled (--allow-unauthenticated)");
        if (plan.ignoredToken()) {
            err.println(
                    "! Warning: " + BearerToken.VARIABLE + " is set but ignored, because of --allow-unauthenticated");
        }
        if (plan.listen().reachable()) {
            err.println("! WARNING: the gateway listens on " + plan.listen().listener()
                    + " without authentication: whoever can reach this computer can call every tool");
        }
    }

    private void listInBackground(long began) {
        Thread lister = new Thread(
                () -> {
                    try {
                        list(began);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "start-report");
        lister.setDaemon(true);
        lister.start();
    }

    private void list(long began) throws InterruptedException {
        err.println("- Listing MCP tools...");
        long started = System.nanoTime();
        gateway.awaitListings(LISTING);
        report.listed(gateway.status(), Duration.ofNanos(System.nanoTime() - started));
        events.startReported(true);
        err.println("> Initialized in " + since(began));
    }

    private static String since(long began) {
        return Durations.text(Duration.ofNanos(System.nanoTime() - began));
    }

    private static void unhook(Thread closer) {
        try {
            Runtime.getRuntime().removeShutdownHook(closer);
        } catch (IllegalStateException e) {
            // A signal has begun the shutdown, and the hook closes the gateway.
        }
    }
}
