package io.mcpgateway.upstream;

import io.mcpgateway.json.Elements;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One {@code subscriptions/listen} at a server. Thread-safe; its owner, and nobody else, changes what it tells of. */
final class Listen extends UpstreamCall {
    static final String METHOD = "subscriptions/listen";

    private static final JsonText NONE = JsonText.of("");
    private static final Set<Integer> FOR_GOOD = Set.of(-32600, -32601, -32602);
    private static final Members.Index PARAMS = Members.Index.of(0, "_meta", "notifications");
    private static final Members.Index META = Members.Index.of(0, "io.modelcontextprotocol/subscriptionId");
    private static final Members.Index HONOURED = Members.Index.of(0, "resourceSubscriptions");

    private volatile Filter filter;
    private final Listener hears;
    private volatile long id;

    /**
     * What the server is to tell of.
     *
     * @param lists which lists: {@code tools}, {@code prompts}, {@code resources}
     * @param uris which resources
     */
    record Filter(List<String> lists, Set<String> uris) {
        static final Filter NOTHING = new Filter(List.of(), Set.of());

        Filter {
            lists = List.copyOf(lists);
            uris = Set.copyOf(uris);
        }

        private JsonText params() {
            List<String> members = new ArrayList<>();
            lists.forEach(list -> members.add("\"" + list + "ListChanged\":true"));
            if (!uris.isEmpty()) {
                List<String> quoted = new ArrayList<>();
                uris.forEach(uri -> quoted.add(Messages.quote(uri).toString()));
                members.add("\"resourceSubscriptions\":[" + String.join(",", quoted) + "]");
            }
            return JsonText.of("{\"notifications\":{" + String.join(",", members) + "}}");
        }
    }

    /** Hears when it is over. */
    interface Listener {
        /**
         * It is over.
         *
         * @param outcome what whoever waits for its begin is to be told
         * @param forGood whether the server will say the same again
         */
        void ended(Listen listen, Outcome outcome, boolean forGood);
    }

    Listen(Filter filter, Listener hears) {
        super(METHOD, filter.params(), NONE);
        this.filter = filter;
        this.hears = hears;
    }

    /** What it tells of: what was asked for, without what the server refused. */
    Filter filter() {
        return filter;
    }

    /** The server does not tell of these. */
    void refused(Set<String> uris) {
        if (!uris.isEmpty()) {
            Set<String> left = new HashSet<>(filter.uris);
            left.removeAll(uris);
            filter = new Filter(filter.lists, left);
        }
    }

    /** By which it is acknowledged and cancelled. */
    long id() {
        return id;
    }

    @Override
    void numbered(long given) {
        id = given;
    }

    @Override
    protected void answered(Envelope response) {
        JsonText error = response.error();
        if (error == null) {
            failed(new GatewayException(ErrorCode.SERVER_UNAVAILABLE, "it ended the subscription"));
            return;
        }
        Outcome.Failure failure = Answer.failure(error);
        hears.ended(this, failure, FOR_GOOD.contains(failure.code()));
    }

    @Override
    protected void failed(GatewayException cause) {
        hears.ended(this, Outcome.failure(cause), false);
    }

    /**
     * The id of the subscription that an acknowledgement is of.
     *
     * @param stream the request whose stream it came on, which it is of if it does not say
     */
    static long acknowledged(JsonText params, long stream) {
        try {
            JsonText meta = Members.of(params, PARAMS).get(0);
            JsonText given = meta == null ? null : Members.of(meta, META).get(0);
            return given == null ? stream : number(given);
        } catch (MalformedMessageException e) {
            return stream;
        }
    }

    /** Ids are numbers here; servers are known that give them back as strings. */
    static long number(JsonText id) {
        String text = Messages.unquote(id);
        try {
            return Long.parseLong(text == null ? id.toString() : text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Which of the resources the server has agreed to tell of: what it leaves out, it does not. */
    Set<String> honoured(JsonText params) {
        Set<String> honoured = new HashSet<>();
        try {
            JsonText agreed = Members.of(params, PARAMS).get(1);
            JsonText uris = agreed == null ? null : Members.of(agreed, HONOURED).get(0);
            if (uris != null) {
                for (JsonText uri : Elements.of(uris, filter.uris.size())) {
                    String text = Messages.unquote(uri);
                    if (text != null && filter.uris.contains(text)) {
                        honoured.add(text);
                    }
                }
            }
        } catch (MalformedMessageException e) {
            return Set.of();
        }
        return honoured;
    }

    /** The params of the news that a resource may have changed. */
    static JsonText update(String uri) {
        return JsonText.of("{\"uri\":" + Messages.quote(uri) + "}");
    }
}
