// A server whose listings are malformed in parts: what is well formed must be shown, the rest left out.
import { reply, send, serve, text } from './rpc.mjs';

serve({
    name: 'broken-listing',
    capabilities: { tools: {}, prompts: {}, resources: {} },
    handlers: {
        'tools/list': ({ id }) =>
            reply(id, {
                tools: [
                    { name: 'good', description: 'the only one', inputSchema: { type: 'object' } },
                    { name: 'no-schema' },
                    { name: 'array-schema', inputSchema: [] },
                    { name: 'string-schema', inputSchema: { type: 'string' } },
                    { name: 17, inputSchema: { type: 'object' } },
                    { inputSchema: { type: 'object' } },
                    null,
                    'text',
                    []
                ]
            }),
        'prompts/list': ({ id }) => send(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"prompts":{"not":"a list"}}}`),
        'resources/list': ({ id }) =>
            reply(id, { resources: [{ uri: 'ok://1', name: 'one' }, { uri: 'not a uri', name: 'bad' }, { name: 'none' }, 3] }),
        'tools/call': ({ id }) => reply(id, text('good'))
    }
});
