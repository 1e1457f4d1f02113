#!/usr/bin/env node
// Tasks of revision 2025-11-25, on version 1 of the official SDK: later ones have dropped them.
//
//   node legacy-tasks.mjs --stdio | --port N

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { InMemoryTaskMessageQueue, InMemoryTaskStore } from '@modelcontextprotocol/sdk/experimental/tasks/stores/in-memory.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';

const WORK_MS = 200;
const LONG_MS = 60_000;

const { values } = parseArgs({ options: { stdio: { type: 'boolean', default: false }, port: { type: 'string' } } });
if (values.stdio) {
    await build().connect(new StdioServerTransport());
} else {
    serveHttp(Number(values.port));
}

function build() {
    const server = new McpServer(
        { name: 'legacy-tasks', version: '1.0.0' },
        {
            capabilities: { tools: {}, tasks: { list: {}, cancel: {}, requests: { tools: { call: {} } } } },
            taskStore: new InMemoryTaskStore(),
            taskMessageQueue: new InMemoryTaskMessageQueue()
        }
    );
    addTask(server, 'task_optional', 'optional', WORK_MS);
    addTask(server, 'task_required', 'required', WORK_MS);
    addTask(server, 'task_long', 'optional', LONG_MS);
    return server;
}

function addTask(server, name, taskSupport, millis) {
    server.experimental.tasks.registerToolTask(
        name,
        { description: 'Becomes a task.', execution: { taskSupport } },
        {
            createTask: async (extra) => {
                const task = await extra.taskStore.createTask({ ttl: extra.taskRequestedTtl ?? LONG_MS, pollInterval: 50 });
                setTimeout(() => {
                    const result = { content: [{ type: 'text', text: `${name} is done` }] };
                    extra.taskStore.storeTaskResult(task.taskId, 'completed', result).catch(() => {}); // it was cancelled
                }, millis).unref();
                return { task };
            },
            getTask: (extra) => extra.taskStore.getTask(extra.taskId),
            getTaskResult: (extra) => extra.taskStore.getTaskResult(extra.taskId)
        }
    );
}

function serveHttp(port) {
    const transports = new Map();
    const server = createServer(async (request, response) => {
        const id = request.headers['mcp-session-id'];
        let transport = transports.get(id);
        if (transport === undefined && id === undefined) {
            transport = new StreamableHTTPServerTransport({
                sessionIdGenerator: () => randomUUID(),
                onsessioninitialized: (made) => void transports.set(made, transport)
            });
            await build().connect(transport);
        }
        if (transport === undefined) {
            response.writeHead(404).end();
        } else {
            await transport.handleRequest(request, response);
        }
    });
    server.listen(port, 'localhost', () => process.stderr.write(`listening on http://localhost:${server.address().port}/mcp\n`));
}
