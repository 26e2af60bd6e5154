import type { StreamFold } from '../decoder.ts';
import { decodeUtf8 } from '../utf8.ts';
import { advancePending, isPacketState, nothingPending, type PacketState } from './byte-stream.ts';

export type NatsState = PacketState & { readonly kind: 'nats' };

export const natsStream: StreamFold = {
  claims({ bytes }) {
    const start = decodeUtf8(bytes, 0, Math.min(bytes.length, 2000));
    if (/^INFO \{.*"server_id"/i.test(start)) return 0.97;
    return /^CONNECT \{.*"(?:protocol|verbose|lang)"/i.test(start) ? 0.95 : 0;
  },
  initial: { kind: 'nats', sent: nothingPending, received: nothingPending } satisfies NatsState,
  advance({ bytes }, hint) {
    if (!isNatsState(hint.state)) return hint.state;
    const direction = hint.direction ?? 'received';
    const before = hint.state[direction];
    const pending = advancePending(before, bytes, lengthOfOperation, () => undefined);
    return pending === before ? hint.state : { ...hint.state, [direction]: pending };
  },
};

export function isNatsState(state: unknown): state is NatsState {
  return isPacketState(state, 'nats');
}

/** The line of an operation, taken apart. */
export interface Operation {
  /** In upper case; the protocol does not care. */
  readonly name: string;
  readonly words: readonly Word[];
  /** Of the line, with its end. */
  readonly lineLength: number;
  /** Bytes behind the line, of which the first `headerLength` are headers; -1 for no payload. */
  readonly payloadLength: number;
  readonly headerLength: number;
}

export interface Word {
  readonly text: string;
  readonly at: number;
  readonly byteLength: number;
}

const names = /^(?:INFO|CONNECT|PUB|HPUB|SUB|UNSUB|MSG|HMSG|PING|PONG|\+OK|-ERR)$/i;

/** Longer than a line of anything but INFO and CONNECT, whose JSON is not taken apart. */
const maxLine = 4096;

/** Null when the line is not whole; 'none' when no operation begins at `at`. */
export function operationAt(bytes: Uint8Array, at: number): Operation | null | 'none' {
  const end = bytes.indexOf(0x0a, at);
  const head = decodeUtf8(bytes, at, Math.min(bytes.length, at + 9, end < 0 ? bytes.length : end));
  const name = /^[^\s]*/.exec(head)?.[0] ?? '';
  if (end < 0) return isBeginning(head.trimEnd()) ? null : 'none';
  if (!names.test(name)) return 'none';
  const lineEnd = bytes[end - 1] === 0x0d ? end - 1 : end;
  const upper = name.toUpperCase();
  const hasJson = upper === 'INFO' || upper === 'CONNECT';
  const words = hasJson ? [] : wordsOf(bytes, at, Math.min(lineEnd, at + maxLine));
  const sizes = sizesOf(upper, words);
  return sizes === null ? 'none' : { name: upper, words, lineLength: end + 1 - at, ...sizes };
}

const isBeginning = (head: string): boolean =>
  names.test(/^\S*/.exec(head)?.[0] ?? '') ||
  [
    'INFO',
    'CONNECT',
    'PUB',
    'HPUB',
    'SUB',
    'UNSUB',
    'MSG',
    'HMSG',
    'PING',
    'PONG',
    '+OK',
    '-ERR',
  ].some((name) => name.startsWith(head.toUpperCase()));

/** All words of a line but the first, which is the name. Subjects may hold any bytes. */
function wordsOf(bytes: Uint8Array, start: number, end: number): Word[] {
  const words: Word[] = [];
  for (let at = start; at < end; ) {
    if (isSpace(bytes[at])) {
      at += 1;
      continue;
    }
    const wordAt = at;
    while (at < end && !isSpace(bytes[at])) at += 1;
    words.push({ text: decodeUtf8(bytes, wordAt, at), at: wordAt, byteLength: at - wordAt });
  }
  return words.slice(1);
}

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09;

type Sizes = Pick<Operation, 'payloadLength' | 'headerLength'>;

function sizesOf(name: string, words: readonly Word[]): Sizes | null {
  const shape = { PUB: [2, 3, false], HPUB: [3, 4, true], MSG: [3, 4, false], HMSG: [4, 5, true] }[
    name
  ] as readonly [number, number, boolean] | undefined;
  if (shape === undefined) return { payloadLength: -1, headerLength: 0 };
  const [least, most, hasHeaders] = shape;
  if (words.length < least || words.length > most) return null;
  const total = sizeOf(words.at(-1));
  const headerLength = hasHeaders ? sizeOf(words.at(-2)) : 0;
  return total < headerLength || headerLength < 0 ? null : { payloadLength: total, headerLength };
}

function sizeOf(word: Word | undefined): number {
  return word !== undefined && /^\d{1,10}$/.test(word.text) ? Number(word.text) : -1;
}

/** The line with the payload that it announces, and the end of line behind that. */
export function lengthOfOperation(bytes: Uint8Array, at: number): number {
  const operation = operationAt(bytes, at);
  if (operation === null) return 0;
  if (operation === 'none') return -1;
  const { lineLength, payloadLength } = operation;
  return payloadLength < 0 ? lineLength : lineLength + payloadLength + 2;
}
