#!/usr/bin/env node
// Runs the official conformance suite and writes what came out, check by check.
//
//   node conformance.mjs server --url URL --revision REVISION [--only NAME,NAME …] --out FILE
//   node conformance.mjs client --command COMMAND --revision REVISION --only NAME,NAME … --out FILE
//
// `server` runs everything that the revision's frozen set of requirements names, scored or not, against a server.
// `client` lets the suite be the server of the command, which gets its URL as the last argument.
//
// The suite prints totals, and those deceive: it counts the check `wire-schema-valid`, which passes when nothing was
// sent. So this takes the file that the suite writes for each scenario, and a scenario that leaves none has failed.
// Needs Node 22, as the suite does.

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = new URL('conformance/', import.meta.url);
const SUITE = new URL('node_modules/@modelcontextprotocol/conformance/', ROOT);
/** Longer than any healthy scenario; what hangs must not take the rest with it. */
const PATIENCE_MS = 45_000;

const { positionals, values } = parseArgs({
    options: {
        url: { type: 'string' },
        command: { type: 'string' },
        revision: { type: 'string' },
        only: { type: 'string' },
        out: { type: 'string' }
    },
    allowPositionals: true
});
const [leg] = positionals;
const target = { server: ['--url', values.url], client: ['--command', values.command] }[leg];
if (target?.[1] === undefined || values.revision === undefined || values.out === undefined || (leg === 'client' && values.only === undefined)) {
    process.stderr.write('usage: conformance.mjs server --url URL | client --command COMMAND --only NAMES, with --revision REVISION --out FILE\n');
    process.exit(2);
}

const required = await requirements();
const directory = mkdtempSync(join(tmpdir(), 'conformance-'));
try {
    const scenarios = values.only === undefined ? await runAll() : await runEach(values.only.split(','));
    const text = JSON.stringify({ leg, revision: values.revision, scenarios }, null, 1);
    writeFileSync(values.out, `${text}\n`);
} finally {
    rmSync(directory, { recursive: true, force: true });
}

/** The names that the revision requires, and those that it has run without counting them. */
async function requirements() {
    const { parse } = await import(new URL('node_modules/yaml/dist/index.js', ROOT).href);
    const set = parse(readFileSync(new URL(`requirements/${values.revision}.yaml`, SUITE), 'utf8'));
    const extras = set.not_scored.filter((entry) => entry.leg === leg);
    return { scored: set[leg], extras: extras.map((entry) => entry.scenario), reasons: new Map(extras.map((entry) => [entry.scenario, entry.reason])) };
}

/** All scenarios in one process of the suite, which saves a start for each; if one hangs, the rest one by one. */
async function runAll() {
    const names = [...required.scored, ...required.extras];
    const seen = [];
    const { hung, log } = await suite(['--requirements', values.revision], (name) => seen.push(name));
    const done = names.filter((name) => name !== hung && seen.includes(name)).map((name) => result(name, log));
    const rest = names.filter((name) => !seen.includes(name));
    return [...done, ...(hung === undefined ? [] : [missing(hung, `did not end within ${PATIENCE_MS / 1000} s`)]), ...(await runEach(rest))];
}

async function runEach(names) {
    const results = [];
    for (const name of names) {
        const { hung, log } = await suite(['--scenario', name, '--spec-version', values.revision, '--force'], () => {}, name);
        results.push(hung === undefined ? result(name, log) : missing(name, `did not end within ${PATIENCE_MS / 1000} s`));
    }
    return results;
}

/** Runs the suite until it ends, or until one scenario takes too long: then that one's name is in `hung`. */
async function suite(selection, begins, first) {
    const main = fileURLToPath(new URL('dist/index.js', SUITE));
    const child = spawn(process.execPath, [main, leg, ...target, ...selection, '--output-dir', directory], {
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true // a group of its own, so that a client which hangs can be ended with its suite
    });
    let running = first;
    let hung;
    let log = '';
    const guard = setTimeout(() => {
        hung = running ?? 'the suite itself';
        process.kill(-child.pid, 'SIGKILL');
    }, PATIENCE_MS);
    const lines = (stream) =>
        createInterface({ input: stream }).on('line', (line) => {
            const name = /^=== Running scenario: (\S+) ===$/.exec(line)?.[1];
            if (name !== undefined) {
                running = name;
                begins(name);
                guard.refresh();
            }
            log = `${log}${line}\n`.slice(-4000);
        });
    lines(child.stdout);
    lines(child.stderr);
    await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
    clearTimeout(guard);
    return { hung, log };
}

/** What the suite wrote of a scenario: a folder is called after it and the time. */
function result(name, log) {
    const folder = readdirSync(directory).find((entry) => entry.replace(/-\d{4}-\d\d-\d\dT[\d-]+Z$/, '') === (leg === 'server' ? `server-${name}` : name));
    if (folder === undefined) {
        return missing(name, `no result; the suite said: ${log.trim().split('\n').slice(-8).join(' | ')}`);
    }
    const file = (part) => {
        try {
            return readFileSync(join(directory, folder, part), 'utf8');
        } catch {
            return undefined; // the suite did not come that far
        }
    };
    const checks = file('checks.json');
    if (checks === undefined) {
        return missing(name, `no checks; the suite said: ${log.trim().split('\n').slice(-8).join(' | ')}`);
    }
    return scenario(name, JSON.parse(checks).map(check), file('stderr.txt'));
}

function check({ id, name, status, errorMessage, details }) {
    return { id, name, status, message: errorMessage ?? details?.message ?? '' };
}

function missing(name, message) {
    return scenario(name, [{ id: 'scenario-ended', name: 'ScenarioEnded', status: 'FAILURE', message }]);
}

function scenario(name, checks, clientLog) {
    return {
        name,
        scored: required.scored.includes(name),
        ...(required.reasons.has(name) && { reason: required.reasons.get(name) }),
        checks,
        ...(clientLog && { clientLog: clientLog.slice(-4000) })
    };
}
