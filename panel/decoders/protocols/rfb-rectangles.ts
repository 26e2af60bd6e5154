import { integerAt } from './field-reader.ts';
import type { RfbSession } from './rfb-session.ts';

export const encodingNames: Readonly<Record<number, string>> = {
  0: 'Raw',
  1: 'CopyRect',
  2: 'RRE',
  4: 'CoRRE',
  5: 'Hextile',
  6: 'Zlib',
  7: 'Tight',
  16: 'ZRLE',
  21: 'JPEG',
  50: 'H.264',
  [-223]: 'DesktopSize',
  [-224]: 'LastRect',
  [-239]: 'Cursor',
  [-240]: 'XCursor',
  [-257]: 'PointerMotionChange',
  [-258]: 'ExtendedKeyEvent',
  [-260]: 'TightPNG',
  [-261]: 'LEDState',
  [-307]: 'DesktopName',
  [-308]: 'ExtendedDesktopSize',
  [-309]: 'Xvp',
  [-312]: 'Fence',
  [-313]: 'ContinuousUpdates',
};

/**
 * How many bytes follow the header of a rectangle. `length`: four bytes tell it, and it is asked
 * again with these. `last`: no rectangle follows, whatever the update has said.
 */
export function rectangleData(
  session: RfbSession,
  length: null,
): number | 'length' | 'tight' | 'last' | 'unknown';
export function rectangleData(
  session: RfbSession,
  length: (offset: number, size: number) => number,
): number;
export function rectangleData(
  { rectangle: { width, height, encoding }, bytesPerPixel }: RfbSession,
  length: ((offset: number, size: number) => number) | null,
): number | 'length' | 'tight' | 'last' | 'unknown' {
  const pixels = width * height * bytesPerPixel;
  if (length !== null) {
    if (encoding === 2) return bytesPerPixel + length(0, 4) * (bytesPerPixel + 8);
    if (encoding === 4) return bytesPerPixel + length(0, 4) * (bytesPerPixel + 4);
    return encoding === -308 ? length(0, 1) * 16 : length(0, 4);
  }
  switch (encoding) {
    case 0:
      return pixels;
    case 1:
      return 4;
    case 2:
    case 4:
    case 6:
    case 16:
    case -307:
    case -308:
      return 'length';
    case 7:
    case -260:
      return 'tight';
    case -224:
      return 'last';
    case -239:
      return pixels + Math.ceil(width / 8) * height;
    case -240:
      return pixels === 0 ? 0 : 6 + 2 * Math.ceil(width / 8) * height;
    case -261:
      return 1;
    case -223:
    case -257:
    case -258:
    case -309:
    case -312:
    case -313:
      return 0;
    default:
      return 'unknown';
  }
}

export interface TightHead {
  readonly headLength: number;
  readonly dataLength: number;
}

/** Tight tells its length behind a byte of control, a filter and a palette; null when cut off. */
export function tightHead(
  bytes: Uint8Array,
  at: number,
  { rectangle: { width, height }, bytesPerPixel }: RfbSession,
): TightHead | null {
  // Pixels of four bytes are sent in three.
  const pixel = bytesPerPixel === 4 ? 3 : bytesPerPixel;
  if (at >= bytes.length) return null;
  const control = (bytes[at] ?? 0) >> 4;
  if (control === 8) return { headLength: 1, dataLength: pixel };
  if (control > 8) return withCompactLength(bytes, at, 1);
  const hasFilter = (control & 4) !== 0;
  const filter = hasFilter ? bytes[at + 1] : 0;
  if (filter === undefined) return null;
  if (filter !== 1) {
    const size = width * height * pixel;
    const head = hasFilter ? 2 : 1;
    return size < 12 ? { headLength: head, dataLength: size } : withCompactLength(bytes, at, head);
  }
  const last = bytes[at + 2];
  if (last === undefined) return null;
  const colours = last + 1;
  const size = colours <= 2 ? Math.ceil(width / 8) * height : width * height;
  const head = 3 + colours * pixel;
  if (bytes.length - at < head) return null;
  return size < 12 ? { headLength: head, dataLength: size } : withCompactLength(bytes, at, head);
}

/** One to three bytes, seven bits each but for the third. */
function withCompactLength(bytes: Uint8Array, at: number, head: number): TightHead | null {
  let length = 0;
  for (let index = 0; index < 3; index += 1) {
    const byte = bytes[at + head + index];
    if (byte === undefined) return null;
    length += index === 2 ? byte * 16_384 : (byte & 0x7f) * 128 ** index;
    if (byte < 0x80 || index === 2) return { headLength: head + index + 1, dataLength: length };
  }
  return null;
}

/** The name of an encoding that stands at `at`. */
export function encodingAt(bytes: Uint8Array, at: number): string {
  const encoding = integerAt(bytes, at, 4) | 0;
  return encodingNames[encoding] ?? String(encoding);
}
