package io.mcpgateway.relay;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.view.Target;
import io.mcpgateway.view.View;
import io.mcpgateway.view.Views;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Finds what requests name in the view that their client has. Has no state of its own. */
final class Targets {
    /** Every template is compared with it, so that its length is multiplied. */
    static final int LONGEST_URI = 8192;

    private final Views views;
    private final Duration patience;

    /** Where a kind of target stands in a view. */
    @FunctionalInterface
    interface Lookup {
        @Nullable
        Target in(View view);
    }

    /**
     * Finds targets.
     *
     * @param patience how long a request may wait for servers that are still being listed
     */
    Targets(Views views, Duration patience) {
        this.views = views;
        this.patience = patience;
    }

    /** Looks in what is known, without a lock; if it is not there, looks again when no server is being listed any more. */
    CompletionStage<@Nullable Target> find(Requester requester, Lookup lookup) {
        Target known = look(requester, lookup);
        return known != null
                ? CompletableFuture.completedFuture(known)
                // Again also where nothing is waited for: the last listing may have ended since the look.
                : views.settled(requester.profile(), patience).thenApply(settled -> look(requester, lookup));
    }

    private @Nullable Target look(Requester requester, Lookup lookup) {
        return lookup.in(views.current(requester.profile(), requester.client().sessionKey()));
    }

    /** The server that owns a URI of at most {@link #LONGEST_URI}; null if nobody does. */
    CompletionStage<@Nullable Target> ownerOf(Requester requester, String uri) {
        return find(requester, view -> owner(requester, view, uri));
    }

    /** A URI that a server returned to this session is read from that server; else from the first that lists it. */
    private static @Nullable Target owner(Requester requester, View view, String uri) {
        String returnedBy = requester.uriOwners().ownerOf(uri);
        if (returnedBy != null) {
            Target own = view.server(returnedBy)
                    .map(server -> new Target(server, uri, uri, JsonText.emptyObject()))
                    .orElse(null);
            if (own != null) {
                return own;
            }
        }
        return view.ownerOf(uri);
    }
}
