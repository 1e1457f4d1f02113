package io.mcpgateway.session;

import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.ClientGate.ReplyStream;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One {@code subscriptions/listen} of a modern client (specification 2026-07-28, basic/patterns/subscriptions): a request
 * whose stream carries notifications until either side ends it. Thread-safe.
 */
final class Subscription {
    private static final Members.Index PARAMS = Members.Index.of(0, "notifications");
    private static final Members.Index FILTER =
            Members.Index.of(0, "toolsListChanged", "promptsListChanged", "resourcesListChanged");
    private static final String[] LISTS = {"tools", "prompts", "resources"};

    private final JsonText id;
    private final String session;
    private final CapabilityProfile profile;
    private final ReplyStream replies;
    private final Set<String> lists;
    private volatile boolean acknowledged;

    private Subscription(
            JsonText id, String session, CapabilityProfile profile, ReplyStream replies, Set<String> lists) {
        this.id = id;
        this.session = session;
        this.profile = profile;
        this.replies = replies;
        this.lists = lists;
    }

    /** Reads what the client wants to hear; what is not supported is left out of the acknowledgement. */
    static Subscription of(
            JsonText id, String session, CapabilityProfile profile, @Nullable JsonText params, ReplyStream replies)
            throws MalformedMessageException {
        JsonText filter = params == null ? null : Members.of(params, PARAMS).get(0);
        Set<String> lists = new LinkedHashSet<>();
        if (filter != null) {
            Members wanted = Members.of(filter, FILTER);
            for (int i = 0; i < LISTS.length; i++) {
                JsonText value = wanted.get(i);
                if (value != null && value.toString().equals("true")) {
                    lists.add(LISTS[i]);
                }
            }
        }
        return new Subscription(id, session, profile, replies, lists);
    }

    /** What the client can do, and so which lists it sees. */
    CapabilityProfile profile() {
        return profile;
    }

    /** The key of the workloads whose own list changes this client sees. */
    String session() {
        return session;
    }

    void acknowledge() {
        String honoured =
                lists.stream().map(list -> "\"" + list + "ListChanged\":true").collect(Collectors.joining(","));
        replies.send(Messages.notification(
                "notifications/subscriptions/acknowledged",
                JsonText.of("{" + meta() + ",\"notifications\":{" + honoured + "}}")));
        acknowledged = true;
    }

    void listChanged(String list) {
        // Nothing may come before the acknowledgement; who lists after it sees what has changed until then.
        if (acknowledged && lists.contains(list)) {
            replies.send(
                    Messages.notification("notifications/" + list + "/list_changed", JsonText.of("{" + meta() + "}")));
        }
    }

    /** Whether this is the request that has these replies. */
    boolean answers(ReplyStream stream) {
        return replies == stream;
    }

    /** The client ends it. */
    void cancelled() {
        replies.cancelled();
    }

    /** The gateway ends it. */
    void end() {
        replies.end(
                Messages.result(id, JsonText.of("{\"resultType\":\"complete\"," + meta() + "}"), JsonText.of("")),
                ReplyStatus.ANSWERED);
    }

    private String meta() {
        return "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":" + id + "}";
    }
}
