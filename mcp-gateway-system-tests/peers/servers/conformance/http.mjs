// The HTTP endpoint: sessions for legacy clients, a fresh server for each request of a modern one.

import { createServer } from 'node:http';
import { localhostHostValidation, localhostOriginValidation, toNodeHandler, toWebRequest } from '@modelcontextprotocol/node';
import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server';
import { changes } from './changes.mjs';
import { Sessions } from './sessions.mjs';

const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Serves what `build` builds; `watched` is the URI of the resource that changes. */
export async function serveHttp(eras, port, { build, watched }) {
    const route = router(eras, build, watched);
    const validHost = localhostHostValidation();
    const validOrigin = localhostOriginValidation();
    const server = createServer((request, response) => {
        if (!validHost(request, response) || !validOrigin(request, response)) {
            return; // answered
        }
        if (new URL(request.url, 'http://localhost').pathname !== '/mcp') {
            response.writeHead(404).end();
            return;
        }
        route(request, response).catch((error) => {
            process.stderr.write(`conformance server: ${error?.stack ?? error}\n`);
            if (!response.headersSent) {
                response.writeHead(error instanceof BadBody ? 400 : 500);
            }
            response.end();
        });
    });
    server.listen(port, 'localhost', () => {
        process.stderr.write(`conformance server: listening on http://localhost:${server.address().port}/mcp\n`);
    });
}

function router(eras, build, watched) {
    const sessions = new Sessions(() => build({ era: 'legacy', lives: true }));
    if (!eras.modern) {
        return async (request, response) => sessions.serve(request, response, await jsonBody(request));
    }
    // Sessions serve the legacy era, so that the handler itself is strict in every build.
    const handler = createMcpHandler(() => build({ era: 'modern', lives: false }), { legacy: 'reject' });
    const publish = {
        tools: () => handler.notify.toolsChanged(),
        added: () => handler.notify.toolsChanged(),
        prompts: () => handler.notify.promptsChanged(),
        resources: () => handler.notify.resourcesChanged(),
        resource: () => handler.notify.resourceUpdated(watched)
    };
    changes.listen((kind) => publish[kind]());
    const modern = toNodeHandler(handler);
    return async (request, response) => {
        const body = await jsonBody(request);
        if (eras.legacy && (await isLegacyRequest(await toWebRequest(request, body), body))) {
            await sessions.serve(request, response, body);
        } else {
            await modern(request, response, body);
        }
    };
}

class BadBody extends Error {}

async function jsonBody(request) {
    if (request.method !== 'POST') {
        return undefined;
    }
    const chunks = [];
    let size = 0;
    for await (const chunk of request) {
        size += chunk.length;
        if (size > MAX_BODY_BYTES) {
            throw new BadBody('the body is too large');
        }
        chunks.push(chunk);
    }
    try {
        return JSON.parse(Buffer.concat(chunks).toString('utf8'));
    } catch (error) {
        throw new BadBody(`the body is not JSON: ${error.message}`);
    }
}
