// A fast server for load: `echo` gives its question back, `sleep` answers late without holding anything, `big` answers
// with as many bytes as asked, `record` appends to a file what it executed, `calls` tells what this process executed.
import { appendFileSync } from 'node:fs';
import { fail, reply, serve, text, tool } from './rpc.mjs';

const executed = [];
const timers = new Map();

serve({
    name: 'echo',
    tools: ['echo', 'sleep', 'big', 'record', 'calls', 'pid'].map((name) => tool(name)),
    handlers: {
        'tools/call': ({ id, params }) => {
            const given = params?.arguments ?? {};
            executed.push(params?.name);
            switch (params?.name) {
                case 'echo':
                    return reply(id, { ...text(given.text ?? ''), structuredContent: given });
                case 'sleep':
                    timers.set(
                        id,
                        setTimeout(() => {
                            timers.delete(id);
                            reply(id, { ...text('slept'), structuredContent: given });
                        }, given.ms ?? 1000)
                    );
                    return undefined;
                case 'big':
                    return reply(id, text('x'.repeat(given.bytes ?? 1)));
                case 'record':
                    appendFileSync(given.file, `${given.line}\n`);
                    return reply(id, text('recorded'));
                case 'calls':
                    return reply(id, { ...text(executed.join('\n')), structuredContent: { executed } });
                case 'pid':
                    return reply(id, text(process.pid));
                default:
                    return fail(id, -32602, `Unknown tool ${params?.name}`);
            }
        },
        'notifications/cancelled': ({ params }) => {
            clearTimeout(timers.get(params?.requestId));
            timers.delete(params?.requestId);
        }
    }
});
