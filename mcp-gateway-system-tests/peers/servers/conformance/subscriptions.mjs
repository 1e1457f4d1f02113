// Subscriptions to the one resource that changes.

/** Takes subscriptions; returns what tells the client of this server that the watched resource changed. */
export function subscriptions(server, watched) {
    const subscribed = new Set();
    server.server.setRequestHandler('resources/subscribe', ({ params }) => {
        subscribed.add(params.uri);
        return {};
    });
    server.server.setRequestHandler('resources/unsubscribe', ({ params }) => {
        subscribed.delete(params.uri);
        return {};
    });
    return () => {
        // A modern client subscribes to a stream, which the SDK keeps; what nobody listens to goes nowhere there.
        if (subscribed.has(watched) || server.server.getNegotiatedProtocolVersion() === '2026-07-28') {
            server.server.sendResourceUpdated({ uri: watched });
        }
    };
}
