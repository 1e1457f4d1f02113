// A server that misbehaves on demand: each tool is one way of doing harm. `echo` behaves, so that a test can see
// whether the server, the session and the other callers are still well.
import { closeSync } from 'node:fs';
import { fail, reply, send, serve, text, tool } from './rpc.mjs';

const late = new Set();

const harms = {
    echo: (id, given) => reply(id, { ...text(given.text ?? ''), structuredContent: given }),
    pid: (id) => reply(id, text(process.pid)),
    // Ends in the middle of a call, after a last word on stderr.
    exit: (id, given) => {
        process.stderr.write('hostile: giving up as asked\n', () => process.exit(given.code ?? 3));
    },
    // Ends after half an answer.
    'half-answer': (id) => {
        process.stdout.write(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"resu`, () => process.exit(4));
    },
    // Writes megabytes to stderr before it answers. Without a reader the pipe fills and the server hangs.
    'flood-stderr': (id, given) => {
        const line = 'e'.repeat(1023) + '\n';
        for (let i = 0; i < (given.kilobytes ?? 1024); i++) {
            process.stderr.write(line);
        }
        process.stderr.write('end of flood\n', () => reply(id, text('flooded')));
    },
    // One endless line on stderr.
    'long-stderr': (id, given) => {
        process.stderr.write('e'.repeat((given.kilobytes ?? 1024) * 1024), () => reply(id, text('flooded')));
    },
    // Lines that are no JSON-RPC, around the answer.
    junk: (id) => {
        for (const line of ['hello, I am a log line', '', '   ', '{', '{"a":1}', '[]', 'null', '"text"', '17', '\u0000', '{"jsonrpc":"1.0"}']) {
            send(line);
        }
        process.stdout.write(Buffer.from([0xff, 0xfe, 0x7b, 0x22, 0xc3, 0x28, 0x0a]));
        reply(id, text('after the junk'));
    },
    // A line of that many bytes that is not even JSON, then the answer.
    'giant-junk': (id, given) => {
        const block = 'j'.repeat(1 << 20);
        for (let i = 0; i < (given.megabytes ?? 64); i++) {
            process.stdout.write(block);
        }
        process.stdout.write('\n', () => reply(id, text('after the giant')));
    },
    // An answer of that many bytes.
    'giant-answer': (id, given) => reply(id, text('g'.repeat((given.megabytes ?? 64) << 20))),
    // Never answers, and does not react to cancellation.
    never: () => {},
    // Answers when it is told that nobody wants the answer any more.
    late: (id) => late.add(id),
    // Answers the same request twice, with different results.
    twice: (id) => {
        reply(id, text('first'));
        reply(id, text('second'));
    },
    // Answers ids that nobody asked, of every type, before the real answer.
    strangers: (id) => {
        for (const wrong of [987654321, -1, 1.5, 'nobody', null, true, [], {}]) {
            send({ jsonrpc: '2.0', id: wrong, result: text('not for you') });
        }
        send({ jsonrpc: '2.0', result: text('no id at all') });
        reply(id, text('for you'));
    },
    // The answer names its id as a string, where the request had a number, and the other way round.
    'id-type': (id) => {
        reply(typeof id === 'number' ? String(id) : Number(id), text('wrong type'));
        reply(id, text('right type'));
    },
    // Neither result nor error; both at once; then nothing more.
    shapeless: (id) => send({ jsonrpc: '2.0', id }),
    'both-members': (id) => send({ jsonrpc: '2.0', id, result: text('a'), error: { code: 1, message: 'b' } }),
    // The id of an answer twice in one object: which of the two requests is it for?
    'duplicate-member': (id) =>
        send(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"id":0,"result":{"content":[]}}`),
    // Requests of its own that share one id, and one of an unknown method.
    'asks-twice': (id) => {
        send({ jsonrpc: '2.0', id: 's1', method: 'ping' });
        send({ jsonrpc: '2.0', id: 's1', method: 'ping' });
        send({ jsonrpc: '2.0', id: 's2', method: 'no/such/method' });
        reply(id, text('asked'));
    },
    // Notifications of every kind that nobody asked for, with tokens that nobody gave.
    notifies: (id) => {
        send({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: 'nobody', progress: 1 } });
        send({ jsonrpc: '2.0', method: 'notifications/progress', params: {} });
        send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } });
        send({ jsonrpc: '2.0', method: 'notifications/no-such-thing' });
        send({ jsonrpc: '2.0', method: 'notifications/message', params: 'not an object' });
        reply(id, text('notified'));
    },
    // Closes its output but lives on. (Ending the stream would leave the descriptor open.)
    mute: () => {
        closeSync(1);
        setInterval(() => {}, 1000);
    }
};

serve({
    name: 'hostile',
    tools: Object.keys(harms).map((name) => tool(name)),
    handlers: {
        'tools/call': ({ id, params }) => {
            const harm = harms[params?.name];
            if (harm === undefined) {
                return fail(id, -32602, `Unknown tool ${params?.name}`);
            }
            return harm(id, params.arguments ?? {});
        },
        'notifications/cancelled': ({ params }) => {
            if (late.delete(params?.requestId)) {
                reply(params.requestId, text('too late'));
            }
        }
    }
});
