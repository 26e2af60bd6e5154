import type { Decoder } from '../decoder.ts';
import { decodeUtf8 } from '../utf8.ts';
import { socketIoEditing } from './socket-io-editing.ts';
import { decodeSocketIo } from './socket-io-packet.ts';

/**
 * A packet inside of an Engine.IO message: type, attachments, namespace, id and JSON.
 * @see https://socket.io/docs/v4/socket-io-protocol/
 */
export const socketIo: Decoder = {
  name: 'socket.io',
  label: 'Socket.IO',
  specification: 'https://socket.io/docs/v4/socket-io-protocol/',
  recognisedBy: 'a packet of its grammar inside of an Engine.IO message',
  recognises: ({ bytes, isText }, { outer }) =>
    isText && outer?.at(-1) === 'engine.io' && packet.test(startOf(bytes)) ? 0.95 : 0,
  decode: (payload, hint, budget) => decodeSocketIo(payload, hint, budget),
  edit: socketIoEditing,
};

const packet =
  /^(?:[0146](?:\d+-)?(?:\/[^,]*(?:,|$))?(?:[{["]|$)|[2356](?:\d+-)?(?:\/[^,]*,)?\d*\[)/;
const startOf = (bytes: Uint8Array): string => decodeUtf8(bytes, 0, Math.min(bytes.length, 400));
