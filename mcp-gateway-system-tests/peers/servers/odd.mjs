// A well-behaved server full of what nobody models: unknown members at every depth, unknown content types, numbers
// whose spelling matters, duplicate keys inside arguments and results, pages of one, long and strange strings.
// What it writes is written as text, so that the spelling on the wire is the spelling here.
import { serve, send } from './rpc.mjs';

const page = (cursor) => (cursor === undefined ? 0 : Number(cursor.replace('page-', '')));
const answer = (id, result) => send(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`);

const schema = '{"type":"object","properties":{"n":{"type":"number","x-unknown":[1.0,1e3]}},"x-vendor":{"deep":{"deeper":null}}}';
const tools = ['plain', 'numbers', 'content', 'unicode', 'refuses', 'meta'].map(
    (name) =>
        `{"x-before":0.10,"name":"${name}","title":"The ${name} one","inputSchema":${schema},"x-unknown":{"b":1,"a":2},"annotations":{"readOnlyHint":true,"x-hint":"kept"},"_meta":{"vendor.example/k":[]}}`
);
const prompts = ['first', 'second'].map(
    (name) => `{"name":"${name}","description":"d","arguments":[{"name":"a","required":false,"x-unknown":1}],"x-unknown":[]}`
);
const resources = [1, 2, 3].map(
    (n) => `{"uri":"odd://item/${n}","name":"item ${n}","mimeType":"text/plain","size":${n}.0,"x-unknown":{"n":${n}}}`
);
const templates = ['{"uriTemplate":"odd://made/{name}","name":"made","x-unknown":true}'];

const list = (member, entries) => ({ id, params }) => {
    const at = page(params?.cursor);
    const next = at + 1 < entries.length ? `,"nextCursor":"page-${at + 1}"` : '';
    answer(id, `{"x-page":${at},"${member}":[${entries[at]}],"x-page-${at}":{"n":${at}.0},"_meta":{"vendor.example/p${at}":[1e2]}${next}}`);
};

const results = {
    plain: '{"content":[{"type":"text","text":"plain","x-unknown":{"z":1,"a":{"b":[{}]}}}],"x-result":"kept","_meta":{"vendor.example/trace":"t"}}',
    numbers:
        '{"content":[],"structuredContent":{"one":1.0,"exp":1E+2,"big":123456789012345678901234567890,"tiny":1e-400,"huge":1e400,"neg":-0.0,"long":0.1000000000000000055511151231257827}}',
    content:
        '{"content":[{"type":"hologram","beam":{"x":1}},{"type":"text","text":"beside it"},{"type":"text"}],"isError":false}',
    unicode:
        '{"content":[{"type":"text","text":"\\u0041\\u00e9\\ud83d\\ude00 é😀 \\u2028\\u2029\u2028\u2029 \\u0000 \\/ \\b\\f\\n\\r\\t"}]}',
    meta: '{"content":[],"structuredContent":{"same":1,"same":2},"_meta":{"a.example/x":null,"b.example/y":[1.50]}}'
};

serve({
    name: 'odd',
    capabilities: { tools: {}, prompts: {}, resources: {}, completions: {} },
    handlers: {
        'tools/list': list('tools', tools),
        'prompts/list': list('prompts', prompts),
        'resources/list': list('resources', resources),
        'resources/templates/list': list('resourceTemplates', templates),
        'tools/call': ({ id, params }) => {
            const result = results[params?.name];
            if (result !== undefined) {
                return answer(id, result);
            }
            return send(
                `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"error":{"code":-32050,"message":"refused","data":{"why":[1.0,{"x":null}]},"x-unknown":1}}`
            );
        },
        'prompts/get': ({ id, params }) =>
            answer(
                id,
                `{"messages":[{"role":"user","content":{"type":"text","text":${JSON.stringify(params?.arguments?.a ?? 'none')},"x-unknown":1.0},"x-unknown":2}],"x-unknown":3}`
            ),
        'resources/read': ({ id, params }) =>
            answer(
                id,
                `{"contents":[{"uri":${JSON.stringify(params?.uri)},"mimeType":"text/plain","text":"t","x-unknown":{"k":1.0}}],"x-unknown":[]}`
            ),
        'completion/complete': ({ id }) =>
            answer(id, '{"completion":{"values":["one"],"total":1,"hasMore":false,"x-unknown":1.0},"x-unknown":true}')
    }
});
