package io.mcpgateway.relay;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.json.Splice;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.Exchange;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.settings.GatewayOptions.Limits;
import io.mcpgateway.spi.Policy;
import io.mcpgateway.upstream.Lease;
import io.mcpgateway.upstream.Pool;
import io.mcpgateway.upstream.Upstream;
import io.mcpgateway.view.Target;
import io.mcpgateway.view.View;
import io.mcpgateway.view.Views;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Finds the server that owns what a request names, and takes the request there, through policy and interceptors. Thread-
 * safe; the counts of requests in flight per server are the only state.
 */
public final class Router {
    private static final int INVALID_PARAMS = -32602;
    private static final int RESOURCE_NOT_FOUND = -32002;
    /** Every template is compared with it, so that its length is multiplied. */
    private static final int LONGEST_URI = 8192;

    private static final Members.Index REF = Members.Index.guarded("type", "name", "uri");
    private static final int HEADER_MISMATCH = -32020;
    private static final Members.Index ARGUMENTS = Members.Index.guarded("arguments");
    private static final Members.Index RESPONSES = Members.Index.guarded("inputResponses");
    private static final JsonText NO_COMPLETION =
            JsonText.of("{\"completion\":{\"values\":[],\"total\":0,\"hasMore\":false}}");

    private final Views views;
    private final Pool pool;
    private final Pipeline pipeline;
    private final Limits limits;
    private final Parking parking;
    private final ListPages pages;
    private final Map<String, AtomicInteger> inFlight = new ConcurrentHashMap<>();

    /** A router; the parts are owned by the caller. */
    public Router(Views views, Pool pool, Pipeline pipeline, Limits limits, Parking parking) {
        this.views = views;
        this.pool = pool;
        this.pipeline = pipeline;
        this.limits = limits;
        this.parking = parking;
        this.pages = new ListPages(limits);
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
            default -> Tasks.handles(method);
        };
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
            case "completion/complete" -> complete(request);
            case "tasks/get", "tasks/result", "tasks/cancel", "tasks/update", "tasks/list" -> ofTask(request);
            default -> list(request);
        };
    }

    // ---- lists ----

    private CompletionStage<Outcome> list(Request request) {
        Envelope envelope = request.envelope();
        String list = listMember(envelope.method());
        Members params = envelope.inParams();
        ListCursor from = null;
        if (params != null && params.has(Envelope.CURSOR)) {
            String text = params.string(Envelope.CURSOR);
            from = text == null ? null : ListCursor.parse(list, text);
            if (from == null) {
                return invalid("Invalid cursor");
            }
        }
        ListCursor place = from;
        JsonText given = params == null ? JsonText.emptyObject() : params.text();
        Exchange exchange =
                Exchange.of(Exchange.Kind.LIST, envelope.method(), request.client(), request.profile(), "", "", given);
        return pipeline.run(
                exchange,
                passed -> views.settled(request.profile(), limits.listingWait())
                        .thenCompose(settled -> listed(request, list, place)));
    }

    private static String listMember(String method) {
        return switch (method) {
            case "tools/list" -> "tools";
            case "prompts/list" -> "prompts";
            case "resources/list" -> "resources";
            default -> "resourceTemplates";
        };
    }

    private CompletionStage<Outcome> listed(Request request, String list, @Nullable ListCursor from) {
        View view = views.show(request.profile(), request.client().sessionKey());
        return switch (list) {
            case "tools" -> listed(request, list, from, view, view.tools(), view.toolList());
            case "prompts" -> listed(request, list, from, view, view.prompts(), view.promptList());
            case "resources" -> listed(request, list, from, view, view.resources(), view.resourceList());
            default -> listed(request, list, from, view, view.templates(), view.templateList());
        };
    }

    private CompletionStage<Outcome> listed(
            Request request,
            String list,
            @Nullable ListCursor from,
            View view,
            Map<String, Target> items,
            JsonText all) {
        return pipeline.visible(request.client(), items.values())
                .thenApply(visible -> pages.page(
                        list,
                        visible,
                        visible.size() == items.size() ? all : View.array(visible),
                        view.beside(list),
                        from));
    }

    // ---- targets ----

    private CompletionStage<Outcome> named(Request request, Exchange.Kind kind) {
        String name = request.envelope().paramString(Envelope.NAME);
        if (name == null) {
            return invalid("Invalid params: 'name' is missing or not a string");
        }
        boolean tool = kind == Exchange.Kind.CALL;
        return find(
                        request,
                        view -> tool ? view.tools().get(name) : view.prompts().get(name))
                .thenCompose(target -> target == null
                        ? invalid("Unknown " + (tool ? "tool" : "prompt") + ": " + cut(name))
                        : forward(request, kind, target, Envelope.NAME));
    }

    private CompletionStage<Outcome> read(Request request) {
        String uri = request.envelope().paramString(Envelope.URI);
        if (uri == null) {
            return invalid("Invalid params: 'uri' is missing or not a string");
        }
        if (uri.length() > LONGEST_URI) {
            return invalid("Invalid params: 'uri' is longer than " + LONGEST_URI);
        }
        return find(request, view -> owner(request, view, uri))
                .thenCompose(target -> target == null
                        ? CompletableFuture.completedFuture(notFound(uri))
                        : forward(request, Exchange.Kind.READ, target, Envelope.URI));
    }

    /** The server that owns a URI; null if nobody does. */
    CompletionStage<@Nullable Target> ownerOf(Request request, String uri) {
        return uri.length() > LONGEST_URI
                ? CompletableFuture.completedFuture(null)
                : find(request, view -> owner(request, view, uri));
    }

    /** A URI that a server returned to this session is read from that server; else from the first that lists it. */
    private static @Nullable Target owner(Request request, View view, String uri) {
        String returnedBy = request.uriOwners().ownerOf(uri);
        if (returnedBy != null) {
            Target own = view.server(returnedBy)
                    .map(server -> new Target(server, uri, uri, JsonText.emptyObject()))
                    .orElse(null);
            if (own != null) {
                return own;
            }
        }
        return view.ownerOf(uri);
    }

    private static Outcome notFound(String uri) {
        return new Outcome.Failure(
                RESOURCE_NOT_FOUND,
                "Resource not found",
                JsonText.of("{\"code\":" + RESOURCE_NOT_FOUND + ",\"message\":\"Resource not found\",\"data\":{\"uri\":"
                        + Messages.quote(uri) + "}}"));
    }

    private CompletionStage<Outcome> complete(Request request) {
        Members params = request.envelope().inParams();
        JsonText ref = params == null ? null : params.get(Envelope.REF);
        if (ref == null) {
            return invalid("Invalid params: 'ref' is missing");
        }
        try {
            Members members = Members.of(ref, REF);
            boolean prompt = "ref/prompt".equals(members.string(0));
            int member = prompt ? 1 : 2;
            String key = members.string(member);
            JsonText keyText = members.get(member);
            if (key == null || keyText == null) {
                return invalid("Invalid params: 'ref' names neither a prompt nor a resource");
            }
            if (key.length() > LONGEST_URI) {
                return invalid("Invalid params: 'ref' is longer than " + LONGEST_URI);
            }
            return find(request, view -> prompt ? view.prompts().get(key) : templateOrResource(view, key))
                    .thenCompose(target -> target == null
                            ? invalid("Unknown " + (prompt ? "prompt" : "resource") + ": " + cut(key))
                            : forwardCompletion(request, target, keyText, member));
        } catch (MalformedMessageException e) {
            return invalid(e.getMessage());
        }
    }

    private static @Nullable Target templateOrResource(View view, String key) {
        Target template = view.templates().get(key);
        return template != null ? template : view.ownerOf(key);
    }

    private CompletionStage<Outcome> forwardCompletion(
            Request request, Target target, JsonText keyText, int keyMember) {
        Exchange exchange = exchange(request, Exchange.Kind.COMPLETE, target);
        return pipeline.run(
                exchange,
                passed -> counted(request, target, lease -> {
                    var hello = lease.upstream().hello();
                    if (hello != null && !hello.features().completions()) {
                        lease.release();
                        return CompletableFuture.completedFuture(Outcome.result(NO_COMPLETION));
                    }
                    try {
                        JsonText key = passed.params() == exchange.params()
                                ? keyText
                                : keyOfRef(exchange, passed, target, keyMember);
                        JsonText params = target.exposed().equals(target.original())
                                ? passed.params()
                                : new Splice(passed.params())
                                        .replace(key, Messages.quote(target.original()))
                                        .apply();
                        return ServerCall.send(
                                parking,
                                request,
                                lease,
                                new ServerCall.Call(exchange.method(), target.exposed(), params, Map.of(), false));
                    } catch (MalformedMessageException e) {
                        lease.release();
                        return madeInvalid(e);
                    }
                }));
    }

    /** Where params that an interceptor has changed name the target, which must be the one they named before. */
    private static JsonText keyOfRef(Exchange asked, Exchange passed, Target target, int keyMember)
            throws MalformedMessageException {
        JsonText ref = Members.of(passed.params(), Members.Index.guarded("ref")).get(0);
        Members members = Members.of(ref == null ? JsonText.emptyObject() : ref, REF);
        JsonText key = members.get(keyMember);
        if (key == null || !target.exposed().equals(members.string(keyMember))) {
            throw retargeted(asked);
        }
        return key;
    }

    private static GatewayException retargeted(Exchange asked) {
        return new GatewayException(
                ErrorCode.DENIED, "An interceptor changed the target of " + asked.method() + ", which it may not");
    }

    private static CompletionStage<Outcome> madeInvalid(MalformedMessageException e) {
        return CompletableFuture.completedFuture(Outcome.failure(
                new GatewayException(ErrorCode.INTERNAL, "An interceptor made invalid params: " + e.getMessage(), e)));
    }

    /** Foreign text, short enough for a message. */
    private static String cut(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    /** Looks in what is known; if it is not there and servers are still being listed, looks again when they are. */
    private CompletionStage<@Nullable Target> find(Request request, Lookup lookup) {
        boolean settled = views.isSettled(request.profile()); // before the look: a listing may end in between
        Target known =
                lookup.in(views.current(request.profile(), request.client().sessionKey()));
        if (known != null || settled) {
            return CompletableFuture.completedFuture(known);
        }
        return views.settled(request.profile(), limits.listingWait())
                .thenApply(done -> lookup.in(
                        views.current(request.profile(), request.client().sessionKey())));
    }

    @FunctionalInterface
    private interface Lookup {
        @Nullable
        Target in(View view);
    }

    // ---- tasks ----

    private CompletionStage<Outcome> ofTask(Request request) {
        Outcome refusal = Tasks.refusal(request);
        if (refusal != null) {
            return CompletableFuture.completedFuture(refusal);
        }
        if (request.envelope().method().equals("tasks/list")) {
            return parking.tasks().list(request, (task, about) -> ofTask(about, task));
        }
        try {
            Tasks.Held task = parking.tasks().of(request);
            return task == null ? CompletableFuture.completedFuture(Tasks.unknown()) : ofTask(request, task);
        } catch (MalformedMessageException e) {
            return invalid(String.valueOf(e.getMessage()));
        }
    }

    private CompletionStage<Outcome> ofTask(Request request, Tasks.Held task) {
        JsonText given = request.envelope().params();
        Exchange exchange = Exchange.of(
                Exchange.Kind.CALL,
                request.envelope().method(),
                request.client(),
                request.profile(),
                task.target(),
                task.server(),
                given == null ? JsonText.emptyObject() : given);
        return pipeline.run(
                exchange,
                passed -> ServerCall.send(
                                parking,
                                request,
                                task.lease().share(),
                                new ServerCall.Call(exchange.method(), task.target(), passed.params(), Map.of(), false))
                        .thenApply(outcome -> {
                            parking.tasks().answered(request, task, outcome);
                            return outcome;
                        }));
    }

    // ---- forwarding ----

    private CompletionStage<Outcome> forward(Request request, Exchange.Kind kind, Target target, int keyMember) {
        Continuations.Continuation retry;
        try {
            retry = continuation(request, target);
        } catch (MalformedMessageException e) {
            return invalid(String.valueOf(e.getMessage()));
        }
        String violation = headerViolation(request, target);
        if (violation != null) {
            return CompletableFuture.completedFuture(Outcome.failure(HEADER_MISMATCH, violation));
        }
        Exchange exchange = exchange(request, kind, target);
        return pipeline.run(exchange, passed -> {
            JsonText params;
            try {
                params = rename(exchange, passed, target, keyMember);
                if (retry != null && retry.isParked()) {
                    return resume(request, retry, params);
                }
                if (retry != null) {
                    params = InputRounds.paramsWithState(params, retry.state());
                }
            } catch (MalformedMessageException e) {
                return madeInvalid(e);
            }
            JsonText sent = params;
            return counted(
                    request,
                    target,
                    lease -> ServerCall.send(parking, request, lease, call(request, lease.upstream(), target, sent)));
        });
    }

    /**
     * What is sent. A tool of a legacy server that can only be called as a task is called so for a modern client, which
     * cannot ask for that, and the gateway fetches the result.
     */
    private static ServerCall.Call call(Request request, Upstream upstream, Target target, JsonText params) {
        String method = request.envelope().method();
        if (target.needsTask() && request.era() == Era.MODERN && !upstream.isModern()) {
            JsonText asTask = new Splice(params).prepend(params, "\"task\":{}").apply();
            return new ServerCall.Call(method, target.exposed(), asTask, Map.of(), true);
        }
        return new ServerCall.Call(
                method,
                target.exposed(),
                params,
                upstream.mirrorsArguments() ? mirrored(target, params) : Map.of(),
                false);
    }

    /** What the headers of a modern request say otherwise than its arguments, or null. */
    private static @Nullable String headerViolation(Request request, Target target) {
        Map<String, String> headers = request.paramHeaders();
        if (headers == null || request.era() != Era.MODERN || target.headers().isEmpty()) {
            return null;
        }
        Members params = request.envelope().inParams();
        return target.headers().violation(params == null ? null : params.get(Envelope.ARGUMENTS), headers);
    }

    private static Map<String, String> mirrored(Target target, JsonText params) {
        if (target.headers().isEmpty()) {
            return Map.of();
        }
        try {
            return target.headers().of(Members.of(params, ARGUMENTS).get(0));
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("The params were scanned before", e);
        }
    }

    /** What a retry goes on with; null if the request is no retry. */
    private Continuations.@Nullable Continuation continuation(Request request, Target target)
            throws MalformedMessageException {
        Members params = request.envelope().inParams();
        if (request.era() != Era.MODERN || params == null || !params.has(Envelope.REQUEST_STATE)) {
            return null;
        }
        String state = params.string(Envelope.REQUEST_STATE);
        Continuations.Continuation opened =
                state == null ? null : parking.continuations().open(request, target.exposed(), state);
        if (opened == null) {
            throw new GatewayException(
                    ErrorCode.NOT_FOUND,
                    "Invalid requestState: it was not given for this request, was altered, or is too old");
        }
        return opened;
    }

    private CompletionStage<Outcome> resume(Request request, Continuations.Continuation retry, JsonText params)
            throws MalformedMessageException {
        Rounds rounds = parking.take(retry.ticket());
        return rounds == null
                ? CompletableFuture.completedFuture(Rounds.used())
                : rounds.resume(request, Members.of(params, RESPONSES).get(0));
    }

    private static Exchange exchange(Request request, Exchange.Kind kind, Target target) {
        JsonText params = request.envelope().params();
        return Exchange.of(
                kind,
                request.envelope().method(),
                request.client(),
                request.profile(),
                target.exposed(),
                target.server().name(),
                params == null ? JsonText.emptyObject() : params);
    }

    /** The params with the server's own name for the target. Params that an interceptor has changed must still name it. */
    private static JsonText rename(Exchange asked, Exchange passed, Target target, int keyMember)
            throws MalformedMessageException {
        JsonText params = passed.params();
        boolean changed = params != asked.params();
        if (!changed && target.exposed().equals(target.original())) {
            return params;
        }
        Members members = Members.of(params, Members.Index.guarded(keyMember == Envelope.NAME ? "name" : "uri"));
        if (!target.exposed().equals(members.string(0))) {
            throw retargeted(asked);
        }
        return new Splice(params)
                .replace(members.startOf(0), members.endOf(0), Messages.quote(target.original()))
                .apply();
    }

    private CompletionStage<Outcome> counted(Request request, Target target, OnLease then) {
        if (request.isCancelled()) {
            return ServerCall.cancelled();
        }
        String server = target.server().name();
        AtomicInteger count = inFlight.computeIfAbsent(server, name -> new AtomicInteger());
        if (count.incrementAndGet() > limits.pendingPerServer()) {
            count.decrementAndGet();
            return CompletableFuture.completedFuture(Outcome.failure(new GatewayException(
                    ErrorCode.LIMIT,
                    "Server '" + server + "' has " + limits.pendingPerServer() + " requests in flight already")));
        }
        return pool.lease(target.server(), request.profile(), request.client().sessionKey())
                .thenCompose(lease -> {
                    if (request.isCancelled()) {
                        lease.release();
                        return ServerCall.cancelled();
                    }
                    try {
                        return then.use(lease);
                    } catch (RuntimeException e) {
                        lease.release();
                        throw e;
                    }
                })
                .whenComplete((outcome, failure) -> count.decrementAndGet());
    }

    @FunctionalInterface
    private interface OnLease {
        CompletionStage<Outcome> use(Lease lease);
    }

    private static CompletionStage<Outcome> invalid(String message) {
        return CompletableFuture.completedFuture(Outcome.failure(INVALID_PARAMS, message));
    }

    /** What the policy is asked for a call to this target. */
    static Policy.Question question(Exchange exchange) {
        return new Policy.Question(
                Optional.of(exchange.client()), Policy.Action.CALL, exchange.server(), exchange.target());
    }
}
