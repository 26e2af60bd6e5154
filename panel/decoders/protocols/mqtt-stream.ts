import type { StreamFold } from '../decoder.ts';
import { decodeUtf8 } from '../utf8.ts';
import { advancePending, isPacketState, nothingPending, type PacketState } from './byte-stream.ts';

export interface MqttState extends PacketState {
  readonly kind: 'mqtt';
  /** 3, 4 or 5 as CONNECT says; 0 before. */
  readonly level: number;
  readonly aliases: { readonly sent: Aliases; readonly received: Aliases };
}
/** Topics by the number that stands for them in one direction. */
export type Aliases = Readonly<Record<number, string>>;

export const mqttStream: StreamFold = {
  claims({ bytes, isText }, { subprotocol = '' }) {
    if (isText) return 0;
    if (subprotocol === 'mqtt' || subprotocol === 'mqttv3.1') return 1;
    return levelOf(bytes, 0, bytes.length) > 0 ? 0.95 : 0;
  },
  initial: {
    kind: 'mqtt',
    sent: nothingPending,
    received: nothingPending,
    level: 0,
    aliases: { sent: {}, received: {} },
  } satisfies MqttState,
  advance({ bytes }, hint) {
    if (!isMqttState(hint.state)) return hint.state;
    const { state } = hint;
    const direction = hint.direction ?? 'received';
    let { level } = state;
    let aliases = state.aliases[direction];
    const pending = advancePending(state[direction], bytes, lengthOfPacket, (all, start, end) => {
      const type = (all[start] ?? 0) >> 4;
      if (type === 1) level = levelOf(all, start, end) || level;
      if (type === 3 && level === 5) aliases = withAlias(aliases, all, start, end);
    });
    const isSame = aliases === state.aliases[direction] && level === state.level;
    if (isSame && pending === state[direction]) return state;
    return {
      ...state,
      [direction]: pending,
      level,
      aliases: isSame ? state.aliases : { ...state.aliases, [direction]: aliases },
    };
  },
};

export function isMqttState(state: unknown): state is MqttState {
  return isPacketState(state, 'mqtt');
}

export interface Varint {
  readonly value: number;
  /** 0 when it is cut off, -1 when it is longer than four bytes. */
  readonly size: number;
}

/** A variable byte integer: seven bits a byte, the lowest first, four bytes at most. */
export function varintAt(bytes: Uint8Array, at: number, end: number): Varint {
  let value = 0;
  for (let index = 0; index < 4; index += 1) {
    if (at + index >= end) return { value: 0, size: 0 };
    const byte = bytes[at + index] ?? 0;
    value += (byte & 0x7f) * 128 ** index;
    if (byte < 0x80) return { value, size: index + 1 };
  }
  return { value: 0, size: -1 };
}

export function lengthOfPacket(bytes: Uint8Array, start: number): number {
  if ((bytes[start] ?? 0) < 0x10) return -1;
  const { value, size } = varintAt(bytes, start + 1, bytes.length);
  return size <= 0 ? size : 1 + size + value;
}

/** The level of a CONNECT that begins here, 0 for anything else. */
export function levelOf(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] !== 0x10) return 0;
  const { size } = varintAt(bytes, start + 1, end);
  if (size <= 0) return 0;
  const name = start + 1 + size;
  const length = bytes[name] === 0 ? (bytes[name + 1] ?? 0) : 0;
  const text = length === 4 || length === 6 ? decodeUtf8(bytes, name + 2, name + 2 + length) : '';
  // The highest bit marks a bridge between brokers.
  const level = (bytes[name + 2 + length] ?? 0) & 0x7f;
  if (text === 'MQTT' && (level === 4 || level === 5)) return level;
  return text === 'MQIsdp' && level === 3 ? level : 0;
}

/** Each topic of an alias takes memory; a broker allows ten or so. */
const maxAliases = 1000;

function withAlias(aliases: Aliases, bytes: Uint8Array, start: number, end: number): Aliases {
  const topicAt = start + 1 + varintAt(bytes, start + 1, end).size;
  const topicLength = (bytes[topicAt] ?? 0) * 256 + (bytes[topicAt + 1] ?? 0);
  const qos = ((bytes[start] ?? 0) >> 1) & 3;
  const propertiesAt = topicAt + 2 + topicLength + (qos > 0 ? 2 : 0);
  if (topicLength === 0 || propertiesAt >= end) return aliases;
  const { value, size } = varintAt(bytes, propertiesAt, end);
  const alias = findAlias(bytes, propertiesAt + size, Math.min(end, propertiesAt + size + value));
  const topic = decodeUtf8(bytes, topicAt + 2, topicAt + 2 + topicLength);
  if (alias === 0 || aliases[alias] === topic) return aliases;
  if (!(alias in aliases) && Object.keys(aliases).length >= maxAliases) return aliases;
  return { ...aliases, [alias]: topic };
}

/** Walks the properties that a PUBLISH may have; 0 for no alias among them. */
function findAlias(bytes: Uint8Array, start: number, end: number): number {
  const lengthAt = (at: number): number => 2 + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
  let at = start;
  while (at < end) {
    const id = bytes[at] ?? 0;
    at += 1;
    if (id === 0x23) return lengthAt(at) - 2;
    if (id === 0x01) at += 1;
    else if (id === 0x02) at += 4;
    else if (id === 0x0b) at += Math.max(1, varintAt(bytes, at, end).size);
    else if (id === 0x03 || id === 0x08 || id === 0x09) at += lengthAt(at);
    else if (id === 0x26) {
      at += lengthAt(at);
      at += lengthAt(at);
    } else return 0;
  }
  return 0;
}
