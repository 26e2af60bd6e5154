import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultBudget, type Hint } from '../../../../panel/decoders/decoder.ts';
import { decodeLayers, factsOf, plain } from '../../../../panel/decoders/layers.ts';
import { amqp } from '../../../../panel/decoders/protocols/amqp.ts';
import { readAmqp } from '../../../../panel/decoders/protocols/amqp-values.ts';
import { FieldReader } from '../../../../panel/decoders/protocols/field-reader.ts';
import { bytes, plainValue } from '../bytes.ts';
import { torture } from '../torture.ts';
import { follow, hexPayload, read } from './read.ts';

/** rhea has no types for its parts. */
interface Described {
  described(): unknown;
}
interface Writer {
  write(value: unknown): void;
  toBuffer(): Buffer;
}
const load = createRequire(import.meta.url);
const frames = load('rhea/lib/frames.js') as Record<string, (fields: object) => Described> & {
  write_frame(frame: object): Buffer;
};
const message = load('rhea/lib/message.js') as { encode(message: object): Buffer };
const types = load('rhea/lib/types.js') as Record<
  string,
  (value: unknown, extra?: unknown) => unknown
> & {
  Writer: new () => Writer;
};

function frameOf(name: string, fields: object, payload?: Buffer, type = 0): Uint8Array {
  const performative = frames[name]?.(fields).described();
  return Uint8Array.from(frames.write_frame({ type, channel: 1, performative, payload }));
}

const sent: Hint = { direction: 'sent', subprotocol: 'amqp' };
const received: Hint = { direction: 'received', subprotocol: 'amqp' };
const header = '41 4d 51 50 00 01 00 00';
const body = message.encode({ subject: 's', application_properties: { a: 1 }, body: 'hello' });
const transfer = frameOf(
  'transfer',
  { handle: 0, delivery_id: 3, delivery_tag: Buffer.from('t') },
  body,
);

describe('AMQP 1.0', () => {
  it.each([
    ['a header', header, sent, { summary: 'header AMQP 1.0.0', role: 'control' }],
    [
      'a header of SASL',
      '41 4d 51 50 03 01 00 00',
      sent,
      { summary: 'header SASL 1.0.0', role: 'control' },
    ],
    [
      'a heartbeat',
      '00 00 00 08 02 00 00 00',
      sent,
      { summary: 'empty frame', role: 'control', isHeartbeat: true },
    ],
    [
      'open',
      frameOf('open', { container_id: 'page', hostname: 'h' }),
      sent,
      { summary: 'open page', role: 'request', correlationId: 'open' },
    ],
    [
      'begin',
      frameOf('begin', { next_outgoing_id: 0, incoming_window: 1, outgoing_window: 1 }),
      received,
      { summary: 'begin #1', role: 'request', correlationId: 'begin 1' },
    ],
    [
      'the answer to a begin',
      frameOf('begin', { remote_channel: 5, next_outgoing_id: 0, incoming_window: 1 }),
      sent,
      { summary: 'begin #5', role: 'response', correlationId: 'begin 5' },
    ],
    [
      'attach',
      frameOf('attach', { name: 'l', handle: 0, role: false, target: { address: 'q' } }),
      sent,
      { summary: 'attach l, sender → q', role: 'request', correlationId: 'attach l' },
    ],
    [
      'flow',
      frameOf('flow', {
        incoming_window: 1,
        next_outgoing_id: 0,
        outgoing_window: 1,
        link_credit: 100,
      }),
      sent,
      { summary: 'flow credit 100', role: 'control' },
    ],
    [
      'transfer',
      transfer,
      sent,
      { summary: `transfer #3 ${body.length} B`, role: 'request', correlationId: 'delivery 3' },
    ],
    [
      'disposition',
      frameOf('disposition', { role: true, first: 3, last: 5, settled: true }),
      received,
      { summary: 'disposition #3 to #5', role: 'response', correlationId: 'delivery 3' },
    ],
    [
      'what a sender settles',
      frameOf('disposition', { role: false, first: 3, settled: true }),
      sent,
      { summary: 'disposition #3', role: 'control' },
    ],
    [
      'detach',
      frameOf('detach', { handle: 0, closed: true }),
      sent,
      { summary: 'detach', role: 'control' },
    ],
    ['end', frameOf('end', {}), sent, { summary: 'end', role: 'control' }],
    [
      'close',
      frameOf('close', {}),
      received,
      { summary: 'close', role: 'response', correlationId: 'close' },
    ],
    [
      'mechanisms',
      frameOf('sasl_mechanisms', { sasl_server_mechanisms: ['PLAIN'] }, undefined, 1),
      received,
      { summary: 'sasl-mechanisms ["PLAIN"]', role: 'control' },
    ],
    [
      'the outcome of SASL',
      frameOf('sasl_outcome', { code: 0 }, undefined, 1),
      received,
      { summary: 'sasl-outcome ok', role: 'response', correlationId: 'sasl' },
    ],
  ] as const)('reads %s', (_name, payload, hint, facts) => {
    const reading = read(amqp, payload, hint);
    expect(reading.reason).toBeUndefined();
    expect(reading.facts).toEqual(facts);
    const source = typeof payload === 'string' ? bytes(payload) : payload;
    expect(amqp.recognises({ bytes: source, isText: false }, hint)).toBeGreaterThan(0.9);
  });

  it('tells who attaches and who answers, whichever side is first', () => {
    const attach = (name: string, role: boolean) => frameOf('attach', { name, handle: 0, role });
    const readings = follow(
      amqp,
      [
        ['received', attach('of the server', false)],
        ['sent', attach('of the page', false)],
        ['sent', attach('of the server', true)],
        ['received', attach('of the page', true)],
        // Again, after it was detached.
        ['received', attach('of the page', false)],
        ['received', frameOf('close', {})],
        ['sent', frameOf('close', {})],
      ],
      { subprotocol: 'amqp' },
    );
    expect(readings.map(({ facts }) => `${facts?.role} ${facts?.correlationId}`)).toEqual([
      'request attach of the server',
      'request attach of the page',
      'response attach of the server',
      'response attach of the page',
      'request attach of the page',
      'request close',
      'response close',
    ]);
  });

  it('forgets links that nobody answers', () => {
    let state = amqp.stream?.initial;
    for (let link = 0; link < 200; link += 1) {
      const payload = frameOf('attach', { name: `l${link}`, handle: 0, role: false });
      state = amqp.stream?.advance({ bytes: payload, isText: false }, { ...sent, state });
    }
    expect((state as { asked: { sent: string[] } }).asked.sent).toHaveLength(64);
  });

  it('names the fields of a performative and of the message behind it', () => {
    const { tree, inner } = read(amqp, transfer, sent);
    expect(tree).toMatchObject({
      type: 'AMQP',
      channel: 1,
      transfer: { handle: 0, 'delivery-id': 3, 'delivery-tag': bytes('74') },
      message: {
        properties: { subject: 's' },
        'application-properties': { a: 1 },
        'amqp-value': 'hello',
      },
    });
    expect(inner).toBe('hello');
  });

  it('leaves out the fields that were left out', () => {
    const open = frameOf('open', { container_id: 'page', channel_max: 7 });
    expect(read(amqp, open, sent).tree).toMatchObject({ open: expect.any(Object) });
    expect((read(amqp, open, sent).tree as { open: object }).open).toEqual({
      'container-id': 'page',
      'channel-max': 7,
    });
  });

  it('reads the terminus of a link and the state of a delivery', () => {
    // attach with source and target as described lists, by hand.
    const hex =
      '00 00 00 25 02 00 00 01 00 53 12 c0 18 07 a1 01 6c 43 42 40 40 00 53 28 c0 04 01 a1 01 73 00 53 29 c0 04 01 a1 01'.concat(
        ' 74',
      );
    const size = bytes(hex).length;
    const framed = bytes(hex);
    framed[3] = size;
    framed[12] = size - 13;
    expect(read(amqp, framed, sent)).toMatchObject({
      reason: undefined,
      facts: { summary: 'attach l, sender → t' },
      tree: { attach: { name: 'l', source: { address: 's' }, target: { address: 't' } } },
    });
  });

  it('leaves a part of a message as bytes', () => {
    const part = frameOf(
      'transfer',
      { handle: 0, delivery_id: 3, more: true },
      body.subarray(0, 20),
    );
    expect(read(amqp, part, sent)).toMatchObject({
      tree: { payload: new Uint8Array(body.subarray(0, 20)) },
      reason: undefined,
      inner: undefined,
    });
  });

  it.each([
    ['', 'amqp: the payload is empty, at byte 0'],
    ['41 4d 51 50 00', 'amqp: major (uint8) wants 1 byte, 0 left, at byte 5'],
    ['00 00 00 10 02 00 00 00 00 53 10', 'amqp: the frame wants 8 bytes, 3 left, at byte 8'],
    ['00 00 00 08 01 00 00 00', 'amqp: the sizes of the frame make no sense, at byte 0'],
    ['00 00 00 08 02 07 00 00', 'amqp: frames of type 7 are not known, at byte 5'],
    ['00 00 00 0b 02 00 00 00 00 53 10', 'amqp: open wants 1 byte, 0 left, at byte 11'],
    ['00 00 00 0c 02 00 00 00 00 53 10 46', 'amqp: no type has the code 0x46, at byte 11'],
  ])('says what is wrong with %s', (hex, reason) => {
    expect(read(amqp, hex).reason).toBe(reason);
  });

  it('is recognised by its header and by frames that are whole', () => {
    const sure = (hex: string, hint = {}) => amqp.recognises(hexPayload(hex), hint);
    expect(sure(header)).toBeGreaterThan(0.9);
    expect(amqp.recognises({ bytes: transfer, isText: false }, {})).toBeGreaterThan(0.9);
    for (const hex of [
      '41 4d 51 50 00 00 09 01',
      '00 00 00 08 02 00 00 00',
      '00 00 00 09 02 00 00 00 00',
    ])
      expect(sure(hex)).toBe(0);
    expect(sure('ff ff ff ff ff ff ff ff', sent)).toBe(0.6);
  });

  it('joins frames from the messages that they are cut into', () => {
    const all = Uint8Array.from([...bytes(header), ...transfer, ...transfer]);
    const readings = follow(
      amqp,
      [
        ['sent', all.slice(0, 30)],
        ['sent', all.slice(30, 60)],
        ['sent', all.slice(60)],
      ],
      { subprotocol: 'amqp' },
    );
    expect(readings.map(({ facts }) => facts?.summary)[0]).toBe(
      'header AMQP 1.0.0 · beginning of a frame',
    );
    const inner = readings.at(-1)?.decoded.inner;
    if (inner === undefined) throw new Error('nothing joined');
    const hint = { context: inner.context } as Hint;
    const layers = decodeLayers(inner.payload, hint, { pipeline: ['amqp', plain] });
    expect(factsOf(layers)?.summary).toContain('transfer #3');
    expect(layers[0]?.decoded.ok).toBe(true);
  });

  it('reads any value that rhea writes', () => {
    const values = fc.oneof(
      fc.integer().map((value) => [types['wrap_int']?.(value), value] as const),
      fc.nat().map((value) => [types['wrap_uint']?.(value), value] as const),
      fc.nat().map((value) => [types['wrap_ulong']?.(value), value] as const),
      fc.integer().map((value) => [types['wrap_long']?.(value), value] as const),
      fc.double({ noNaN: true }).map((value) => [types['wrap_double']?.(value), value] as const),
      fc.boolean().map((value) => [types['wrap_boolean']?.(value), value] as const),
      fc.string({ maxLength: 300 }).map((value) => [types['wrap_string']?.(value), value] as const),
      fc
        .uint8Array({ maxLength: 300 })
        .map((value) => [types['wrap_binary']?.(Buffer.from(value)), value] as const),
      fc.array(fc.string()).map((value) => [types['wrap_list']?.(value), value] as const),
      fc
        .dictionary(fc.string(), fc.string(), { noNullPrototype: true })
        .map((value) => [types['wrap_map']?.(value), value] as const),
      fc
        .array(fc.stringMatching(/^[a-z]*$/), { minLength: 1 })
        .map((value) => [types['wrap_array']?.(value, 0xb3), value] as const),
    );
    fc.assert(
      fc.property(values, ([wrapped, value]) => {
        const writer = new types.Writer();
        writer.write(wrapped);
        const fields = new FieldReader(Uint8Array.from(writer.toBuffer()), defaultBudget);
        readAmqp(fields);
        const decoded = fields.finish('amqp', {});
        if (!decoded.ok) throw new Error(decoded.reason);
        expect(plainValue(decoded.table)).toEqual(value);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['83 00 00 01 8b cf e5 68 00', '2023-11-14T22:13:20Z', 'date'],
    ['83 ff ff ff ff ff ff ff ff', '1969-12-31T23:59:59.999Z', 'date'],
    ['80 ff ff ff ff ff ff ff ff', '18446744073709551615', 'number'],
    ['81 80 00 00 00 00 00 00 00', '-9223372036854775808', 'number'],
    [
      '98 00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff',
      '00112233-4455-6677-8899-aabbccddeeff',
      'string',
    ],
    ['73 00 01 f6 00', '😀', 'string'],
    [
      '94 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10',
      '01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10',
      'bytes',
    ],
  ])('reads %s as %s', (hex, text, kind) => {
    const fields = new FieldReader(bytes(hex), defaultBudget);
    readAmqp(fields);
    const { table } = fields.finish('amqp', {});
    expect(table?.text(0)).toBe(text);
    expect(table?.kind(0)).toBe(kind);
  });

  it('refuses what nests without end, and arrays that are larger than they are', () => {
    const frame = (content: Uint8Array) => {
      const framed = Uint8Array.from([0, 0, 0, 0, 2, 0, 0, 0, ...content]);
      new DataView(framed.buffer).setUint32(0, framed.length);
      return framed;
    };
    expect(read(amqp, frame(bytes('00 53 10 '.repeat(5000)))).reason).toMatch(
      /nested deeper than 200/,
    );
    const array = bytes('00 53 10 f0 00 00 00 05 ff ff ff ff 41');
    expect(read(amqp, frame(array)).reason).toMatch(/4294967295 items in 0 bytes/);
  });

  it('bears everything', () => {
    const attach = frameOf('attach', { name: 'l', handle: 0, role: true });
    torture(
      amqp,
      [...[transfer, attach].map((frame) => ({ bytes: frame, isText: false })), hexPayload(header)],
      sent,
    );
    torture(
      amqp,
      [{ bytes: transfer, isText: false }],
      { ...sent, state: amqp.stream?.initial },
      2000,
    );
  });
});
