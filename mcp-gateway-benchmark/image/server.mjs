// A legacy MCP server that answers as fast as node can. `echo` gives its text back; `mark` leaves a mark in this process's
// memory and in its file system and tells how many there are, and a number that no other process has.
import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';

const process_ = randomUUID();
let marks = 0;

const send = (message) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\n');
const text = (value) => ({ content: [{ type: 'text', text: value }] });

function mark() {
    marks++;
    appendFileSync('/tmp/marks', '.');
    return text(`${process_} ${marks} ${readFileSync('/tmp/marks').length}`);
}

function take(message) {
    const { id, method, params } = message;
    switch (method) {
        case 'initialize':
            send({
                id,
                result: {
                    protocolVersion: params.protocolVersion,
                    capabilities: { tools: {} },
                    serverInfo: { name: 'benchmark', version: '1' }
                }
            });
            break;
        case 'tools/list':
            send({
                id,
                result: {
                    tools: ['echo', 'mark'].map((name) => ({ name, inputSchema: { type: 'object' } }))
                }
            });
            break;
        case 'tools/call':
            send({ id, result: params.name === 'mark' ? mark() : text(params.arguments.text) });
            break;
        default:
            if (id !== undefined && method !== undefined) {
                send({ id, error: { code: -32601, message: 'Method not found' } });
            }
    }
}

let rest = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk) => {
    rest += chunk;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 1);
        take(JSON.parse(line));
    }
});
process.stdin.on('end', () => process.exit(0));
