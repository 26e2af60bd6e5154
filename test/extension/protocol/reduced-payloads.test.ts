import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newTally, plainPrimitives } from '../../../extension/protocol/batch-writer.ts';
import { keptBytes } from '../../../extension/protocol/levels.ts';
import { recordFlag, recordKind } from '../../../extension/protocol/record-layout.ts';
import {
  createRecordPacker,
  type RecordPacker,
} from '../../../extension/protocol/record-packer.ts';
import { isMessage, type ReadRecord, soundRecords, wholePayload } from './read-records.ts';

/** What `act` packs, as a reader gets it; every batch must be sound. */
function packed(act: (packer: RecordPacker) => void): readonly ReadRecord[] {
  const batches: ArrayBuffer[] = [];
  const take = (): void => {
    const batch = packer.take();
    if (batch !== null) batches.push(batch);
  };
  const packer = createRecordPacker(plainPrimitives, 0, take);
  act(packer);
  take();
  return soundRecords(batches);
}
const { sent, received } = recordKind;
const { binary, truncated, reduced, payloadFollows } = recordFlag;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const bare = reduced;
const beginning = reduced | truncated;
/** Short and long ones, of one to four bytes a character, lone surrogates among them. */
const texts = fc.string({
  unit: fc.constantFrom('a', 'ж', '語', '😀', '\ud800'),
  maxLength: 3000,
  size: 'max',
});

describe('a message of which the first kilobyte is kept', () => {
  it.each([0, 1, 1023, 1024])('is whole, and says nothing, when it has %i bytes', (length) => {
    const records = packed((packer) => {
      packer.keep(keptBytes.beginnings);
      packer.text(sent, 0, 1, 0, 'x'.repeat(length));
      packer.bytes(received, binary, 1, 0, new Uint8Array(length).fill(7));
    }).filter(isMessage);
    expect(records.map(({ size, flags, content }) => [size, flags, content.length])).toEqual([
      [length, 0, length],
      [length, binary, length],
    ]);
  });

  it.each([1025, 30_000, 100_000, 70 * 1024 * 1024])(
    'of %i bytes says so, with its true size',
    (length) => {
      const tally = newTally();
      const records = packed((packer) => {
        packer.keep(keptBytes.beginnings);
        packer.bytes(received, binary, 1, 0, new Uint8Array(length).fill(7), tally);
        packer.text(sent, 0, 1, 0, 'after');
      }).filter(isMessage);
      expect(tally.bytes).toBe(length);
      expect(records[0]).toMatchObject({ size: length, flags: binary | beginning, sequence: 0 });
      expect(records[0]?.content).toEqual(new Uint8Array(1024).fill(7));
      expect(records[1]).toMatchObject({ size: 5, flags: 0, sequence: 1 });
    },
  );

  it('of text ends with a whole character, and its size and beginning are those that the wire has', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const tally = newTally();
        const wire = utf8(text);
        const [message] = packed((packer) => {
          packer.keep(keptBytes.beginnings);
          packer.text(sent, 0, 1, 0, text, tally);
        }).filter(isMessage);
        const content = message?.content ?? new Uint8Array(0);
        expect(message?.size).toBe(wire.length);
        expect(tally.bytes).toBe(wire.length);
        expect(Buffer.compare(content, wire.subarray(0, content.length))).toBe(0);
        expect(() => new TextDecoder('utf-8', { fatal: true }).decode(content)).not.toThrow();
        expect(message?.flags).toBe(wire.length > 1024 ? beginning : 0);
        expect(content.length).toBeGreaterThan(Math.min(wire.length, 1024) - 4);
        expect(content.length).toBeLessThanOrEqual(1024);
      }),
    );
  });

  it('of text too long for one record ends with a whole character, too', () => {
    const [message] = packed((packer) => {
      packer.keep(keptBytes.beginnings);
      packer.text(sent, 0, 1, 0, `aa${'語'.repeat(30_000)}`);
    }).filter(isMessage);
    expect(message).toMatchObject({ size: 90_002, flags: beginning });
    expect(new TextDecoder('utf-8', { fatal: true }).decode(message?.content)).toMatch(
      /^aa語{340}$/,
    );
  });

  it('and is read later, a Blob, is to be read in part', () => {
    const records = packed((packer) => {
      packer.keep(keptBytes.beginnings);
      expect(packer.keptBytes).toBe(1024);
      const sequence = packer.later(sent, binary, 1, 0, 5000);
      packer.payload(sequence, 0, new Uint8Array(1024).fill(3));
    });
    expect(records[0]).toMatchObject({ size: 5000, flags: binary | beginning | payloadFollows });
    expect(wholePayload(records, 0)).toEqual(new Uint8Array(1024).fill(3));
    expect(records.at(-1)).toMatchObject({ kind: 'payload', flags: 0 });
  });

  it('and was to be read whole when it came says on its part that it was cut', () => {
    const records = packed((packer) => {
      const sequence = packer.later(sent, binary, 1, 0, 5000);
      packer.keep(keptBytes.beginnings);
      packer.payload(sequence, 0, new Uint8Array(5000).fill(3));
    });
    expect(records.at(-1)).toMatchObject({ kind: 'payload', flags: beginning });
    expect(wholePayload(records, 0)).toHaveLength(1024);
  });
});

describe('a message of which the size alone is kept', () => {
  it('has its true size, no content, and says so unless it is empty', () => {
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 8 }), (several) => {
        const tally = newTally();
        const records = packed((packer) => {
          packer.keep(keptBytes.sizes);
          for (const text of several) packer.text(received, 0, 1, 0, text, tally);
        }).filter(isMessage);
        const sizes = several.map((text) => utf8(text).length);
        expect(records.map(({ size }) => size)).toEqual(sizes);
        expect(tally.bytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
        expect(records.map(({ content }) => content.length)).toEqual(sizes.map(() => 0));
        expect(records.map(({ flags }) => flags)).toEqual(
          sizes.map((size) => (size > 0 ? bare : 0)),
        );
      }),
    );
  });

  it('of bytes and of a Blob, which is not to be read', () => {
    const records = packed((packer) => {
      packer.keep(keptBytes.sizes);
      packer.bytes(sent, binary, 1, 0, new Uint8Array(100_000));
      packer.bytes(sent, binary, 1, 0, new Uint8Array(0));
      expect(packer.later(sent, binary, 1, 0, 5000)).toBe(-1);
      packer.text(sent, 0, 1, 0, 'after');
    }).filter(isMessage);
    expect(records.map(({ size, flags, sequence }) => [size, flags, sequence])).toEqual([
      [100_000, binary | bare, 0],
      [0, binary, 1],
      [5000, binary | bare, 2],
      [5, bare, 3],
    ]);
  });

  it.each([
    ['sizes', 0],
    ['all', 1],
  ] as const)(
    'waits with thousands of others up to the end of the buffer, at the level %s',
    (level, kept) => {
      const batches: ArrayBuffer[] = [];
      const take = (): void => {
        const batch = packer.take();
        if (batch !== null) batches.push(batch);
      };
      const packer = createRecordPacker(plainPrimitives, 0, take);
      packer.keep(keptBytes[level]);
      // Three bytes a unit, so that what waits must be encoded one by one, where ASCII was reckoned with.
      const texts = Array.from({ length: 20_000 }, (_, number) => '語'.repeat((number * 7) % 1000));
      for (const text of texts) packer.text(sent, 0, 1, 0, text);
      take();
      const records = soundRecords(batches).filter(isMessage);
      const sizes = texts.map((text) => text.length * 3);
      expect(records.map(({ size }) => size)).toEqual(sizes);
      expect(records.map(({ content }) => content.length)).toEqual(
        sizes.map((size) => size * kept),
      );
    },
  );

  it('takes the same room whatever it holds', () => {
    const batches: ArrayBuffer[] = [];
    const packer = createRecordPacker(plainPrimitives, 0, () => {
      const batch = packer.take();
      if (batch !== null) batches.push(batch);
    });
    packer.keep(keptBytes.sizes);
    const texts = Array.from({ length: 2000 }, (_, number) => 'x語'.repeat(number % 700));
    for (const text of texts) packer.text(sent, 0, 1, 0, text);
    const last = packer.take();
    if (last !== null) batches.push(last);
    const records = soundRecords(batches).filter(isMessage);
    expect(records).toHaveLength(texts.length);
    const total = batches.reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(total).toBe(32 * (texts.length + batches.length));
  });
});

describe('a recorder whose level changes', () => {
  it('keeps what waits as it came, and everything again afterwards', () => {
    const records = packed((packer) => {
      packer.text(sent, 0, 1, 0, 'whole');
      packer.keep(keptBytes.sizes);
      packer.text(sent, 0, 1, 0, 'size');
      packer.keep(keptBytes.all);
      packer.text(sent, 0, 1, 0, 'whole again');
      packer.bytes(sent, binary, 1, 0, new Uint8Array(2000).fill(1));
    }).filter(isMessage);
    expect(records.map(({ content }) => new TextDecoder().decode(content).slice(0, 11))).toEqual([
      'whole',
      '',
      'whole again',
      '\u0001'.repeat(11),
    ]);
    expect(records.map(({ flags }) => flags)).toEqual([0, bare, 0, binary]);
  });

  it('writes what it cost into the header of the batch', () => {
    const packer = createRecordPacker(plainPrimitives, 0, () => undefined);
    packer.text(sent, 0, 1, 0, 'x');
    const batch = packer.take(1234) as ArrayBuffer;
    expect(new DataView(batch).getUint32(28, true)).toBe(1234);
    packer.text(sent, 0, 1, 0, 'x');
    expect(new DataView(packer.take() as ArrayBuffer).getUint32(28, true)).toBe(0);
  });
});
