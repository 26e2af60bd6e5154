import { describe, expect, it } from 'vitest';
import { jupyter } from '../../../../panel/decoders/protocols/jupyter.ts';
import { utf8 } from '../bytes.ts';
import { torture } from '../torture.ts';
import { read } from './read.ts';

/** As jupyter_server lays it out: count, offsets, parts. */
function pack(...parts: readonly string[]): Uint8Array {
  const contents = parts.map(utf8);
  const offsets = [8 * (contents.length + 2)];
  for (const content of contents) offsets.push((offsets.at(-1) ?? 0) + content.length);
  const head = [offsets.length, ...offsets].flatMap((value) => [
    ...new Uint8Array(BigUint64Array.of(BigInt(value)).buffer),
  ]);
  return Uint8Array.from([...head, ...contents.flatMap((content) => [...content])]);
}

const request = pack(
  'shell',
  '{"msg_id":"a1","msg_type":"execute_request"}',
  '{}',
  '{}',
  '{"code":"1+1"}',
);
const reply = pack(
  'shell',
  '{"msg_id":"b2","msg_type":"execute_reply"}',
  '{"msg_id":"a1"}',
  '{}',
  '{"status":"ok"}',
);
const status = pack(
  'iopub',
  '{"msg_id":"c3","msg_type":"status"}',
  '{"msg_id":"a1"}',
  '{}',
  '{"execution_state":"busy"}',
  'raw',
);

describe('Jupyter', () => {
  it.each([
    [
      'a request',
      request,
      { summary: 'execute_request shell "1+1"', role: 'request', correlationId: 'a1' },
    ],
    [
      'a reply',
      reply,
      { summary: 'execute_reply shell ok', role: 'response', correlationId: 'a1' },
    ],
    ['an event', status, { summary: 'status iopub busy', role: 'event', correlationId: 'a1' }],
  ])('reads %s', (_name, payload, facts) => {
    expect(read(jupyter, payload)).toMatchObject({ facts, reason: undefined });
    expect(jupyter.recognises({ bytes: payload, isText: false }, {})).toBeGreaterThan(0.8);
  });

  it('names the parts, and what is behind them are buffers', () => {
    expect(read(jupyter, status).tree).toMatchObject({
      'offset count': 7,
      channel: 'iopub',
      header: { msg_type: 'status' },
      'buffer 0': utf8('raw'),
    });
  });

  it('says what is wrong', () => {
    expect(read(jupyter, '').reason).toMatch(/wants 8 bytes, 0 left, at byte 0/);
    expect(read(jupyter, '01 00 00 00 00 00 00 00').reason).toMatch(/1 offsets, 6 to 4096 can be/);
    expect(read(jupyter, request.slice(0, 40)).reason).toMatch(/wants 8 bytes, 0 left, at byte 40/);
    expect(read(jupyter, request.slice(0, 70)).reason).toMatch(/header wants 44 bytes/);
    const moved = request.slice();
    moved[8] = 99;
    expect(read(jupyter, moved).reason).toMatch(/channel should be from byte 99/);
    expect(read(jupyter, pack('shell', '{', '{}', '{}', '{}')).reason).toMatch(/expected a key/);
  });

  it('is not recognised when an offset is wrong', () => {
    const sure = (payload: Uint8Array) => jupyter.recognises({ bytes: payload, isText: false }, {});
    expect(sure(request.slice(0, -1))).toBe(0);
    expect(sure(Uint8Array.from([...request, 0]))).toBe(0);
    expect(sure(new Uint8Array(64))).toBe(0);
  });

  it('bears everything', () => {
    const payloads = [request, status].map((payload) => ({ bytes: payload, isText: false }));
    torture(jupyter, payloads, {}, 5000);
  });
});
