package io.mcpgateway.upstream;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;

/** Reads what a server answered. */
public final class Answer {
    private static final Members.Index ERROR = Members.Index.of(0, "code", "message");
    private static final int INTERNAL = -32603;

    private Answer() {}

    /** The outcome that a response stands for. */
    public static Outcome outcomeOf(String server, Envelope response) {
        JsonText result = response.result();
        if (result != null) {
            return Outcome.result(result);
        }
        JsonText error = response.error();
        return error == null ? Outcome.failure(INTERNAL, "Server '" + server + "' gave no answer") : failure(error);
    }

    /** The failure that an error object stands for. */
    public static Outcome.Failure failure(JsonText error) {
        try {
            Members members = Members.of(error, ERROR);
            JsonText code = members.get(0);
            String message = members.string(1);
            return new Outcome.Failure(
                    code == null ? INTERNAL : Integer.parseInt(code.toString()), message == null ? "" : message, error);
        } catch (MalformedMessageException | NumberFormatException e) {
            return (Outcome.Failure) Outcome.failure(INTERNAL, "An error that is none: " + error);
        }
    }
}
