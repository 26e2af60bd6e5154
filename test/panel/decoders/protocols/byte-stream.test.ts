import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultBudget } from '../../../../panel/decoders/decoder.ts';
import {
  advancePending,
  decodeContinued,
  joinPending,
  nothingPending,
  type Pending,
} from '../../../../panel/decoders/protocols/byte-stream.ts';
import { bytes } from '../bytes.ts';

/** Packets of two bytes of length, and so many bytes; 0xff at the beginning is none. */
function packetLength(all: Uint8Array, at: number): number {
  if (all[at] === 0xff) return -1;
  if (all.length - at < 2) return 0;
  return 2 + (all[at] ?? 0) * 256 + (all[at + 1] ?? 0);
}

/** The packets that are seen when a stream comes in such messages, and what is pending then. */
function feed(messages: readonly Uint8Array[]): {
  seen: Uint8Array[];
  pending: Pending;
  most: number;
} {
  const seen: Uint8Array[] = [];
  let pending = nothingPending;
  let most = 0;
  for (const message of messages) {
    pending = advancePending(pending, message, packetLength, (all, start, end) => {
      seen.push(all.slice(start, end));
    });
    most = Math.max(most, pending.pieces.length);
  }
  return { seen, pending, most };
}

function packet(content: Uint8Array): Uint8Array {
  return Uint8Array.from([content.length >> 8, content.length & 0xff, ...content]);
}

describe('a stream of bytes', () => {
  it('finds the same packets however it is cut into messages', () => {
    const contents = fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 8 });
    fc.assert(
      fc.property(contents, fc.array(fc.nat({ max: 400 })), (all, cuts) => {
        const packets = all.map(packet);
        const whole = Uint8Array.from(packets.flatMap((each) => [...each]));
        const messages: Uint8Array[] = [];
        let at = 0;
        for (const cut of cuts) {
          messages.push(whole.slice(at, at + cut));
          at += cut;
        }
        messages.push(whole.slice(at));
        const { seen, pending } = feed(messages);
        expect(seen).toEqual(packets);
        expect(pending).toEqual(nothingPending);
      }),
    );
  });

  it('keeps what is pending, in few pieces, and not the message that it came in', () => {
    const message = bytes('00 05 01 02');
    const { pending } = feed([message]);
    expect(joinPending(pending, bytes('03'))).toEqual(bytes('00 05 01 02 03'));
    expect(pending.wanted).toBe(7);
    message.fill(9);
    expect(joinPending(pending, bytes(''))).toEqual(bytes('00 05 01 02'));
    const single = Array.from(packet(new Uint8Array(60_000)).slice(0, -1), (byte) =>
      Uint8Array.of(byte),
    );
    expect(feed(single).most).toBeLessThanOrEqual(17);
  });

  it('counts the bytes of a packet that is too large to be kept, and finds the next behind it', () => {
    const large = 20 * 1024 * 1024;
    const lengthOf = (all: Uint8Array, at: number): number => (all[at] === 1 ? large : 2);
    const seen: Uint8Array[] = [];
    let pending = nothingPending;
    const add = (message: Uint8Array): void => {
      pending = advancePending(pending, message, lengthOf, (all, start, end) => {
        seen.push(all.slice(start, end));
      });
    };
    add(Uint8Array.of(1));
    expect(pending).toEqual({ pieces: [], byteLength: 1, wanted: large });
    add(new Uint8Array(large - 2));
    expect(pending).toEqual({ pieces: [], byteLength: large - 1, wanted: large });
    add(Uint8Array.of(9, 2, 3));
    expect(seen).toEqual([Uint8Array.of(2, 3)]);
    expect(pending).toEqual(nothingPending);
  });

  it('does not change what it was given', () => {
    const before = feed([bytes('00 09 01')]).pending;
    const copy = structuredClone(before);
    advancePending(before, bytes('02 03'), packetLength, () => undefined);
    expect(before).toEqual(copy);
  });

  it('begins anew after what is no packet, and after a beginning that never tells its length', () => {
    expect(feed([bytes('00 01 07 ff 01'), bytes('00 01 08')]).seen).toEqual([
      bytes('00 01 07'),
      bytes('00 01 08'),
    ]);
    const endless = advancePending(
      nothingPending,
      new Uint8Array(300_000),
      () => 0,
      () => undefined,
    );
    expect(endless).toEqual(nothingPending);
  });

  it('shows which bytes end the packet, and hands on the packet as a whole', () => {
    const state = {
      kind: 'test',
      sent: feed([bytes('00 03 01')]).pending,
      received: nothingPending,
    };
    const decode = (hex: string, direction: 'sent' | 'received') =>
      decodeContinued('test', bytes(hex), { direction }, defaultBudget, state, packetLength);
    expect(decode('02', 'received')).toBeNull();
    expect(decode('02', 'sent')).toMatchObject({
      facts: { summary: 'part of a packet, 4 of 5 bytes so far' },
    });
    expect(decode('02', 'sent')?.inner).toBeUndefined();
    const whole = decode('02 03 00', 'sent');
    expect(whole).toMatchObject({
      ok: true,
      facts: { summary: 'end of a packet of 5 bytes' },
      inner: { decoder: 'test', payload: { bytes: bytes('00 03 01 02 03 00') } },
    });
    expect(whole?.inner?.context).toMatchObject({ kind: 'test', sent: nothingPending });
  });
});
