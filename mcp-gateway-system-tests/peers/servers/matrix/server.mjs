// One server with every feature that the matrix asks for. What a tool is for is its name.

import { randomBytes } from 'node:crypto';
import { createRequestStateCodec, McpServer } from '@modelcontextprotocol/server';
import { changed, changes } from '../conformance/changes.mjs';
import { serveTasks, TASKS } from '../conformance/tasks.mjs';
import { addAskingTools } from './asking.mjs';
import { addPrompts } from './prompts.mjs';
import { addResources } from './resources.mjs';
import { addTaskTools } from './tasks.mjs';
import { addTool, addTools } from './tools.mjs';

/** What it declares beyond the core: an official extension, and one that nobody knows. */
export const EXTENSIONS = {
    'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] },
    'com.example/unknown': { server: { depth: [1, { two: 2 }] } }
};

const states = createRequestStateCodec({ key: randomBytes(32) });

/** Builds a server; `lives` says whether it serves a connection, and so announces changes itself. */
export function buildServer({ era, lives }) {
    const server = new McpServer(
        { name: 'matrix', version: '1.0.0' },
        {
            capabilities: {
                tools: { listChanged: true },
                prompts: { listChanged: true },
                resources: { subscribe: true, listChanged: true },
                completions: {},
                logging: {},
                extensions: era === 'modern' ? { ...EXTENSIONS, [TASKS]: {} } : EXTENSIONS
            },
            instructions: 'The matrix server: "ask it", with é and \u{1F600}.',
            requestState: { verify: states.verify }
        }
    );
    const tool = addTools(server);
    const prompt = addPrompts(server);
    const resourceChanged = addResources(server);
    addAskingTools(server, states);
    if (era === 'modern') {
        serveTasks(server, addTaskTools(server));
    }
    if (lives) {
        const announce = {
            tools: () => tool.update({ description: changed('tools') }),
            added: () => addTool(server, changes.count('added')),
            prompts: () => prompt.update({ description: changed('prompts') }),
            resources: () => server.sendResourceListChanged(),
            resource: resourceChanged
        };
        server.server.onclose = changes.listen((kind) => announce[kind]());
    }
    return server;
}
