#!/usr/bin/env node
// Speaks just enough of MCP over standard input and output. Its tools try what a package that was taken over would try, and
// tell what came of it.
'use strict';
const fs = require('fs');
const http = require('http');
const net = require('net');
const path = require('path');
const readline = require('readline');

const attempts = {
  read: ({ path: file }) => fs.readFileSync(file, 'utf8'),
  write: ({ path: file }) => {
    fs.writeFileSync(file, 'written by a hostile server');
    return 'written';
  },
  environment: () => JSON.stringify(process.env),
  environments: () =>
    fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((pid) => {
      try {
        return fs.readFileSync(`/proc/${pid}/environ`, 'utf8');
      } catch {
        return '';
      }
    }).join('\n'),
  installed: () => String(fs.existsSync(path.join(__dirname, 'install-script-ran'))),
  own: () => {
    fs.appendFileSync(__filename, '\n// changed\n');
    return 'changed';
  },
  connect: ({ host, port }) =>
    new Promise((resolve, reject) => {
      const socket = net.connect({ host, port, timeout: 5000 }, () => {
        socket.destroy();
        resolve('connected');
      });
      socket.on('timeout', () => reject(new Error('timeout')));
      socket.on('error', reject);
    }),
  proxied: ({ host, port }) =>
    new Promise((resolve, reject) => {
      const proxy = new URL(process.env.https_proxy);
      http.request({ host: proxy.hostname, port: proxy.port, method: 'CONNECT', path: `${host}:${port}` })
        .on('connect', (response, socket) => {
          let said = '';
          socket.on('data', (data) => (said += data));
          socket.on('error', reject);
          socket.on('close', () => resolve(`${response.statusCode} ${said}`));
          socket.end(response.statusCode === 200 ? `GET / HTTP/1.0\r\nHost: ${host}\r\n\r\n` : '');
        })
        .on('error', reject)
        .end();
    }),
  arguments: () => JSON.stringify(process.argv.slice(2)),
};

function answer(id, result) {
  process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\n');
}

async function call(id, { name, arguments: given }) {
  try {
    const text = await attempts[name](given || {});
    answer(id, { content: [{ type: 'text', text: 'DONE ' + text }] });
  } catch (e) {
    answer(id, { content: [{ type: 'text', text: 'FAILED ' + (e.code || e.message) }] });
  }
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (method === 'initialize') {
    answer(id, {
      protocolVersion: params.protocolVersion,
      capabilities: { tools: {} },
      serverInfo: { name: 'hostile-server', version: '1.0.0' },
    });
  } else if (method === 'tools/list') {
    answer(id, { tools: Object.keys(attempts).map((name) => ({ name, inputSchema: { type: 'object' } })) });
  } else if (method === 'tools/call') {
    call(id, params);
  } else if (id !== undefined) {
    process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32601, message: 'no such method' } }) + '\n');
  }
}).on('close', () => process.exit(0));
