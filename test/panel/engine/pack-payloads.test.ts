import { describe, expect, it } from 'vitest';
import { packPayloads } from '../../../panel/engine/pack-payloads.ts';

/** A batch whose bytes tell where they stood. */
const batchOf = (byteLength: number): ArrayBuffer =>
  Uint8Array.from({ length: byteLength }, (_, index) => index % 251).buffer;
const read = (buffer: ArrayBuffer, at: number, length: number): number[] => [
  ...new Uint8Array(buffer, at, length),
];

describe('The payloads of a batch', () => {
  it('are kept without the headers between them: of 100 messages of 64 bytes, 6,400 bytes', () => {
    const batch = batchOf(32 + 100 * 96);
    const { buffer, place } = packPayloads(batch, 100);
    expect(buffer.byteLength).toBe(6400);
    for (let message = 0; message < 100; message++) {
      const from = 32 + message * 96 + 32;
      const at = place(from, 64);
      expect(at).toBe(message * 64);
      expect(read(buffer, at, 64)).toEqual(read(batch, from, 64));
    }
  });

  it.each([0, 1, 7, 8, 9, 255, 256, 257, 300])('are whole with %i bytes', (length) => {
    const batch = batchOf(3000);
    const { buffer, place } = packPayloads(batch, 20);
    place(64, 5);
    const at = place(64 + 336, length);
    expect(at % 8).toBe(0);
    expect(read(buffer, at, length)).toEqual(read(batch, 64 + 336, length));
    // The one before is as it was.
    expect(read(buffer, 0, 5)).toEqual(read(batch, 64, 5));
  });

  it('stay where they are in a batch of large messages: no byte of it is copied', () => {
    const batch = batchOf(32 + 32 + 65_536);
    const { buffer, place } = packPayloads(batch, 1);
    expect(buffer).toBe(batch);
    expect(place(64, 65_536)).toBe(64);
  });

  it('find no place beyond what the header of the batch has promised', () => {
    const { place } = packPayloads(batchOf(32 + 2 * 96), 2);
    expect(place(64, 64)).toBe(0);
    expect(place(160, 64)).toBe(64);
    expect(place(64, 64)).toBe(-1);
    expect(packPayloads(batchOf(320), 4_000_000_000).place(64, 8)).toBe(-1);
  });
});
