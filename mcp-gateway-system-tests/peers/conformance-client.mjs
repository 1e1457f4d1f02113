#!/usr/bin/env node
// The client that the conformance suite judges in its client mode: an official client that does what the scenario waits for.
//
//   CONFORMANCE_GATEWAY='["mcp-gateway"]' node conformance-client.mjs URL
//
// With CONFORMANCE_GATEWAY, a command in JSON, it starts that gateway on its standard streams with the URL as the only
// upstream, so that the suite judges what the gateway sends; without, it connects itself. The suite names the scenario and
// the revision in the environment.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const MODERN = '2026-07-28';
/** Shorter than the patience of the suite, which would not tell what was said until then. */
const DEADLINE_MS = 25_000;

const { MCP_CONFORMANCE_SCENARIO: scenario, MCP_CONFORMANCE_PROTOCOL_VERSION: revision, MCP_CONFORMANCE_CONTEXT, CONFORMANCE_GATEWAY } = process.env;
const url = new URL(process.argv[2]);
const context = JSON.parse(MCP_CONFORMANCE_CONTEXT ?? '{}');

const listTools = async (client) => (await client.listTools()).tools;

/** Calls every tool that is listed, also when one of them fails. */
async function callAll(client, given = {}) {
    for (const { name } of await listTools(client)) {
        await client.callTool({ name, arguments: given });
    }
}

async function everyMethodWithName(client) {
    await callAll(client);
    for (const { uri } of (await client.listResources()).resources) {
        await client.readResource({ uri });
    }
    for (const { name } of (await client.listPrompts()).prompts) {
        await client.getPrompt({ name });
    }
}

async function callsOfTheContext(client) {
    await listTools(client); // tells the client which arguments go into headers
    for (const call of context.toolCalls) {
        await client.callTool({ name: call.name, arguments: call.arguments });
    }
}

async function echoSchema(client) {
    const { inputSchema } = (await listTools(client)).find((tool) => tool.name === 'json_schema_2020_12_tool');
    await client.callTool({ name: 'json_schema_echo', arguments: { schema: inputSchema } });
}

const plans = {
    initialize: listTools,
    tools_call: (client) => callAll(client, { a: 5, b: 3 }),
    'elicitation-sep1034-client-defaults': callAll,
    'sse-retry': callAll,
    'request-metadata': listTools,
    'sep-2322-client-request-state': callAll,
    'http-standard-headers': everyMethodWithName,
    'http-custom-headers': callsOfTheContext,
    'http-invalid-tool-headers': (client) => callAll(client, { region: 'us-west1' }),
    'json-schema-ref-no-deref': listTools,
    'json-schema-2020-12-preservation': echoSchema
};

const plan = plans[scenario];
if (plan === undefined) {
    throw new Error(`nothing is known of the scenario ${scenario}`);
}
setTimeout(() => {
    process.stderr.write(`conformance-client: ${scenario} is not done after ${DEADLINE_MS / 1000} s\n`);
    process.exit(1);
}, DEADLINE_MS).unref();
const home = mkdtempSync(join(tmpdir(), 'conformance-client-'));
try {
    const client = new Client(
        { name: 'conformance-client', version: '1.0.0' },
        {
            capabilities: { elicitation: { form: { applyDefaults: true } }, sampling: {}, roots: { listChanged: true } },
            versionNegotiation: { mode: revision !== MODERN ? 'legacy' : CONFORMANCE_GATEWAY === undefined ? 'auto' : { pin: MODERN } }
        }
    );
    // Accepts each form with what its scenario asks for, or with nothing, so that the defaults of the form apply.
    client.setRequestHandler('elicitation/create', ({ params }) => ({
        action: 'accept',
        content: 'confirmed' in (params.requestedSchema?.properties ?? {}) ? { confirmed: true } : {}
    }));
    await client.connect(CONFORMANCE_GATEWAY === undefined ? new StreamableHTTPClientTransport(url) : gateway(JSON.parse(CONFORMANCE_GATEWAY)));
    await plan(client);
    await client.close();
} finally {
    rmSync(home, { recursive: true, force: true });
}

function gateway([command, ...args]) {
    const catalog = join(home, 'catalog.yaml');
    const entry = { title: 'suite', description: 'the conformance suite', type: 'remote', remote: { url: url.href, transport_type: 'streamable-http' }, longLived: true };
    writeFileSync(catalog, JSON.stringify({ version: 3, name: 'conformance', displayName: 'conformance', registry: { suite: entry } }));
    const flags = ['gateway', 'run', '--catalog', catalog, '--servers', 'suite', '--allow-remote', url.host, '--long-lived'];
    return new StdioClientTransport({
        command,
        args: [...args, ...flags],
        env: { ...process.env, MCP_GATEWAY_HOME: home },
        stderr: 'inherit'
    });
}
