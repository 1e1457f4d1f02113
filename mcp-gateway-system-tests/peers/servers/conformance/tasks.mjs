// The extension `io.modelcontextprotocol/tasks`. The SDK knows its methods as those of an older revision and refuses them in
// the modern era, so they are answered before it sees them.

import { randomUUID } from 'node:crypto';
import { CLIENT_CAPABILITIES_META_KEY } from '@modelcontextprotocol/server';

export const TASKS = 'io.modelcontextprotocol/tasks';

const TTL_MS = 300_000;
const POLL_MS = 100;
const ENDED = ['completed', 'failed', 'cancelled'];

const INVALID_PARAMS = -32602;
const INTERNAL_ERROR = -32603;
const HEADER_MISMATCH = -32020;
const MISSING_CAPABILITY = -32021;

/** What a client is told that would need the extension. */
const REQUIRED = { requiredCapabilities: { extensions: { [TASKS]: {} } } };

/** Whether these capabilities of a client, as a request carries them, have the extension. */
export const hasTasks = (capabilities) => capabilities?.extensions?.[TASKS] !== undefined;

class Task {
    #fields;
    #questions = {};
    #answers = {};
    #answered;
    #abort = new AbortController();

    constructor(run) {
        const now = new Date().toISOString();
        this.#fields = { taskId: randomUUID(), status: 'working', createdAt: now, lastUpdatedAt: now, ttlMs: TTL_MS, pollIntervalMs: POLL_MS };
        run(this).then(
            (result) => this.#become('completed', { result }),
            (error) => this.#become('failed', { error: { code: INTERNAL_ERROR, message: error.message } })
        );
    }

    /** Ends when the client cancels the task. */
    get signal() {
        return this.#abort.signal;
    }

    /** The result of the call that made it. */
    get created() {
        return { resultType: 'task', ...this.#fields };
    }

    /** The answer to tasks/get. */
    get detailed() {
        const waits = this.#fields.status === 'input_required';
        return { resultType: 'complete', ...this.#fields, ...(waits && { inputRequests: this.#questions }) };
    }

    /** Asks the client and waits until it has answered everything. */
    async ask(questions) {
        this.#questions = questions;
        const answers = new Promise((resolve) => (this.#answered = resolve));
        this.#become('input_required');
        return answers;
    }

    /** Takes answers, some or all; what was not asked is nobody's. */
    update(responses) {
        for (const key of Object.keys(responses).filter((asked) => asked in this.#questions)) {
            this.#answers[key] = responses[key];
            const { [key]: answered, ...open } = this.#questions;
            this.#questions = open;
        }
        if (this.#fields.status === 'input_required' && Object.keys(this.#questions).length === 0) {
            this.#become('working');
            this.#answered(this.#answers);
        }
    }

    cancel() {
        this.#become('cancelled');
        this.#abort.abort();
    }

    #become(status, more = {}) {
        if (!ENDED.includes(this.#fields.status)) {
            this.#fields = { ...this.#fields, status, lastUpdatedAt: new Date().toISOString(), ...more };
        }
    }
}

// All of this process: in the modern era each HTTP request has a server of its own.
const tasks = new Map();

/** Starts a task; returns the result of the call. */
export function startTask(run) {
    const task = new Task(run);
    const { taskId } = task.created;
    tasks.set(taskId, task);
    setTimeout(() => tasks.delete(taskId), TTL_MS).unref();
    return task.created;
}

const methods = {
    'tasks/get': (task) => task.detailed,
    'tasks/update': (task, { inputResponses }) => acknowledged(task.update(inputResponses)),
    'tasks/cancel': (task) => acknowledged(task.cancel())
};

const acknowledged = () => ({ resultType: 'complete' });

/**
 * Lets a server answer the extension's methods on each modern connection.
 *
 * @param needing names of tools that are refused to a client without the extension; thrown by the tool itself, the error
 *     would become a result
 */
export function serveTasks(server, needing) {
    const connect = server.connect.bind(server);
    server.connect = async (transport) => {
        await connect(transport);
        const next = transport.onmessage;
        transport.onmessage = (message, extra) => {
            const capabilities = message.params?._meta?.[CLIENT_CAPABILITIES_META_KEY];
            const answered = capabilities === undefined ? undefined : answer(message, hasTasks(capabilities), extra, needing);
            if (answered === undefined) {
                next(message, extra);
            } else {
                void transport.send({ jsonrpc: '2.0', id: message.id, ...answered });
            }
        };
    };
}

/** The answer to a message that is about tasks; undefined for all others. */
function answer({ method, params }, declared, extra, needing) {
    const own = method in methods;
    if (!own && !(method === 'tools/call' && needing.has(params.name))) {
        return undefined;
    }
    if (!declared) {
        return failure(MISSING_CAPABILITY, `Missing required client capability: ${TASKS}`, REQUIRED);
    }
    if (!own) {
        return undefined;
    }
    const name = extra?.request?.headers.get('mcp-name') ?? params.taskId; // standard streams have no headers
    if (name !== params.taskId) {
        return failure(HEADER_MISMATCH, 'Mcp-Name is not the taskId');
    }
    const task = tasks.get(params.taskId);
    return task === undefined ? failure(INVALID_PARAMS, 'Unknown task') : { result: methods[method](task, params) };
}

const failure = (code, message, data) => ({ error: { code, message, ...(data && { data }) } });
