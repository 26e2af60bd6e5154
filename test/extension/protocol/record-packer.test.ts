import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { newTally, plainPrimitives } from '../../../extension/protocol/batch-writer.ts';
import {
  maxBatchBytes,
  maxPayloadBytes,
  recordFlag,
  recordKind,
} from '../../../extension/protocol/record-layout.ts';
import {
  createRecordPacker,
  type RecordPacker,
} from '../../../extension/protocol/record-packer.ts';
import { isMessage, type ReadRecord, soundRecords, wholePayload } from './read-records.ts';

const pieceBytes = 64 * 1024;

/** What `act` packs, as a reader gets it. */
function packed(act: (packer: RecordPacker) => void): readonly ReadRecord[] {
  const batches: ArrayBuffer[] = [];
  const take = (): void => {
    const batch = packer.take();
    if (batch !== null) batches.push(batch);
  };
  const packer = createRecordPacker(plainPrimitives, 0, take);
  act(packer);
  take();
  for (const { byteLength } of batches) expect(byteLength).toBeLessThanOrEqual(maxBatchBytes);
  return soundRecords(batches);
}

const pattern = (byteLength: number): Uint8Array =>
  Uint8Array.from({ length: byteLength }, (_, index) => index * 31 + (index >> 8));

const borders = [0, 1, 7, 8, 9, pieceBytes - 1, pieceBytes, pieceBytes + 1, 2 * pieceBytes];

describe('a message of bytes', () => {
  it.each([...borders, 2 * pieceBytes + 1, 300 * 1024])('of %i bytes arrives whole', (length) => {
    const bytes = pattern(length);
    const records = packed((packer) => {
      const tally = newTally();
      packer.bytes(recordKind.received, recordFlag.binary, 3, 1.5, bytes, tally);
      expect(tally.bytes).toBe(length);
      packer.text(recordKind.sent, 0, 3, 2, 'after');
    });
    const [message] = records.filter(isMessage);
    expect(message).toMatchObject({ isSent: false, socketId: 3, atMs: 1.5, size: length });
    expect(Buffer.compare(wholePayload(records, 0), bytes)).toBe(0);
    const follows = (message?.flags ?? 0) & recordFlag.payloadFollows;
    expect(follows !== 0).toBe(length > pieceBytes);
    expect((message?.flags ?? 0) & recordFlag.binary).toBe(recordFlag.binary);
    expect(records.at(-1)).toMatchObject({ kind: 'message', isSent: true, sequence: 1 });
  });

  it('says on each piece but the last that more follow', () => {
    const records = packed((packer) => {
      packer.bytes(recordKind.sent, recordFlag.binary, 1, 0, pattern(3 * pieceBytes + 5));
    });
    const pieces = records.filter((record) => record.kind === 'payload');
    expect(pieces.map(({ payloadOffset }) => payloadOffset)).toEqual([
      0,
      pieceBytes,
      2 * pieceBytes,
      3 * pieceBytes,
    ]);
    expect(pieces.map(({ flags }) => (flags & recordFlag.payloadFollows) !== 0)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('beyond what is kept arrives with its first part and says so', () => {
    const records = packed((packer) => {
      const bytes = new Uint8Array(maxPayloadBytes + 1);
      const tally = newTally();
      packer.bytes(recordKind.sent, recordFlag.binary, 1, 0, bytes, tally);
      expect(tally.bytes).toBe(bytes.length);
    });
    const pieces = records.filter((record) => record.kind === 'payload');
    expect(records[0]).toMatchObject({ kind: 'message', size: maxPayloadBytes + 1 });
    expect(pieces.reduce((sum, { content }) => sum + content.length, 0)).toBe(maxPayloadBytes);
    expect(pieces.at(-1)?.flags).toBe(recordFlag.binary | recordFlag.truncated);
  });

  it('is read from its own part of a larger buffer', () => {
    const bytes = pattern(pieceBytes * 2).subarray(7, 7 + pieceBytes + 50);
    const records = packed((packer) => {
      packer.bytes(recordKind.sent, recordFlag.binary, 1, 0, bytes);
    });
    expect(Buffer.compare(wholePayload(records, 0), bytes)).toBe(0);
  });
});

describe('a message of text', () => {
  const inlineUnits = Math.floor(maxBatchBytes / 12);
  const texts = ['a', 'ж', '語', '😀', '\ud800'].flatMap((unit) =>
    [inlineUnits - 1, inlineUnits, inlineUnits + 1, pieceBytes, 100_000].map((units) => ({
      name: `${units} units of ${JSON.stringify(unit)}`,
      text: unit.repeat(units / unit.length),
    })),
  );
  it.each([{ name: 'nothing', text: '' }, ...texts])('of $name arrives whole', ({ text }) => {
    const wanted = new TextEncoder().encode(text);
    const tally = newTally();
    const records = packed((packer) => {
      // Nearly full, so that a wrong estimate of its room would show.
      packer.bytes(recordKind.sent, recordFlag.binary, 1, 0, pattern(pieceBytes));
      packer.bytes(recordKind.sent, recordFlag.binary, 1, 0, pattern(pieceBytes));
      packer.bytes(recordKind.sent, recordFlag.binary, 1, 0, pattern(pieceBytes - 9));
      packer.text(recordKind.received, 0, 1, 0, text, tally);
    });
    expect(tally.bytes).toBe(wanted.length);
    expect(Buffer.compare(wholePayload(records, 3), wanted)).toBe(0);
    const message = records.filter(isMessage).at(-1);
    expect(message).toMatchObject({ sequence: 3, size: wanted.length });
    expect((message?.flags ?? 0) & recordFlag.binary).toBe(0);
  });
});

describe('a payload that comes later', () => {
  it('is told by the sequence of its message, whatever was packed between', () => {
    const records = packed((packer) => {
      const sequence = packer.later(recordKind.sent, recordFlag.binary, 1, 0, 5);
      packer.text(recordKind.received, 0, 1, 0, 'between');
      packer.payload(sequence, 0, pattern(5));
    });
    expect(records).toMatchObject([
      {
        kind: 'message',
        sequence: 0,
        size: 5,
        flags: recordFlag.binary | recordFlag.payloadFollows,
      },
      { kind: 'message', sequence: 1 },
      { kind: 'payload', sequence: 0, payloadOffset: 0, flags: 0 },
    ]);
    expect(wholePayload(records, 0)).toEqual(pattern(5));
  });

  it('that could not be read is one empty piece, which ends the waiting', () => {
    const records = packed((packer) => {
      const sequence = packer.later(recordKind.sent, recordFlag.binary, 1, 0, 99);
      packer.payload(sequence, recordFlag.unreadable, new Uint8Array(0));
    });
    expect(records).toHaveLength(2);
    expect(records[1]).toEqual({
      ...{ kind: 'payload', sequence: 0, payloadOffset: 0, flags: recordFlag.unreadable },
      content: new Uint8Array(0),
    });
  });
});

describe('the packer', () => {
  const sizes = fc.oneof(
    fc.integer({ min: 0, max: 200 }),
    fc.constantFrom(pieceBytes - 1, pieceBytes, pieceBytes + 1, 150_000),
  );
  it('keeps the order of any mix of records and numbers the messages without a gap', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('bytes', 'text', 'event'), sizes)), (mix) => {
        const records = packed((packer) => {
          for (const [index, [what, size]] of mix.entries()) {
            if (what === 'bytes') packer.bytes(recordKind.sent, 1, index, 0, pattern(size));
            else if (what === 'text')
              packer.text(recordKind.received, 0, index, 0, 'я'.repeat(size));
            else packer.record(recordKind.error, 0, index, 0, 0, 0, () => undefined);
          }
        });
        const heads = records.filter((record) => record.kind !== 'payload');
        expect(heads.map(({ socketId }) => socketId)).toEqual([...mix.keys()]);
        const messages = records.filter(isMessage);
        expect(messages.map(({ sequence }) => sequence)).toEqual([...messages.keys()]);
      }),
      { numRuns: 40 },
    );
  });

  it('asks for room exactly when the next record does not fit', () => {
    let asked = 0;
    const packer: RecordPacker = createRecordPacker(plainPrimitives, 0, () => {
      asked++;
      packer.take();
    });
    const record = 1024;
    const fit = Math.floor((maxBatchBytes - 32) / record);
    for (let index = 0; index < fit; index++)
      packer.bytes(recordKind.sent, 1, 1, 0, pattern(record - 32));
    expect(asked).toBe(0);
    packer.bytes(recordKind.sent, 1, 1, 0, pattern(record - 32));
    expect(asked).toBe(1);
    expect(packer.messageCount).toBe(1);
  });
});

describe('many short texts', () => {
  const shortText = fc.oneof(
    fc.string({ unit: 'binary-ascii', maxLength: 40 }),
    fc.string({ unit: 'binary-ascii', minLength: 1000, maxLength: 1100 }),
  );
  const anyText = fc.oneof(
    { weight: 20, arbitrary: shortText },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 1100 }) },
    { weight: 1, arbitrary: fc.constantFrom('\ud800', '\udc00', '語'.repeat(1024), '') },
  );
  const many = fc.array(fc.tuple(anyText, fc.nat(3)), { minLength: 100, maxLength: 1500 });

  it('arrive as they are, ASCII or not, each counted for its socket and direction', () => {
    fc.assert(
      fc.property(many, (texts) => {
        const tallies = [newTally(), newTally(), newTally(), newTally()];
        const records = packed((packer) => {
          for (const [text, which] of texts)
            packer.text(recordKind.sent, 0, which + 1, 0, text, tallies[which]);
        }).filter(isMessage);
        const encoded = texts.map(([text]) => new TextEncoder().encode(text));
        expect(records.map(({ size }) => size)).toEqual(encoded.map(({ length }) => length));
        for (const [index, bytes] of encoded.entries()) {
          const { content, socketId } = records[index] as (typeof records)[number];
          if (Buffer.compare(content, bytes) !== 0) expect(content).toEqual(bytes);
          expect(socketId).toBe((texts[index]?.[1] ?? 0) + 1);
        }
        expect(tallies.map(({ bytes }) => bytes)).toEqual(
          tallies.map((_, which) =>
            texts.reduce(
              (sum, [, of], index) => sum + (of === which ? (encoded[index]?.length ?? 0) : 0),
              0,
            ),
          ),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('are encoded together: one call for a batch of them, not one for each', () => {
    const encodeInto = vi.fn(plainPrimitives.encodeInto);
    const packer = createRecordPacker({ ...plainPrimitives, encodeInto }, 0, () => undefined);
    for (let index = 0; index < 200; index++)
      packer.text(recordKind.sent, 0, 1, 0, `message ${index}`);
    packer.take();
    expect(encodeInto).toHaveBeenCalledTimes(1);
  });
});
