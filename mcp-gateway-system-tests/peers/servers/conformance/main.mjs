#!/usr/bin/env node
// The server that the official conformance suite expects, in three builds of one source.
//
//   node main.mjs [--legacy-only | --modern-only] --stdio | --port N
//
// Without a build flag it speaks both eras. It serves http://localhost:N/mcp, on the loopback addresses alone, and
// writes one line to standard error once it listens. Port 0 takes a free one; the line names it.

import { parseArgs } from 'node:util';
import { serveHttp } from './http.mjs';
import { WATCHED } from './resources.mjs';
import { buildServer } from './server.mjs';
import { serveStandardStreams } from './standard-streams.mjs';

const { values } = parseArgs({
    options: {
        'legacy-only': { type: 'boolean', default: false },
        'modern-only': { type: 'boolean', default: false },
        stdio: { type: 'boolean', default: false },
        port: { type: 'string' }
    }
});
const eras = { legacy: !values['modern-only'], modern: !values['legacy-only'] };
const port = Number(values.port ?? NaN);
if ((!eras.legacy && !eras.modern) || values.stdio === (values.port !== undefined) || (!values.stdio && !Number.isInteger(port))) {
    process.stderr.write('usage: main.mjs [--legacy-only | --modern-only] --stdio | --port N\n');
    process.exit(2);
}

const fixture = { build: buildServer, watched: WATCHED };
if (values.stdio) {
    await serveStandardStreams(eras, fixture);
} else {
    await serveHttp(eras, port, fixture);
}
