// The least that a server on newline-delimited JSON-RPC needs; shared by the servers of this directory.
// Plain Node, no dependencies: what these servers write is exactly what is written here.

/** Writes one message as one line, text or object. Text goes out byte for byte. */
export function send(message) {
    process.stdout.write((typeof message === 'string' ? message : JSON.stringify(message)) + '\n');
}

/** Answers a request. */
export function reply(id, result) {
    send({ jsonrpc: '2.0', id, result });
}

/** Answers a request with an error. */
export function fail(id, code, message, data) {
    send({ jsonrpc: '2.0', id, error: data === undefined ? { code, message } : { code, message, data } });
}

/** A tool result with one text. */
export function text(value) {
    return { content: [{ type: 'text', text: String(value) }] };
}

/** A tool definition whose arguments are any object. */
export function tool(name, description = name) {
    return { name, description, inputSchema: { type: 'object', additionalProperties: true } };
}

/**
 * Serves stdin. `handlers` maps methods to `(message) => …`; a request without a handler gets -32601, a notification
 * without one is ignored, and `initialize`, `ping` and `tools/list` are answered here unless a handler takes them over.
 * Ends when stdin ends, unless `stay` is true.
 */
export function serve({ name, tools = [], capabilities = { tools: {} }, handlers = {}, stay = false }) {
    const known = {
        initialize: (message) =>
            reply(message.id, {
                protocolVersion: message.params?.protocolVersion ?? '2025-11-25',
                capabilities,
                serverInfo: { name, version: '1.0.0' }
            }),
        ping: (message) => reply(message.id, {}),
        'tools/list': (message) => reply(message.id, { tools }),
        ...handlers
    };
    const take = (line) => {
        if (line.length === 0) {
            return;
        }
        let message;
        try {
            message = JSON.parse(line);
        } catch {
            process.stderr.write(`${name}: not JSON: ${line.slice(0, 200)}\n`);
            fail(null, -32700, 'Parse error');
            return;
        }
        const handler = known[message.method];
        if (handler !== undefined) {
            handler(message);
        } else if (message.method !== undefined && message.id !== undefined) {
            fail(message.id, -32601, `Unknown method ${message.method}`);
        }
    };

    let rest = [];
    process.stdin.setEncoding('utf8');
    process.stdin.on('data', (chunk) => {
        let from = 0;
        for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', from)) {
            rest.push(chunk.slice(from, at));
            const line = rest.join('');
            rest = [];
            from = at + 1;
            take(line);
        }
        if (from < chunk.length) {
            rest.push(chunk.slice(from));
        }
    });
    if (!stay) {
        process.stdin.on('end', () => process.exit(0));
    }
    // A reader that went away is the end of this server, not a stack trace.
    process.stdout.on('error', () => process.exit(0));
}
