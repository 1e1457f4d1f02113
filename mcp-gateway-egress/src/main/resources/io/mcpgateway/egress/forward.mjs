// See SocketForwarder: SOCKET PORT -- COMMAND…
import { spawn } from 'node:child_process';
import { createConnection, createServer } from 'node:net';
import { constants } from 'node:os';

const [socket, port, dashes, command, ...rest] = process.argv.slice(2);
if (dashes !== '--' || !command) {
  console.error('usage: SOCKET PORT -- COMMAND…');
  process.exit(2);
}
const server = createServer({ allowHalfOpen: true }, (client) => {
  const proxy = createConnection({ path: socket, allowHalfOpen: true });
  client.pipe(proxy);
  proxy.pipe(client);
  for (const [one, other] of [[client, proxy], [proxy, client]]) {
    one.on('error', () => other.destroy());
  }
});
server.maxConnections = 128;
server.on('error', (error) => {
  console.error(`cannot listen for the proxy's clients: ${error.message}`);
  process.exit(1);
});
server.listen(Number(port), '127.0.0.1', () => {
  const child = spawn(command, rest, { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => {
    console.error(`cannot start ${command}: ${error.message}`);
    process.exit(127);
  });
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
});
