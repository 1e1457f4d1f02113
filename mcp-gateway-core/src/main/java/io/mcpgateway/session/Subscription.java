package io.mcpgateway.session;

import io.mcpgateway.json.Elements;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.relay.Request;
import io.mcpgateway.relay.ResourceSubscriber;
import io.mcpgateway.relay.ResourceSubscriptions;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.ClientGate.ReplyStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One {@code subscriptions/listen} of a modern client (specification 2026-07-28, basic/patterns/subscriptions): a request
 * whose stream carries notifications until either side ends it. Thread-safe; the monitor guards what waits for the
 * acknowledgement, before which nothing may come, and whether it is over, after which nothing may.
 */
final class Subscription {
    private static final int MOST_RESOURCES = 1000;
    private static final int LONGEST_URI = 8192;
    private static final Members.Index PARAMS = Members.Index.of(0, "notifications");
    private static final Members.Index FILTER = Members.Index.of(
            0, "toolsListChanged", "promptsListChanged", "resourcesListChanged", "resourceSubscriptions");
    private static final String[] LISTS = {"tools", "prompts", "resources"};

    private final JsonText id;
    private final String session;
    private final CapabilityProfile profile;
    private final ReplyStream replies;
    private final Set<String> lists;
    /** URI to its spelling. */
    private final Map<String, JsonText> resources;

    private final ResourceSubscriber subscriber;

    // Guarded by this.
    private final List<JsonText> updates = new ArrayList<>();
    private boolean acknowledged;
    private boolean over;

    private Subscription(
            JsonText id,
            String session,
            CapabilityProfile profile,
            ReplyStream replies,
            Set<String> lists,
            Map<String, JsonText> resources,
            ResourceSubscriptions all) {
        this.id = id;
        this.session = session;
        this.profile = profile;
        this.replies = replies;
        this.lists = lists;
        this.resources = resources;
        this.subscriber = all.subscriber(session, this::updated);
    }

    /** Reads what the client wants to hear; what is not supported is left out of the acknowledgement. */
    static Subscription of(
            JsonText id,
            String session,
            CapabilityProfile profile,
            @Nullable JsonText params,
            ReplyStream replies,
            ResourceSubscriptions all)
            throws MalformedMessageException {
        JsonText filter = params == null ? null : Members.of(params, PARAMS).get(0);
        Set<String> lists = new LinkedHashSet<>();
        Map<String, JsonText> resources = new LinkedHashMap<>();
        if (filter != null) {
            Members wanted = Members.of(filter, FILTER);
            for (int i = 0; i < LISTS.length; i++) {
                JsonText value = wanted.get(i);
                if (value != null && value.toString().equals("true")) {
                    lists.add(LISTS[i]);
                }
            }
            JsonText uris = wanted.get(LISTS.length);
            if (uris != null) {
                for (JsonText uri : Elements.of(uris, MOST_RESOURCES)) {
                    String text = uri.length() > LONGEST_URI ? null : Messages.unquote(uri);
                    if (text != null) {
                        resources.put(text, uri);
                    }
                }
            }
        }
        return new Subscription(id, session, profile, replies, lists, resources, all);
    }

    /** The key of the workloads whose own list changes this client sees. */
    String session() {
        return session;
    }

    /** What the client can do, and so which lists it sees. */
    CapabilityProfile profile() {
        return profile;
    }

    /** Subscribes to the resources, then tells the client what it will hear of. */
    void open(Request request) {
        Set<String> refused = ConcurrentHashMap.newKeySet();
        List<CompletableFuture<?>> steps = new ArrayList<>();
        resources
                .keySet()
                .forEach(uri -> steps.add(subscriber
                        .subscribe(request, uri)
                        .thenAccept(outcome -> {
                            if (outcome instanceof Outcome.Failure) {
                                refused.add(uri);
                            }
                        })
                        .toCompletableFuture()));
        CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new)).thenRun(() -> acknowledge(refused));
    }

    private void acknowledge(Set<String> refused) {
        List<String> honoured = new ArrayList<>();
        lists.forEach(list -> honoured.add("\"" + list + "ListChanged\":true"));
        List<String> uris = new ArrayList<>();
        resources.forEach((uri, spelling) -> {
            if (!refused.contains(uri)) {
                uris.add(spelling.toString());
            }
        });
        if (!uris.isEmpty()) {
            honoured.add("\"resourceSubscriptions\":[" + String.join(",", uris) + "]");
        }
        synchronized (this) {
            if (over) {
                return;
            }
            replies.send(Messages.notification(
                    "notifications/subscriptions/acknowledged",
                    JsonText.of("{" + meta() + ",\"notifications\":{" + String.join(",", honoured) + "}}")));
            acknowledged = true;
            updates.forEach(replies::send);
            updates.clear();
        }
    }

    void listChanged(String list) {
        if (lists.contains(list)) {
            send(Messages.notification("notifications/" + list + "/list_changed", JsonText.of("{" + meta() + "}")));
        }
    }

    private void updated(JsonText params) {
        send(Messages.notification("notifications/resources/updated", SubscriptionMeta.with(params, id.toString())));
    }

    private synchronized void send(JsonText notification) {
        if (over) {
            return;
        }
        if (acknowledged) {
            replies.send(notification);
        } else if (updates.size() < MOST_RESOURCES) {
            updates.add(notification);
        }
    }

    /** Whether this is the request that has these replies. */
    boolean answers(ReplyStream stream) {
        return replies == stream;
    }

    /** The client ends it. */
    void cancelled() {
        close();
        replies.cancelled();
    }

    /** The gateway ends it. */
    void end() {
        close();
        replies.end(
                Messages.result(id, JsonText.of("{\"resultType\":\"complete\"," + meta() + "}"), JsonText.of("")),
                ReplyStatus.ANSWERED);
    }

    /** First the mark, then the end: what is on its way sees one of both. */
    private void close() {
        synchronized (this) {
            over = true;
            updates.clear();
        }
        subscriber.end();
    }

    private String meta() {
        return "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":" + id + "}";
    }
}
