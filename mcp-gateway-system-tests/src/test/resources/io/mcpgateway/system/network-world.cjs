// A host of the test's own network: HTTP, HTTPS, a greeting over TCP, and a name server that tells what it was asked.
const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const dgram = require('node:dgram');

const answer = (request, response) => response.end('reached ' + (request.headers.host || ''));
http.createServer(answer).listen(80, '::');
http.createServer(answer).listen(8080, '::');
https
  .createServer({ pfx: Buffer.from(process.env.KEYSTORE, 'base64'), passphrase: 'changeit' }, answer)
  .listen(443, '::');
net.createServer((socket) => socket.on('error', () => {}).end('reached\n')).listen(5432, '::');
const names = dgram.createSocket('udp4');
names.on('message', (query, client) => {
  console.log('asked ' + query.toString('latin1').replace(/[^a-z0-9]/g, '.'));
  const reply = Buffer.from(query);
  reply[2] |= 0x80;
  names.send(reply, client.port, client.address);
});
names.bind(53, () => console.log('listening'));
