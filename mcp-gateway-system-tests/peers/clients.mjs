// The official clients behind one face, with their transports tapped.

const IDENTITY = { name: 'mcp-gateway-system-test', version: '1.0.0' };
const REVISION = '2026-07-28';
const CALL_TIMEOUT_MS = 60_000;

/** Accepts anything: for requests that the typed API of a client refuses to send. */
const anything = { '~standard': { version: 1, vendor: 'mcp-gateway-test', validate: (value) => ({ value }) } };

/** Connects a client of that kind and returns it behind the face that the driver uses. */
export async function connect({ kind, command, url, sse, token, transcript }) {
    const v1 = kind === 'v1';
    const parts = v1 ? await partsV1() : await partsV2();
    const options = { capabilities: {} };
    if (kind === 'v2') {
        options.versionNegotiation = { mode: { pin: REVISION } };
    } else if (kind === 'v2-legacy') {
        options.versionNegotiation = { mode: 'legacy' };
    } else if (!v1) {
        throw new Error(`unknown client ${kind}`);
    }
    const transport = command === undefined ? httpTransport(parts, url, sse, token, transcript) : stdioTransport(parts, command, transcript);
    tapSending(transport, transcript);
    const client = new parts.Client(IDENTITY, options);
    client.onerror = (error) => process.stderr.write(`drive: client: ${error?.message ?? error}\n`);
    const handshake = await transcript.step('connect', () => client.connect(transport));
    if (handshake.clientError !== null || handshake.exchanges.some((exchange) => exchange.response?.error !== undefined)) {
        throw new Error(`cannot connect: ${JSON.stringify(handshake)}`);
    }
    const modern = kind === 'v2';
    const subscription = modern ? await listen(client, transcript) : undefined;
    const request = (method, params) => client.request({ method, params }, v1 ? parts.ResultSchema : anything, { timeout: CALL_TIMEOUT_MS });

    return {
        modern,
        revision: modern || !v1 ? client.getNegotiatedProtocolVersion() : handshake.exchanges[0].response.result.protocolVersion,
        list: (what) => listAll(client, what, v1),
        call: async (params, { progress }) => {
            const onprogress = progress ? () => {} : undefined;
            const timeout = CALL_TIMEOUT_MS;
            const callOptions = onprogress === undefined ? { timeout } : { timeout, onprogress };
            let sent = false;
            const original = transport.send;
            transport.send = function (...all) {
                sent = true;
                return original.apply(this, all);
            };
            try {
                return v1 ? await client.callTool(params, undefined, callOptions) : await client.callTool(params, callOptions);
            } catch (error) {
                if (sent) {
                    throw error;
                }
                return await request('tools/call', params); // the client refused to send it, the test does not
            } finally {
                transport.send = original;
            }
        },
        prompt: (params) => client.getPrompt(params),
        read: (params) => (v1 ? client.readResource(params) : client.readResource(params, { cacheMode: 'bypass' })),
        complete: (params) => client.complete(params),
        ping: () => client.ping(),
        setLogLevel: (level) => client.setLoggingLevel(level),
        close: async () => {
            await subscription?.close();
            await client.close();
        }
    };
}

async function partsV1() {
    const [{ Client }, { StdioClientTransport }, { StreamableHTTPClientTransport }, { SSEClientTransport }, { ResultSchema }] = await Promise.all([
        import('@modelcontextprotocol/sdk/client/index.js'),
        import('@modelcontextprotocol/sdk/client/stdio.js'),
        import('@modelcontextprotocol/sdk/client/streamableHttp.js'),
        import('@modelcontextprotocol/sdk/client/sse.js'),
        import('@modelcontextprotocol/sdk/types.js')
    ]);
    return { Client, StdioClientTransport, StreamableHTTPClientTransport, SSEClientTransport, ResultSchema };
}

async function partsV2() {
    const [{ Client, StreamableHTTPClientTransport }, { StdioClientTransport }] = await Promise.all([
        import('@modelcontextprotocol/client'),
        import('@modelcontextprotocol/client/stdio')
    ]);
    return { Client, StdioClientTransport, StreamableHTTPClientTransport };
}

/** A modern client hears of changed lists only on a subscription. */
async function listen(client, transcript) {
    let subscription;
    await transcript.step('subscriptions/listen', async () => {
        subscription = await client.listen({ toolsListChanged: true, promptsListChanged: true, resourcesListChanged: true });
    });
    return subscription;
}

async function listAll(client, what, v1) {
    const method = { tools: 'listTools', prompts: 'listPrompts', resources: 'listResources', resourceTemplates: 'listResourceTemplates' }[what];
    if (!v1) {
        await client[method](undefined, { cacheMode: 'bypass' }); // walks all pages by itself
        return;
    }
    let cursor;
    do {
        const page = await client[method](cursor === undefined ? undefined : { cursor });
        cursor = page.nextCursor;
    } while (cursor !== undefined);
}

function stdioTransport({ StdioClientTransport }, command, transcript) {
    const transport = new StdioClientTransport({ command: command[0], args: command.slice(1), env: { ...process.env }, stderr: 'inherit' });
    const start = transport.start.bind(transport);
    transport.start = async () => {
        await start();
        let rest = '';
        const decoder = new TextDecoder('utf-8', { fatal: true });
        transport._process.stdout.on('data', (chunk) => {
            rest += decoder.decode(chunk, { stream: true });
            const lines = rest.split('\n');
            rest = lines.pop();
            lines.filter((line) => line.length > 0).forEach((line) => transcript.received(line));
        });
    };
    return transport;
}

function httpTransport({ StreamableHTTPClientTransport, SSEClientTransport }, url, sse, token, transcript) {
    const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    const Transport = sse ? SSEClientTransport : StreamableHTTPClientTransport;
    return new Transport(new URL(url), { requestInit: { headers }, fetch: tappedFetch(transcript) });
}

function tapSending(transport, transcript) {
    const send = transport.send.bind(transport);
    transport.send = (message, ...rest) => {
        transcript.sent(message);
        return send(message, ...rest);
    };
}

/** A fetch whose bodies pass through the transcript before the client reads them. */
function tappedFetch(transcript) {
    return async (input, init) => {
        const response = await fetch(input, init);
        const type = (response.headers.get('content-type') ?? '').split(';')[0].trim();
        if (response.body === null || (type !== 'application/json' && type !== 'text/event-stream')) {
            return response;
        }
        const decoder = new TextDecoder('utf-8', { fatal: true });
        const take = type === 'application/json' ? wholeBody(transcript) : events(transcript);
        const tap = new TransformStream({
            transform(chunk, controller) {
                take.more(decoder.decode(chunk, { stream: true }));
                controller.enqueue(chunk);
            },
            flush() {
                take.end();
            }
        });
        return new Response(response.body.pipeThrough(tap), { status: response.status, statusText: response.statusText, headers: response.headers });
    };
}

function wholeBody(transcript) {
    let text = '';
    return {
        more: (part) => (text += part),
        end: () => text.length > 0 && transcript.received(text)
    };
}

function events(transcript) {
    let rest = '';
    let data = [];
    let name = 'message';
    return {
        more: (part) => {
            rest += part;
            const lines = rest.split(/\r\n|\n|\r(?!$)/);
            rest = lines.pop();
            for (const line of lines) {
                if (line.startsWith('data:')) {
                    data.push(line.slice(line[5] === ' ' ? 6 : 5));
                } else if (line.startsWith('event:')) {
                    name = line.slice(6).trim();
                } else if (line === '') {
                    const text = data.join('\n');
                    if (text.length > 0 && name === 'message') {
                        transcript.received(text);
                    }
                    data = [];
                    name = 'message';
                }
            }
        },
        end: () => {}
    };
}
