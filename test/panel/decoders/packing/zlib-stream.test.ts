import { constants, createDeflate, type Deflate } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Hint } from '../../../../panel/decoders/decoder.ts';
import { zlibStreamDecoder } from '../../../../panel/decoders/packing/zlib-stream.ts';
import { textPayload, utf8 } from '../bytes.ts';
import { torture } from '../torture.ts';
import { concat, sampleBytes, sure, unpack } from './unpack.ts';

const hint: Hint = {
  url: 'wss://gateway.discord.gg/?v=10&compress=zlib-stream',
  direction: 'received',
};
const fold = zlibStreamDecoder.stream;

/** What a server sends that flushes one stream after each message. */
async function packAll(contents: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const stream = createDeflate();
  const packed: Uint8Array[] = [];
  for (const content of contents) packed.push(await flushed(stream, content));
  return packed;
}

function flushed(stream: Deflate, content: Uint8Array): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  const collect = (part: Buffer) => parts.push(part);
  stream.on('data', collect);
  return new Promise((resolve) => {
    stream.write(content);
    stream.flush(constants.Z_SYNC_FLUSH, () => {
      stream.off('data', collect);
      resolve(Uint8Array.from(Buffer.concat(parts)));
    });
  });
}

/** Each message decoded with the state that the ones before it leave. */
function decodeAll(messages: readonly Uint8Array[]) {
  let state = fold?.initial;
  return messages.map((message) => {
    const decoded = unpack(zlibStreamDecoder, message, { hint: { ...hint, state } });
    state = fold?.advance({ bytes: message, isText: false }, { ...hint, state });
    return decoded;
  });
}

const contents = Array.from({ length: 8 }, (_, index) =>
  utf8(`{"op":0,"s":${index},"t":"MESSAGE_CREATE","d":{"content":"hello again ${index * 7}"}}`),
);

describe('a zlib stream', () => {
  it('goes on from message to message', async () => {
    const packed = await packAll(contents);
    expect(packed[3]?.length).toBeLessThan((contents[3]?.length ?? 0) / 2);
    expect(decodeAll(packed).map(({ output }) => output)).toEqual(contents);
    expect(decodeAll(packed)[0]?.fields).toMatchObject({ method: 'deflate' });
  });

  it('keeps a window of 32 KiB', async () => {
    const large = Array.from({ length: 6 }, (_, index) => sampleBytes(30_000, 1 + (index % 2)));
    const decoded = decodeAll(await packAll(large));
    for (const [index, { output }] of decoded.entries())
      expect(Buffer.compare(output ?? new Uint8Array(0), large[index] ?? new Uint8Array(0))).toBe(
        0,
      );
    expect(decoded).toHaveLength(6);
  });

  it('joins a message that is split over several', async () => {
    const [first = new Uint8Array(0), second = new Uint8Array(0)] = await packAll(contents);
    const decoded = decodeAll([
      first.subarray(0, 1),
      first.subarray(1, 20),
      first.subarray(20),
      second,
    ]);
    expect(decoded.map(({ output }) => output)).toEqual([
      undefined,
      undefined,
      contents[0],
      contents[1],
    ]);
    expect(decoded.every(({ reason }) => reason === undefined)).toBe(true);
  });

  it('says when the beginning was not recorded', async () => {
    const packed = await packAll(contents);
    for (const { reason, output } of decodeAll(packed.slice(4))) {
      expect(reason).toContain('the beginning of the stream was not recorded');
      expect(output).toBeUndefined();
    }
  });

  it('trusts nothing behind a message that is damaged', async () => {
    const packed = await packAll(contents);
    packed[2] = Uint8Array.from(packed[2] ?? []).fill(0x07, 0, 3);
    const decoded = decodeAll(packed);
    expect(decoded.slice(0, 2).map(({ output }) => output)).toEqual(contents.slice(0, 2));
    expect(decoded[2]?.reason).toContain('damaged');
    for (const { reason, output } of decoded.slice(3)) {
      expect(reason).toContain('an earlier message of the stream is damaged or missing');
      expect(output).toBeUndefined();
    }
  });

  it('keeps the two directions apart, and leaves text as it is', async () => {
    const [first = new Uint8Array(0)] = await packAll(contents);
    const state = fold?.advance({ bytes: first, isText: false }, { ...hint, state: fold.initial });
    const sent = { ...hint, direction: 'sent' as const, state };
    expect(unpack(zlibStreamDecoder, first, { hint: sent }).output).toEqual(contents[0]);
    const heartbeat = textPayload('{"op":1,"d":1}');
    expect(fold?.advance(heartbeat, sent)).toEqual(state);
    const decoded = zlibStreamDecoder.decode(heartbeat, sent, {
      maxNodes: 10,
      maxDepth: 10,
      maxBytes: 1000,
    });
    expect(decoded).toMatchObject({ ok: true, inner: { payload: heartbeat } });
  });

  it('claims a socket by its address, or by a first message', async () => {
    const [first = new Uint8Array(0), second = new Uint8Array(0)] = await packAll(contents);
    const claims = (bytes: Uint8Array, url: string, isText = false) =>
      fold?.claims({ bytes, isText }, { url });
    expect(claims(second, hint.url ?? '')).toBeGreaterThan(0.9);
    expect(claims(first, 'wss://a.example/')).toBeGreaterThan(0.8);
    expect(claims(second, 'wss://a.example/')).toBe(0);
    expect(claims(utf8('hello'), hint.url ?? '', true)).toBe(0);
    expect(sure(zlibStreamDecoder, first)).toBeGreaterThan(0.8);
    expect(sure(zlibStreamDecoder, second)).toBe(0);
  });

  it('stops at the limit', async () => {
    const [bomb = new Uint8Array(0)] = await packAll([new Uint8Array(3_000_000)]);
    const { output, reason } = unpack(zlibStreamDecoder, bomb, { hint, maxBytes: 1000 });
    expect(reason).toContain('more than 1000 bytes');
    expect(output?.length).toBe(1000);
  });

  it('has a state that can be kept: plain data that no message changes', async () => {
    const [first = new Uint8Array(0), second = new Uint8Array(0)] = await packAll(contents);
    const state = fold?.advance({ bytes: first, isText: false }, { ...hint, state: fold.initial });
    const kept = structuredClone(state);
    fold?.advance({ bytes: second, isText: false }, { ...hint, state });
    fold?.advance({ bytes: concat(second, second), isText: false }, { ...hint, state });
    expect(state).toEqual(kept);
    expect(fold?.initial).toMatchObject({ received: { hasHeader: false } });
  });

  it('bears everything, with and without a state', async () => {
    const packed = await packAll(contents);
    const [first = new Uint8Array(0), second = new Uint8Array(0)] = packed;
    torture(zlibStreamDecoder, [{ bytes: first, isText: false }], hint, 5000);
    const state = fold?.advance({ bytes: first, isText: false }, { ...hint, state: fold.initial });
    torture(zlibStreamDecoder, [{ bytes: second, isText: false }], { ...hint, state }, 5000);
  });
});
