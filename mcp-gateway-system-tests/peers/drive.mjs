#!/usr/bin/env node
// Drives one MCP endpoint with one official client and writes one JSON transcript.
//
//   node drive.mjs --client v1|v2|v2-legacy [--table everything|odd|memory] [--out FILE]
//                  --stdio -- COMMAND [ARGUMENT …]   |   --http URL [--token TOKEN] [--sse]
//
// v1 is @modelcontextprotocol/sdk (revision 2025-11-25), v2 is @modelcontextprotocol/client pinned to 2026-07-28,
// v2-legacy the same client with its default handshake. The client declares no capabilities. With --sse, which v1 alone
// has, the URL is that of the HTTP+SSE transport.
//
// Every list (all pages), every tool, prompt, resource and completion is asked for through the client's typed API, so
// that an answer which the client's own schemas refuse shows as `clientError`. What the transcript holds, however, is
// what came over the wire: the response texts are spliced into it byte for byte, number spelling included.

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { connect } from './clients.mjs';
import { tables } from './tables.mjs';
import { Transcript } from './transcript.mjs';

const NOTIFICATION_WAIT_MS = 5000;
const LOG_LEVEL_KEY = 'io.modelcontextprotocol/logLevel';

const { values, positionals } = parseArgs({
    options: {
        client: { type: 'string' },
        table: { type: 'string', default: 'everything' },
        stdio: { type: 'boolean', default: false },
        http: { type: 'string' },
        token: { type: 'string' },
        sse: { type: 'boolean', default: false },
        out: { type: 'string' }
    },
    allowPositionals: true
});
const table = tables[values.table];
if (table === undefined || values.client === undefined || values.stdio === (values.http !== undefined)) {
    process.stderr.write('usage: drive.mjs --client v1|v2|v2-legacy --stdio -- COMMAND… | --http URL [--token T] [--sse] [--table NAME] [--out FILE]\n');
    process.exit(2);
}

const transcript = new Transcript();
const client = await connect({ kind: values.client, command: values.stdio ? positionals : undefined, url: values.http, sse: values.sse, token: values.token, transcript });

const offered = await lists();
await calls(offered.tools);
await prompts(offered.prompts);
await reads(offered.resources);
for (const completion of table.completions) {
    await transcript.step(`completion/complete ${completion.ref.name ?? completion.ref.uri} ${completion.argument.name}`, () => client.complete(completion));
}
await transcript.step('resources/list after the calls', () => client.list('resources'));
if (!client.modern) {
    await transcript.step('ping', () => client.ping());
}
await client.close();

const text = transcript.toJson({ client: values.client, table: values.table, revision: client.revision, era: client.modern ? 'modern' : 'legacy' });
if (values.out === undefined) {
    process.stdout.write(text);
} else {
    writeFileSync(values.out, text);
}
process.exit(0);

async function lists() {
    const offered = {};
    for (const kind of ['tools', 'prompts', 'resources', 'resourceTemplates']) {
        const method = kind === 'resourceTemplates' ? 'resources/templates/list' : `${kind}/list`;
        const step = await transcript.step(method, () => client.list(kind));
        offered[kind] = step.exchanges.flatMap((exchange) => exchange.response?.result?.[kind] ?? []);
    }
    if (!client.modern && table.logging) {
        await transcript.step('logging/setLevel', () => client.setLogLevel('debug'));
    }
    return offered;
}

async function calls(tools) {
    const unnamed = tools.filter((tool) => !table.calls.some((call) => call.name === tool.name));
    const planned = [...table.calls, ...unnamed.map((tool) => ({ name: tool.name, arguments: least(tool.inputSchema) }))];
    for (const call of planned) {
        const params = { name: call.name, arguments: call.arguments };
        if (call.log && client.modern) {
            params._meta = { [LOG_LEVEL_KEY]: 'debug' };
        }
        const step = await transcript.step(`tools/call ${call.name}${noted(call)}`, () => client.call(params, { progress: call.progress === true }));
        if (call.log) {
            await transcript.until(() => step.notifications.some((text) => JSON.parse(text).method === 'notifications/message'), NOTIFICATION_WAIT_MS);
        }
        if (call.announces !== undefined) {
            const method = `notifications/${call.announces}/list_changed`;
            await transcript.until(() => transcript.announced(method, step), NOTIFICATION_WAIT_MS);
            step.announced = transcript.announced(method, step);
        }
    }
}

async function prompts(listed) {
    const unnamed = listed.filter((prompt) => !table.prompts.some((known) => known.name === prompt.name));
    for (const prompt of [...table.prompts, ...unnamed]) {
        const params = prompt.arguments === undefined || Array.isArray(prompt.arguments) ? { name: prompt.name } : { name: prompt.name, arguments: prompt.arguments };
        await transcript.step(`prompts/get ${prompt.name}${noted(prompt)}`, () => client.prompt(params));
    }
}

async function reads(listed) {
    for (const resource of [...listed, ...table.reads]) {
        await transcript.step(`resources/read ${resource.uri}${noted(resource)}`, () => client.read({ uri: resource.uri }));
    }
}

function noted(entry) {
    return entry.note === undefined ? '' : ` (${entry.note})`;
}

/** The least value that a JSON schema of the simple kinds accepts. */
function least(schema) {
    if (schema?.default !== undefined) {
        return schema.default;
    }
    if (schema?.enum !== undefined) {
        return schema.enum[0];
    }
    switch (schema?.type) {
        case 'object':
            return Object.fromEntries((schema.required ?? []).map((name) => [name, least(schema.properties?.[name])]));
        case 'array':
            return [];
        case 'number':
        case 'integer':
            return schema.minimum ?? 1;
        case 'boolean':
            return false;
        default:
            return 'text';
    }
}
