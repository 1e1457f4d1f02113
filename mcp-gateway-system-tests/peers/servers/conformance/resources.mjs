// The resources, a template, and subscriptions.

import { ResourceTemplate } from '@modelcontextprotocol/server';
import { changed } from './changes.mjs';
import { PNG } from './contents.mjs';
import { subscriptions } from './subscriptions.mjs';

export const WATCHED = 'test://watched-resource';

/** Adds the resources; returns what tells the client of this server that the watched one changed. */
export function addResources(server) {
    const add = (name, uri, mimeType, description, content) =>
        server.registerResource(name, uri, { description, mimeType }, () => ({ contents: [{ uri, mimeType, ...content() }] }));

    add('static-text', 'test://static-text', 'text/plain', 'A text.', () => ({ text: 'This is the content of the static text resource.' }));
    add('static-binary', 'test://static-binary', 'image/png', 'An image.', () => ({ blob: PNG }));
    add('watched-resource', WATCHED, 'text/plain', 'A text that changes.', () => ({ text: changed('resource') }));
    server.registerResource(
        'template',
        new ResourceTemplate('test://template/{id}/data', { list: undefined }),
        { description: 'Data of an id.', mimeType: 'application/json' },
        (uri, { id }) => ({
            contents: [
                { uri: uri.href, mimeType: 'application/json', text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }) }
            ]
        })
    );

    return subscriptions(server, WATCHED);
}
