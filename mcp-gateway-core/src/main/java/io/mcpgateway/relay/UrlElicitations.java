package io.mcpgateway.relay;

import io.mcpgateway.json.Elements;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * The error by which a legacy server says that a page has to be visited first (revision 2025-11-25, client/elicitation,
 * "URL Elicitation Required Error"): the modern era forbids it and asks for the same by {@code input_required}.
 */
final class UrlElicitations {
    private static final int URL_ELICITATION_REQUIRED = -32042;
    private static final int INTERNAL = -32603;
    private static final int MOST = 100;
    private static final Members.Index ERROR = Members.Index.of(0, "data");
    private static final Members.Index DATA = Members.Index.of(0, "elicitations");
    private static final Members.Index ELICITATION = Members.Index.of(0, "url");
    private static final Members.Index CAPABILITIES = Members.Index.of(0, "elicitation");

    private UrlElicitations() {}

    /** The failure, or the questions that it stands for. */
    static Outcome asInput(CapabilityProfile profile, Outcome.Failure failure) {
        if (failure.code() != URL_ELICITATION_REQUIRED) {
            return failure;
        }
        try {
            JsonText data = Members.of(failure.error(), ERROR).get(0);
            JsonText list = data == null ? null : Members.of(data, DATA).get(0);
            if (list != null && canVisit(profile)) {
                List<String> requests = new ArrayList<>();
                for (JsonText elicitation : Elements.of(list, MOST)) {
                    requests.add("\"u" + (requests.size() + 1) + "\":{\"method\":\"elicitation/create\",\"params\":"
                            + elicitation + "}");
                }
                if (!requests.isEmpty()) {
                    return Outcome.result(JsonText.of("{\"resultType\":\"input_required\",\"inputRequests\":{"
                            + String.join(",", requests) + "}}"));
                }
            }
        } catch (MalformedMessageException e) {
            return Outcome.failure(INTERNAL, failure.message());
        }
        return Outcome.failure(INTERNAL, failure.message());
    }

    private static boolean canVisit(CapabilityProfile profile) throws MalformedMessageException {
        JsonText elicitation =
                Members.of(JsonText.of(profile.canonical()), CAPABILITIES).get(0);
        return elicitation != null
                && elicitation.array()[elicitation.offset()] == '{'
                && Members.of(elicitation, ELICITATION).has(0);
    }
}
