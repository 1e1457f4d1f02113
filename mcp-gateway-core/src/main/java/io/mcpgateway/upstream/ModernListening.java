package io.mcpgateway.upstream;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.upstream.Listen.Filter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one {@code subscriptions/listen} at a server of the modern era (specification 2026-07-28, basic/patterns/
 * subscriptions). When the wishes change it is opened anew: once for all changes of a breath, never twice at a time, and the
 * former one is cancelled when the server has acknowledged its successor, so that nothing is missed in between. Thread-safe;
 * the monitor guards the wishes and both streams, and is not held while a message is sent or a wish is answered.
 */
final class ModernListening {
    private static final Duration FOR_EVER = Duration.ofDays(365);
    private static final long BREATH_MILLIS = 20;
    /** The specification demands an acknowledgement; a server that owes it for so long is taken at its deeds. */
    private static final long ACKNOWLEDGEMENT = Duration.ofSeconds(5).toNanos();

    private static final long HEARING_MILLIS = 1000;

    private static final Outcome AGREED = Outcome.result(JsonText.emptyObject());

    private final Upstream upstream;
    private final Upstream.Events events;
    private final LongSupplier nanos;

    // Guarded by this, as is what is in it.
    private final Wishes wishes = new Wishes();
    private final Pause pause;
    private boolean lists;
    private boolean breathing;
    private @Nullable Listen opening;
    private long opened;
    private @Nullable Listen current;
    /** What was told of until its stream ended, and may have changed since. */
    private final Set<String> missed = new LinkedHashSet<>();

    private boolean missedLists;
    /** Done when the first stream has begun or will not. */
    private final CompletableFuture<Void> heardOfLists = new CompletableFuture<>();

    private @Nullable Filter refused;

    ModernListening(Upstream upstream, Upstream.Events events) {
        this(upstream, events, System::nanoTime);
    }

    ModernListening(Upstream upstream, Upstream.Events events, LongSupplier nanos) {
        this.upstream = upstream;
        this.events = events;
        this.nanos = nanos;
        this.pause = new Pause(nanos);
    }

    /** At once, without a breath: the lists are asked for next, and a change after that must not be missed. */
    void toLists() {
        synchronized (this) {
            lists = true;
        }
        reopen();
        if (!isOpening()) {
            heardOfLists.complete(null); // it has no list that changes
        }
    }

    private synchronized boolean isOpening() {
        return opening != null;
    }

    /** See {@link Listening#heardOfLists}. */
    CompletionStage<Void> heardOfLists() {
        synchronized (this) {
            if (!lists) {
                return CompletableFuture.completedFuture(null);
            }
        }
        return heardOfLists.copy().completeOnTimeout(null, HEARING_MILLIS, TimeUnit.MILLISECONDS);
    }

    CompletionStage<Outcome> subscribe(String uri) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        synchronized (this) {
            if (wishes.tooMany(uri)) {
                return CompletableFuture.completedFuture(Outcome.failure(new GatewayException(
                        ErrorCode.LIMIT, "Server '" + upstream.server() + "' is to tell of too many resources")));
            }
            if (opening == null && current != null && current.filter().uris().contains(uri)) {
                wishes.add(uri);
                return CompletableFuture.completedFuture(AGREED);
            }
            wishes.add(uri, outcome);
        }
        plan();
        return outcome;
    }

    void unsubscribe(String uri) {
        synchronized (this) {
            wishes.remove(uri);
            if (wishes.has(uri)) {
                return;
            }
            missed.remove(uri);
        }
        plan();
    }

    /** Begins again what has ended, and goes on without an acknowledgement that does not come. */
    void tick() {
        Listen silent;
        synchronized (this) {
            silent = opening != null && nanos.getAsLong() - opened > ACKNOWLEDGEMENT ? opening : null;
        }
        if (silent != null) {
            events.noise("Server '" + upstream.server() + "' does not acknowledge a subscription");
            begun(silent, silent.filter().uris());
        }
        reopen();
    }

    /** Looks at the wishes after a breath, in which they may change again. */
    private void plan() {
        synchronized (this) {
            if (breathing || opening != null) {
                return; // it will be looked at
            }
            breathing = true;
        }
        CompletableFuture.delayedExecutor(BREATH_MILLIS, TimeUnit.MILLISECONDS).execute(() -> {
            synchronized (this) {
                breathing = false;
            }
            reopen();
        });
    }

    private void reopen() {
        Listen needless = null;
        Listen next = null;
        List<Runnable> answers = new ArrayList<>();
        synchronized (this) {
            ServerHello hello = upstream.hello();
            // Whoever waits is answered now, be it with a failure.
            if (opening != null
                    || hello == null
                    || (!wishes.areWaitedFor() && !(upstream.isOpen() && pause.isOver()))) {
                return;
            }
            Filter wanted = wanted(hello);
            Filter had = current == null ? Filter.NOTHING : current.filter();
            if (wanted.equals(had)) {
                wishes.answer(had.uris(), AGREED, answers);
            } else if (wanted.equals(Filter.NOTHING)) {
                needless = current;
                current = null;
            } else if (wishes.areWaitedFor() || !wanted.equals(refused)) {
                next = new Listen(wanted, this::ended);
                opening = next;
                opened = nanos.getAsLong();
                pause.began();
            }
        }
        answers.forEach(Runnable::run);
        if (needless != null) {
            upstream.cancel(needless.id(), "nobody listens any more");
        }
        if (next != null) {
            upstream.call(next, FOR_EVER);
        }
    }

    private Filter wanted(ServerHello hello) {
        List<String> changing = new ArrayList<>();
        if (lists && hello.tools()) {
            changing.add("tools");
        }
        if (lists && hello.prompts()) {
            changing.add("prompts");
        }
        if (lists && hello.resources()) {
            changing.add("resources");
        }
        return new Filter(changing, wishes.uris());
    }

    /** The server has agreed to tell of what these params say; {@code stream} is 0 if there is one channel for all. */
    void acknowledged(JsonText params, long stream) {
        Listen listen;
        synchronized (this) {
            listen = opening;
        }
        long id = Listen.acknowledged(params, stream);
        if (listen != null && id > 0 && listen.id() == id) {
            begun(listen, listen.honoured(params));
        }
    }

    private void begun(Listen listen, Set<String> honoured) {
        Listen former;
        List<Runnable> answers = new ArrayList<>();
        synchronized (this) {
            if (opening != listen) {
                return;
            }
            former = current;
            current = listen;
            opening = null;
            refused = null;
            Set<String> left = new LinkedHashSet<>(listen.filter().uris());
            left.removeAll(honoured);
            wishes.answer(honoured, AGREED, answers);
            wishes.answer(left, unsupported(), answers);
            left.removeAll(wishes.uris()); // who has had it before goes on hoping
            listen.refused(left);
            missed.forEach(uri -> answers.add(() -> events.resourceUpdated(upstream, Listen.update(uri))));
            missed.clear();
            if (missedLists) {
                listen.filter()
                        .lists()
                        .forEach(list -> answers.add(
                                () -> events.listChanged(upstream, "notifications/" + list + "/list_changed")));
            }
            missedLists = false;
        }
        heardOfLists.complete(null);
        if (former != null) {
            upstream.cancel(former.id(), "replaced");
        }
        answers.forEach(Runnable::run);
        plan();
    }

    private Outcome unsupported() {
        return Outcome.failure(
                -32601, "Method not found: server '" + upstream.server() + "' does not tell of this resource");
    }

    /** It is over: that is no fault, but what it was to tell of may still be wanted. */
    private void ended(Listen listen, Outcome outcome, boolean forGood) {
        List<Runnable> answers = new ArrayList<>();
        synchronized (this) {
            if (listen == opening) {
                opening = null;
                wishes.answer(listen.filter().uris(), outcome, answers);
            } else if (listen == current) {
                current = null;
                listen.filter().uris().stream().filter(wishes::has).forEach(missed::add);
                missedLists |= !listen.filter().lists().isEmpty();
            } else {
                return; // it was replaced, and cancelled too late
            }
            refused = forGood ? listen.filter() : refused;
            pause.ended();
        }
        heardOfLists.complete(null);
        if (outcome instanceof Outcome.Failure failure && upstream.isOpen()) {
            events.noise("Server '" + upstream.server() + "' does not tell of changes: " + failure.message());
        }
        answers.forEach(Runnable::run);
        plan();
    }
}
