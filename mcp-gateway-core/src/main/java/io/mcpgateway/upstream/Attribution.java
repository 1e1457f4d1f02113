package io.mcpgateway.upstream;

import io.mcpgateway.model.JsonText;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whose a message of a server is that names no request: one client must not hear what is meant for another.
 * Thread-safe; whether there were several clients is the only state.
 */
final class Attribution {
    private static final String SEVERAL = "\n"; // no session key

    private final String server;
    private final PendingCalls pending;
    private final Upstream.Events events;
    /** The session that all calls came from; empty before the first, {@link #SEVERAL} if there were two. */
    private volatile String soleSession = "";

    Attribution(String server, PendingCalls pending, Upstream.Events events) {
        this.server = server;
        this.pending = pending;
        this.events = events;
    }

    /** Remembers whether calls came from one session only. */
    void calledBy(String session) {
        if (session.isEmpty() || soleSession.equals(session)) {
            return;
        }
        synchronized (this) {
            if (!soleSession.equals(session)) {
                soleSession = soleSession.isEmpty() ? session : SEVERAL;
            }
        }
    }

    /**
     * A log message, or what we do not know: it names no request, and may speak of one that has ended. On a stream of its
     * own it belongs to that request, and to nobody if that has ended. Else it goes to the youngest call in flight if no
     * other session has ever called here, or to nobody.
     *
     * @param stream the id of the request whose stream it came on; 0 if it came on none
     */
    void notified(String method, @Nullable JsonText params, long stream) {
        UpstreamCall owner = stream > 0 ? pending.get(stream) : null;
        if (owner != null && !owner.session().isEmpty()) {
            owner.notified(method, params);
            return;
        }
        if (hasEnded(owner, stream) || soleSession.equals(SEVERAL)) {
            return;
        }
        List<UpstreamCall> calls = pending.ofClients();
        if (calls.isEmpty()) {
            events.notification(method, params);
        } else {
            calls.get(calls.size() - 1).notified(method, params);
        }
    }

    private static boolean hasEnded(@Nullable UpstreamCall owner, long stream) {
        return stream > 0 && owner == null;
    }

    /**
     * Who is to take a question. On a stream of its own the question belongs to that request, and is refused if that has
     * ended. Else, if no other session has ever called here, it belongs to the call whose client waits now, and, if there
     * are several and the client does not mind which of its streams it is asked on, to the youngest. Which of several
     * clients a server means, nobody can know, not even with one call in flight: the question may be that of a call which
     * has been cancelled. Then it is refused.
     *
     * @param stream the id of the request whose stream it came on; 0 if it came on none
     */
    Predicate<Question> takerOfQuestion(long stream) {
        UpstreamCall owner = stream > 0 ? pending.get(stream) : null;
        if (owner != null) {
            return owner::asked;
        }
        if (hasEnded(owner, stream)) {
            return Attribution::tooLate;
        }
        List<UpstreamCall> calls = pending.ofClients();
        if (calls.isEmpty()) {
            return events::asked;
        }
        UpstreamCall meant = oneOf(calls);
        return meant == null ? this::ambiguous : meant::asked;
    }

    /**
     * The only session for whose next call a question can wait: empty if none has called yet, null if there were several, so
     * that it cannot be told whose it is.
     */
    @Nullable
    String soleSession() {
        String sole = soleSession;
        return sole.equals(SEVERAL) ? null : sole;
    }

    private @Nullable UpstreamCall oneOf(List<UpstreamCall> calls) {
        if (soleSession.equals(SEVERAL)) {
            return null;
        }
        List<UpstreamCall> waiting =
                calls.stream().filter(UpstreamCall::isWaitedFor).toList();
        List<UpstreamCall> candidates = waiting.isEmpty() ? calls : waiting;
        UpstreamCall youngest = candidates.get(candidates.size() - 1);
        return waiting.size() <= 1 || youngest.sharesSession() ? youngest : null;
    }

    private static boolean tooLate(Question question) {
        question.refuse(Question.NOBODY_TO_ASK, "The request that this belongs to has ended");
        return true;
    }

    private boolean ambiguous(Question question) {
        events.noise("Server '" + server + "' asks " + question.method()
                + " while several clients' requests are in flight; it cannot be told whom it means");
        question.refuse(
                Question.NOBODY_TO_ASK, "Several requests are in flight; it cannot be told to which this belongs");
        return true;
    }
}
