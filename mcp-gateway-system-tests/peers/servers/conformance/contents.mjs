// What the tools, prompts and resources give back.

import { deflateSync, crc32 } from 'node:zlib';

export const text = (value) => ({ type: 'text', text: value });

export const user = (content) => ({ role: 'user', content });

export const embedded = (uri, mimeType, value) => ({ type: 'resource', resource: { uri, mimeType, text: value } });

/** A picture of one red pixel, Base64. */
export const PNG = png().toString('base64');

/** One silent sample, Base64. */
export const WAV = wav().toString('base64');

export const image = () => ({ type: 'image', data: PNG, mimeType: 'image/png' });

export const audio = () => ({ type: 'audio', data: WAV, mimeType: 'audio/wav' });

function png() {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(1, 0); // width
    header.writeUInt32BE(1, 4); // height
    header.set([8, 2, 0, 0, 0], 8); // eight bits each of red, green and blue
    const row = Buffer.from([0, 255, 0, 0]);
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(row)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type, data) {
    const typed = Buffer.concat([Buffer.from(type, 'ascii'), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32BE(crc32(typed));
    return Buffer.concat([length, typed, checksum]);
}

function wav() {
    const bytes = Buffer.alloc(46);
    bytes.write('RIFF', 0, 'ascii');
    bytes.writeUInt32LE(38, 4);
    bytes.write('WAVEfmt ', 8, 'ascii');
    bytes.writeUInt32LE(16, 16);
    bytes.writeUInt16LE(1, 20); // PCM
    bytes.writeUInt16LE(1, 22); // mono
    bytes.writeUInt32LE(8000, 24);
    bytes.writeUInt32LE(16000, 28);
    bytes.writeUInt16LE(2, 32);
    bytes.writeUInt16LE(16, 34);
    bytes.write('data', 36, 'ascii');
    bytes.writeUInt32LE(2, 40);
    return bytes;
}
