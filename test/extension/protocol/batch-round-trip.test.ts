import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LifecycleRecord } from '../../../extension/protocol/batch-reader.ts';
import {
  type BatchWriter,
  createBatchWriter,
  plainPrimitives,
} from '../../../extension/protocol/batch-writer.ts';
import { recordFlag, recordKind } from '../../../extension/protocol/record-layout.ts';
import { type ReadRecord, readRecords } from './read-records.ts';

const timeOriginMs = 1_760_000_000_000.25;
/** Any UTF-16, lone surrogates too; on the wire they are U+FFFD. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', '\u0000', '\ufeffmark', '\ud800', 'a\udc00b', '\ud83d\ude00', 'ж'.repeat(99)),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);
const u32 = fc.integer({ min: 0, max: 0xffffffff });
/** Floating point must come back to the bit; only the sum with the origin rounds. */
const timeMs = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e13 });
const flags = fc.integer({ min: 0, max: 255 });

interface Written {
  readonly write: (writer: BatchWriter) => void;
  readonly wanted: ReadRecord;
}
const head = fc.record({ flags, socketId: u32, sequence: u32, timeMs, size: u32 });
type Head = Parameters<Parameters<typeof head.map>[0]>[0];

const onTheWire = (value: string): string => value.toWellFormed();
const content = (value: string): Uint8Array => new TextEncoder().encode(value);

const message = fc
  .tuple(head, fc.boolean(), fc.oneof(text, fc.uint8Array({ maxLength: 70 })))
  .map(([{ flags, socketId, sequence, timeMs }, isSent, payload]): Written => {
    const kind = isSent ? recordKind.sent : recordKind.received;
    const stored = typeof payload === 'string' ? content(payload) : payload;
    return {
      write(writer) {
        if (typeof payload === 'string')
          writer.text(kind, flags, socketId, sequence, timeMs, payload);
        else
          writer.bytes(
            kind,
            flags,
            socketId,
            sequence,
            timeMs,
            stored.length,
            stored,
            stored.length,
          );
      },
      wanted: {
        kind: 'message',
        isSent,
        flags,
        socketId,
        sequence,
        atMs: timeOriginMs + timeMs,
        size: stored.length,
        content: stored,
      },
    };
  });

const payload = fc.tuple(head, fc.uint8Array({ maxLength: 70 })).map(
  ([{ flags, sequence, size }, bytes]): Written => ({
    write: (writer) =>
      writer.bytes(recordKind.payload, flags, 0, sequence, 0, size, bytes, bytes.length),
    wanted: { kind: 'payload', sequence, payloadOffset: size, flags, content: bytes },
  }),
);

const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e12 }), {
  minLength: 10,
  maxLength: 10,
});

function lifecycle(kind: number, head: Head, strings: readonly string[], wanted: object): Written {
  return {
    write(writer) {
      // Only kinds of the layout are asked for below.
      writer.begin(kind as never, head.flags, head.socketId, head.sequence, head.timeMs, head.size);
      for (const string of strings) writer.string(string);
      writer.end();
    },
    // Each case below gives the rest of its kind's fields.
    wanted: {
      socketId: head.socketId,
      atMs: timeOriginMs + head.timeMs,
      ...wanted,
    } as LifecycleRecord,
  };
}

const four = fc.tuple(head, fc.array(text, { minLength: 7, maxLength: 7 }), numbers);
const lifecycles = four.chain(([head, strings, values]) => {
  const [a = '', b = '', c = '', d = '', e = '', f = '', g = ''] = strings.map(onTheWire);
  const isSet = (flag: number): boolean => (head.flags & flag) !== 0;
  const code = head.size;
  const cases: readonly Written[] = [
    lifecycle(recordKind.created, head, strings.slice(0, 4), {
      ...{ kind: 'created', url: a, documentUrl: b, stack: c, requestedProtocols: d },
      isAdopted: isSet(recordFlag.adopted),
      isStream: isSet(recordFlag.stream),
    }),
    lifecycle(recordKind.opened, head, [a, b], { kind: 'opened', protocol: a, extensions: b }),
    lifecycle(recordKind.sendFailed, head, [a, b], { kind: 'sendFailed', name: a, text: b }),
    lifecycle(recordKind.closeFailed, head, [a, b], { kind: 'closeFailed', name: a, text: b }),
    lifecycle(recordKind.error, head, [a], { kind: 'error', text: a }),
    lifecycle(recordKind.error, head, [], { kind: 'error', text: '' }),
    lifecycle(recordKind.closeCalled, head, [a], { kind: 'closeCalled', code, reason: a }),
    lifecycle(recordKind.closed, head, [a], {
      ...{ kind: 'closed', code, reason: a, wasClean: isSet(recordFlag.clean) },
    }),
    lifecycle(recordKind.answer, head, [a, b], {
      ...{ kind: 'answer', requestId: head.sequence, errorCode: a, errorText: b },
      isDone: isSet(recordFlag.clean),
    }),
    snapshot(head, strings, values, {
      ...{ url: a, documentUrl: b, stack: c, requestedProtocols: d },
      ...{ protocol: e, extensions: f, closeReason: g },
    }),
  ];
  return fc.constantFrom(...cases);
});

function snapshot(
  head: Head,
  strings: readonly string[],
  values: readonly number[],
  texts: object,
): Written {
  const [created = 0, opened = 0, closed = 0, ready, sent, received, sentBytes, receivedBytes] =
    values;
  const [closeCode, snapshotFlags] = values.slice(8);
  const wanted = lifecycle(recordKind.snapshot, head, [], {
    kind: 'snapshot',
    createdAt: timeOriginMs + created,
    openedAt: timeOriginMs + opened,
    closedAt: timeOriginMs + closed,
    ...{ readyState: ready, sentMessages: sent, receivedMessages: received, sentBytes },
    ...{ receivedBytes, closeCode, flags: snapshotFlags },
    ...texts,
  }).wanted;
  return {
    wanted,
    write(writer) {
      const { flags, socketId, sequence, timeMs, size } = head;
      writer.begin(recordKind.snapshot, flags, socketId, sequence, timeMs, size);
      for (const value of values) writer.number(value);
      for (const string of strings) writer.string(string);
      writer.end();
    },
  };
}

describe('a batch', () => {
  it('gives every kind of record back as it was written, in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(message, payload, lifecycles), { minLength: 1 }),
        fc.nat(),
        (all, costUs) => {
          const writer = createBatchWriter(plainPrimitives, timeOriginMs);
          for (const { write } of all) write(writer);
          const batch = writer.take(costUs);
          if (batch === null) throw new Error('the writer has no batch');
          const { result, records, strayRanges } = readRecords(batch);
          expect(strayRanges).toBe(0);
          expect(records).toEqual(all.map(({ wanted }) => wanted));
          expect(result).toEqual({
            ok: true,
            header: {
              sequence: 0,
              messageCount: all.filter(({ wanted }) => wanted.kind === 'message').length,
              timeOriginMs,
              recordCount: all.length,
              costUs,
            },
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('numbers batches, starts anew after each, and is null when nothing was written', () => {
    const writer = createBatchWriter(plainPrimitives, 0);
    expect(writer.take()).toBeNull();
    for (const sequence of [0, 1, 2]) {
      writer.text(recordKind.sent, 0, 1, sequence, 0, `message ${sequence}`);
      expect(writer.messageCount).toBe(1);
      const batch = writer.take();
      const reading = readRecords(batch ?? new ArrayBuffer(0));
      expect(reading.result).toMatchObject({ ok: true, header: { sequence, messageCount: 1 } });
      expect(reading.records).toMatchObject([{ sequence }]);
      expect(writer.messageCount).toBe(0);
    }
    expect(writer.take()).toBeNull();
  });

  it('is not touched by what the writer does after it was taken', () => {
    const writer = createBatchWriter(plainPrimitives, 0);
    writer.text(recordKind.sent, 0, 1, 0, 0, 'first');
    const batch = writer.take() as ArrayBuffer;
    const before = new Uint8Array(batch).slice();
    writer.text(recordKind.sent, 0, 1, 1, 0, 'other');
    writer.take();
    expect(new Uint8Array(batch)).toEqual(before);
  });

  it('tells -1 for a time of a snapshot that has not come, whatever the time origin is', () => {
    const writer = createBatchWriter(plainPrimitives, timeOriginMs);
    writer.begin(recordKind.snapshot, 0, 1, 0, 0, 0);
    for (const value of [5, -1, -1]) writer.number(value);
    writer.end();
    const { records } = readRecords(writer.take() as ArrayBuffer);
    expect(records).toMatchObject([
      { createdAt: timeOriginMs + 5, openedAt: -1, closedAt: -1, readyState: 0, closeReason: '' },
    ]);
  });
});
