#!/usr/bin/env node
// The server of the quadrant matrix: every feature of MCP, in three builds of one source.
//
//   node main.mjs [--legacy-only | --modern-only] --stdio | --port N
//
// As ../conformance/main.mjs, which serves it.

import { parseArgs } from 'node:util';
import { serveHttp } from '../conformance/http.mjs';
import { serveStandardStreams } from '../conformance/standard-streams.mjs';
import { WATCHED } from './resources.mjs';
import { buildServer } from './server.mjs';

const { values } = parseArgs({
    options: {
        'legacy-only': { type: 'boolean', default: false },
        'modern-only': { type: 'boolean', default: false },
        stdio: { type: 'boolean', default: false },
        port: { type: 'string' }
    }
});
const eras = { legacy: !values['modern-only'], modern: !values['legacy-only'] };
const fixture = { build: buildServer, watched: WATCHED };

if (values.stdio) {
    await serveStandardStreams(eras, fixture);
} else {
    await serveHttp(eras, Number(values.port), fixture);
}
