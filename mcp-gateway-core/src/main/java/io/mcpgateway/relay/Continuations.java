package io.mcpgateway.relay;

import io.mcpgateway.json.Canonical;
import io.mcpgateway.json.Entries;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.JsonText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway writes into {@code requestState} (revision 2026-07-28, basic/patterns/mrtr): which parked call a retry
 * goes on with, or the state that a modern server gave. Sealed, and bound to principal, method, server, target, capability
 * profile and params, so that it is of no use for any other request; it expires. Thread-safe.
 */
final class Continuations {
    private static final Set<String> NOT_BOUND = Set.of("_meta", "inputResponses", "requestState");
    private static final char PARKED = 'P';
    private static final char GIVEN = 'S';

    private final Seal seal = new Seal();
    private final Duration life;

    Continuations(Duration life) {
        this.life = life;
    }

    /**
     * What a retry brings back.
     *
     * @param ticket of the parked call, for this round; or empty
     * @param state the server's own state, or empty text if there is a ticket
     */
    record Continuation(String ticket, String state) {
        boolean isParked() {
            return !ticket.isEmpty();
        }
    }

    /** The state that leads back to a parked call. */
    String toParked(Request request, String server, String target, String ticket) throws MalformedMessageException {
        return seal.seal(PARKED + "\n" + expiry() + "\n" + ticket, binding(request, server, target));
    }

    /** The state that carries a server's own. */
    String around(Request request, String server, String target, String state) throws MalformedMessageException {
        return seal.seal(GIVEN + "\n" + expiry() + "\n" + state, binding(request, server, target));
    }

    /** Reads the state of a retry; null if it is not one of ours, not of this request, or too old. */
    @Nullable
    Continuation open(Request request, String server, String target, String state) throws MalformedMessageException {
        String content = seal.open(state, binding(request, server, target));
        if (content == null) {
            return null;
        }
        String[] parts = content.split("\n", 3);
        if (Long.parseLong(parts[1]) < System.currentTimeMillis()) {
            return null;
        }
        return content.charAt(0) == GIVEN ? new Continuation("", parts[2]) : new Continuation(parts[2], "");
    }

    private long expiry() {
        return System.currentTimeMillis() + life.toMillis();
    }

    private static String binding(Request request, String server, String target) throws MalformedMessageException {
        return String.join(
                "\n",
                Messages.quote(request.client().principal()).toString(),
                request.envelope().method(),
                Messages.quote(server).toString(),
                Messages.quote(target).toString(),
                request.profile().canonical(),
                request.digest());
    }

    /** A digest of what the params of a retry have in common with those of the request that it repeats. */
    static String digest(@Nullable JsonText params) throws MalformedMessageException {
        StringBuilder bound = new StringBuilder("{");
        if (params != null) {
            for (Entries.Entry entry : Entries.of(params)) {
                if (!NOT_BOUND.contains(entry.name())) {
                    bound.append(bound.length() > 1 ? "," : "")
                            .append(entry.key())
                            .append(':')
                            .append(entry.value());
                }
            }
        }
        String canonical = Canonical.of(JsonText.of(bound.append('}').toString()));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
