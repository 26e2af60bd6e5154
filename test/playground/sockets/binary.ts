import { encode } from '@msgpack/msgpack';
import type { WebSocketServer } from 'ws';
import { gradientPng } from './gradient-png.ts';

const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);

/** The object that the third message of `/binary` holds. */
export const packedObject = {
  type: 'position',
  id: 7,
  at: { latitude: 59.3293, longitude: 18.0686 },
  tags: ['moving', 'signed'],
  signature: Uint8Array.of(0xde, 0xad, 0xbe, 0xef),
  comment: null,
};

/** Sends all 256 byte values, a PNG and a MessagePack object; then echoes. */
export function serveBinary(server: WebSocketServer): void {
  const greetings = [everyByte, gradientPng(16), encode(packedObject)];
  server.on('connection', (socket) => {
    for (const bytes of greetings) socket.send(bytes);
    socket.on('message', (payload, isBinary) => socket.send(payload, { binary: isBinary }));
  });
}
