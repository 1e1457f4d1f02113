// A server on stdio behind a socket: each connection to the port (or path) starts the command, with the connection as its
// standard input and output. `node bridge.mjs 4444 node server.mjs`
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

const [address, command, ...args] = process.argv.slice(2);
const server = createServer((connection) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    connection.on('error', () => child.kill());
    child.stdin.on('error', () => connection.destroy());
    child.on('error', () => connection.destroy());
    connection.pipe(child.stdin);
    child.stdout.pipe(connection);
    connection.on('close', () => child.kill());
});
server.listen(/^\d+$/.test(address) ? { port: Number(address) } : { path: address }, () => console.error('listening'));
process.on('SIGTERM', () => process.exit(0));
