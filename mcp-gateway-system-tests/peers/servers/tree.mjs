// A server with a family: at start it makes a child, a grandchild, and a detached grandchild in a session of its own,
// all of which ignore the end of input and the polite signals. Their pids go, one a line, into the file that the first
// argument names (appended); each carries that file's name in its arguments, so that a test can find all of them.
import { appendFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { reply, serve, text, tool } from './rpc.mjs';

const stubborn = "process.on('SIGTERM',()=>{});process.on('SIGHUP',()=>{});setInterval(()=>{},1000);";
const file = process.argv[2];

const parent = `
const { spawn } = require('child_process');
const { appendFileSync } = require('fs');
const inner = spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}, process.argv[1]], { stdio: 'ignore' });
const away = spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}, process.argv[1]], { stdio: 'ignore', detached: true });
appendFileSync(process.argv[1], process.pid + '\\n' + inner.pid + '\\n' + away.pid + '\\n');
${stubborn}`;

appendFileSync(file, `${process.pid}\n`);
spawn(process.execPath, ['-e', parent, file], { stdio: 'ignore' });

serve({
    name: 'tree',
    tools: [tool('echo'), tool('sleep')],
    stay: true,
    handlers: {
        'tools/call': ({ id, params }) => {
            const given = params?.arguments ?? {};
            if (params?.name === 'sleep') {
                setTimeout(() => reply(id, text('slept')), given.ms ?? 1000);
            } else {
                reply(id, { ...text(given.text ?? ''), structuredContent: given });
            }
        }
    }
});
setInterval(() => {}, 1000);
process.on('SIGTERM', () => {});
