// A server that does what each call tells it, step by step, and says the call's token with everything that it sends, so that
// a client can see what belongs to whom. Usage: chaos.mjs NAME legacy|modern stdio|PORT [anything to be found by]
// The steps: ["progress"] ["log"] ["wait", ms] ["ask", "elicitation"|"sampling"|"roots"] ["change"] ["fail"] ["crash"] ["silent"]
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';

const [name, era, place] = process.argv.slice(2);
const modern = era === 'modern';
const MODERN = '2026-07-28';
const PREFIX = 'io.modelcontextprotocol/';
const KINDS = { elicitation: 'elicitation/create', sampling: 'sampling/createMessage', roots: 'roots/list' };

let extra = false;
let asked = 0;
const questions = new Map(); // our id -> what to do with the answer
const running = new Map(); // channel and request id -> the call, so that it can be cancelled
const listeners = new Set(); // who hears of list changes: send(method)

class Cancelled extends Error {}

const tools = () => [
    { name: `act-${name}`, description: 'Does what its arguments say', inputSchema: { type: 'object' } },
    ...(extra ? [{ name: `extra-${name}`, description: 'Comes and goes', inputSchema: { type: 'object' } }] : [])
];

const questionOf = (kind, token) => ({
    method: KINDS[kind],
    params: {
        elicitation: {
            mode: 'form',
            message: token,
            requestedSchema: { type: 'object', properties: { token: { type: 'string' } }, required: ['token'] }
        },
        sampling: { messages: [{ role: 'user', content: { type: 'text', text: token } }], maxTokens: 1, systemPrompt: token },
        roots: { _meta: { 'chaos/token': token } }
    }[kind]
});

/** What an answer says, and whether it says the token of the call that asked. */
function judge(kind, token, answer) {
    const said =
        kind === 'elicitation'
            ? answer?.content?.token
            : kind === 'sampling'
              ? answer?.content?.text
              : answer?.roots?.[0]?.name;
    const refusal = kind === 'elicitation' && answer?.action !== 'accept';
    return refusal ? 'declined' : said === token ? 'right' : `crossed: ${JSON.stringify(answer)}`;
}

function complete(token, answers, failed) {
    return {
        ...(modern ? { resultType: 'complete' } : {}),
        content: [{ type: 'text', text: token }],
        structuredContent: { token, answers },
        ...(failed ? { isError: true } : {})
    };
}

/** Runs a call. `io` has notify(method, params) and, in the legacy era, ask(question); `call.cancelled` ends it. */
async function act(params, io, call) {
    const meta = params._meta ?? {};
    const { token, steps = [] } = params.arguments ?? {};
    const answers = [];
    let from = 0;
    if (modern && params.requestState !== undefined) {
        const state = JSON.parse(Buffer.from(params.requestState, 'base64').toString());
        if (state.token !== token) {
            return complete(token, [`crossed: state of ${state.token}`]);
        }
        answers.push(...state.answers, judge(state.kind, token, params.inputResponses?.k));
        from = state.at + 1;
    }
    for (let at = from; at < steps.length; at++) {
        const [what, how] = steps[at];
        switch (what) {
            case 'progress':
                if (meta.progressToken !== undefined) {
                    io.notify('notifications/progress', { progressToken: meta.progressToken, progress: at + 1, message: token });
                }
                break;
            case 'log':
                if (!modern || meta[`${PREFIX}logLevel`] !== undefined) {
                    io.notify('notifications/message', { level: 'warning', logger: name, data: { token } });
                }
                break;
            case 'wait':
                await new Promise((resolve) => {
                    const timer = setTimeout(resolve, how);
                    call.onCancel = () => {
                        clearTimeout(timer);
                        resolve();
                    };
                });
                break;
            case 'ask': {
                const question = questionOf(how, token);
                if (!modern) {
                    const answer = await io.ask(question, call);
                    answers.push(answer.error ? `refused ${answer.error.code}` : judge(how, token, answer.result));
                } else if (meta[`${PREFIX}clientCapabilities`]?.[how] === undefined) {
                    answers.push('not declared');
                } else {
                    const state = { token, at, kind: how, answers };
                    return {
                        resultType: 'input_required',
                        inputRequests: { k: question },
                        requestState: Buffer.from(JSON.stringify(state)).toString('base64')
                    };
                }
                break;
            }
            case 'change':
                extra = !extra;
                listeners.forEach((tell) => tell('notifications/tools/list_changed'));
                break;
            case 'fail':
                return complete(token, answers, true);
            case 'crash':
                process.exit(9);
                break;
            case 'silent':
                await new Promise((resolve) => {
                    call.onCancel = resolve;
                });
                break;
        }
        if (call.cancelled) {
            throw new Cancelled();
        }
    }
    return complete(token, answers);
}

/** Answers one message. `io`: notify, ask, reply(message or null), `key` of the channel, listen(id) for subscriptions. */
async function take(message, io) {
    const { id, method, params = {} } = message;
    if (method === undefined) {
        const waiting = questions.get(id);
        questions.delete(id);
        waiting?.(message);
        return io.reply(null);
    }
    if (id === undefined) {
        if (method === 'notifications/cancelled') {
            cancel(io.key, params.requestId);
        }
        return io.reply(null);
    }
    const reply = (result) => io.reply({ jsonrpc: '2.0', id, result });
    const fail = (code, text) => io.reply({ jsonrpc: '2.0', id, error: { code, message: text } });
    const capabilities = { tools: { listChanged: true }, logging: {} };
    const serverInfo = { name, version: '1' };
    const cached = modern ? { resultType: 'complete', ttlMs: 0, cacheScope: 'private' } : {};
    if (!modern && method === 'initialize') {
        return io.reply({
            jsonrpc: '2.0',
            id,
            result: { protocolVersion: params.protocolVersion, capabilities, serverInfo }
        });
    }
    if (modern && method === 'server/discover') {
        return reply({
            ...cached,
            supportedVersions: [MODERN],
            capabilities,
            _meta: { [`${PREFIX}serverInfo`]: serverInfo }
        });
    }
    if (modern && params._meta?.[`${PREFIX}protocolVersion`] !== MODERN) {
        return fail(-32602, 'Not of the modern era');
    }
    switch (method) {
        case 'ping':
        case 'logging/setLevel':
            return reply({});
        case 'tools/list':
            return reply({ ...cached, tools: tools() });
        case 'subscriptions/listen':
            return modern ? io.listen(id) : fail(-32601, 'Method not found');
        case 'tools/call': {
            const call = { cancelled: false, onCancel: () => {} };
            const key = `${io.key} ${JSON.stringify(id)}`;
            running.set(key, call);
            io.onGone?.(() => cancel(io.key, id));
            try {
                return reply(await act(params, io, call));
            } catch (e) {
                if (!(e instanceof Cancelled)) {
                    throw e;
                }
                return io.gone?.();
            } finally {
                running.delete(key);
            }
        }
        default:
            return fail(-32601, `Method not found: ${method}`);
    }
}

function cancel(key, id) {
    const call = running.get(`${key} ${JSON.stringify(id)}`);
    if (call) {
        call.cancelled = true;
        call.onCancel();
    }
}

/** Asks the client over `send` and waits for the answer, or until the call is cancelled. */
function asking(send) {
    return (question, call) =>
        new Promise((resolve) => {
            const id = `${name}-${process.pid}-${++asked}`;
            const forget = () => {
                questions.delete(id);
                resolve({ error: { code: 'cancelled' } });
            };
            questions.set(id, resolve);
            call.onCancel = forget;
            send({ jsonrpc: '2.0', id, ...question });
        });
}

const changed = (method, subscription) => ({
    jsonrpc: '2.0',
    method,
    params: subscription === undefined ? {} : { _meta: { [`${PREFIX}subscriptionId`]: subscription } }
});

const acknowledged = (subscription) => ({
    jsonrpc: '2.0',
    method: 'notifications/subscriptions/acknowledged',
    params: { _meta: { [`${PREFIX}subscriptionId`]: subscription }, notifications: { toolsListChanged: true } }
});

function overStdio() {
    const send = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
    if (!modern) {
        listeners.add((method) => send(changed(method)));
    }
    const subscriptions = new Map();
    const io = {
        key: 'stdio',
        notify: (method, params) => send({ jsonrpc: '2.0', method, params }),
        ask: asking(send),
        reply: (message) => message && send(message),
        listen: (id) => {
            const tell = (method) => send(changed(method, id));
            subscriptions.set(JSON.stringify(id), tell);
            send(acknowledged(id));
            listeners.add(tell);
        }
    };
    let rest = '';
    process.stdin.setEncoding('utf8');
    process.stdin.on('data', (chunk) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop();
        for (const line of lines) {
            const message = JSON.parse(line);
            if (message.method === 'notifications/cancelled') {
                const key = JSON.stringify(message.params.requestId);
                listeners.delete(subscriptions.get(key));
                subscriptions.delete(key);
            }
            take(message, io);
        }
    });
    process.stdin.on('end', () => process.exit(0));
}

function overHttp(port) {
    const sessions = new Map(); // id -> the GET stream's send, or undefined
    const event = (response, message) => response.write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
    const streaming = (response) => {
        if (!response.headersSent) {
            response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
        }
        return (message) => event(response, message);
    };
    const post = (request, response, body) => {
        const message = JSON.parse(body);
        const session = request.headers['mcp-session-id'];
        if (!modern && message.method !== 'initialize') {
            if (message.method === 'server/discover') {
                response.writeHead(400, { 'content-type': 'application/json' });
                return response.end(
                    JSON.stringify({ jsonrpc: '2.0', id: message.id, error: { code: -32000, message: 'No session' } })
                );
            }
            if (!sessions.has(session)) {
                response.writeHead(404, { 'content-type': 'application/json' });
                return response.end(
                    JSON.stringify({ jsonrpc: '2.0', id: message.id ?? null, error: { code: -32001, message: 'Session not found' } })
                );
            }
        }
        const key = modern ? randomUUID() : session;
        const headers = { 'content-type': 'application/json' };
        if (message.method === 'initialize') {
            const fresh = randomUUID();
            sessions.set(fresh, undefined);
            headers['mcp-session-id'] = fresh;
        }
        const io = {
            key,
            notify: (method, params) => streaming(response)({ jsonrpc: '2.0', method, params }),
            ask: (question, call) => asking(streaming(response))(question, call),
            reply: (answer) => {
                if (response.headersSent) {
                    event(response, answer);
                    response.end();
                } else if (answer === null) {
                    response.writeHead(202).end();
                } else {
                    response.writeHead(200, headers).end(JSON.stringify(answer));
                }
            },
            // A legacy client that loses its stream may not mean to cancel; a modern one does.
            onGone: modern ? (action) => response.on('close', action) : undefined,
            gone: () => response.headersSent ? response.end() : response.writeHead(200, { 'content-type': 'text/event-stream' }).end(),
            listen: (id) => {
                const send = streaming(response);
                send(acknowledged(id));
                const tell = (method) => send(changed(method, id));
                listeners.add(tell);
                response.on('close', () => listeners.delete(tell));
            }
        };
        return take(message, io);
    };
    createServer((request, response) => {
        if (request.method === 'DELETE') {
            sessions.delete(request.headers['mcp-session-id']);
            response.writeHead(200).end();
        } else if (request.method === 'GET') {
            if (modern || !sessions.has(request.headers['mcp-session-id'])) {
                response.writeHead(modern ? 405 : 404).end();
                return;
            }
            const send = streaming(response);
            response.flushHeaders();
            const tell = (method) => send(changed(method));
            listeners.add(tell);
            response.on('close', () => listeners.delete(tell));
        } else {
            let body = '';
            request.setEncoding('utf8');
            request.on('data', (chunk) => (body += chunk));
            request.on('end', () => post(request, response, body));
        }
    }).listen(Number(port), '127.0.0.1');
    process.stdin.resume().on('end', () => process.exit(0)); // whoever started it is gone
}

if (place === 'stdio') {
    overStdio();
} else {
    overHttp(place);
}
