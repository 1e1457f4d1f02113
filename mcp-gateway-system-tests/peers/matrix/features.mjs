// What is tried for each feature of the matrix, by its id: what is thrown is what is wrong. The ids, and where a feature
// cannot be, are in QuadrantFeature; each check is the same in all quadrants but for what the era of its client demands.

import assert from 'node:assert/strict';
import { EXTENSIONS, ROOTS } from './client.mjs';

const ICON = { src: 'data:image/svg+xml;base64,PHN2Zy8+', mimeType: 'image/svg+xml', sizes: ['any'], theme: 'dark' };
const SERVER_EXTENSIONS = {
    'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] },
    'com.example/unknown': { server: { depth: [1, { two: 2 }] } }
};
const LOG_LEVEL = 'io.modelcontextprotocol/logLevel';
const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const PAGE = 'https://example.com/visit?id=1';
const LISTENING_MS = 8_000;
const LISTENING_IN_VAIN_MS = 500;
const POLL_MS = 20;

export const features = {
    'tool-definitions': async (face) => {
        const tool = await face.find('tools', 'rich');
        assert.equal(tool.title, 'Rich');
        assert.deepEqual(tool.annotations, { title: 'Rich', readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false });
        assert.deepEqual(tool.icons, [ICON]);
        assert.deepEqual(tool.outputSchema.properties, { sum: { type: 'number' } });
        assert.deepEqual(tool.inputSchema.required, ['a', 'b']);
        assert.deepEqual(tool._meta, { 'com.example/tool': { deep: [1] }, ui: { resourceUri: 'ui://matrix/view' } });
        const typed = (await face.client.listTools()).tools.find(({ name }) => name === 'rich');
        assert.equal(typed.title, 'Rich');
    },
    'structured-content': async (face) => {
        await face.client.listTools(); // from now on the client itself checks the output
        const result = await face.call('rich', { a: 1.5, b: 2 });
        assert.deepEqual(result.structuredContent, { sum: 3.5 });
        assert.equal(result.content[1].type, 'resource_link');
        assert.deepEqual(result.content[1].icons, [ICON]);
        assert.deepEqual(result._meta['com.example/result'], { kept: [1, 2] });
        const failed = await face.call('fails');
        assert.equal(failed.isError, true);
    },
    'header-annotation': async (face) => {
        const tool = await face.find('tools', 'header');
        assert.equal(tool.inputSchema.properties.region['x-mcp-header'], 'Region');
        assert.equal((await face.json('header', { region: 'eu é' })).region, 'eu é');
    },
    'header-mirrored': async (face) => {
        await face.client.listTools();
        assert.deepEqual(await face.json('header', { region: 'eu-west1' }), { region: 'eu-west1', header: 'eu-west1' });
        assert.equal((await face.json('header', {})).header, null);
    },
    prompts: async (face) => {
        const prompt = await face.find('prompts', 'greet');
        assert.equal(prompt.title, 'Greeting');
        assert.deepEqual(prompt.icons, [ICON]);
        assert.equal(prompt.arguments[0].name, 'name');
        const got = await face.client.getPrompt({ name: 'greet', arguments: { name: 'Ada' } });
        assert.equal(got.messages[0].content.text, 'Greet Ada.');
        assert.equal(got.messages[1].content.type, 'image');
        assert.equal(got._meta['com.example/result'], 'Ada');
    },
    resources: async (face) => {
        const listed = await face.find('resources', 'text');
        assert.deepEqual(listed.annotations, { audience: ['user'], priority: 0.5 });
        assert.deepEqual(listed.icons, [ICON]);
        const text = (await face.client.readResource({ uri: 'matrix://text' })).contents[0];
        assert.equal(text.text, 'This is the text.');
        assert.deepEqual(text._meta, { 'com.example/contents': { kept: true } });
        assert.equal((await face.client.readResource({ uri: 'matrix://binary' })).contents[0].mimeType, 'image/png');
        await assert.rejects(face.request('resources/read', { uri: 'matrix://nowhere' }), ({ code }) => code === -32602 || (!face.modern && code === -32002));
    },
    templates: async (face) => {
        const template = await face.find('templates', 'item');
        assert.equal(template.uriTemplate, 'matrix://item/{id}');
        assert.equal(template.title, 'An item');
        assert.equal((await face.client.readResource({ uri: 'matrix://item/7' })).contents[0].text, 'item 7');
    },
    completion: async (face) => {
        const prompt = { type: 'ref/prompt', name: 'greet' };
        assert.deepEqual((await face.client.complete({ ref: prompt, argument: { name: 'name', value: 'cat' } })).completion.values, ['catalan', 'catherine']);
        const template = { type: 'ref/resource', uri: 'matrix://item/{id}' };
        const given = await face.client.complete({ ref: template, argument: { name: 'id', value: 'o' }, context: { arguments: { language: 'en' } } });
        assert.deepEqual(given.completion.values, ['one', 'other', 'in en']);
    },
    logging: async (face) => {
        assert.notEqual(face.capabilities.logging, undefined);
        for (const [level, heard] of [['warning', ['warning', 'error']], ['debug', ['debug', 'info', 'warning', 'error']]]) {
            const before = face.seenOf('notifications/message').length;
            if (face.modern) {
                await face.text('log', {}, { meta: { [LOG_LEVEL]: level } });
            } else {
                await face.client.setLoggingLevel(level);
                await face.text('log');
            }
            const since = () => face.seenOf('notifications/message').slice(before);
            await until(() => since().length >= heard.length, () => `heard of ${level}: ${JSON.stringify(since())}`);
            assert.deepEqual(since().map(({ params }) => params.level), heard);
            assert.deepEqual(since()[0].params.data, { said: heard[0] });
            assert.equal(since()[0].params.logger, 'matrix');
        }
        if (face.modern) {
            const before = face.seenOf('notifications/message').length;
            await face.text('log');
            assert.equal(face.seenOf('notifications/message').length, before, 'logs that nobody asked for');
        }
    },
    progress: async (face) => {
        const key = `progress-${process.pid}`;
        const seen = [];
        const called = face.text('progress', { key }, { onprogress: (progress) => seen.push(progress) });
        await until(() => seen.length === 3, () => `heard: ${JSON.stringify(seen)}`);
        assert.deepEqual(seen, [1, 2, 3].map((progress) => ({ progress, total: 3, message: `step ${progress}` })));
        await face.text('release', { key });
        assert.equal(await called, 'Done.');
    },
    cancellation: async (face) => {
        const key = `cancel-${process.pid}`;
        const controller = new AbortController();
        const waiting = face.call('wait', { key }, { signal: controller.signal });
        const ended = assert.rejects(waiting);
        await until(async () => (await face.text('is_waiting', { key })) === 'true', () => 'the call did not arrive');
        controller.abort('the test has seen enough');
        await ended;
        await until(async () => (await face.text('is_cancelled', { key })) === 'true', () => 'the server was not told');
    },
    'ping-from-client': async (face) => {
        await face.client.ping();
    },
    'ping-from-server': async (face) => {
        assert.deepEqual(await face.json('ping_client'), {});
    },
    pagination: async (face) => {
        const first = await face.request('resources/list');
        assert.equal(typeof first.nextCursor, 'string');
        const { entries, pages } = await face.all('resources');
        assert.ok(pages > 1, 'one page only');
        const uris = entries.map(({ uri }) => uri);
        assert.equal(new Set(uris).size, uris.length, 'an entry came twice');
        assert.ok(uris.includes('matrix://filler/1') && uris.includes('matrix://filler/1100'));
        const again = await face.request('resources/list', { cursor: first.nextCursor });
        assert.equal(again.resources[0].uri, (await face.request('resources/list', { cursor: first.nextCursor })).resources[0].uri);
        await assert.rejects(face.request('resources/list', { cursor: 'made up' }), ({ code }) => code === -32602);
    },
    roots: async (face) => {
        const { roots } = await face.json('ask_roots');
        assert.equal(roots.kind, 'roots');
        assert.deepEqual(roots.roots, ROOTS);
    },
    'roots-changed': async (face) => {
        const before = Number(await face.text('roots_changed'));
        await face.client.sendRootsListChanged();
        await until(async () => Number(await face.text('roots_changed')) > before, () => 'the server was not told');
    },
    sampling: async (face) => {
        const { sampling } = await face.json('ask_sampling');
        assert.equal(sampling.result.content.text, 'sampled');
        assert.equal(sampling.result.model, 'matrix-model');
        const { params } = lastAsked(face, 'sampling/createMessage');
        assert.equal(params.systemPrompt, 'Be brief.');
        assert.equal(params.temperature, 0.5);
    },
    'sampling-tools': async (face) => {
        const { sampling_tools: sampling } = await face.json('ask_sampling_tools');
        assert.equal(sampling.result.stopReason, 'toolUse');
        const content = [sampling.result.content].flat();
        assert.deepEqual(content, [{ type: 'tool_use', id: 'use-1', name: 'weather', input: { city: 'Oslo' } }]);
        const { params } = lastAsked(face, 'sampling/createMessage');
        assert.equal(params.tools[0].name, 'weather');
        assert.deepEqual(params.toolChoice, { mode: 'required' });
    },
    'elicitation-form': async (face) => {
        const { form } = await face.json('ask_form');
        assert.equal(form.action, 'accept');
        assert.match(form.content.name, /^name-/);
        assert.equal((await face.json('ask_declined')).declined.action, 'decline');
    },
    'elicitation-url': async (face) => {
        const { url } = await face.json('ask_url');
        assert.equal(url.action, 'accept');
        const { params } = lastAsked(face, 'elicitation/create');
        assert.equal(params.mode, 'url');
        assert.equal(params.url, PAGE);
    },
    'elicitation-url-required': async (face) => {
        if (face.modern) {
            // The same, said as this era says it; the client has visited the page when it calls again.
            assert.equal(await face.text('url_required'), 'visited');
            assert.equal(lastAsked(face, 'elicitation/create').params.url, PAGE);
        } else {
            await assert.rejects(face.call('url_required'), (error) => error.code === -32042 && error.data.elicitations[0].url === PAGE);
            assert.equal(await face.text('url_required'), 'visited');
        }
    },
    'elicitation-complete': async (face) => {
        await face.text('elicitation_complete');
        await until(() => face.seenOf('notifications/elicitation/complete').length > 0, () => 'it did not come');
        assert.equal(face.seenOf('notifications/elicitation/complete')[0].params.elicitationId, 'e1');
    },
    'several-questions': async (face) => {
        const { roots, sampling, form } = await face.json('ask_several');
        assert.deepEqual(roots.roots, ROOTS);
        assert.equal(sampling.result.content.text, 'sampled');
        assert.equal(form.action, 'accept');
    },
    'several-rounds': async (face) => {
        const names = await face.json('ask_rounds');
        assert.equal(names.length, 3);
        assert.equal(new Set(names).size, 3);
    },
    'questions-of-prompts': async (face) => {
        const got = await face.client.getPrompt({ name: 'asking_prompt' });
        assert.match(got.messages[0].content.text, /^In a mood: mood-/);
    },
    'resource-subscriptions': async (face) => {
        const uri = 'matrix://watched';
        assert.equal(face.capabilities.resources.subscribe, true);
        const subscription = face.modern ? await face.client.listen({ resourceSubscriptions: [uri] }) : await face.client.subscribeResource({ uri });
        const count = () => face.seenOf('notifications/resources/updated').length;
        const before = count();
        const said = await face.text('change', { kind: 'resource' });
        await until(() => count() > before, () => 'the update did not come');
        assert.equal(face.seenOf('notifications/resources/updated').at(-1).params.uri, uri);
        assert.equal((await face.request('resources/read', { uri })).contents[0].text, said);
        await (face.modern ? subscription.close() : face.client.unsubscribeResource({ uri }));
    },
    'tools-changed': (face) => changes(face, 'tools', 'added', async () => (await face.all('tools')).entries.length),
    'only-a-description-changed': (face) => changes(face, 'tools', 'tools', async () => (await face.find('tools', 'changing')).description),
    'prompts-changed': (face) => changes(face, 'prompts', 'prompts', async () => (await face.find('prompts', 'changing_prompt')).description),
    'resources-changed': (face) => changes(face, 'resources', 'resources', async () => (await face.all('resources')).entries.length),
    instructions: async (face) => {
        assert.ok(face.instructions.includes('The matrix server: "ask it", with é and \u{1F600}.'), face.instructions);
    },
    'tasks-2025': async (face) => {
        if (face.modern) {
            // It cannot ask for a task; the gateway does, and fetches the result.
            const known = { 'io.modelcontextprotocol/tasks': {} };
            const result = await face.modernRequest('tools/call', { name: 'task_required', arguments: {} }, known);
            assert.equal(result.content[0].text, 'task_required is done');
            return;
        }
        const { tasks } = face.client.experimental;
        assert.equal((await face.find('tools', 'task_required')).execution.taskSupport, 'required');
        const seen = [];
        for await (const message of tasks.callToolStream({ name: 'task_optional', arguments: {} }, undefined, { task: { ttl: 60_000 } })) {
            seen.push(message);
        }
        assert.equal(seen[0].type, 'taskCreated', JSON.stringify(seen));
        assert.equal(seen.at(-1).type, 'result', JSON.stringify(seen.at(-1)));
        assert.equal(seen.at(-1).result.content[0].text, 'task_optional is done');
        const long = await face.request('tools/call', { name: 'task_long', arguments: {}, task: { ttl: 60_000 } });
        const { taskId } = long.task;
        assert.equal((await tasks.getTask(taskId)).status, 'working');
        assert.ok((await tasks.listTasks()).tasks.some((task) => task.taskId === taskId));
        assert.equal((await tasks.cancelTask(taskId)).status, 'cancelled');
        await assert.rejects(tasks.getTask('nobody-made-this'), ({ code }) => code === -32602);
    },
    'tasks-extension': async (face) => {
        const extension = { 'io.modelcontextprotocol/tasks': {} };
        const ask = (method, params) => face.modernRequest(method, params, extension);
        assert.deepEqual(face.capabilities.extensions['io.modelcontextprotocol/tasks'], {});
        const state = async (taskId, status) => {
            let task;
            await until(
                async () => (task = await ask('tasks/get', { taskId })).status === status,
                () => JSON.stringify(task)
            );
            return task;
        };
        const asking = await ask('tools/call', { name: 'task_asking', arguments: {} });
        assert.equal(asking.resultType, 'task');
        const { inputRequests } = await state(asking.taskId, 'input_required');
        const [key] = Object.keys(inputRequests);
        assert.equal(inputRequests[key].method, 'elicitation/create');
        await ask('tasks/update', { taskId: asking.taskId, inputResponses: { [key]: { action: 'accept', content: { name: 'Ada' } } } });
        assert.equal((await state(asking.taskId, 'completed')).result.content[0].text, 'Hello, Ada.');
        const long = await ask('tools/call', { name: 'task_long', arguments: {} });
        await ask('tasks/cancel', { taskId: long.taskId });
        await state(long.taskId, 'cancelled');
        await assert.rejects(ask('tasks/get', { taskId: 'nobody-made-this' }), ({ code }) => code === -32602);
        // Without the extension the same tool answers by itself.
        assert.equal(await face.text('task_long'), 'Nobody waits.');
    },
    'extensions-of-the-server': async (face) => {
        for (const [name, settings] of Object.entries(SERVER_EXTENSIONS)) {
            assert.deepEqual(face.capabilities.extensions?.[name], settings);
        }
    },
    'extensions-of-the-client': async (face) => {
        assert.deepEqual((await face.json('client_facts')).capabilities.extensions, EXTENSIONS);
    },
    'ui-extension': async (face) => {
        const { _meta } = await face.find('tools', 'rich');
        const listed = await face.find('resources', 'view');
        assert.equal(listed.mimeType, 'text/html;profile=mcp-app');
        assert.deepEqual(listed._meta, { ui: { prefersBorder: true } });
        const view = (await face.client.readResource({ uri: _meta.ui.resourceUri })).contents[0];
        assert.equal(view.mimeType, 'text/html;profile=mcp-app');
        assert.deepEqual(view._meta, { ui: { csp: { connectDomains: [] } } });
    },
    'client-capabilities': async (face, { another }) => {
        const { capabilities } = await face.json('client_facts');
        assert.notEqual(capabilities.elicitation, undefined);
        assert.notEqual(capabilities.sampling.tools, undefined);
        const less = await another({ roots: {} });
        try {
            assert.deepEqual((await less.json('client_facts')).capabilities, { roots: {} });
        } finally {
            await less.close();
        }
    },
    'trace-context': async (face) => {
        const meta = { traceparent: TRACEPARENT, tracestate: 'vendor=1', 'com.example/mine': { deep: [1] } };
        const { meta: got } = await face.json('client_facts', {}, { meta });
        assert.equal(got.traceparent, TRACEPARENT);
        assert.equal(got.tracestate, 'vendor=1');
        assert.deepEqual(got['com.example/mine'], { deep: [1] });
    }
};

function lastAsked(face, method) {
    const request = face.asked.filter((each) => each.method === method).at(-1);
    assert.notEqual(request, undefined, `nobody asked ${method}`);
    return request;
}

/** A list changes, the client is told, and then finds it changed. */
async function changes(face, list, kind, look) {
    const method = `notifications/${list}/list_changed`;
    assert.equal(face.capabilities[list].listChanged, true);
    const subscription = face.modern ? await face.client.listen({ [`${list}ListChanged`]: true }) : undefined;
    const before = await look();
    const heard = face.seenOf(method).length;
    await face.text('change', { kind });
    await until(() => face.seenOf(method).length > heard, () => `${method} did not come`);
    await until(async () => (await look()) !== before, () => 'the list is as before');
    await subscription?.close();
}

let listening = LISTENING_MS;

/** How long the next feature listens: what is expected in vain need not take long. */
export function expect(inVain) {
    listening = inVain ? LISTENING_IN_VAIN_MS : LISTENING_MS;
}

async function until(condition, why) {
    const end = Date.now() + listening;
    while (!(await condition())) {
        if (Date.now() > end) {
            throw new Error(why());
        }
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
}
