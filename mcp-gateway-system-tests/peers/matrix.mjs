#!/usr/bin/env node
// Tries features of the quadrant matrix with one official TypeScript client and writes what came of each.
//
//   node matrix.mjs --client v1|v2-legacy|v2 --features ID,ID,… [--in-vain ID,ID,…] (--stdio -- COMMAND [ARGUMENT …] | --http URL --token TOKEN)
//
// What is tried in vain must fail, and is not waited for.
//
// One line of JSON for each feature on standard output: {"feature": ID, "fault": null | "what is wrong"}.

import { parseArgs } from 'node:util';
import { connect } from './matrix/client.mjs';
import { expect, features } from './matrix/features.mjs';

const { values, positionals } = parseArgs({
    options: {
        client: { type: 'string' },
        features: { type: 'string' },
        'in-vain': { type: 'string', default: '' },
        stdio: { type: 'boolean', default: false },
        http: { type: 'string' },
        token: { type: 'string' }
    },
    allowPositionals: true
});
const target = { kind: values.client, command: values.stdio ? positionals : undefined, url: values.http, token: values.token };
const inVain = values['in-vain'].split(',');
const wanted = values.features === undefined ? Object.keys(features) : values.features.split(',');

const face = await connect(target);
await face.request('tools/list'); // what a gateway declares is exact once its servers are known
for (const feature of wanted) {
    const started = Date.now();
    const fault = await attempt(feature);
    process.stdout.write(`${JSON.stringify({ feature, fault, millis: Date.now() - started })}\n`);
}
await face.close();
process.exit(0);

async function attempt(feature) {
    try {
        if (features[feature] === undefined) {
            throw new Error('nothing tries this feature');
        }
        expect(inVain.includes(feature));
        await features[feature](face, { another: (capabilities) => connect({ ...target, capabilities }) });
        return null;
    } catch (error) {
        return `${error.name ?? 'Error'}: ${String(error.message).replaceAll(/\s+/g, ' ').slice(0, 400)}`;
    }
}
