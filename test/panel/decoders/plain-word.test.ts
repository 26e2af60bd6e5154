import { describe, expect, it } from 'vitest';
import { isPlainWord, skipPlain, skipPlainJson } from '../../../panel/decoders/plain-word.ts';

const isPlain = (byte: number): boolean => byte >= 0x20 && byte <= 0x7e;
const standsInJson = (byte: number): boolean => isPlain(byte) && byte !== 0x22 && byte !== 0x5c;

describe('Four bytes at once', () => {
  it('are plain when each is visible or a space, wherever one that is not stands', () => {
    const view = new DataView(new ArrayBuffer(4));
    for (const others of [0x20, 0x41, 0x7e, 0x00, 0xff]) {
      for (let place = 0; place < 4; place += 1) {
        for (let byte = 0; byte < 256; byte += 1) {
          for (let at = 0; at < 4; at += 1) view.setUint8(at, at === place ? byte : others);
          const arePlain = isPlain(others) && isPlain(byte);
          expect([byte, isPlainWord(view.getInt32(0))]).toEqual([byte, arePlain]);
        }
      }
    }
  });

  it.each([
    ['skipPlain', skipPlain, isPlain],
    ['skipPlainJson', skipPlainJson, standsInJson],
  ] as const)('end a run before the first that is not plain: %s', (_name, skip, belongs) => {
    for (let place = 0; place < 12; place += 1) {
      for (let byte = 0; byte < 256; byte += 1) {
        const bytes = new Uint8Array(20).fill(0x21);
        bytes[3 + place] = byte;
        const end = skip(bytes, 3, 15);
        // In fours from the start on: up to three bytes too early, and never too late.
        expect([byte, end]).toEqual([byte, belongs(byte) ? 15 : 3 + (place & ~3)]);
      }
    }
  });
});
