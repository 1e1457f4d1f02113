package io.mcpgateway.http.client;

import io.mcpgateway.http.client.Exchange.Ending;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.Oversized;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.remote.Link.Message;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way to a server, and what comes back for it. A request ends in exactly one of: an answer, a failure,
 * silence after {@link #abandon()}. The client calls it on one thread at a time.
 */
abstract sealed class PostCall implements Exchange.Handler permits LegacyCall, ModernCall {
    /** A stream has no more to say after the answer; one that stays open then only costs a connection. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    final StreamableHttpLink link;
    final Message message;
    private volatile @Nullable Exchange exchange;
    private volatile Scheduler.@Nullable Task later;
    private volatile boolean abandoned;
    private volatile boolean answered;
    private volatile boolean over;

    PostCall(StreamableHttpLink link, Message message) {
        this.link = link;
        this.message = message;
    }

    /** Sends it, unless nobody waits any more. */
    final void start() {
        if (abandoned || link.isClosed()) {
            return;
        }
        try {
            run(post());
        } catch (GatewayException e) { // it cannot be sent as it is
            fail(e);
        }
    }

    /** The request that carries the message. */
    abstract Exchange post();

    /** A status that is an error, and no JSON-RPC error for this request with it. */
    void refused(Ending ending) {
        fail(ending.status(), link.remote().errors().status(ending.address(), ending.status(), ending.body()));
    }

    /** The stream of a request has ended before the answer. */
    abstract void streamEnded(Ending ending);

    /** The server took a message that has no answer. */
    void accepted() {}

    /** A message without an answer is through, well or not. */
    void settled() {}

    /** The answer has come, on whatever stream. */
    void answeredWith(Envelope answer) {}

    final void run(Exchange next) {
        exchange = next;
        next.start();
        if (abandoned) {
            next.abort();
        }
    }

    final void later(Runnable task, Duration delay) {
        later = link.remote()
                .client()
                .later(
                        () -> {
                            if (!abandoned && !link.isClosed()) {
                                task.run();
                            }
                        },
                        delay);
        if (abandoned) {
            cancelLater();
        }
    }

    private void cancelLater() {
        Scheduler.Task task = later;
        if (task != null) {
            task.cancel();
        }
    }

    /** Nobody waits any more: ends the exchange and says nothing. */
    final void abandon() {
        abandoned = true;
        Exchange current = exchange;
        if (current != null) {
            current.abort();
        }
        cancelLater();
        link.forget(message.id(), this);
    }

    final boolean isRequest() {
        return message.kind() == Message.Kind.REQUEST;
    }

    /** Whether this is a request that still waits for its answer. */
    final boolean isWaiting() {
        return isRequest() && !answered && !abandoned;
    }

    /** Hears its answer; only the first one counts. */
    final void answered(Envelope answer) {
        if (answered) {
            return;
        }
        answered = true;
        answeredWith(answer);
        if (!over) {
            cancelLater();
            later = link.remote().client().later(this::abandon, LINGER);
        }
    }

    @Override
    public final void event(String type, byte[] data) {
        if (type.equals("message") && data.length > 0 && !abandoned) {
            link.deliver(data, this);
        }
    }

    @Override
    public final void oversized(Oversized seen) {
        Exchange current = exchange;
        if (seen.request() || !isWaiting() || current == null) {
            link.noise("a message of " + seen.bytes() + " bytes, larger than the limit, was skipped");
            return;
        }
        current.refuse();
    }

    @Override
    public final void ended(Ending ending) {
        if (abandoned) {
            return;
        }
        if (answered) {
            done();
            return;
        }
        GatewayException failure = ending.failure();
        if (failure != null && failure.code() == ErrorCode.LIMIT) {
            fail(failure);
        } else if (ending.stream() && isRequest()) {
            streamEnded(ending);
        } else if (failure != null) {
            cutOff(failure);
        } else if (ending.succeeded()) {
            succeeded(ending);
        } else {
            error(ending);
        }
    }

    /** There was no whole response. */
    void cutOff(GatewayException failure) {
        fail(failure);
    }

    private void succeeded(Ending ending) {
        if (!isRequest()) {
            accepted();
            settled();
            return;
        }
        over = true;
        if (ending.body().length > 0) {
            link.deliver(ending.body(), this);
        }
        if (answered) {
            done();
            return;
        }
        fail(link.remote()
                .unavailable(ending.address(), "HTTP status " + ending.status() + " without an answer to the request"));
    }

    /** A JSON-RPC error for this very request tells more than we could. */
    private void error(Ending ending) {
        Optional<JsonText> error =
                isRequest() && mayAnswer(ending) ? Answers.error(message.id(), ending.body()) : Optional.empty();
        if (error.isPresent()) {
            over = true;
            link.deliver(error.get().toBytes(), this);
            done();
            return;
        }
        refused(ending);
    }

    /** Whether a JSON-RPC error in this response is about the request. */
    boolean mayAnswer(Ending ending) {
        return true;
    }

    private void done() {
        cancelLater();
        link.forget(message.id(), this);
    }

    final void fail(GatewayException cause) {
        fail(0, cause);
    }

    /** Ends it without an answer; with the status, if that is the reason. */
    final void fail(int status, GatewayException cause) {
        link.forget(message.id(), this);
        if (!isRequest()) {
            link.noise("a message that the server did not take: " + cause.getMessage());
            settled();
        } else if (status == 0) {
            link.failed(message.id(), cause);
        } else {
            link.refused(message.id(), status, cause);
        }
    }
}
