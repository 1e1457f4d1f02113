// The tools that answer by themselves, and those that tell what reached the server.

import { setTimeout as sleep } from 'node:timers/promises';
import { CLIENT_CAPABILITIES_META_KEY, fromJsonSchema } from '@modelcontextprotocol/server';
import { changed, changes } from '../conformance/changes.mjs';
import { text } from '../conformance/contents.mjs';
import { fields } from '../conformance/schemas.mjs';

export const ICON = { src: 'data:image/svg+xml;base64,PHN2Zy8+', mimeType: 'image/svg+xml', sizes: ['any'], theme: 'dark' };

const LEVELS = ['debug', 'info', 'warning', 'error'];
const PATIENCE_MS = 20_000;
/** Waiting calls that were cancelled, by their key. */
const cancelled = new Set();
const waiting = new Set();
/** What ends the calls that report progress, by their key. */
const releases = new Map();

const says = (value) => ({ content: [text(typeof value === 'string' ? value : JSON.stringify(value))] });

/** Adds the tools; returns the one whose description changes. */
export function addTools(server) {
    addRich(server);
    addWitnesses(server);
    addTalkers(server);
    const added = changes.count('added');
    for (let number = 1; number <= added; number++) {
        addTool(server, number);
    }
    server.registerTool('change', { inputSchema: fromJsonSchema(fields('string', 'kind')) }, ({ kind }) => {
        changes.make(kind);
        return says(changed(kind));
    });
    return server.registerTool('changing', { description: changed('tools') }, () => says(changed('tools')));
}

/** One more tool. */
export function addTool(server, number) {
    server.registerTool(`added_${number}`, { description: 'Was added.' }, () => says(`added ${number}`));
}

/** Everything that a definition and a result can have. */
function addRich(server) {
    server.registerTool(
        'rich',
        {
            title: 'Rich',
            description: 'Adds two numbers.',
            inputSchema: fromJsonSchema({ type: 'object', properties: { a: { type: 'number' }, b: { type: 'number' } }, required: ['a', 'b'] }),
            outputSchema: fromJsonSchema({ type: 'object', properties: { sum: { type: 'number' } }, required: ['sum'] }),
            annotations: { title: 'Rich', readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
            icons: [ICON],
            _meta: { 'com.example/tool': { deep: [1] }, ui: { resourceUri: 'ui://matrix/view' } }
        },
        ({ a, b }) => ({
            content: [
                text(JSON.stringify({ sum: a + b })),
                { type: 'resource_link', uri: 'matrix://text', name: 'text', title: 'A text', icons: [ICON], annotations: { priority: 0.5 } }
            ],
            structuredContent: { sum: a + b },
            _meta: { 'com.example/result': { kept: [1, 2] } }
        })
    );
    server.registerTool('fails', {}, () => ({ ...says('It failed.'), isError: true }));
}

function addWitnesses(server) {
    server.registerTool('client_facts', {}, (context) => {
        const envelope = context.mcpReq.envelope;
        return says({
            capabilities: envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? server.server.getClientCapabilities() ?? null,
            meta: context.mcpReq._meta ?? null
        });
    });
    server.registerTool(
        'header',
        { inputSchema: fromJsonSchema({ type: 'object', properties: { region: { type: 'string', 'x-mcp-header': 'Region' } } }) },
        ({ region }, context) => says({ region: region ?? null, header: context.http?.req?.headers.get('mcp-param-region') ?? null })
    );
    let rootsChanged = 0;
    server.server.setNotificationHandler('notifications/roots/list_changed', () => void rootsChanged++);
    server.registerTool('roots_changed', {}, () => says(String(rootsChanged)));
    server.registerTool('ping_client', {}, async () => says(await server.server.ping()));
}

function addTalkers(server) {
    const plainly = { inputSchema: fromJsonSchema({ type: 'object', properties: { plain: { type: 'boolean' } } }) };
    server.registerTool('log', plainly, async ({ plain }, context) => {
        for (const level of LEVELS) {
            await context.mcpReq.log(level, plain ? level : { said: level }, 'matrix');
        }
        return says('Logged.');
    });
    const keyed = { inputSchema: fromJsonSchema(fields('string', 'key')) };
    // Ends when it is told to: a client may drop what comes just before the result.
    server.registerTool('progress', keyed, async ({ key }, { mcpReq }) => {
        const released = new Promise((resolve) => releases.set(key, resolve));
        const progressToken = mcpReq._meta?.progressToken;
        for (const progress of [1, 2, 3]) {
            await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 3, message: `step ${progress}` } });
        }
        await released;
        return says('Done.');
    });
    server.registerTool('release', keyed, ({ key }) => {
        releases.get(key)?.();
        return says('Released.');
    });
    server.registerTool('wait', keyed, async ({ key }, { mcpReq }) => {
        waiting.add(key);
        await sleep(PATIENCE_MS, undefined, { signal: mcpReq.signal }).catch(() => cancelled.add(key));
        return says('Nobody cancelled.');
    });
    server.registerTool('is_waiting', keyed, ({ key }) => says(String(waiting.has(key))));
    server.registerTool('is_cancelled', keyed, ({ key }) => says(String(cancelled.has(key))));
}
