package io.mcpgateway.http;

import io.mcpgateway.model.JsonText;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The requests of a servlet that are in flight: how many there may be, and their bodies. Thread-safe; it owns the set. */
final class Intake {
    private final GatewayServletOptions options;
    private final Set<HttpReply> replies = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inFlight = new AtomicInteger();

    Intake(GatewayServletOptions options) {
        this.options = options;
    }

    /** Takes a request in and reads its body without blocking; refuses it if there are too many. */
    void take(
            HttpServletRequest request,
            HttpServletResponse response,
            boolean json,
            boolean events,
            Consumer<Taken> taker)
            throws IOException {
        if (inFlight.incrementAndGet() > options.maxRequests()) {
            inFlight.decrementAndGet();
            response.setHeader("Retry-After", "1");
            PlainText.answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "Too many requests in flight");
            return;
        }
        HttpReply reply = new HttpReply(async(request), options, json, events, this::done);
        replies.add(reply);
        request.getInputStream()
                .setReadListener(new BodyReader(
                        request.getInputStream(),
                        request.getContentLengthLong(),
                        options.maxBodyBytes(),
                        reply,
                        body -> taker.accept(new Taken(body, reply))));
    }

    /** A request whose body is there. */
    record Taken(JsonText body, HttpReply reply) {}

    static AsyncContext async(HttpServletRequest request) {
        AsyncContext context = request.startAsync();
        context.setTimeout(0); // how long something may take is the gateway's to say
        return context;
    }

    private void done(HttpReply reply) {
        if (replies.remove(reply)) {
            inFlight.decrementAndGet();
        }
    }

    /** The answers under way, for the ticker. */
    Set<HttpReply> replies() {
        return replies;
    }

    int inFlight() {
        return inFlight.get();
    }

    void abort() {
        replies.forEach(HttpReply::abort);
    }
}
