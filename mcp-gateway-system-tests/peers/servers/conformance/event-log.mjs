/** The events of one session in the order of their making, so that a client can resume any of its streams. */
export class EventLog {
    #events = [];

    async storeEvent(stream, message) {
        const id = `${this.#events.length}-${stream}`;
        this.#events.push({ id, stream, message });
        return id;
    }

    async getStreamIdForEventId(id) {
        return this.#events.find((event) => event.id === id)?.stream;
    }

    async replayEventsAfter(lastId, { send }) {
        const last = this.#events.findIndex((event) => event.id === lastId);
        if (last < 0) {
            throw new Error(`unknown event ${lastId}`);
        }
        const { stream } = this.#events[last];
        for (const event of this.#events.slice(last + 1)) {
            // A priming event has an id and no message; it says nothing a second time.
            if (event.stream === stream && event.message?.jsonrpc !== undefined) {
                await send(event.id, event.message);
            }
        }
        return stream;
    }
}
