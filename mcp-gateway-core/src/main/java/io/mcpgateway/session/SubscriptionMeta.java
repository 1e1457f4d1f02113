package io.mcpgateway.session;

import io.mcpgateway.json.Entries;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Splice;
import io.mcpgateway.model.JsonText;
import java.util.Set;

/** The id of a subscription in notifications' {@code _meta}: each link has its own. Stateless. */
final class SubscriptionMeta {
    private static final String KEY = "io.modelcontextprotocol/subscriptionId";
    private static final Members.Index PARAMS = Members.Index.of(0, "_meta");

    private SubscriptionMeta() {}

    /** The params for a client of the legacy era, which knows no such id. */
    static JsonText without(JsonText params) {
        return with(params, "");
    }

    /** The params with the id of the client's own subscription, a JSON value; empty for none. */
    static JsonText with(JsonText params, String id) {
        try {
            JsonText meta = Members.of(params, PARAMS).get(0);
            String own = id.isEmpty() ? "" : "\"" + KEY + "\":" + id;
            if (meta == null || meta.array()[meta.offset()] != '{') {
                return own.isEmpty()
                        ? params
                        : new Splice(params)
                                .prepend(params, "\"_meta\":{" + own + "}")
                                .apply();
            }
            String kept = Entries.but(meta, Set.of(KEY));
            String between = own.isEmpty() || kept.isEmpty() ? "" : ",";
            return new Splice(params)
                    .replace(meta, JsonText.of("{" + own + between + kept + "}"))
                    .apply();
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("The params were scanned before", e);
        }
    }
}
