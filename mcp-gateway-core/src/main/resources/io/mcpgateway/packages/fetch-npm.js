// Fetches one package of npm with all that it depends on, and tells how its program starts.
//
// Reads what is wanted from standard input, one line of JSON. Fills ROOT/content, at once or not at all, and writes one line
// of JSON to standard output. What is there already is not fetched again. Standard error is for people.
const fs = require('fs');
const path = require('path');
const { spawnSync } = require('child_process');

const root = process.argv[1];
const content = path.join(root, 'content');
const facts = '.mcp-gateway.json';
process.umask(0o022);

function readLine() {
  const chunk = Buffer.alloc(65536);
  const parts = [];
  for (;;) {
    const n = fs.readSync(0, chunk, 0, chunk.length, null);
    parts.push(Buffer.from(chunk.subarray(0, n)));
    if (n === 0 || chunk.subarray(0, n).includes(10)) {
      return Buffer.concat(parts).toString('utf8');
    }
  }
}

function tell(result) {
  fs.writeSync(1, JSON.stringify(result) + '\n');
}

function isFile(file) {
  try {
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

function npm() {
  const beside = path.join(path.dirname(fs.realpathSync(process.execPath)), '..');
  const places = [path.join(beside, 'lib/node_modules/npm/bin/npm-cli.js')];
  for (const directory of (process.env.PATH || '').split(':')) {
    try {
      places.push(fs.realpathSync(path.join(directory, 'npm')));
    } catch {
      // not there
    }
  }
  places.push('/usr/lib/node_modules/npm/bin/npm-cli.js', '/usr/local/lib/node_modules/npm/bin/npm-cli.js');
  places.push('/usr/share/nodejs/npm/bin/npm-cli.js');
  const found = places.find(isFile);
  if (!found) {
    throw new Error('npm is not there, beside node or on the PATH');
  }
  return found;
}

// Left behind by fetches that were killed; none that goes on is that old.
function removeStale() {
  for (const name of fs.readdirSync(root).filter((each) => each.startsWith('new-'))) {
    const stale = path.join(root, name);
    const facts = fs.statSync(stale, { throwIfNoEntry: false });
    if (facts && Date.now() - facts.mtimeMs > 3600000) {
      fs.rmSync(stale, { recursive: true, force: true });
    }
  }
}

function install(want, directory, home) {
  const environment = { PATH: process.env.PATH || '', HOME: home, TMPDIR: home, ...want.proxies };
  if (want.certificates) {
    environment.NODE_EXTRA_CA_CERTS = path.join(home, 'certificates.pem');
    fs.writeFileSync(environment.NODE_EXTRA_CA_CERTS, want.certificates);
  }
  fs.writeFileSync(
    path.join(directory, 'package.json'),
    JSON.stringify({ private: true, dependencies: { [want.name]: want.version } }));
  const nowhere = path.join(home, 'npmrc');
  const words = [npm(), 'install', '--no-audit', '--no-fund', '--no-update-notifier', '--omit=dev', '--loglevel=warn',
    '--userconfig=' + nowhere, '--globalconfig=' + nowhere + '-global', '--cache=' + path.join(home, 'cache'),
    '--registry=' + want.registry];
  if (!want.scripts) {
    words.push('--ignore-scripts');
  }
  const done = spawnSync(process.execPath, words, { cwd: directory, env: environment, stdio: ['ignore', 2, 2] });
  if (done.status !== 0) {
    throw new Error('npm install ended with ' + (done.status === null ? done.signal || done.error : done.status));
  }
}

function describe(want, directory) {
  const lock = JSON.parse(fs.readFileSync(path.join(directory, 'package-lock.json'), 'utf8'));
  const locked = lock.packages['node_modules/' + want.name] || {};
  if (locked.version !== want.version) {
    throw new Error('the registry has version ' + locked.version + ' for ' + want.version);
  }
  if (want.integrity && locked.integrity !== want.integrity) {
    throw new Error('the registry has other bytes: ' + locked.integrity + ' where ' + want.integrity + ' is expected');
  }
  const own = path.join('node_modules', want.name);
  const manifest = JSON.parse(fs.readFileSync(path.join(directory, own, 'package.json'), 'utf8'));
  const short = want.name.replace(/^@[^/]*\//, '');
  const programs = typeof manifest.bin === 'string' ? { [short]: manifest.bin } : { ...manifest.bin };
  const names = Object.keys(programs);
  const name = want.executable || (names.length === 1 ? names[0] : short);
  if (!Object.hasOwn(programs, name) || typeof programs[name] !== 'string') {
    throw new Error('it has no program ' + name + (names.length ? ', but ' + names.join(', ') : ''));
  }
  const script = path.join(own, programs[name]);
  const inside = fs.realpathSync(path.join(directory, script));
  if (!inside.startsWith(fs.realpathSync(directory) + path.sep)) {
    throw new Error('its program ' + name + ' lies outside of the package');
  }
  return { version: locked.version, integrity: locked.integrity || '', script };
}

function main() {
  const want = JSON.parse(readLine());
  const known = path.join(content, facts);
  if (isFile(known)) {
    tell(JSON.parse(fs.readFileSync(known, 'utf8')));
    return;
  }
  removeStale();
  // All of it here: a temporary file system is too small for large packages.
  const work = fs.mkdtempSync(path.join(root, 'new-'));
  try {
    const directory = path.join(work, 'content');
    const home = path.join(work, 'home');
    fs.mkdirSync(directory);
    fs.mkdirSync(home);
    install(want, directory, home);
    const result = describe(want, directory);
    fs.writeFileSync(path.join(directory, facts), JSON.stringify(result));
    try {
      fs.renameSync(directory, content);
    } catch (e) {
      if (!isFile(known)) {
        throw e;
      }
      // Somebody else was faster.
    }
    tell(result);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

try {
  main();
} catch (e) {
  tell({ error: String(e.message || e) });
  process.exitCode = 1;
}
