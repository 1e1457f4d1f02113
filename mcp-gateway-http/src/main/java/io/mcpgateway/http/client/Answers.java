package io.mcpgateway.http.client;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.JsonText;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what the body of a response says whose status is an error. Stateless. */
final class Answers {
    private static final Members.Index IN_ERROR = Members.Index.guarded("code", "message");
    private static final int CODE = 0;
    private static final int MESSAGE = 1;
    private static final String METHOD_NOT_FOUND = "-32601";
    private static final String SERVERS_OWN = "-32000";

    private Answers() {}

    /**
     * The JSON-RPC error in the body of the response to a request, if there is one: that of this request, or one without an
     * id, which can be meant for no other one. The id is filled in.
     */
    static Optional<JsonText> error(long id, byte[] body) {
        Envelope envelope = errorIn(body);
        if (envelope == null) {
            return Optional.empty();
        }
        if (envelope.id() == null) {
            return Optional.of(withId(id, envelope));
        }
        return envelope.numericId() == id ? Optional.of(envelope.text()) : Optional.empty();
    }

    /** An error without an id, as the answer to a request. */
    static JsonText withId(long id, Envelope envelope) {
        JsonText error = envelope.error();
        return Messages.error(
                JsonText.of(Long.toString(id)), error == null ? JsonText.emptyObject() : error, envelope.extras());
    }

    /**
     * Whether a response to a request that carried a session id says that the server does not know the session. The
     * specification's way to say so is 404; but 404 also goes with an unknown method. Many servers say it with 400 and an
     * error that speaks of the session and has no id or the code -32000, because an example of the official SDK does.
     */
    static boolean sessionLost(int status, long id, byte[] body) {
        if (status != 404 && status != 400) {
            return false;
        }
        Envelope envelope = errorIn(body);
        if (envelope == null) {
            return status == 404;
        }
        boolean ours = envelope.id() != null && envelope.numericId() == id;
        return status == 404
                ? !(ours && METHOD_NOT_FOUND.equals(codeOf(envelope)))
                : (!ours || SERVERS_OWN.equals(codeOf(envelope)))
                        && messageOf(envelope).contains("session");
    }

    private static @Nullable Envelope errorIn(byte[] body) {
        try {
            Envelope envelope = Envelope.scan(JsonText.of(body));
            return envelope.kind() == Envelope.Kind.ERROR ? envelope : null;
        } catch (MalformedMessageException e) {
            return null; // a page, a proxy's text, nothing
        }
    }

    private static String codeOf(Envelope envelope) {
        Members members = inError(envelope);
        JsonText code = members == null ? null : members.get(CODE);
        return code == null ? "" : code.toString();
    }

    private static String messageOf(Envelope envelope) {
        Members members = inError(envelope);
        String message = members == null ? null : members.string(MESSAGE);
        return message == null ? "" : message.toLowerCase(Locale.ROOT);
    }

    private static @Nullable Members inError(Envelope envelope) {
        JsonText error = envelope.error();
        try {
            return error == null ? null : Members.of(error, IN_ERROR);
        } catch (MalformedMessageException e) {
            return null; // an error that is no object
        }
    }
}
