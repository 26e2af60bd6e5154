import { describe, expect, it } from 'vitest';
import {
  createBatchWriter,
  plainPrimitives,
  stringsRoom,
} from '../../../extension/protocol/batch-writer.ts';
import {
  maxBatchBytes,
  recordFlag,
  recordHeaderBytes,
  recordKind,
} from '../../../extension/protocol/record-layout.ts';
import { readRecords } from './read-records.ts';

/** What a string record may hold of one string. */
const limit = 16 * 1024;

/** Writes one record with a string and one after it, and reads both back. */
function written(text: string): { url: string; next: string; isCut: boolean } {
  const writer = createBatchWriter(plainPrimitives, 0);
  writer.begin(recordKind.opened, 0, 1, 0, 0, 0);
  writer.string(text);
  writer.string('next');
  writer.end();
  const batch = writer.take() as ArrayBuffer;
  const [record] = readRecords(batch).records;
  if (record?.kind !== 'opened') throw new Error('the record cannot be read');
  const flags = new DataView(batch).getUint8(32 + 5);
  return {
    url: record.protocol,
    next: record.extensions,
    isCut: (flags & recordFlag.truncated) !== 0,
  };
}

describe('a string of a record', () => {
  it.each([
    ['one byte a character', 'a'],
    ['two bytes a character', 'ж'],
    ['three bytes a character', '語'],
    ['four bytes a character', '😀'],
    ['four bytes a character, one byte off', 'a😀'],
    ['four bytes a character, two bytes off', 'ab😀'],
    ['four bytes a character, three bytes off', 'abc😀'],
  ])('is cut on the border of a character and says so: %s', (_, unit) => {
    const prefix = unit.slice(0, unit.indexOf('😀') < 0 ? 0 : unit.indexOf('😀'));
    const repeated = unit.slice(prefix.length);
    const text = prefix + repeated.repeat(limit);
    const { url, next, isCut } = written(text);
    expect(text.startsWith(url)).toBe(true);
    expect(url).not.toContain('\ufffd');
    const byteLength = plainPrimitives.encode(url).length;
    expect(byteLength).toBeLessThanOrEqual(limit);
    expect(byteLength).toBeGreaterThan(limit - 4);
    expect(isCut).toBe(true);
    expect(next).toBe('next');
  });

  it('never hides that it was cut when one character too many stands at the limit', () => {
    // The last character does not fit and leaves three bytes free.
    expect(written(`a${'😀'.repeat(limit / 4)}`).isCut).toBe(true);
  });

  it('is whole and says nothing of a cut below the limit', () => {
    const text = 'a'.repeat(limit - 8);
    expect(written(text)).toEqual({ url: text, next: 'next', isCut: false });
  });

  it('never makes a record outgrow the batch, even at the end of it', () => {
    const writer = createBatchWriter(plainPrimitives, 0);
    while (writer.fits(2000)) writer.text(recordKind.sent, 0, 1, 0, 0, 'x'.repeat(1000));
    writer.begin(recordKind.snapshot, 0, 1, 0, 0, 0);
    for (let index = 0; index < 10; index++) writer.number(index);
    for (let index = 0; index < 7; index++) writer.string('😀'.repeat(limit));
    writer.end();
    const batch = writer.take() as ArrayBuffer;
    expect(batch.byteLength).toBeLessThanOrEqual(maxBatchBytes);
    const { result, records } = readRecords(batch);
    expect(result.ok).toBe(true);
    expect(records.at(-1)).toMatchObject({ kind: 'snapshot', flags: 9 });
  });

  it('has room for the longest url, document url, stack and subprotocols in the room that is kept', () => {
    const strings = 4 * (4 + limit) + 10 * 8;
    expect(recordHeaderBytes + strings).toBeLessThanOrEqual(stringsRoom);
  });
});
