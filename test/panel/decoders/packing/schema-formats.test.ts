import { describe, expect, it } from 'vitest';
import { capnProtoDecoder } from '../../../../panel/decoders/packing/cap-n-proto.ts';
import { flatBuffersDecoder } from '../../../../panel/decoders/packing/flatbuffers.ts';
import { bytes } from '../bytes.ts';
import { seededRandom, torture } from '../torture.ts';
import { concat, sure, unpack } from './unpack.ts';

/** The monster of FlatBuffers' tutorial with hp = 300 and the identifier MONS, by its internals page. */
const monster = bytes('10 00 00 00 4d 4f 4e 53 06 00 08 00 04 00 00 00 08 00 00 00 2c 01 00 00');

/** One segment of two words: a root struct with one word of data. */
const message = bytes('00 00 00 00 02 00 00 00 00 00 00 00 01 00 00 00 2a 00 00 00 00 00 00 00');

describe('FlatBuffers', () => {
  it('is named by its identifier, when the root table holds', () => {
    expect(sure(flatBuffersDecoder, monster)).toBe(0.75);
    const { fields, reason } = unpack(flatBuffersDecoder, monster);
    expect(reason).toBeUndefined();
    expect(fields).toEqual({ root: '16', identifier: 'MONS', fields: '1' });
  });

  it.each([
    [
      'an identifier that is none',
      '10 00 00 00 00 01 02 03 06 00 08 00 04 00 00 00 08 00 00 00 2c 01 00 00',
    ],
    [
      'a root beyond the end',
      '40 00 00 00 4d 4f 4e 53 06 00 08 00 04 00 00 00 08 00 00 00 2c 01 00 00',
    ],
    [
      'a field beyond its table',
      '10 00 00 00 4d 4f 4e 53 06 00 08 00 09 00 00 00 08 00 00 00 2c 01 00 00',
    ],
    ['too little', '08 00 00 00 41 42 43 44'],
  ])('is not what has %s', (_name, hex) => {
    expect(sure(flatBuffersDecoder, bytes(hex))).toBe(0);
  });

  it('fails where no table is, and bears everything', () => {
    expect(unpack(flatBuffersDecoder, bytes('ff')).reason).toContain('flatbuffers: the root table');
    torture(flatBuffersDecoder, [{ bytes: monster, isText: false }], {}, 3000);
  });
});

describe("Cap'n Proto", () => {
  it('is named by segments that add up', () => {
    expect(sure(capnProtoDecoder, message)).toBe(0.7);
    expect(sure(capnProtoDecoder, message, true)).toBe(0);
    expect(sure(capnProtoDecoder, concat(message, bytes('00')))).toBe(0);
    expect(sure(capnProtoDecoder, message.subarray(0, 23))).toBe(0);
    expect(sure(capnProtoDecoder, new Uint8Array(24))).toBe(0);
  });

  it('says what is cut off and what trails', () => {
    expect(unpack(capnProtoDecoder, message).reason).toBeUndefined();
    expect(unpack(capnProtoDecoder, message.subarray(0, 20)).reason).toBe(
      'capnproto: a segment wants 16 bytes, 12 left, at byte 8',
    );
    expect(unpack(capnProtoDecoder, concat(message, bytes('00'))).reason).toContain(
      '1 bytes behind',
    );
    expect(unpack(capnProtoDecoder, bytes('ff ff ff ff')).reason).toContain('does not hold');
  });

  it('bears everything', () => {
    torture(capnProtoDecoder, [{ bytes: message, isText: false }], {}, 3000);
  });
});

describe('formats that need a schema', () => {
  it('take no random bytes for their own', () => {
    const random = seededRandom(3);
    let taken = 0;
    for (let count = 0; count < 100_000; count += 1) {
      const payload = Uint8Array.from({ length: 4 + random(100) }, () => random(256));
      if (sure(capnProtoDecoder, payload) + sure(flatBuffersDecoder, payload) > 0) taken += 1;
    }
    expect(taken).toBe(0);
  });
});
