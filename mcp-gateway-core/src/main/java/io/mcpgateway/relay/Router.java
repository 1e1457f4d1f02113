package io.mcpgateway.relay;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.model.Exchange;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.settings.Limits;
import io.mcpgateway.upstream.Pool;
import io.mcpgateway.view.Target;
import io.mcpgateway.view.Views;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Finds the server that owns what a request names, and takes the request there, through policy and interceptors. Thread-
 * safe; has no state of its own but a count.
 */
public final class Router {
    private final Pipeline pipeline;
    private final ServerLeases leases;
    private final Targets targets;
    private final Forwarding forwarding;
    private final ListRequests lists;
    private final CompletionRequests completions;
    private final TaskRequests tasks;
    private final OpenCalls calls = new OpenCalls();

    /** A router; the parts are owned by the caller. */
    public Router(Views views, Pool pool, Pipeline pipeline, Limits limits, Parking parking) {
        this.leases = new ServerLeases(pool, limits.pendingPerServer());
        this.pipeline = pipeline;
        this.targets = new Targets(views, limits.listingWait());
        this.forwarding = new Forwarding(leases, pipeline, parking);
        this.lists = new ListRequests(views, pipeline, limits);
        this.completions = new CompletionRequests(targets, leases, pipeline, parking);
        this.tasks = new TaskRequests(leases, pipeline, parking);
    }

    /** The requests that are under way; whoever brings one here counts it. */
    public OpenCalls calls() {
        return calls;
    }

    /** Whether this takes requests of the method. */
    public static boolean handles(String method) {
        return switch (method) {
            case "tools/list",
                    "prompts/list",
                    "resources/list",
                    "resources/templates/list",
                    "tools/call",
                    "prompts/get",
                    "resources/read",
                    "completion/complete" -> true;
            default -> TaskSupport.handles(method);
        };
    }

    /** How many requests wait for a workload of a server. */
    public int waiting(String server) {
        return leases.waiting(server);
    }

    /** Answers a request whose method is {@link #handles}d. Neither throws nor completes exceptionally. */
    public CompletionStage<Outcome> handle(Request request) {
        try {
            return route(request)
                    .exceptionally(e -> pipeline.fault(request.envelope().method(), "", e));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(
                    pipeline.fault(request.envelope().method(), "", e));
        }
    }

    private CompletionStage<Outcome> route(Request request) {
        return switch (request.envelope().method()) {
            case "tools/call" -> named(request, Exchange.Kind.CALL);
            case "prompts/get" -> named(request, Exchange.Kind.PROMPT);
            case "resources/read" -> read(request);
            case "completion/complete" -> completions.answer(request);
            case "tasks/get", "tasks/result", "tasks/cancel", "tasks/update", "tasks/list" -> tasks.answer(request);
            default -> lists.answer(request);
        };
    }

    private CompletionStage<Outcome> named(Request request, Exchange.Kind kind) {
        String name = request.envelope().paramString(Envelope.NAME);
        if (name == null) {
            return Refusals.invalid("Invalid params: 'name' is missing or not a string");
        }
        boolean tool = kind == Exchange.Kind.CALL;
        return targets.find(
                        request.requester(),
                        view -> tool ? view.tools().get(name) : view.prompts().get(name))
                .thenCompose(target -> target == null
                        ? Refusals.unknown(tool ? "tool" : "prompt", name)
                        : forwarding.forward(request, kind, target, Envelope.NAME));
    }

    private CompletionStage<Outcome> read(Request request) {
        String uri = request.envelope().paramString(Envelope.URI);
        if (uri == null) {
            return Refusals.invalid("Invalid params: 'uri' is missing or not a string");
        }
        if (uri.length() > Targets.LONGEST_URI) {
            return Refusals.invalid("Invalid params: 'uri' is longer than " + Targets.LONGEST_URI);
        }
        return targets.ownerOf(request.requester(), uri)
                .thenCompose(target -> target == null
                        ? Refusals.notFound(uri)
                        : forwarding.forward(request, Exchange.Kind.READ, target, Envelope.URI));
    }

    /** The server that owns a URI; null if nobody does. */
    CompletionStage<@Nullable Target> ownerOf(Requester requester, String uri) {
        return uri.length() > Targets.LONGEST_URI
                ? CompletableFuture.completedFuture(null)
                : targets.ownerOf(requester, uri);
    }
}
