import { childrenOf } from '../children.ts';
import { defaultBudget, type Editing, type EditReading, type Payload } from '../decoder.ts';
import type { NodeTable } from '../node-table.ts';
import { decodeUtf8 } from '../utf8.ts';
import { objectText, refuse, takeApart } from './json-parts.ts';
import { decodeSocketIo, socketIoTypes } from './socket-io-packet.ts';

/** A packet as a JSON object: `{"type": "EVENT", "namespace": "/chat", "id": 12, "data": [...]}`. */
export const socketIoEditing: Editing = {
  write(payload, hint) {
    const decoded = decodeSocketIo(payload, hint, defaultBudget);
    if (!decoded.ok) return { ok: false, reason: decoded.reason, at: decoded.at };
    const { table } = decoded;
    const fields = new Map<string, string>();
    for (const node of childrenOf(table, 0, 0, table.childCount(0))) {
      const key = table.key(node) ?? '';
      if (fields.has(key)) continue;
      fields.set(key, jsonOf(table, node, payload.bytes));
    }
    const parts = keys.map((key) => [key, fields.get(key)] as const);
    return { ok: true, text: objectText(parts), language: 'json' };
  },
  read: (text) => readPacket(text),
};

/** The JSON text of a field; an id with leading zeros stays as it is, in quotes. */
function jsonOf(table: NodeTable, node: number, bytes: Uint8Array): string {
  const text = table.text(node);
  if (table.key(node) === 'data') {
    const start = table.byteOffset(node);
    return decodeUtf8(bytes, start, start + table.byteLength(node));
  }
  return table.kind(node) === 'number' && /^(?:0|[1-9]\d*)$/.test(text)
    ? text
    : JSON.stringify(text);
}

const typeNames: readonly string[] = socketIoTypes;
const keys = ['type', 'attachments', 'namespace', 'id', 'data'] as const;

function readPacket(text: string): EditReading {
  const taken = takeApart('socket.io', text);
  if (!taken.ok) return taken;
  const { parts } = taken;
  const unknown = [...parts.keys()].find((key) => !keys.some((known) => known === key));
  if (unknown !== undefined)
    return refuse(`socket.io: "${unknown}" is no field of a packet: ${keys.join(', ')}`);
  const type = typeNames.indexOf(parts.get('type')?.text ?? '');
  if (type < 0) return refuse(`socket.io: "type" must be one of ${socketIoTypes.join(', ')}`);
  const attachments = parts.get('attachments')?.text ?? '';
  const isBinary = type === 5 || type === 6;
  if (isBinary !== (attachments !== '') || !/^\d*$/.test(attachments))
    return refuse(
      'socket.io: "attachments" belongs to BINARY_EVENT and BINARY_ACK, and is a number',
    );
  const namespace = parts.get('namespace')?.text ?? '/';
  if (!namespace.startsWith('/') || namespace.includes(','))
    return refuse('socket.io: "namespace" begins with / and holds no comma');
  const id = parts.get('id')?.text ?? '';
  if (!/^\d*$/.test(id)) return refuse('socket.io: "id" is a whole number');
  const data = parts.get('data');
  const needsList = type === 2 || type === 3 || isBinary;
  if (needsList && data?.kind !== 'array') return refuse('socket.io: "data" must be an array');
  if (data?.kind === 'number')
    return refuse('socket.io: "data" cannot be a number, it would be an id');
  const where = namespace === '/' ? '' : `${namespace},`;
  const count = isBinary ? `${attachments}-` : '';
  return packetOf(`${type}${count}${where}${id}${data?.raw ?? ''}`);
}

function packetOf(text: string): EditReading {
  const payload: Payload = { bytes: new TextEncoder().encode(text), isText: true };
  return { ok: true, payload };
}
