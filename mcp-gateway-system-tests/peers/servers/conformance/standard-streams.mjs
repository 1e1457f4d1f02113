// One connection on standard input and output. The opening message decides its era, if the build leaves a choice.

import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';

/** Serves what `build` builds. */
export async function serveStandardStreams(eras, { build }) {
    if (!eras.modern) {
        // No entry point that knows of the modern era: what a server does that was written before it.
        await build({ era: 'legacy', lives: true }).connect(new StdioServerTransport());
        return;
    }
    serveStdio(({ era }) => build({ era, lives: true }), { legacy: eras.legacy ? 'serve' : 'reject' });
}
