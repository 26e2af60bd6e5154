import type { Budget, Decoded, Hint } from '../decoder.ts';
import { bytesOf, decodeFields } from './field-reader.ts';

/**
 * Some protocols take the WebSocket for a stream of bytes: a packet may begin in one message and
 * end in another. This keeps the beginning of the packet that a direction has not finished.
 */
export interface Pending {
  /** Copies, so that no batch is kept for a few bytes of it; each is larger than the next. */
  readonly pieces: readonly Uint8Array[];
  /** Bytes that are there, also those that were too many to be kept. */
  readonly byteLength: number;
  /** The packet's length as far as its beginning tells, 0 where it does not yet. */
  readonly wanted: number;
}

/**
 * The byte length of the packet at `at`; 0 when its beginning does not tell yet, -1 when there
 * cannot be a packet.
 */
export type PacketLength = (bytes: Uint8Array, at: number) => number;

/** The state of a protocol whose packets span messages; plain data. */
export interface PacketState {
  /** Which protocol's state it is: a hint may come from anywhere. */
  readonly kind: string;
  readonly sent: Pending;
  readonly received: Pending;
}

export const nothingPending: Pending = { pieces: [], byteLength: 0, wanted: 0 };

/** A packet larger than this is counted and not joined. */
const maxKeptBytes = 16 * 1024 * 1024;
/**
 * A beginning that is this long and still does not tell the length is none. It is looked at again
 * with each message, so this is also what one message may cost: some 50 µs.
 */
const maxUntoldBytes = 256 * 1024;

export function isPacketState(state: unknown, kind: string): state is PacketState {
  return typeof state === 'object' && state !== null && 'kind' in state && state.kind === kind;
}

/** What is pending after more bytes; `visit` sees each packet that they complete. */
export function advancePending(
  pending: Pending,
  bytes: Uint8Array,
  packetLength: PacketLength,
  visit: (bytes: Uint8Array, start: number, end: number) => void,
): Pending {
  const byteLength = pending.byteLength + bytes.length;
  if (byteLength < pending.wanted) return keep(pending, bytes, pending.wanted);
  const skipped = isKept(pending) ? 0 : pending.wanted - pending.byteLength;
  const joined = isKept(pending) ? joinPending(pending, bytes) : bytes;
  let at = skipped;
  while (at < joined.length) {
    const length = packetLength(joined, at);
    // Out of step: the next message is taken for the beginning of a packet.
    if (length < 0) return nothingPending;
    const rest = joined.length - at;
    if (length === 0 && rest > maxUntoldBytes) return nothingPending;
    if (length === 0 || length > rest) {
      // The first bytes are a packet's beginning, as they were: only the new piece is copied.
      if (at === 0 && pending.byteLength > 0) return keep(pending, bytes, length);
      return keep(nothingPending, joined.subarray(at), length);
    }
    visit(joined, at, at + length);
    at += length;
  }
  return nothingPending;
}

/** All bytes that are there of a packet, with those of a message behind them. */
export function joinPending({ pieces, byteLength }: Pending, bytes: Uint8Array): Uint8Array {
  if (byteLength === 0) return bytes;
  const joined = new Uint8Array(byteLength + bytes.length);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  joined.set(bytes, at);
  return joined;
}

const isKept = ({ pieces, byteLength }: Pending): boolean => byteLength === 0 || pieces.length > 0;

function keep(pending: Pending, bytes: Uint8Array, wanted: number): Pending {
  const byteLength = pending.byteLength + bytes.length;
  const isTooLarge = byteLength > maxKeptBytes || wanted > maxKeptBytes || !isKept(pending);
  return { pieces: isTooLarge ? [] : addPiece(pending.pieces, bytes), byteLength, wanted };
}

/**
 * Joins a piece with those before it that are not larger, as when counting in binary: the list
 * stays short and each byte is copied a few times only, however small the pieces are.
 */
function addPiece(pieces: readonly Uint8Array[], bytes: Uint8Array): readonly Uint8Array[] {
  let first = pieces.length;
  let byteLength = bytes.length;
  while (first > 0 && (pieces[first - 1]?.length ?? 0) <= byteLength) {
    first -= 1;
    byteLength += pieces[first]?.length ?? 0;
  }
  const tail = { pieces: pieces.slice(first), byteLength: byteLength - bytes.length, wanted: 0 };
  const last = tail.byteLength === 0 ? bytes.slice() : joinPending(tail, bytes);
  return [...pieces.slice(0, first), last];
}

/**
 * The layer of a message that goes on with a packet of the messages before: which of its bytes
 * do, and as inner payload the packet as a whole, to be read by the same decoder. Null when the
 * message begins with a packet of its own.
 */
export function decodeContinued<State extends PacketState>(
  name: string,
  bytes: Uint8Array,
  hint: Hint,
  budget: Budget,
  state: State | undefined,
  packetLength: PacketLength,
): Decoded | null {
  const direction = hint.direction ?? 'received';
  const pending = state?.[direction];
  if (state === undefined || pending === undefined || pending.byteLength === 0) return null;
  const joined = isKept(pending) ? joinPending(pending, bytes) : null;
  const wanted = Math.max(0, joined === null ? pending.wanted : packetLength(joined, 0));
  const total = pending.byteLength + bytes.length;
  const isComplete = wanted > 0 && wanted <= total;
  const endsAt = isComplete ? wanted - pending.byteLength : bytes.length;
  return decodeFields(name, bytes, budget, (fields) => {
    fields.begin('object', undefined, 'continued');
    fields.note('number', 'earlier bytes', String(pending.byteLength));
    if (wanted > 0) fields.note('number', 'packet length', String(wanted));
    fields.blob(isComplete ? 'end of the packet' : 'part of the packet', endsAt);
    if (fields.left > 0) fields.blob('further packets', fields.left);
    fields.end();
    const soFar = wanted > 0 ? `${total} of ${bytesOf(wanted)}` : bytesOf(total);
    const summary = isComplete
      ? `end of a packet of ${bytesOf(wanted)}`
      : `part of a packet, ${soFar} so far`;
    const facts = { summary };
    if (!isComplete || joined === null || joined.length > budget.maxBytes) return { facts };
    const context = { ...state, [direction]: nothingPending };
    const payload = { bytes: joined, isText: false };
    return { facts, inner: { node: 0, payload, decoder: name, context } };
  });
}
