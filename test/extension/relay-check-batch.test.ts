import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBatchCheck } from '../../extension/check-batch.ts';
import { type BatchPrimitives, plainPrimitives } from '../../extension/protocol/batch-writer.ts';
import { batchMagic, maxBatchBytes, recordKind } from '../../extension/protocol/record-layout.ts';
import { createRecordPacker } from '../../extension/protocol/record-packer.ts';
import { readRecords } from './protocol/read-records.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** What a recorder hands over: batches of messages, of records of strings, and of a large message's pieces. */
function recorded(platform: BatchPrimitives = plainPrimitives): ArrayBuffer[] {
  const batches: ArrayBuffer[] = [];
  const take = (): void => {
    const batch = packer.take();
    if (batch !== null) batches.push(batch);
  };
  const packer = createRecordPacker(platform, 1_700_000_000_000, take);
  packer.record(recordKind.created, 0, 1, 0, 1, 0, (_, string) => {
    for (const text of ['wss://a.test/', 'https://a.test/', 'stack', '']) string(text);
  });
  packer.text(recordKind.sent, 0, 1, 2, 'héllo');
  take();
  packer.bytes(recordKind.received, 1, 1, 3, Uint8Array.of(1, 2, 3));
  packer.text(recordKind.sent, 0, 1, 4, '');
  take();
  packer.bytes(recordKind.received, 1, 1, 3, new Uint8Array(700_000));
  for (let index = 0; index < 10_000; index++) packer.text(recordKind.sent, 0, 1, 4, 'tiny');
  take();
  return batches;
}
const valid = recorded();
const first = valid[0] as ArrayBuffer;

/** The first batch with words changed: `{ 8: 7 }` puts 7 at byte 8. */
function changed(words: Readonly<Record<number, number>>, batch = first): ArrayBuffer {
  const copy = batch.slice(0);
  for (const [at, value] of Object.entries(words))
    new DataView(copy).setUint32(Number(at), value, true);
  return copy;
}

describe('the check of a batch', () => {
  it('lets pass what a recorder hands over, in its order, up to the largest batch', () => {
    const check = createBatchCheck();
    expect(valid.length).toBeGreaterThan(3);
    expect(valid.map(check)).toEqual(valid.map(() => null));
    expect(Math.max(...valid.map(({ byteLength }) => byteLength))).toBeGreaterThan(259_000);
  });

  it('refuses a batch that comes again, comes too early, or leaves one out', () => {
    const again = createBatchCheck();
    again(first);
    expect(again(first)).toEqual({ reason: 'batch: 1 expected, 0 came', at: 8 });
    const second = valid[1] as ArrayBuffer;
    expect(createBatchCheck()(second)).toEqual({ reason: 'batch: 0 expected, 1 came', at: 8 });
    const gap = createBatchCheck();
    gap(first);
    expect(gap(changed({ 8: 2 }))).toEqual({ reason: 'batch: 1 expected, 2 came', at: 8 });
  });

  const record = 32;
  const message = record + new DataView(first).getUint32(record, true);
  it.each([
    [
      'another layout',
      changed({ 0: batchMagic + 0x01000000 }),
      'batch: unknown layout or version',
      0,
    ],
    ['a length that is not its own', changed({ 4: 64 }), 'batch: its length differs', 4],
    ['more messages than it has', changed({ 12: 2 }), 'batch: 1 messages, 2 announced', 12],
    ['fewer messages than it has', changed({ 12: 0 }), 'batch: 1 messages, 0 announced', 12],
    ['more records than it has', changed({ 24: 3 }), 'batch: 2 records, 3 announced', 24],
    [
      'a record beyond its end',
      changed({ [message]: 4096 }),
      'record: 4096 bytes, 40 left',
      message,
    ],
    [
      'a record without an end',
      changed({ [message]: 0xfffffff8 }),
      'record: 4294967288 bytes',
      message,
    ],
    ['a record of no length', changed({ [record]: 0 }), 'record: 0 bytes', record],
    [
      'content beyond its record',
      changed({ [message + 28]: 9 }),
      'record: 9 bytes of content in 40',
      message + 28,
    ],
    [
      'content whose padding overflows',
      changed({ [message + 28]: 0xffffffff }),
      'record: 4294967295 bytes of content',
      message + 28,
    ],
    [
      'content beyond its message',
      changed({ [message + 24]: 5 }),
      'record: 6 bytes of a message of 5',
      message + 28,
    ],
    ['an unknown kind', changed({ [message + 4]: 13 }), 'record: unknown kind 13', message + 4],
    ['no kind', changed({ [message + 4]: 0 }), 'record: unknown kind 0', message + 4],
    [
      'a time that is none',
      changed({ [message + 20]: 0x7ff00000 }),
      'record: its time is not a number',
      message + 16,
    ],
    [
      'an epoch that is none',
      changed({ 20: 0x7ff00000 }),
      'batch: the time origin is not a number',
      16,
    ],
    ['nothing in it', changed({ 4: 32, 12: 0, 24: 0 }, first.slice(0, 32)), 'batch: 0 records', 24],
    ['less than a header', first.slice(0, 31), 'batch: shorter than its header', 0],
    ['no bytes at all', new ArrayBuffer(0), 'batch: shorter than its header', 0],
    [
      'more than a recorder’s buffer',
      new ArrayBuffer(maxBatchBytes + 8),
      'batch: 262152 bytes, 262144 at most',
      4,
    ],
  ])('refuses a batch with %s', (_, batch, reason, at) => {
    expect(createBatchCheck()(batch)).toEqual({ reason: expect.stringContaining(reason), at });
  });

  it('lets pass only what the panel’s reader reads to its end, whatever bytes are flipped', () => {
    const flips = fc.array(
      fc.tuple(fc.integer({ min: 0, max: first.byteLength - 1 }), fc.integer({ min: 1, max: 255 })),
      { minLength: 1, maxLength: 3 },
    );
    let passed = 0;
    fc.assert(
      fc.property(flips, (all) => {
        const batch = first.slice(0);
        const bytes = new Uint8Array(batch);
        for (const [at, mask] of all) bytes[at] = Number(bytes[at]) ^ mask;
        const isGood = createBatchCheck()(batch) === null;
        if (isGood) passed++;
        // The reader does not know which batch is due and does not count messages.
        const head = new DataView(batch);
        const isDue = head.getUint32(8, true) === 0;
        const { result, records } = readRecords(batch);
        const messages = records.filter(({ kind }) => kind === 'message').length;
        expect(isGood).toBe(isDue && result.ok && messages === head.getUint32(12, true));
      }),
      { numRuns: 5000 },
    );
    expect(passed).toBeGreaterThan(100);
  });

  it('never throws and always ends, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const batch = changed({}, first.slice(0, 32 + bytes.length));
        new Uint8Array(batch).set(bytes.subarray(0, Math.max(0, batch.byteLength - 32)), 32);
        if (batch.byteLength >= 8) new DataView(batch).setUint32(4, batch.byteLength, true);
        createBatchCheck()(batch);
      }),
      { numRuns: 2000 },
    );
  });

  it('walks over a batch once, some reads for each record, and copies no byte', () => {
    const packer = createRecordPacker(plainPrimitives, 0, () => undefined);
    const count = 1000;
    for (let index = 0; index < count; index++)
      packer.text(recordKind.sent, 0, 1, 0, 'x'.repeat(64));
    const batch = packer.take() as ArrayBuffer;
    const visited = countReads();
    const copies = [
      vi.spyOn(ArrayBuffer.prototype, 'slice'),
      vi.spyOn(Uint8Array.prototype, 'set'),
      vi.spyOn(Uint8Array.prototype, 'slice'),
      vi.spyOn(TextDecoder.prototype, 'decode'),
    ];
    expect(createBatchCheck()(batch)).toBeNull();
    // Four words and a time for a message.
    expect(visited.words.length).toBe(4 * count);
    expect(visited.doubles.length).toBe(count);
    const lengthsRead = visited.words.filter((word) => (word - 8) % 24 === 0);
    expect(lengthsRead).toEqual(Array.from({ length: count }, (_, index) => 8 + 24 * index));
    for (const copy of copies) expect(copy).not.toHaveBeenCalled();
  });
});

/** From now on typed arrays of these two kinds note which of their items are read. */
function countReads() {
  const visited: { words: number[]; doubles: number[] } = { words: [], doubles: [] };
  const noting = <Items extends object>(items: Items, seen: number[]): Items =>
    new Proxy(items, {
      get(target, key) {
        if (/^\d+$/.test(String(key))) seen.push(Number(key));
        return Reflect.get(target, key, target);
      },
    });
  const [Words, Doubles] = [Uint32Array, Float64Array];
  vi.stubGlobal('Uint32Array', function words(buffer: ArrayBuffer, at: number, length: number) {
    return noting(new Words(buffer, at, length), visited.words);
  });
  vi.stubGlobal('Float64Array', function doubles(buffer: ArrayBuffer, at: number, length: number) {
    return noting(new Doubles(buffer, at, length), visited.doubles);
  });
  return visited;
}
