// What went over the wire, by steps. The transports are tapped before the client's own code sees a message.

/** Collects the wire traffic of one client and writes it as one JSON document. */
export class Transcript {
    #steps = [];
    #current;
    #announcements = [];
    #requests = new Map();
    #waiters = new Set();

    /** Runs one step; requests that are sent while it runs belong to it. */
    async step(name, work) {
        const step = { name: this.#unique(name), exchanges: [], notifications: [], clientError: null };
        this.#steps.push(step);
        this.#current = step;
        try {
            await work();
        } catch (error) {
            // A JSON-RPC error is in the response already; what remains is a complaint of the client itself.
            if (!step.exchanges.some((exchange) => exchange.response?.error !== undefined)) {
                step.clientError = { type: error.constructor.name, code: error.code ?? null, message: String(error.message).slice(0, 300) };
            }
        }
        return step;
    }

    /** Waits for a condition on what arrives; gives up silently, the transcript then shows what is missing. */
    async until(condition, timeoutMs) {
        if (condition()) {
            return;
        }
        await new Promise((resolve) => {
            const timer = setTimeout(done, timeoutMs);
            const waiters = this.#waiters;
            function done() {
                clearTimeout(timer);
                waiters.delete(check);
                resolve();
            }
            function check() {
                if (condition()) {
                    done();
                }
            }
            waiters.add(check);
        });
    }

    /** Whether that announcement arrived since the step began. */
    announced(method, step) {
        return this.#announcements.some((entry) => entry.method === method && entry.at >= this.#steps.indexOf(step));
    }

    /** Takes a message that the client sends. */
    sent(message) {
        if (message.method === undefined || message.id === undefined || this.#current === undefined) {
            return;
        }
        const exchange = { request: message, response: undefined, text: undefined };
        this.#current.exchanges.push(exchange);
        this.#requests.set(message.id, { exchange, step: this.#current });
    }

    /** Takes the text of a message that the client is about to read. */
    received(text) {
        let message;
        try {
            message = JSON.parse(text);
        } catch {
            process.stderr.write(`drive: not JSON on the wire: ${text.slice(0, 200)}\n`);
            this.#steps.push({ name: 'not JSON on the wire', exchanges: [], notifications: [], clientError: { type: 'Wire', code: null, message: text.slice(0, 200) } });
            return;
        }
        if (message.method === undefined) {
            const known = this.#requests.get(message.id);
            if (known !== undefined && known.exchange.text === undefined) {
                known.exchange.response = message;
                known.exchange.text = text;
            } else if (known !== undefined) {
                this.#current.notifications.push(text); // a second answer: shows as a difference
            }
        } else if (message.id !== undefined) {
            this.#current?.notifications.push(text); // a request of the server: a client without capabilities expects none
        } else if (message.method.endsWith('/list_changed') || message.method.startsWith('notifications/subscriptions/')) {
            this.#announcements.push({ method: message.method, at: this.#steps.length - 1 });
        } else {
            this.#ownerOf(message)?.notifications.push(text);
        }
        for (const check of [...this.#waiters]) {
            check();
        }
    }

    /** The whole as JSON text, wire texts spliced in as they came. */
    toJson(head) {
        const texts = [];
        const raw = (text) => {
            texts.push(text);
            return `\u0001raw:${texts.length - 1}\u0001`;
        };
        const steps = this.#steps.map(({ name, exchanges, notifications, clientError, announced }) => ({
            name,
            // The text once as JSON, for people, and once as a string, so that spelling and duplicate keys survive parsers.
            exchanges: exchanges.map(({ request, text }) =>
                text === undefined ? { request, response: null, text: null } : { request, response: raw(text), text }
            ),
            notifications: notifications.map(raw),
            clientError,
            ...(announced === undefined ? {} : { announced })
        }));
        const json = JSON.stringify({ ...head, steps, announcements: this.#announcements.map((entry) => entry.method) }, null, 1);
        return json.replace(/"\\u0001raw:(\d+)\\u0001"/g, (_, index) => texts[Number(index)]) + '\n';
    }

    #ownerOf(message) {
        const token = message.params?.progressToken;
        if (token !== undefined) {
            for (const { exchange, step } of this.#requests.values()) {
                if (exchange.request.params?._meta?.progressToken === token) {
                    return step;
                }
            }
        }
        return this.#current;
    }

    #unique(name) {
        const same = this.#steps.filter((step) => step.name === name || step.name.startsWith(`${name} #`)).length;
        return same === 0 ? name : `${name} #${same + 1}`;
    }
}
