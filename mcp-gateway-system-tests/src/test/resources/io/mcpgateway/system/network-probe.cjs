// An MCP server whose one tool tries to reach what its argument names, and tells of each whether it was reached.
const dgram = require('node:dgram');
const dns = require('node:dns').promises;
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const os = require('node:os');
const readline = require('node:readline');
const tls = require('node:tls');

const PATIENCE = 4000;

// Resolves with what comes until there is "reached" in it or it ends.
function read(socket) {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setTimeout(PATIENCE, () => socket.destroy(new Error('timeout')));
    socket.on('data', (data) => {
      text += data;
      if (text.includes('reached')) {
        resolve(text);
        socket.destroy();
      }
    });
    socket.on('end', () => reject(new Error('ended after: ' + text.split('\r\n')[0])));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed')));
    socket.resume();
  });
}

function connect(host, port) {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port });
    socket.setTimeout(PATIENCE, () => socket.destroy(new Error('timeout')));
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
  });
}

function request(socket, target, host) {
  socket.write('GET ' + target + ' HTTP/1.1\r\nHost: ' + host + '\r\nConnection: close\r\n\r\n');
  return read(socket);
}

// As a client does that looks at the variables: through the proxy if they name one, else straight.
const proxy = process.env.http_proxy && new URL(process.env.http_proxy);

async function tunnel(host, port) {
  if (!proxy) {
    return connect(host, port);
  }
  const socket = await connect(proxy.hostname, proxy.port);
  const authority = (host.includes(':') ? '[' + host + ']' : host) + ':' + port;
  socket.write('CONNECT ' + authority + ' HTTP/1.1\r\nHost: ' + authority + '\r\n\r\n');
  const head = await new Promise((resolve, reject) => {
    socket.once('data', (data) => {
      const end = data.indexOf('\r\n\r\n') + 4;
      if (end < data.length) {
        socket.pause();
        socket.unshift(data.subarray(end)); // a server that speaks first may be as quick as the proxy
      }
      resolve(data.toString());
    });
    socket.once('error', reject);
    socket.once('end', () => reject(new Error('ended')));
  });
  if (!head.startsWith('HTTP/1.1 200')) {
    socket.destroy();
    throw new Error(head.split('\r\n')[0]);
  }
  return socket;
}

function secured(socket, servername) {
  return tls.connect({ socket, servername, rejectUnauthorized: false });
}

const PROBES = {
  'http-proxy': async ({ host, port }) => {
    if (!proxy) {
      return request(await connect(host, port), '/', host);
    }
    return request(await connect(proxy.hostname, proxy.port), 'http://' + host + ':' + port + '/', host);
  },
  'http-direct': async ({ host, port }) => request(await connect(host, port), '/', host + (port === 80 ? '' : ':' + port)),
  'https-proxy': async ({ host, port }) => request(secured(await tunnel(host, port), host), '/', host),
  'https-direct': async ({ host, port, servername }) =>
    request(secured(await connect(host, port), servername || host), '/', servername || host),
  'tcp-direct': async ({ host, port }) => read(await connect(host, port)),
  'tcp-proxy': async ({ host, port }) => read(await tunnel(host, port)),
  'http-tunnel': async ({ host, port }) => request(await tunnel(host, port), '/', host),
  'name': async ({ host }) => 'reached ' + (await dns.lookup(host)).address,
  'name-by-query': async ({ host }) => 'reached ' + JSON.stringify(await dns.resolveTxt(host)),
  'name-server': ({ host, name }) =>
    new Promise((resolve, reject) => {
      const socket = dgram.createSocket('udp4');
      const labels = name.split('.').map((label) => String.fromCharCode(label.length) + label).join('');
      const query = Buffer.from('\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00' + labels + '\x00\x00\x10\x00\x01', 'latin1');
      const timer = setTimeout(() => reject(new Error('timeout')), PATIENCE);
      socket.on('error', reject);
      socket.on('message', () => {
        clearTimeout(timer);
        socket.close();
        resolve('reached');
      });
      socket.send(query, 53, host, (error) => error && reject(error));
    }),
  // Whatever address of the host could be known or guessed: given ones, and the first of each network that we are on.
  'host': async ({ hosts, port }) => {
    const own = Object.values(os.networkInterfaces()).flat()
      .filter((each) => each.family === 'IPv4' && !each.internal)
      .map((each) => {
        const bytes = each.address.split('.').map(Number);
        const mask = each.netmask.split('.').map(Number);
        return bytes.map((byte, i) => byte & mask[i]).map((byte, i) => (i === 3 ? byte + 1 : byte)).join('.');
      });
    const tries = [];
    for (const host of [...hosts, ...own]) {
      for (const way of [connect, proxy && tunnel]) {
        if (way) {
          try {
            return await read(await way(host, port));
          } catch (error) {
            tries.push(host + ' ' + (error.code || error.message));
          }
        }
      }
    }
    throw new Error(tries.join(', '));
  },
  'path': async ({ path }) => {
    await fs.promises.stat(path);
    return 'reached';
  },
};

async function probe({ kind, ...what }) {
  try {
    const text = await PROBES[kind](what);
    return { reached: text.includes('reached'), how: text.slice(0, 200) };
  } catch (error) {
    return { reached: false, how: (error.code || '') + ' ' + error.message };
  }
}

async function call({ name, arguments: { probes } }) {
  const results = {};
  await Promise.all(Object.entries(probes).map(async ([row, what]) => {
    results[row] = await probe(what);
  }));
  return { content: [{ type: 'text', text: JSON.stringify(results) }] };
}

const METHODS = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: 'probe', version: '1' },
  }),
  'tools/list': () => ({ tools: [{ name: process.env.TOOL, inputSchema: { type: 'object' } }] }),
  'tools/call': call,
  ping: () => ({}),
};

readline.createInterface({ input: process.stdin }).on('line', async (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) {
    return;
  }
  const answer = METHODS[method]
    ? { result: await METHODS[method](params) }
    : { error: { code: -32601, message: 'no method ' + method } };
  process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, ...answer }) + '\n');
});
