#!/usr/bin/env node
// A server that tells on whoever shares it: NAME-touch says what an earlier call has left in this process's memory and on its
// file system, and leaves something itself; NAME-flood writes more to both outputs than their pipes hold; NAME-wait answers late.
// Arguments: NAME, then words of no meaning that mark the process.
import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, reply, send, serve, text, tool } from './rpc.mjs';

const name = process.argv[2];
const mark = join(tmpdir(), `touched-${name}`);
let touches = 0;

serve({
    name,
    tools: ['touch', 'flood', 'wait'].map((action) => tool(`${name}-${action}`)),
    handlers: {
        'tools/call': ({ id, params }) => {
            const given = params?.arguments ?? {};
            const answer = () => {
                const found = { memory: touches, file: existsSync(mark) };
                touches++;
                writeFileSync(mark, String(given.token));
                reply(id, { ...text(given.token), structuredContent: { token: given.token, found } });
            };
            switch (params?.name) {
                case `${name}-touch`:
                    return answer();
                case `${name}-flood`:
                    for (let i = 0; i < 2000; i++) {
                        process.stderr.write('f'.repeat(1023) + '\n');
                        send({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'debug', data: 'f'.repeat(500) } });
                    }
                    return answer();
                case `${name}-wait`:
                    return void setTimeout(answer, given.ms ?? 1000);
                default:
                    return fail(id, -32602, `Unknown tool ${params?.name}`);
            }
        }
    }
});
