import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBatchHeader } from '../../../extension/protocol/batch-reader.ts';
import { createBatchWriter, plainPrimitives } from '../../../extension/protocol/batch-writer.ts';
import {
  batchHeaderBytes,
  batchMagic,
  recordFlag,
  recordKind,
} from '../../../extension/protocol/record-layout.ts';
import { readRecords } from './read-records.ts';

/** A batch with a record of every kind. */
function validBatch(): ArrayBuffer {
  const writer = createBatchWriter(plainPrimitives, 1000);
  writer.begin(recordKind.created, 0, 1, 0, 1, 0);
  for (const string of ['wss://a.test/', 'https://a.test/', 'stack', 'chat']) writer.string(string);
  writer.end();
  writer.text(recordKind.sent, 0, 1, 0, 2, 'héllo');
  writer.bytes(recordKind.received, recordFlag.payloadFollows, 1, 1, 3, 12, null, 0);
  const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  writer.bytes(recordKind.payload, 0, 0, 1, 0, 0, bytes, bytes.length);
  const { sent, received, payload, created, snapshot, ...others } = recordKind;
  for (const kind of Object.values(others)) {
    writer.begin(kind, 0, 1, 7, 4, 1000);
    writer.string('first');
    writer.string('second');
    writer.end();
  }
  writer.begin(recordKind.snapshot, 0, 1, 0, 5, 0);
  for (let index = 0; index < 10; index++) writer.number(index);
  for (let index = 0; index < 7; index++) writer.string(`string ${index}`);
  writer.end();
  return writer.take() as ArrayBuffer;
}
const valid = validBatch();
const validRecords = readRecords(valid).records.length;

/** Makes the header agree with the length, so that the records themselves are looked at. */
function withLength(bytes: Uint8Array): ArrayBuffer {
  const batch = bytes.slice().buffer as ArrayBuffer;
  if (batch.byteLength >= 8) new DataView(batch).setUint32(4, batch.byteLength, true);
  return batch;
}

/** Reads what may be anything. A reader that never ended would never return from here. */
function readSafely(batch: ArrayBuffer) {
  const reading = readRecords(batch);
  expect(reading.strayRanges).toBe(0);
  // Each record has at least a header, so there is a bound on how many can be read.
  expect(reading.records.length).toBeLessThanOrEqual(batch.byteLength / 32);
  if (!reading.result.ok) {
    expect(reading.result.reason).toMatch(/^(batch|record): /);
    expect(reading.result.at).toBeLessThanOrEqual(batch.byteLength);
  }
  return reading;
}

describe('reading a batch from a hostile page', () => {
  it('reads the batch that the other tests damage', () => {
    expect(readRecords(valid).result).toMatchObject({ ok: true, header: { recordCount: 12 } });
    expect(validRecords).toBe(12);
  });

  it('survives a cut at every byte, and says that the batch is damaged', () => {
    for (let length = 0; length < valid.byteLength; length++) {
      expect(readSafely(valid.slice(0, length)).result.ok).toBe(false);
      const { result, records } = readSafely(withLength(new Uint8Array(valid, 0, length)));
      expect(result.ok).toBe(false);
      expect(records.length).toBeLessThan(validRecords);
    }
  });

  it('survives every byte set to each of some values', () => {
    const bytes = new Uint8Array(valid.slice(0));
    for (let at = 0; at < bytes.length; at++) {
      const kept = bytes[at] as number;
      for (const value of [0, 1, 7, 8, 0x7f, 0x80, 0xf8, 0xff, kept ^ 1]) {
        bytes[at] = value;
        readSafely(bytes.buffer as ArrayBuffer);
      }
      bytes[at] = kept;
    }
  });

  it('survives random changes of words', () => {
    const changes = fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: valid.byteLength / 4 - 1 }),
        fc.oneof(
          fc.integer({ min: 0, max: 0xffffffff }),
          fc.constantFrom(0, 32, 40, valid.byteLength, 0xfffffff8, 0xffffffff, 0x80000000),
        ),
      ),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(changes, (all) => {
        const batch = valid.slice(0);
        const words = new Uint32Array(batch);
        for (const [at, value] of all) words[at] = value;
        readSafely(batch);
      }),
      { numRuns: 3000 },
    );
  });

  it('survives random bytes behind a header that looks right', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, hasHeader) => {
        if (!hasHeader) {
          readSafely(bytes.slice().buffer as ArrayBuffer);
          return;
        }
        const whole = new Uint8Array(batchHeaderBytes + bytes.length);
        whole.set(bytes, batchHeaderBytes);
        new DataView(whole.buffer).setUint32(0, batchMagic, true);
        readSafely(withLength(whole));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps what was read before the fault', () => {
    const batch = valid.slice(0);
    // The length of the second record.
    const second = batchHeaderBytes + new DataView(batch).getUint32(batchHeaderBytes, true);
    new DataView(batch).setUint32(second, 0xffffffff, true);
    expect(readSafely(batch)).toMatchObject({
      result: { ok: false, reason: 'record: its length is out of bounds', at: second },
      records: [{ kind: 'created' }],
    });
  });

  it.each([
    ['more content than the message has', 24, 2, 'record: more content than the message has', 28],
    ['an unknown kind', 4, 99, 'record: unknown kind 99', 4],
    ['content beyond its length', 28, 4096, 'record: its content does not fit its length', 28],
    ['content whose padding overflows', 28, 0xffffffff, 'record: its content does not fit', 28],
  ])('refuses %s', (_, at, value, reason, faultAt) => {
    const writer = createBatchWriter(plainPrimitives, 0);
    writer.text(recordKind.sent, 0, 1, 0, 0, 'text');
    const batch = writer.take() as ArrayBuffer;
    const view = new DataView(batch);
    if (at === 4) view.setUint8(32 + at, value);
    else view.setUint32(32 + at, value, true);
    const { result, records } = readSafely(batch);
    expect(records).toEqual([]);
    expect(result).toEqual({
      ok: false,
      reason: expect.stringContaining(reason),
      at: 32 + faultAt,
    });
  });

  it('refuses content so long that its padded length is none at all', () => {
    const writer = createBatchWriter(plainPrimitives, 0);
    writer.bytes(recordKind.payload, 0, 0, 0, 0, 0, null, 0);
    const batch = writer.take() as ArrayBuffer;
    new DataView(batch).setUint32(32 + 28, 0xffffffff, true);
    expect(readSafely(batch)).toMatchObject({ result: { ok: false, at: 60 }, records: [] });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses the time %d', (time) => {
    const record = valid.slice(0);
    new DataView(record).setFloat64(32 + 16, time, true);
    expect(readSafely(record).result).toMatchObject({ ok: false, at: 48 });
    const origin = valid.slice(0);
    new DataView(origin).setFloat64(16, time, true);
    expect(readSafely(origin)).toMatchObject({ result: { ok: false, at: 16 }, records: [] });
  });
});

describe('readBatchHeader', () => {
  it('tells what a relay may know and looks at nothing behind the header', () => {
    const batch = valid.slice(0);
    new Uint8Array(batch, batchHeaderBytes).fill(0xff);
    expect(readBatchHeader(batch)).toEqual({
      ok: true,
      header: { costUs: 0, sequence: 0, messageCount: 2, timeOriginMs: 1000, recordCount: 12 },
    });
  });

  it('refuses another layout and a length that is not the batch’s', () => {
    const other = valid.slice(0);
    new DataView(other).setUint32(0, batchMagic + 0x01000000, true);
    expect(readBatchHeader(other)).toMatchObject({ ok: false, at: 0 });
    expect(readBatchHeader(valid.slice(0, -8))).toMatchObject({ ok: false, at: 4 });
    expect(readBatchHeader(new ArrayBuffer(31))).toMatchObject({ ok: false, at: 0 });
    expect(readBatchHeader(new ArrayBuffer(0))).toMatchObject({ ok: false, at: 0 });
  });
});
