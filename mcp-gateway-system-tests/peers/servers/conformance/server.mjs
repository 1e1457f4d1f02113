// One server with everything that the conformance suite asks for.

import { randomBytes } from 'node:crypto';
import { createRequestStateCodec, McpServer } from '@modelcontextprotocol/server';
import { changed, changes } from './changes.mjs';
import { addInputTools } from './input-tools.mjs';
import { addPrompts } from './prompts.mjs';
import { addResources } from './resources.mjs';
import { addTaskTools } from './task-tools.mjs';
import { serveTasks, TASKS } from './tasks.mjs';
import { addTools } from './tools.mjs';

// Known to this process alone: a retry that a gateway sends elsewhere fails, as it would with many real servers.
const states = createRequestStateCodec({ key: randomBytes(32) });

/**
 * Builds a server.
 *
 * @param era legacy or modern
 * @param lives whether it serves a connection, and so announces changed lists itself; otherwise it serves one request
 */
export function buildServer({ era, lives }) {
    const server = new McpServer(
        { name: 'conformance-fixture', version: '1.0.0' },
        {
            capabilities: {
                tools: { listChanged: true },
                prompts: { listChanged: true },
                resources: { subscribe: true, listChanged: true },
                completions: {},
                logging: {},
                ...(era === 'modern' && { extensions: { [TASKS]: {} } })
            },
            instructions: 'Made for the conformance suite.',
            requestState: { verify: states.verify },
            cacheHints: {
                'resources/list': { ttlMs: 60_000, cacheScope: 'public' },
                'resources/read': { ttlMs: 1_000, cacheScope: 'private' }
            }
        }
    );
    const tool = addTools(server);
    const prompt = addPrompts(server);
    const resourceChanged = addResources(server);
    addInputTools(server, states);
    serveTasks(server, addTaskTools(server));
    if (lives) {
        const announce = {
            tools: () => tool.update({ description: changed('tools') }),
            prompts: () => prompt.update({ description: changed('prompts') }),
            resource: resourceChanged
        };
        server.server.onclose = changes.listen((kind) => announce[kind]());
    }
    return server;
}
