// Legacy Streamable HTTP with sessions, a stream for each request, and resumption.

import { randomUUID } from 'node:crypto';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { isInitializeRequest } from '@modelcontextprotocol/server';
import { EventLog } from './event-log.mjs';

// Short, because a client that is cut off on purpose waits for it.
const RETRY_MS = 200;

/** The sessions of one endpoint. */
export class Sessions {
    #build;
    #transports = new Map();

    constructor(build) {
        this.#build = build;
    }

    /** Serves one HTTP request; the body is parsed already. */
    async serve(request, response, body) {
        const id = request.headers['mcp-session-id'];
        if (id === undefined && isInitializeRequest(body)) {
            await (await this.#open()).handleRequest(request, response, body);
        } else if (id === undefined) {
            refuse(response, 400, 'this needs a session: initialize first');
        } else if (!this.#transports.has(id)) {
            refuse(response, 404, 'no such session');
        } else {
            await this.#transports.get(id).handleRequest(request, response, body);
        }
    }

    async #open() {
        const server = this.#build();
        const transport = new NodeStreamableHTTPServerTransport({
            sessionIdGenerator: () => randomUUID(),
            eventStore: new EventLog(),
            retryInterval: RETRY_MS,
            onsessioninitialized: (id) => void this.#transports.set(id, transport),
            onsessionclosed: (id) => void this.#transports.delete(id)
        });
        await server.connect(transport);
        return transport;
    }
}

function refuse(response, status, message) {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32000, message } }));
}
