// The resources, a template, and subscriptions.

import { ProtocolError, ResourceTemplate } from '@modelcontextprotocol/server';
import { changed, changes } from '../conformance/changes.mjs';
import { PNG } from '../conformance/contents.mjs';
import { subscriptions } from '../conformance/subscriptions.mjs';
import { ICON } from './tools.mjs';

export const WATCHED = 'matrix://watched';
export const VIEW = 'ui://matrix/view';

/** More than fit on one page of a gateway. */
const FILLERS = 1_100;
const PAGE = 500;
const INVALID_PARAMS = -32602;

/** Adds the resources; returns what tells the client of this server that the watched one changed. */
export function addResources(server) {
    const add = (name, uri, metadata, content) =>
        server.registerResource(name, uri, metadata, () => ({ contents: [{ uri, mimeType: metadata.mimeType, ...content() }] }));

    add('text', 'matrix://text', { title: 'A text', description: 'A text.', mimeType: 'text/plain', annotations: { audience: ['user'], priority: 0.5 }, icons: [ICON], _meta: { 'com.example/resource': 1 } }, () => ({
        text: 'This is the text.',
        _meta: { 'com.example/contents': { kept: true } }
    }));
    add('binary', 'matrix://binary', { mimeType: 'image/png' }, () => ({ blob: PNG }));
    add('watched', WATCHED, { mimeType: 'text/plain' }, () => ({ text: changed('resource') }));
    add('view', VIEW, { mimeType: 'text/html;profile=mcp-app', _meta: { ui: { prefersBorder: true } } }, () => ({ text: '<!doctype html><p>view</p>', _meta: { ui: { csp: { connectDomains: [] } } } }));
    server.registerResource(
        'item',
        new ResourceTemplate('matrix://item/{id}', { list: undefined }),
        { title: 'An item', description: 'An item by its id.', mimeType: 'text/plain' },
        (uri, { id }) => ({ contents: [{ uri: uri.href, mimeType: 'text/plain', text: `item ${id}` }] })
    );
    pages(server);
    return subscriptions(server, WATCHED);
}

/** Lists in pages, with many more. */
function pages(server) {
    const listed = () => [
        { uri: 'matrix://text', name: 'text', title: 'A text', description: 'A text.', mimeType: 'text/plain', annotations: { audience: ['user'], priority: 0.5 }, icons: [ICON], _meta: { 'com.example/resource': 1 } },
        { uri: 'matrix://binary', name: 'binary', mimeType: 'image/png' },
        { uri: WATCHED, name: 'watched', mimeType: 'text/plain' },
        { uri: VIEW, name: 'view', mimeType: 'text/html;profile=mcp-app', _meta: { ui: { prefersBorder: true } } },
        ...Array.from({ length: changes.count('resources') }, (_, n) => ({ uri: `matrix://new/${n + 1}`, name: `new-${n + 1}` })),
        ...Array.from({ length: FILLERS }, (_, n) => ({ uri: `matrix://filler/${n + 1}`, name: `filler-${n + 1}` }))
    ];
    server.server.setRequestHandler('resources/list', ({ params }) => {
        const from = Number(params?.cursor ?? 0);
        const all = listed();
        if (!Number.isInteger(from)) {
            throw new ProtocolError(INVALID_PARAMS, 'Invalid cursor');
        }
        const next = from + PAGE;
        return { resources: all.slice(from, next), ...(next < all.length && { nextCursor: String(next) }) };
    });
}
