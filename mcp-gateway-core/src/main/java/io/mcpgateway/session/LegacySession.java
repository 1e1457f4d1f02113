package io.mcpgateway.session;

import io.mcpgateway.json.Messages;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ClientIdentity;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.relay.Requester;
import io.mcpgateway.relay.UriOwners;
import io.mcpgateway.spi.ClientGate.ReplyStream;
import io.mcpgateway.upstream.ClientFacts;
import io.mcpgateway.upstream.Question;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A session of the legacy era: what the client said in its handshake and since. Thread-safe; the log level is the only
 * part that changes.
 */
final class LegacySession {
    private static final int LONGEST_INFO = 8192;

    private final Revision revision;
    private final ClientIdentity client;
    private final CapabilityProfile profile;
    private final JsonText clientInfo;
    private final Asks asks;
    private final Requester.Asking asking;
    private final UriOwners uriOwners = new UriOwners();
    private volatile Requester requester;

    /**
     * A session.
     *
     * @param revision the revision that was agreed on
     * @param clientInfo what the client said of itself; empty text if nothing
     * @param mostAsks how many questions may wait for the client
     * @param patience how long each waits for its answer
     * @param toClient takes what belongs to no request of the client
     */
    LegacySession(
            Revision revision,
            ClientIdentity client,
            CapabilityProfile profile,
            JsonText clientInfo,
            int mostAsks,
            Duration patience,
            Consumer<JsonText> toClient) {
        this.revision = revision;
        this.client = client;
        this.profile = profile;
        // A copy: the slice would keep the whole message for as long as the session lasts.
        this.clientInfo =
                clientInfo.length() > LONGEST_INFO || !clientInfo.toString().startsWith("{")
                        ? JsonText.of("")
                        : JsonText.of(clientInfo.toBytes());
        this.asks = new Asks(mostAsks, patience);
        this.asking = new Requester.Asking() {
            @Override
            public void ask(Question question, ReplyStream replies) {
                asks.ask(question, replies::send);
            }

            @Override
            public void tell(JsonText notification) {
                toClient.accept(notification);
            }
        };
        this.requester = requester("");
    }

    Revision revision() {
        return revision;
    }

    CapabilityProfile profile() {
        return profile;
    }

    Asks asks() {
        return asks;
    }

    /** Who asks, as the session is now. */
    Requester requester() {
        return requester;
    }

    ClientIdentity client() {
        return client;
    }

    String logLevel() {
        return requester.logLevel();
    }

    void logLevel(String level) {
        requester = requester(level);
    }

    /** A client that set no level leaves it to the server, and a modern server to us. */
    private Requester requester(String level) {
        JsonText told = Messages.quote(level.isEmpty() ? "info" : level);
        return new Requester(
                Era.LEGACY,
                client,
                profile,
                new ClientFacts(JsonText.of(profile.canonical()), clientInfo, told),
                level,
                uriOwners,
                asking);
    }
}
