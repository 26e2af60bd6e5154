import type { Hint, Payload, StreamFold } from '../decoder.ts';
import { decodeUtf8 } from '../utf8.ts';
import { isOutermost } from './recognising.ts';
import { stompStream } from './stomp-stream.ts';

/** What is spoken inside of the frames, by a protocol with a memory of its own. */
export interface SockJsState {
  readonly kind: 'sockjs';
  /** null: nobody has claimed the texts so far. */
  readonly inner: { readonly decoder: string; readonly state: unknown } | null;
  /** Texts that were looked at without being claimed. */
  readonly unclaimed: number;
}

/** The protocols that are carried in texts and cut their messages: Spring's clients send STOMP so. */
const carried: Readonly<Record<string, StreamFold>> = { stomp: stompStream };

/** As for sockets: who speaks one of these says so in the first texts or not at all. */
const maxUnclaimed = 8;

export const sockJsStream: StreamFold = {
  claims: (payload, hint) => (isAddressedFrame(payload, hint) ? 0.97 : 0),
  initial: { kind: 'sockjs', inner: null, unclaimed: 0 } satisfies SockJsState,
  advance({ bytes, isText }, hint) {
    if (!isSockJsState(hint.state) || !isText) return hint.state;
    if (hint.state.inner === null && hint.state.unclaimed >= maxUnclaimed) return hint.state;
    return textsOf(bytes).reduce((state, text) => afterText(state, text, hint), hint.state);
  },
};

export function isSockJsState(state: unknown): state is SockJsState {
  return typeof state === 'object' && state !== null && 'kind' in state && state.kind === 'sockjs';
}

// Behind the host, which may end with digits as well: localhost:4000.
const session = /^\w+:\/\/[^/?#]*\/(?:[^?#]*\/)?[^/.?#]*\d{3}\/[^/.?#]+\/websocket(?:[?#]|$)/;

/** Whether the address is that of a session of SockJS. */
export const isAddressed = (hint: Hint): boolean =>
  isOutermost(hint) && session.test(hint.url ?? '');

/** Whether besides the text begins as frames do. */
export function isAddressedFrame({ bytes, isText }: Payload, hint: Hint): boolean {
  if (!isText || !isAddressed(hint)) return false;
  const start = decodeUtf8(bytes, 0, Math.min(bytes.length, 20));
  return start === 'o' || start === 'h' || /^(?:[ac]?\[|m?")/.test(start);
}

function afterText(state: SockJsState, text: string, { direction }: Hint): SockJsState {
  const payload = { bytes: new TextEncoder().encode(text), isText: true };
  const hint: Hint = { ...(direction === undefined ? {} : { direction }), outer: ['sockjs'] };
  const inner = state.inner ?? claimant(payload, hint);
  const stream = inner === null ? undefined : carried[inner.decoder];
  if (inner === null || stream === undefined) return { ...state, unclaimed: state.unclaimed + 1 };
  const after = stream.advance(payload, { ...hint, state: inner.state });
  if (after === state.inner?.state) return state;
  return { ...state, inner: { decoder: inner.decoder, state: after } };
}

function claimant(payload: Payload, hint: Hint): SockJsState['inner'] {
  for (const [decoder, stream] of Object.entries(carried))
    if (stream.claims(payload, hint) >= 0.5) return { decoder, state: stream.initial };
  return null;
}

/** The texts of a frame with messages, from either side; none of what is no such frame. */
function textsOf(bytes: Uint8Array): string[] {
  const first = String.fromCharCode(bytes[0] ?? 0);
  if (!'am["'.includes(first)) return [];
  const json = decodeUtf8(bytes, first === 'a' || first === 'm' ? 1 : 0, bytes.length);
  try {
    const value: unknown = JSON.parse(json);
    const values: unknown[] = Array.isArray(value) ? value : [value];
    return values.filter((each) => typeof each === 'string');
  } catch {
    // A frame that is cut off or no JSON holds no texts; reading it says what is wrong.
    return [];
  }
}
