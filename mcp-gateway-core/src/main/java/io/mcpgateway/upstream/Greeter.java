package io.mcpgateway.upstream;

import io.mcpgateway.json.Messages;
import io.mcpgateway.launch.LaunchPlan;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.settings.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Shakes hands with a server, which it may have to start twice to learn what era it is of. Thread-safe. */
final class Greeter {
    private final Limits limits;
    private final LinkOpener opener;
    private final WorkloadTable table;
    private final Eras eras;
    private final JsonText clientInfo;

    /** The parts are owned by the caller. */
    Greeter(Limits limits, LinkOpener opener, WorkloadTable table, Eras eras, String gatewayVersion) {
        this.limits = limits;
        this.opener = opener;
        this.table = table;
        this.eras = eras;
        this.clientInfo = JsonText.of("{\"name\":\"mcp-gateway\",\"version\":" + Messages.quote(gatewayVersion) + "}");
    }

    /** Connects and greets; ends what it cannot greet. Fails with the reason. */
    CompletionStage<Upstream> greet(Beginning beginning) {
        Optional<Era> era = eras.of(beginning.server());
        boolean legacy = era.isPresent() && era.get() == Era.LEGACY;
        return legacy && eras.wasFound(beginning.server())
                ? initializedOrProbed(beginning)
                : opened(beginning)
                        .thenCompose(upstream -> closedOnFailure(
                                upstream,
                                legacy
                                        ? initialize(upstream, beginning.profile())
                                        : probed(beginning, upstream, era.isPresent())));
    }

    /**
     * What was found out may not hold any more, for the same entry may start a newer server: one that does not take the
     * handshake is asked again what it is (revision 2026-07-28, basic/versioning).
     */
    private CompletionStage<Upstream> initializedOrProbed(Beginning beginning) {
        return opened(beginning)
                .thenCompose(upstream -> closedOnFailure(upstream, initialize(upstream, beginning.profile()))
                        .exceptionallyCompose(failure -> {
                            eras.forget(beginning.server());
                            return opened(beginning)
                                    .thenCompose(anew -> closedOnFailure(anew, probed(beginning, anew, false)));
                        }));
    }

    private CompletionStage<Upstream> opened(Beginning beginning) {
        ServerDefinition server = beginning.server();
        CapabilityProfile profile = beginning.profile();
        WorkloadEntry entry;
        try {
            entry = table.starting(server, beginning.hears());
        } catch (GatewayException e) {
            return CompletableFuture.failedFuture(e);
        }
        ClientFacts own = new ClientFacts(JsonText.of(profile.canonical()), clientInfo, JsonText.of(""));
        Upstream upstream = new Upstream(server.name(), profile, own, limits.call(), limits.pendingPerServer(), entry);
        entry.begins(upstream);
        return closedOnFailure(upstream, opener.open(beginning, upstream, entry).thenApply(link -> {
            upstream.attach(link, beginning.server().plan() instanceof LaunchPlan.Reach);
            return upstream;
        }));
    }

    /** What could not be greeted is of no use, and nobody else would end it. */
    private static CompletionStage<Upstream> closedOnFailure(Upstream upstream, CompletionStage<Upstream> step) {
        return step.whenComplete((done, failure) -> {
            if (failure != null) {
                upstream.close();
            }
        });
    }

    private CompletionStage<Upstream> initialize(Upstream upstream, CapabilityProfile profile) {
        return Handshake.initialize(upstream, profile, clientInfo, limits.serverStart())
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(withLastWords(upstream, failure)));
    }

    /** A server that hangs has often said why. */
    private static Throwable withLastWords(Upstream upstream, Throwable failure) {
        String words = upstream.lastWords();
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof GatewayException known && known.code() == ErrorCode.TIMEOUT && !words.isEmpty()
                ? new GatewayException(known.code(), known.getMessage() + "; its last output: " + words, known)
                : failure;
    }

    /**
     * Asks the server what it is. One that answers goes on in the same conversation, whatever its era; one that ended over
     * the question, as some do, or kept silent, is started once more.
     */
    private CompletionStage<Upstream> probed(Beginning beginning, Upstream upstream, boolean known) {
        Duration patience = known ? limits.serverStart() : limits.eraProbe();
        return Handshake.probe(upstream, patience)
                .handle((probe, failure) -> {
                    if (failure != null) {
                        boolean exited = isProgram(beginning.server().plan()) && !upstream.isOpen();
                        return exited
                                ? again(beginning, EraVerdict.Reason.EXIT)
                                : CompletableFuture.<Upstream>failedFuture(failure);
                    }
                    return switch (probe) {
                        case MODERN -> {
                            eras.found(beginning.server(), Era.MODERN, EraVerdict.Reason.ANSWER);
                            yield CompletableFuture.completedFuture(upstream);
                        }
                        case LEGACY ->
                            initialize(upstream, beginning.profile()).thenApply(done -> {
                                eras.found(beginning.server(), Era.LEGACY, EraVerdict.Reason.ANSWER);
                                return done;
                            });
                        case SILENT -> {
                            upstream.close();
                            yield again(beginning, EraVerdict.Reason.SILENCE);
                        }
                    };
                })
                .thenCompose(next -> next);
    }

    /** Whether there is a program behind the link that may end over a question. */
    private static boolean isProgram(LaunchPlan plan) {
        return plan instanceof LaunchPlan.Run || plan instanceof LaunchPlan.Attach;
    }

    private CompletionStage<Upstream> again(Beginning beginning, EraVerdict.Reason reason) {
        return opened(beginning)
                .thenCompose(upstream -> closedOnFailure(upstream, initialize(upstream, beginning.profile())))
                .thenApply(upstream -> {
                    eras.found(beginning.server(), Era.LEGACY, reason);
                    return upstream;
                });
    }
}
