import type {
  Budget,
  Decoded,
  Decoder,
  Hint,
  MessageFacts,
  Payload,
  StreamFold,
} from '../decoder.ts';
import { decodeUtf8 } from '../utf8.ts';
import {
  advancePending,
  decodeContinued,
  isPacketState,
  nothingPending,
  type PacketState,
} from './byte-stream.ts';
import { combineFacts } from './combined-facts.ts';
import { decodeFields, type FieldReader } from './field-reader.ts';
import {
  advanceSession,
  isUpdate,
  lengthOfUnit,
  newSession,
  type RfbSession,
  type Side,
} from './rfb-session.ts';
import { readUnit } from './rfb-units.ts';

interface RfbState extends PacketState {
  readonly kind: 'rfb';
  readonly session: RfbSession;
}

const stream: StreamFold = {
  claims: ({ bytes }) => (isVersion(bytes) ? 0.97 : 0),
  initial: {
    kind: 'rfb',
    sent: nothingPending,
    received: nothingPending,
    session: newSession,
  } satisfies RfbState,
  advance({ bytes }, hint) {
    if (!isRfbState(hint.state)) return hint.state;
    const { state } = hint;
    const side: Side = hint.direction ?? 'received';
    let session = inStep(state, side, bytes);
    const pending = advancePending(
      state[side],
      bytes,
      (all, at) => lengthOfUnit(session, side, all, at),
      (all, start, end) => {
        session = advanceSession(session, side, all, start, end);
      },
    );
    const isSame = pending === state[side] && session === state.session;
    return isSame ? state : { ...state, [side]: pending, session };
  },
};

function isRfbState(state: unknown): state is RfbState {
  return isPacketState(state, 'rfb');
}

/** After pixels without a known end, a message that begins as an update does is taken for one. */
function inStep({ session, received }: RfbState, side: Side, bytes: Uint8Array): RfbSession {
  const isLost = side === 'received' && session.received === 'opaque' && received.byteLength === 0;
  return isLost && isUpdate(session, bytes) ? { ...session, received: 'message' } : session;
}

/**
 * RFB, the protocol of VNC, as websockify carries it: a handshake, then messages of both sides.
 * Pixels stay bytes.
 * @see https://www.rfc-editor.org/rfc/rfc6143
 */
export const rfb: Decoder = {
  name: 'rfb',
  label: 'RFB (VNC)',
  specification: 'https://www.rfc-editor.org/rfc/rfc6143',
  recognisedBy:
    'the version that opens it, RFB 003.008 and an end of line; then by the messages before',
  recognises: ({ bytes }) => (isVersion(bytes) ? 0.97 : 0),
  decode,
  stream,
};

const isVersion = (bytes: Uint8Array): boolean =>
  bytes.length === 12 && bytes[0] === 0x52 && /^RFB \d{3}\.\d{3}\n$/.test(decodeUtf8(bytes, 0, 12));

function decode({ bytes }: Payload, hint: Hint, budget: Budget): Decoded {
  const side: Side = hint.direction ?? 'received';
  const state = isRfbState(hint.state)
    ? hint.state
    : isRfbState(hint.context)
      ? hint.context
      : undefined;
  const isFirst = isVersion(bytes);
  const alone: RfbSession = isFirst
    ? newSession
    : { ...newSession, sent: 'message', received: 'message' };
  const session = state === undefined ? alone : inStep(state, side, bytes);
  const lengthAt = (all: Uint8Array, at: number): number => lengthOfUnit(session, side, all, at);
  const continued = decodeContinued('rfb', bytes, hint, budget, state, lengthAt);
  if (continued !== null) return continued;
  return decodeFields('rfb', bytes, budget, (fields) => {
    const facts = combineFacts(readUnits(fields, session, side, state !== undefined));
    return facts === null ? { facts: { summary: `pixels, ${bytes.length} B` } } : { facts };
  });
}

function readUnits(
  fields: FieldReader,
  first: RfbSession,
  side: Side,
  mayContinue: boolean,
): MessageFacts[] {
  const all: MessageFacts[] = [];
  let session = first;
  if (fields.left > 0) fields.begin('array', undefined, 'messages');
  while (fields.hasMore) {
    const start = fields.at;
    const length = lengthOfUnit(session, side, fields.bytes, start);
    if (length < 0) {
      fields.fail(`no message of RFB begins with ${fields.byte}`);
      break;
    }
    if (length === 0 || length > fields.left) {
      if (!mayContinue) {
        fields.fail(
          length === 0
            ? 'the message is cut off'
            : `the message wants ${length} bytes, ${fields.left} left`,
        );
        break;
      }
      fields.blob('so far', fields.left, 'goes on in the next message');
      all.push({ summary: 'beginning of a message' });
      break;
    }
    fields.begin('object', undefined, session[side]);
    fields.within(length, 'the message', () => {
      const facts = readUnit(fields, session, side, length);
      if (facts !== null) all.push(facts);
    });
    fields.end();
    session = advanceSession(session, side, fields.bytes, start, start + length);
  }
  if (fields.problem === null && fields.at > 0) fields.end();
  return all;
}
