import type { Hint, Payload, StreamFold } from '../decoder.ts';
import { decodeUtf8 } from '../utf8.ts';
import { shorten } from './combined-facts.ts';

/** Which attachments are still to come, in each direction. */
export interface EngineIoState {
  readonly kind: 'engine.io';
  readonly version: 3 | 4;
  readonly sent: Attachments | null;
  readonly received: Attachments | null;
}

export interface Attachments {
  /** The packet that they belong to: `emit "photo"`. */
  readonly summary: string;
  readonly total: number;
  /** Of the next one, from 0. */
  readonly index: number;
}

export const engineIoStream: StreamFold = {
  claims({ bytes, isText }, hint) {
    if (versionOf(hint) !== null) return 1;
    return isText && /^0\{"sid":"/.test(startOf(bytes)) ? 0.95 : 0;
  },
  initial: { kind: 'engine.io', version: 4, sent: null, received: null } satisfies EngineIoState,
  advance(payload, hint) {
    const state = isEngineIoState(hint.state) ? hint.state : null;
    if (state === null) return hint.state;
    const version = versionOf(hint) ?? state.version;
    const direction = hint.direction ?? 'received';
    const before = state[direction];
    const after = payload.isText ? (begunBy(payload) ?? before) : next(before);
    if (after === before && version === state.version) return state;
    return { ...state, version, [direction]: after };
  },
};

export function isEngineIoState(state: unknown): state is EngineIoState {
  return (
    typeof state === 'object' && state !== null && 'kind' in state && state.kind === 'engine.io'
  );
}

/** The version that the address names, null for none. */
export function versionOf({ url = '' }: Hint): 3 | 4 | null {
  const found = /[?&]EIO=([34])(?:&|#|$)/.exec(url)?.[1];
  if (found === undefined) return null;
  return found === '3' ? 3 : 4;
}

/** Which attachment a binary message is, null for one that stands for itself. */
export function attachmentOf(state: EngineIoState | null, hint: Hint): Attachments | null {
  return state?.[hint.direction ?? 'received'] ?? null;
}

function next(attachments: Attachments | null): Attachments | null {
  if (attachments === null || attachments.index + 1 >= attachments.total) return null;
  return { ...attachments, index: attachments.index + 1 };
}

const header = /^4([56])(\d{1,4})-(?:\/[^,]*,)?(\d*)\[("(?:[^"\\]|\\.)*")?/;

function begunBy({ bytes }: Payload): Attachments | null {
  const second = bytes[1];
  if (bytes[0] !== 0x34 || (second !== 0x35 && second !== 0x36)) return null;
  const found = header.exec(startOf(bytes));
  if (found === null) return null;
  const total = Number(found[2]);
  const name = shorten(found[4] ?? '…', 60);
  const summary = found[1] === '5' ? `emit ${name}` : `ack #${found[3]}`;
  return total === 0 ? null : { summary, total, index: 0 };
}

const startOf = (bytes: Uint8Array): string => decodeUtf8(bytes, 0, Math.min(bytes.length, 300));
