import fc from 'fast-check';
import { Encoder, PacketType, Decoder as ParserDecoder } from 'socket.io-parser';
import { describe, expect, it } from 'vitest';
import type { Hint, Payload } from '../../../../panel/decoders/decoder.ts';
import { decodeLayers, factsOf } from '../../../../panel/decoders/layers.ts';
import { engineIo } from '../../../../panel/decoders/protocols/engine-io.ts';
import { socketIo } from '../../../../panel/decoders/protocols/socket-io.ts';
import { bytes, textPayload } from '../bytes.ts';
import { torture } from '../torture.ts';
import { editAgain, read } from './read.ts';

const inside: Hint = { outer: ['engine.io'] };

describe('Socket.IO', () => {
  // Packets of the protocol's own documentation, and of socket.io-client 2 and 4.
  it.each([
    ['0', 'sent', { summary: 'connect', role: 'request', correlationId: 'connect' }],
    [
      '0{"sid":"x"}',
      'received',
      { summary: 'connect {sid: "x"}', role: 'response', correlationId: 'connect' },
    ],
    [
      '0/admin,{"token":1}',
      'sent',
      { summary: 'connect /admin {token: 1}', role: 'request', correlationId: 'connect /admin' },
    ],
    [
      '0/admin?token=1',
      'sent',
      {
        summary: 'connect /admin?token=1',
        role: 'request',
        correlationId: 'connect /admin?token=1',
      },
    ],
    ['1/admin,', 'sent', { summary: 'disconnect /admin', role: 'control' }],
    ['2["hey","Jude"]', 'sent', { summary: 'emit "hey" "Jude"', role: 'event' }],
    [
      '2/admin,456["project:delete",123]',
      'sent',
      {
        summary: 'emit "project:delete" 123 /admin #456',
        role: 'request',
        correlationId: '/admin 456',
      },
    ],
    ['312[]', 'received', { summary: 'ack #12 []', role: 'response', correlationId: '12' }],
    [
      '4{"message":"Not authorized"}',
      'received',
      { summary: 'connect error Not authorized', role: 'response', correlationId: 'connect' },
    ],
    [
      '4"Invalid namespace"',
      'received',
      { summary: 'connect error "Invalid namespace"', role: 'response', correlationId: 'connect' },
    ],
    [
      '51-["hello",{"_placeholder":true,"num":0}]',
      'sent',
      { summary: 'emit "hello" <attachment 0>', role: 'event' },
    ],
    [
      '61-/admin,456[{"_placeholder":true,"num":0}]',
      'received',
      {
        summary: 'ack #456 /admin [<attachment 0>]',
        role: 'response',
        correlationId: '/admin 456',
      },
    ],
  ] as const)('reads %s', (text, direction, facts) => {
    expect(read(socketIo, `'${text}`, { ...inside, direction })).toMatchObject({
      facts,
      reason: undefined,
    });
    expect(socketIo.recognises(textPayload(text), inside)).toBeGreaterThan(0.9);
  });

  it('names the fields', () => {
    expect(read(socketIo, '\'51-/admin,7["a",1.50]').tree).toEqual({
      type: 'BINARY_EVENT',
      attachments: [undefined],
      namespace: '/admin',
      id: 7,
      data: ['a', 1.5],
    });
  });

  it.each([
    ["'7", 'socket.io: no packet type, a digit from 0 to 6, at byte 0'],
    ["'2[1,", 'socket.io: expected a value, at byte 4'],
    ["'5[1]", "socket.io: the number of attachments and '-' are missing, at byte 1"],
    ["'2[1]x", 'socket.io: unexpected data after the value, at byte 4'],
  ])('says what is wrong with %s', (text, reason) => {
    expect(read(socketIo, text).reason).toBe(reason);
  });

  it('is not recognised outside of Engine.IO, nor for other messages in it', () => {
    expect(socketIo.recognises(textPayload('2["a"]'), {})).toBe(0);
    for (const text of ['hello', '2', '2 things', '7["a"]', '99', '{"a":1}', '2["a"'.slice(0, 1)])
      expect(socketIo.recognises(textPayload(text), inside)).toBe(0);
  });

  it('joins the attachments that follow, and can hand them out as bytes', () => {
    const followers: Payload[] = [
      textPayload('2'),
      { bytes: bytes('de ad'), isText: false },
      { bytes: bytes('01'), isText: false },
    ];
    const text = '452-["a",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]';
    const layers = decodeLayers(
      textPayload(text),
      { url: 'ws://a/?EIO=4', following: (index) => followers[index] ?? null },
      { registry: { decoders: [engineIo, socketIo], protocols: [] } },
    );
    expect(layers.map(({ decoder }) => decoder.name)).toEqual(['engine.io', 'socket.io']);
    expect(factsOf(layers)?.summary).toBe('emit "a" <2 B>, <1 B>');
    const table = layers[1]?.decoded.table;
    const nodes = Array.from({ length: table?.nodeCount ?? 0 }, (_, node) => node);
    const found = nodes.filter((node) => table?.kind(node) === 'bytes');
    expect(found.map((node) => table?.content(node))).toEqual([bytes('de ad'), bytes('01')]);
    expect(found.map((node) => table?.text(node, 5))).toEqual(['de ad', '01']);
  });

  it('is edited as a JSON object, with numbers as they are', () => {
    const text = '\'2/admin,12["big",12345678901234567890,{"a":1.0}]';
    const { text: shown, again } = editAgain(socketIo, text);
    expect(JSON.parse(shown)).toMatchObject({ type: 'EVENT', namespace: '/admin', id: 12 });
    expect(again).toEqual({ ok: true, payload: textPayload(text.slice(1)) });
  });

  it.each([
    ['{"type":"EVENT"}', 'socket.io: "data" must be an array'],
    ['{"type":"PING"}', 'socket.io: "type" must be one of'],
    ['{"type":"EVENT","data":[],"extra":1}', 'socket.io: "extra" is no field of a packet'],
    ['{"type":"EVENT","data":[],"namespace":"a"}', 'socket.io: "namespace" begins with /'],
    ['{"type":"EVENT","data":[],"attachments":1}', 'socket.io: "attachments" belongs to'],
    ['{"type":"EVENT","data":[],"id":1.5}', 'socket.io: "id" is a whole number'],
    ['[]', 'socket.io: expected an object'],
    ['{"type":', 'socket.io: expected a value'],
  ])('refuses %s', (text, reason) => {
    const reading = socketIo.edit?.read(text, textPayload('2[]'), {});
    expect(reading).toMatchObject({ ok: false });
    expect(reading).toHaveProperty('reason', expect.stringContaining(reason));
  });

  const namespaces = fc.constantFrom('/', '/a', '/admin', '/ünï');
  const ids = fc.option(fc.nat(), { nil: undefined });
  it('reads what socket.io-parser writes', () => {
    const events = fc.array(fc.jsonValue(), { maxLength: 4 });
    fc.assert(
      fc.property(namespaces, ids, fc.string(), events, (nsp, id, name, rest) => {
        const data = [name, ...rest];
        const packet = { type: PacketType.EVENT, nsp, data, ...(id === undefined ? {} : { id }) };
        const [text] = new Encoder().encode(packet);
        expect(read(socketIo, `'${String(text)}`).tree).toEqual({
          type: 'EVENT',
          ...(nsp === '/' ? {} : { namespace: nsp }),
          ...(id === undefined ? {} : { id }),
          data: JSON.parse(JSON.stringify(data)),
        });
      }),
    );
  });

  it('writes what socket.io-parser reads', () => {
    fc.assert(
      fc.property(namespaces, ids, fc.array(fc.jsonValue()), (namespace, id, rest) => {
        const data = ['event', ...rest];
        const text = JSON.stringify({ type: 'EVENT', namespace, id, data });
        const reading = socketIo.edit?.read(text, textPayload('2[]'), {});
        if (reading?.ok !== true) throw new Error(reading?.reason);
        let seen: unknown;
        const parser = new ParserDecoder();
        parser.on('decoded', (packet: unknown) => {
          seen = packet;
        });
        parser.add(new TextDecoder().decode(reading.payload.bytes));
        expect(seen).toMatchObject({ nsp: namespace, data: JSON.parse(JSON.stringify(data)) });
        expect((seen as { id?: number }).id).toBe(id);
      }),
    );
  });

  it('bears everything', () => {
    const texts = ['0', '2["a",1]', '51-/a,7["b",{"_placeholder":true,"num":0}]', '1/a,'];
    torture(socketIo, texts.map(textPayload), inside);
    const context = { kind: 'engine.io', attachment: () => textPayload('x') };
    torture(socketIo, [textPayload('5999-["b"]')], { ...inside, context }, 500);
  });
});
