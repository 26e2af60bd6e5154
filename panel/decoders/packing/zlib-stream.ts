import type { Budget, Decoded, Decoder, Hint, Payload } from '../decoder.ts';
import { TreeBuilder } from '../tree-builder.ts';
import { type Inflated, inflate } from './inflate.ts';
import { failureAt, inflateProblem, unpackedLayer } from './unpacked.ts';
import { addZlibHeader, hasZlibHeader } from './zlib.ts';

const name = 'zlib-stream';

/** What one direction of a socket has come to before a message. */
interface StreamState {
  readonly hasHeader: boolean;
  /** The last 32 KiB that came out. */
  readonly window: Uint8Array;
  /** Messages whose end has not come yet. */
  readonly pending: Uint8Array;
  /** A message could not be unpacked, so that nothing behind it can be trusted. */
  readonly isBroken: boolean;
}

interface StreamStates {
  readonly sent: StreamState;
  readonly received: StreamState;
}

const nothing = new Uint8Array(0);
const freshState: StreamState = {
  hasHeader: false,
  window: nothing,
  pending: nothing,
  isBroken: false,
};
const freshStates: StreamStates = { sent: freshState, received: freshState };
const maxWindow = 32_768;
/** More than this without an end is no message in parts, and each state is kept. */
const maxPending = 4 * 1024 * 1024;
/** What one message may unpack to while the stream is only followed. */
const maxFollowed = 64 * 1024 * 1024;
const maxProbed = 16_384;
const noBeginning = 'the beginning of the stream was not recorded, and this goes on from it';

/**
 * One zlib stream for all messages of a direction, flushed at the end of each (Discord's
 * `compress=zlib-stream`). No `enclose`: the receiver's window would then differ from what the
 * page's own next message refers to.
 */
export const zlibStreamDecoder: Decoder = {
  name,
  label: 'zlib stream',
  specification: 'https://docs.discord.com/developers/events/gateway#transport-compression',
  recognisedBy:
    'compress=zlib-stream in the address, or a zlib header before data that ends with 00 00 ff ff',
  recognises: ({ bytes, isText }, { state, url }) => {
    if (isText) return 0;
    return state !== undefined && isNamed(url) ? 0.9 : beginsStream(bytes) ? 0.85 : 0;
  },
  decode: decodeZlibStream,
  stream: {
    claims: ({ bytes, isText }, { url }) => {
      if (isText) return 0;
      return isNamed(url) ? 0.95 : beginsStream(bytes) ? 0.85 : 0;
    },
    initial: freshStates,
    advance: (payload, hint) => advance(payload, hint),
  },
};

const isNamed = (url: string | undefined): boolean =>
  url !== undefined && /[?&]compress=zlib-stream(&|$)/.test(url);

const endsWithFlush = (bytes: Uint8Array): boolean => {
  const [a, b, c, d] = bytes.subarray(-4);
  return a === 0x00 && b === 0x00 && c === 0xff && d === 0xff;
};

function beginsStream(bytes: Uint8Array): boolean {
  if (bytes.length < 8 || !hasZlibHeader(bytes) || !endsWithFlush(bytes)) return false;
  const { end } = inflate(bytes, { start: 2, maxBytes: maxProbed });
  return end === 'between-blocks' || end === 'full';
}

/** Within one process the engine hands back what `advance` returned, so only shape can be wrong. */
function statesOf({ state }: Hint): StreamStates {
  const states = state as Partial<StreamStates> | undefined;
  return { sent: states?.sent ?? freshState, received: states?.received ?? freshState };
}

interface Step {
  readonly inflated: Inflated | null;
  readonly input: Uint8Array;
  readonly headerLength: number;
}

/** Unpacks what is pending with this message; nothing while the message has no end yet. */
function step({ bytes }: Payload, state: StreamState, budget: Budget): Step {
  const input = joined(state.pending, bytes);
  const headerLength = !state.hasHeader && hasZlibHeader(input) ? 2 : 0;
  if (!endsWithFlush(input) && !isFinished(input, headerLength, state)) {
    return { inflated: null, input, headerLength };
  }
  const { maxBytes, isOverdue } = budget;
  const options = { start: headerLength, dictionary: state.window, maxBytes, isOverdue };
  return { inflated: inflate(input, options), input, headerLength };
}

/** A server may end its stream with a last block and a checksum instead of a flush. */
function isFinished(input: Uint8Array, start: number, { window }: StreamState): boolean {
  const { end } = inflate(input, { start, dictionary: window, maxBytes: maxFollowed });
  return end === 'finished' || end === 'corrupt';
}

function advance(payload: Payload, hint: Hint): StreamStates {
  const states = statesOf(hint);
  if (payload.isText || payload.bytes.length === 0) return states;
  const direction = hint.direction ?? 'received';
  const budget = { maxNodes: 1, maxDepth: 1, maxBytes: maxFollowed };
  const state = states[direction];
  if (state.isBroken) return states;
  const { inflated, input, headerLength } = step(payload, state, budget);
  if (inflated === null) {
    const isBroken = input.length > maxPending;
    return { ...states, [direction]: { ...state, pending: isBroken ? nothing : input, isBroken } };
  }
  const window = joined(state.window, inflated.output).slice(-maxWindow);
  const hasHeader = state.hasHeader || headerLength > 0;
  const isBroken = inflated.end !== 'between-blocks' && inflated.end !== 'finished';
  return { ...states, [direction]: { hasHeader, window, pending: nothing, isBroken } };
}

function decodeZlibStream(payload: Payload, hint: Hint, budget: Budget): Decoded {
  const { bytes } = payload;
  const builder = new TreeBuilder(bytes, budget);
  if (payload.isText) {
    // The other direction, mostly: what is sent is not compressed.
    const node = builder.addString(0, bytes.length, undefined, 'not compressed');
    return { ok: true, table: builder.table(), warnings: [], inner: { node, payload } };
  }
  const state = statesOf(hint)[hint.direction ?? 'received'];
  if (state.isBroken) {
    builder.addBytes(0, bytes.length, undefined, name);
    const problem = state.hasHeader
      ? 'an earlier message of the stream is damaged or missing, and this goes on from it'
      : noBeginning;
    return { ...failureAt(name, problem, 0, bytes.length), table: builder.table() };
  }
  const { inflated, input, headerLength } = step(payload, state, budget);
  builder.begin('object', 0, undefined, name);
  const before = input.length - bytes.length;
  if (headerLength > 0 && before === 0) addZlibHeader(builder);
  if (before > 0)
    builder.add('number', 0, 0, 'earlier parts', String(before), 'bytes in messages before');
  const start = before === 0 ? headerLength : 0;
  const node = builder.addBytes(start, bytes.length - start, 'data', 'deflate');
  builder.endAll(bytes.length);
  if (inflated === null) {
    const summary = `part of a compressed message, ${input.length} bytes so far`;
    return { ok: true, table: builder.table(), warnings: [], facts: { summary } };
  }
  const at = Math.max(0, inflated.at - before);
  const isOpen = inflated.end === 'between-blocks' || inflated.end === 'finished';
  let problem = isOpen ? undefined : inflateProblem(inflated, budget);
  if (problem !== undefined && !state.hasHeader && headerLength === 0) {
    problem = noBeginning;
    return { ...failureAt(name, problem, at, bytes.length), table: builder.table() };
  }
  return unpackedLayer(name, builder, node, { output: inflated.output, problem, at });
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  if (one.length === 0) return other;
  const all = new Uint8Array(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  return all;
}
