import { integerAt } from './field-reader.ts';
import { lengthOfMessage } from './rfb-message-lengths.ts';
import { rectangleData, tightHead } from './rfb-rectangles.ts';

export type Side = 'sent' | 'received';

/** What a side says next. `opaque`: its bytes cannot be told apart any more. */
export type Phase =
  | 'version'
  | 'security'
  | 'choice'
  | 'challenge'
  | 'response'
  | 'result'
  | 'reason'
  | 'init'
  | 'message'
  | 'rectangle'
  | 'rectangle-length'
  | 'tight'
  | 'pixels'
  | 'opaque';

/** What both sides have agreed on. Plain data, replaced and never changed. */
export interface RfbSession {
  readonly sent: Phase;
  readonly received: Phase;
  /** 3, 7 or 8: of version 3.x. */
  readonly minor: number;
  readonly bytesPerPixel: number;
  readonly width: number;
  readonly height: number;
  /** Rectangles of the update that are still to come, and what is left of the current one. */
  readonly rectangles: number;
  readonly pixels: number;
  readonly rectangle: {
    readonly width: number;
    readonly height: number;
    readonly encoding: number;
  };
}

export const newSession: RfbSession = {
  sent: 'version',
  received: 'version',
  minor: 8,
  bytesPerPixel: 4,
  width: 0xffff,
  height: 0xffff,
  rectangles: 0,
  pixels: 0,
  rectangle: { width: 0, height: 0, encoding: 0 },
};

/** The byte length of what a side says at `at`: 0 when that is not there yet, -1 when it is nothing. */
export function lengthOfUnit(
  session: RfbSession,
  side: Side,
  bytes: Uint8Array,
  at: number,
): number {
  const left = bytes.length - at;
  switch (session[side]) {
    case 'version':
      return 12;
    case 'security':
      if (session.minor === 3) return 4;
      return left < 1 ? 0 : 1 + (bytes[at] ?? 0);
    case 'choice':
      return 1;
    case 'challenge':
    case 'response':
      return 16;
    case 'result':
    case 'rectangle-length':
      return 4;
    case 'reason':
      return left < 4 ? 0 : 4 + integerAt(bytes, at, 4);
    case 'init':
      if (side === 'sent') return 1;
      return left < 24 ? 0 : 24 + integerAt(bytes, at + 20, 4);
    case 'message':
      return lengthOfMessage(side, bytes, at);
    case 'rectangle':
      return 12;
    case 'tight':
      return tightHead(bytes, at, session)?.headLength ?? 0;
    case 'pixels':
      return Math.min(left, session.pixels);
    case 'opaque':
      return left;
  }
}

/** The session after a unit, which is whole. */
export function advanceSession(
  session: RfbSession,
  side: Side,
  bytes: Uint8Array,
  start: number,
  end: number,
): RfbSession {
  const number = (offset: number, size: number): number => integerAt(bytes, start + offset, size);
  switch (session[side]) {
    case 'version':
      return afterVersion(session, side, bytes[start + 10] ?? 0);
    case 'security':
      return afterSecurity(session, number(0, session.minor === 3 ? 4 : 1));
    case 'choice':
      return withSecurity(session, number(0, 1));
    case 'challenge':
      return { ...session, received: 'result' };
    case 'response':
      return { ...session, sent: 'init' };
    case 'result':
      if (number(0, 4) === 0) return { ...session, received: 'init' };
      return { ...session, received: session.minor === 8 ? 'reason' : 'opaque' };
    case 'reason':
      return { ...session, received: 'opaque' };
    case 'init':
      if (side === 'sent') return { ...session, sent: 'message' };
      return {
        ...session,
        received: 'message',
        width: number(0, 2),
        height: number(2, 2),
        bytesPerPixel: pixelBytes(number(4, 1)),
      };
    case 'message':
      return side === 'sent' ? afterRequest(session, number) : afterMessage(session, number);
    case 'rectangle':
      return afterRectangle(session, number);
    case 'rectangle-length':
      return withPixels(session, rectangleData(session, number));
    case 'tight':
      return withPixels(session, tightHead(bytes, start, session)?.dataLength ?? 0);
    case 'pixels': {
      const pixels = session.pixels - (end - start);
      return pixels > 0 ? { ...session, pixels } : withPixels(session, 0);
    }
    case 'opaque':
      return session;
  }
}

const pixelBytes = (bits: number): number => Math.max(1, Math.min(4, Math.ceil(bits / 8)));

/** The client answers with the version that both go by. */
function afterVersion(session: RfbSession, side: Side, digit: number): RfbSession {
  const minor = digit === 0x33 ? 3 : digit === 0x37 ? 7 : 8;
  if (side === 'received') return { ...session, received: 'security', minor };
  return { ...session, sent: minor === 3 ? 'init' : 'choice', minor };
}

function afterSecurity(session: RfbSession, first: number): RfbSession {
  if (first === 0) return { ...session, received: 'reason' };
  // In version 3.3 the server decides; later ones wait for the choice.
  return session.minor === 3 ? withSecurity(session, first) : session;
}

function withSecurity(session: RfbSession, type: number): RfbSession {
  if (type === 1)
    return { ...session, sent: 'init', received: session.minor === 8 ? 'result' : 'init' };
  if (type === 2) return { ...session, sent: 'response', received: 'challenge' };
  return { ...session, sent: 'opaque', received: 'opaque' };
}

type NumberAt = (offset: number, size: number) => number;

function afterRequest(session: RfbSession, number: NumberAt): RfbSession {
  // SetPixelFormat, behind three bytes of padding.
  return number(0, 1) === 0 ? { ...session, bytesPerPixel: pixelBytes(number(4, 1)) } : session;
}

function afterMessage(session: RfbSession, number: NumberAt): RfbSession {
  if (number(0, 1) !== 0) return session;
  return nextRectangle({ ...session, rectangles: number(2, 2) });
}

function nextRectangle(session: RfbSession): RfbSession {
  return { ...session, received: session.rectangles > 0 ? 'rectangle' : 'message', pixels: 0 };
}

/** A rectangle is done when no pixels of it are left. */
function withPixels(session: RfbSession, pixels: number): RfbSession {
  if (pixels > 0) return { ...session, received: 'pixels', pixels };
  return nextRectangle({ ...session, rectangles: session.rectangles - 1 });
}

function afterRectangle(session: RfbSession, number: NumberAt): RfbSession {
  const encoding = number(8, 4) | 0;
  const rectangle = { width: number(4, 2), height: number(6, 2), encoding };
  const here = { ...session, rectangle };
  const data = rectangleData(here, null);
  switch (data) {
    case 'last':
      return nextRectangle({ ...here, rectangles: 0 });
    case 'length':
      return { ...here, received: 'rectangle-length' };
    case 'tight':
      return { ...here, received: 'tight' };
    case 'unknown':
      return { ...here, received: 'opaque' };
    default:
      return withPixels(here, data);
  }
}

/** Where an update may begin again, after pixels whose end was not known. */
export function isUpdate(session: RfbSession, bytes: Uint8Array): boolean {
  if (bytes.length < 16 || integerAt(bytes, 0, 2) !== 0 || integerAt(bytes, 2, 2) === 0)
    return false;
  const [x, y, width, height] = [4, 6, 8, 10].map((at) => integerAt(bytes, at, 2));
  const fits =
    (x ?? 0) + (width ?? 0) <= session.width && (y ?? 0) + (height ?? 0) <= session.height;
  const encoding = integerAt(bytes, 12, 4) | 0;
  return (
    fits &&
    (encoding === 5 ||
      rectangleData({ ...session, rectangle: { width: 1, height: 1, encoding } }, null) !==
        'unknown')
  );
}
