// One connection on standard input and output. The opening message decides its era, if the build leaves a choice.

import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { buildServer } from './server.mjs';

export async function serveStandardStreams(eras) {
    if (!eras.modern) {
        // No entry point that knows of the modern era: what a server does that was written before it.
        await buildServer({ era: 'legacy', lives: true }).connect(new StdioServerTransport());
        return;
    }
    serveStdio(({ era }) => buildServer({ era, lives: true }), { legacy: eras.legacy ? 'serve' : 'reject' });
}
