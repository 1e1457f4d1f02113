// One face for the official TypeScript clients of both major versions and both eras.

const IDENTITY = { name: 'matrix-client', version: '1.0.0' };
const MODERN = '2026-07-28';
const PATIENCE_MS = 30_000;

/** What the clients of the matrix declare, beside the core a known extension and one that nobody knows. */
export const EXTENSIONS = {
    'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] },
    'com.example/unknown-client': { client: { depth: [1, { two: 2 }] } }
};
const CAPABILITIES = { roots: { listChanged: true }, sampling: { tools: {} }, elicitation: { form: {}, url: {} }, extensions: EXTENSIONS };

export const ROOTS = [{ uri: 'file:///matrix/one', name: 'one' }, { uri: 'file:///matrix/two' }];

/** Accepts anything, for results that the typed API would cut. */
const anything = { '~standard': { version: 1, vendor: 'mcp-gateway-test', validate: (value) => ({ value }) } };

/**
 * Connects a client.
 *
 * @param kind v1, v2-legacy or v2
 * @param capabilities what it declares, if not everything
 */
export async function connect({ kind, command, url, token, capabilities = CAPABILITIES }) {
    const v1 = kind === 'v1';
    const modern = kind === 'v2';
    const parts = v1 ? await partsV1() : await partsV2();
    const options = { capabilities };
    if (!v1) {
        options.versionNegotiation = { mode: modern ? { pin: MODERN } : 'legacy' };
    }
    const client = new parts.Client(IDENTITY, options);
    const seen = [];
    const asked = [];
    client.onerror = (error) => process.stderr.write(`matrix client ${kind}: ${error?.message ?? error}\n`);
    client.fallbackNotificationHandler = async (notification) => void seen.push(notification);
    const answer = { 'roots/list': roots, 'sampling/createMessage': sampled, 'elicitation/create': elicited };
    const needs = { 'roots/list': 'roots', 'sampling/createMessage': 'sampling', 'elicitation/create': 'elicitation' };
    for (const [method, give] of Object.entries(answer)) {
        if (capabilities[needs[method]] !== undefined) {
            client.setRequestHandler(v1 ? parts.schemas[method] : method, async (request) => {
                asked.push(request);
                return give(request.params ?? {});
            });
        }
    }
    const transport =
        command === undefined
            ? new parts.StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { Authorization: `Bearer ${token}` } } })
            : new parts.StdioClientTransport({ command: command[0], args: command.slice(1), env: { ...process.env }, stderr: 'inherit' });
    await client.connect(transport, { timeout: PATIENCE_MS });
    const send = past(transport);
    return new Face(client, { modern, seen, asked, send, capabilitiesSent: capabilities, any: v1 ? parts.ResultSchema : anything });
}

/** Sends requests past the client, over its transport: for methods of extensions that the SDK refuses to send. */
function past(transport) {
    const waiting = new Map();
    let count = 0;
    const next = transport.onmessage;
    transport.onmessage = (message, extra) => {
        const answered = waiting.get(message.id);
        if (answered !== undefined && message.method === undefined) {
            waiting.delete(message.id);
            answered(message);
        } else {
            next(message, extra);
        }
    };
    return async (method, params) => {
        const id = `past-${++count}`;
        const answer = new Promise((resolve) => waiting.set(id, resolve));
        await transport.send({ jsonrpc: '2.0', id, method, params });
        return answer;
    };
}

class Face {
    constructor(client, { modern, seen, asked, send, capabilitiesSent, any }) {
        Object.assign(this, { client, modern, seen, asked, send, capabilitiesSent, any });
    }

    /** One modern request past the client's own code, with extensions that it does not know; the result. */
    async modernRequest(method, params, extensions) {
        if (!this.modern) {
            throw new Error('a legacy client has no such requests');
        }
        const capabilities = { ...this.capabilitiesSent, extensions: { ...this.capabilitiesSent.extensions, ...extensions } };
        const _meta = {
            'io.modelcontextprotocol/protocolVersion': MODERN,
            'io.modelcontextprotocol/clientCapabilities': capabilities,
            'io.modelcontextprotocol/clientInfo': IDENTITY
        };
        const { result, error } = await this.send(method, { ...params, _meta });
        if (error !== undefined) {
            throw Object.assign(new Error(`${method}: ${JSON.stringify(error)}`), error);
        }
        return result;
    }

    get capabilities() {
        return this.client.getServerCapabilities();
    }

    get instructions() {
        return this.client.getInstructions();
    }

    /** One request without the typed API, so that nothing of its result is cut. */
    request(method, params = {}) {
        return this.client.request({ method, params }, this.any, { timeout: PATIENCE_MS });
    }

    /** All entries of a list, page by page. */
    async all(what) {
        const member = what === 'templates' ? 'resourceTemplates' : what;
        const entries = [];
        let pages = 0;
        let cursor;
        do {
            const page = await this.request(what === 'templates' ? 'resources/templates/list' : `${what}/list`, cursor === undefined ? {} : { cursor });
            entries.push(...page[member]);
            cursor = page.nextCursor;
            pages++;
        } while (cursor !== undefined);
        return { entries, pages };
    }

    async find(what, name) {
        return (await this.all(what)).entries.find((entry) => entry.name === name);
    }

    /** Calls a tool through the typed API. */
    call(name, given = {}, { meta, ...options } = {}) {
        const params = { name, arguments: given, ...(meta && { _meta: meta }) };
        const all = { timeout: PATIENCE_MS, ...options };
        return this.any === anything ? this.client.callTool(params, all) : this.client.callTool(params, undefined, all);
    }

    /** The text that a tool gives. */
    async text(name, given, options) {
        const result = await this.call(name, given, options);
        if (result.isError) {
            throw new Error(`${name} failed: ${JSON.stringify(result.content)}`);
        }
        return result.content[0].text;
    }

    async json(name, given, options) {
        return JSON.parse(await this.text(name, given, options));
    }

    seenOf(method) {
        return this.seen.filter((notification) => notification.method === method);
    }

    close() {
        return this.client.close();
    }
}

function roots() {
    return { roots: ROOTS };
}

function sampled(params) {
    const base = { model: 'matrix-model', role: 'assistant' };
    return params.tools === undefined
        ? { ...base, content: { type: 'text', text: 'sampled' }, stopReason: 'endTurn' }
        : { ...base, content: [{ type: 'tool_use', id: 'use-1', name: params.tools[0].name, input: { city: 'Oslo' } }], stopReason: 'toolUse' };
}

let names = 0;

function elicited(params) {
    if (params.mode === 'url') {
        return { action: 'accept' };
    }
    return params.message === 'decline'
        ? { action: 'decline' }
        : { action: 'accept', content: Object.fromEntries(Object.keys(params.requestedSchema.properties).map((name) => [name, `${name}-${++names}`])) };
}

async function partsV1() {
    const [{ Client }, { StdioClientTransport }, { StreamableHTTPClientTransport }, types] = await Promise.all([
        import('@modelcontextprotocol/sdk/client/index.js'),
        import('@modelcontextprotocol/sdk/client/stdio.js'),
        import('@modelcontextprotocol/sdk/client/streamableHttp.js'),
        import('@modelcontextprotocol/sdk/types.js')
    ]);
    const schemas = {
        'roots/list': types.ListRootsRequestSchema,
        'sampling/createMessage': types.CreateMessageRequestSchema,
        'elicitation/create': types.ElicitRequestSchema
    };
    return { Client, StdioClientTransport, StreamableHTTPClientTransport, ResultSchema: types.ResultSchema, schemas };
}

async function partsV2() {
    const [{ Client, StreamableHTTPClientTransport }, { StdioClientTransport }] = await Promise.all([
        import('@modelcontextprotocol/client'),
        import('@modelcontextprotocol/client/stdio')
    ]);
    return { Client, StdioClientTransport, StreamableHTTPClientTransport };
}
