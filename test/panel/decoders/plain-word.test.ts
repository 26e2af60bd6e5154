import { expect, it } from 'vitest';
import { isPlainWord } from '../../../panel/decoders/plain-word.ts';

it('is plain when each of four bytes is visible or a space, wherever one that is not stands', () => {
  const view = new DataView(new ArrayBuffer(4));
  for (const others of [0x20, 0x41, 0x7e, 0x00, 0xff]) {
    const areOthersPlain = others >= 0x20 && others <= 0x7e;
    for (let place = 0; place < 4; place += 1) {
      for (let byte = 0; byte < 256; byte += 1) {
        for (let at = 0; at < 4; at += 1) view.setUint8(at, at === place ? byte : others);
        const isPlain = areOthersPlain && byte >= 0x20 && byte <= 0x7e;
        expect([byte, isPlainWord(view.getInt32(0))]).toEqual([byte, isPlain]);
      }
    }
  }
});
