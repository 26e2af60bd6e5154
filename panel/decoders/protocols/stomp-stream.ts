import type { Hint, StreamFold } from '../decoder.ts';
import { decodeUtf8 } from '../utf8.ts';
import { advancePending, isPacketState, nothingPending, type PacketState } from './byte-stream.ts';

export interface StompState extends PacketState {
  readonly kind: 'stomp';
  /** As CONNECTED says, the escapes depend on it; null before. */
  readonly version: string | null;
}

export const stompStream: StreamFold = {
  claims({ bytes }, { subprotocol = '' }) {
    if (/^v1[012]\.stomp$/.test(subprotocol)) return 1;
    return /^(?:CONNECT|STOMP|CONNECTED)\r?\n/.test(startOf(bytes, 0)) ? 0.95 : 0;
  },
  initial: {
    kind: 'stomp',
    sent: nothingPending,
    received: nothingPending,
    version: null,
  } satisfies StompState,
  advance({ bytes }, hint) {
    if (!isStompState(hint.state)) return hint.state;
    const { state } = hint;
    const direction = hint.direction ?? 'received';
    let { version } = state;
    const pending = advancePending(state[direction], bytes, lengthOfFrame, (joined, start) => {
      if (joined[start] !== 0x43 || joined[start + 7] !== 0x45) return;
      const found = /^CONNECTED\r?\n(?:.+\n)*?version:([\d.]+)/.exec(startOf(joined, start));
      if (found !== null) version = found[1] ?? null;
    });
    const isSame = pending === state[direction] && version === state.version;
    return isSame ? state : { ...state, version, [direction]: pending };
  },
};

export function isStompState(state: unknown): state is StompState {
  return isPacketState(state, 'stomp');
}

/** The version that the subprotocol names: `1.2` for `v12.stomp`. */
export function versionOf({ subprotocol = '' }: Hint): string | null {
  const digit = /^v1([012])\.stomp$/.exec(subprotocol)?.[1];
  return digit === undefined ? null : `1.${digit}`;
}

const commands =
  /^(?:CONNECT|STOMP|CONNECTED|SEND|SUBSCRIBE|UNSUBSCRIBE|ACK|NACK|BEGIN|COMMIT|ABORT|DISCONNECT|MESSAGE|RECEIPT|ERROR)(?:\r?\n|$)/;

/** Whether a command begins at `at`; what is cut off in the middle of one is none. */
export function isCommand(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at] ?? 0;
  return (
    first >= 0x41 &&
    first <= 0x55 &&
    commands.test(decodeUtf8(bytes, at, Math.min(at + 16, bytes.length)))
  );
}

/** Brokers allow a few kilobytes; more lines than that are not headers. */
const maxHeadBytes = 64 * 1024;

/** A frame with the ends of lines behind it; heart-beats are frames of their own. */
export function lengthOfFrame(bytes: Uint8Array, start: number): number {
  if (isBreak(bytes[start])) return runOfBreaks(bytes, start) - start;
  if (!couldBeCommand(bytes, start)) return -1;
  let line = bytes.indexOf(0x0a, start);
  let contentLength = -1;
  while (line >= 0) {
    if (line - start > maxHeadBytes) return -1;
    const next = line + 1;
    const isReturn = bytes[next] === 0x0d;
    if (bytes[isReturn ? next + 1 : next] === 0x0a) {
      const body = next + (isReturn ? 2 : 1);
      return lengthWithBody(bytes, start, body, contentLength);
    }
    const end = bytes.indexOf(0x0a, next);
    if (contentLength < 0 && end >= 0 && end - next < 40)
      contentLength = contentLengthIn(bytes, next, end);
    line = end;
  }
  return 0;
}

function lengthWithBody(
  bytes: Uint8Array,
  start: number,
  body: number,
  contentLength: number,
): number {
  const zero = contentLength >= 0 ? body + contentLength : bytes.indexOf(0, body);
  if (zero < 0) return 0;
  if (zero >= bytes.length) return zero + 1 - start;
  if (bytes[zero] !== 0) return -1;
  return runOfBreaks(bytes, zero + 1) - start;
}

const isBreak = (byte: number | undefined): boolean => byte === 0x0a || byte === 0x0d;

function runOfBreaks(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && isBreak(bytes[at])) at += 1;
  return at;
}

function contentLengthIn(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] !== 0x63) return -1;
  const digits = /^content-length: *(\d{1,10}) *\r?$/.exec(decodeUtf8(bytes, start, end))?.[1];
  return digits === undefined ? -1 : Number(digits);
}

/** Also the beginning of a command, of which the rest comes with the next message. */
function couldBeCommand(bytes: Uint8Array, at: number): boolean {
  const start = startOf(bytes, at).slice(0, 16);
  return isCommand(bytes, at) || /^[A-Z]{1,11}\r?$/.test(start);
}

const startOf = (bytes: Uint8Array, at: number): string =>
  decodeUtf8(bytes, at, Math.min(bytes.length, at + 400));
