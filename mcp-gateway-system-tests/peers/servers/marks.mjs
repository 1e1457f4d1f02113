// Leaves a mark in its memory and in its file system with each call, and tells how many there are, and who it is: a
// workload that serves one call only never finds a mark. `hold` does the same and answers late.
import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { fail, reply, serve, text, tool } from './rpc.mjs';

const self = randomUUID();
let marks = 0;

function mark() {
    marks++;
    appendFileSync('/tmp/marks', '.');
    return { ...text(self), structuredContent: { self, memory: marks, files: readFileSync('/tmp/marks').length } };
}

serve({
    name: 'marks',
    tools: ['mark', 'hold'].map((name) => tool(name)),
    handlers: {
        'tools/call': ({ id, params }) => {
            switch (params?.name) {
                case 'mark':
                    return reply(id, mark());
                case 'hold':
                    return setTimeout(() => reply(id, mark()), params?.arguments?.ms ?? 1000);
                default:
                    return fail(id, -32602, `Unknown tool ${params?.name}`);
            }
        }
    }
});
