// An MCP server on stdio in plain Node, without dependencies: the tool `greet` greets, in the words of GREETING.
import { createInterface } from 'node:readline';

const tool = {
    name: 'greet',
    description: 'Greets somebody.',
    inputSchema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] }
};
const greeting = process.env.GREETING || 'Hello';
const signature = process.env.SIGNATURE ? ` (${process.env.SIGNATURE.length} secret characters)` : '';

function answer({ id, method, params }) {
    switch (method) {
        case 'initialize':
            return {
                protocolVersion: params.protocolVersion,
                capabilities: { tools: {} },
                serverInfo: { name: 'greeter', version: '1.0.0' }
            };
        case 'ping':
            return {};
        case 'tools/list':
            return { tools: [tool] };
        case 'tools/call':
            return { content: [{ type: 'text', text: `${greeting}, ${params.arguments.name}!${signature}` }] };
        default:
            return undefined;
    }
}

createInterface({ input: process.stdin }).on('line', (line) => {
    const message = JSON.parse(line);
    if (message.id === undefined) {
        return;
    }
    const result = answer(message);
    const rest = result ? { result } : { error: { code: -32601, message: `Method not found: ${message.method}` } };
    console.log(JSON.stringify({ jsonrpc: '2.0', id: message.id, ...rest }));
});
