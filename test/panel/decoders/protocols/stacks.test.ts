import { encode } from '@msgpack/msgpack';
import { describe, expect, it } from 'vitest';
import type { Hint, Payload } from '../../../../panel/decoders/decoder.ts';
import { decodeLayers, factsOf } from '../../../../panel/decoders/layers.ts';
import { byteProtocols } from '../../../../panel/decoders/protocols/all.ts';
import { chooseDecoder, fullRegistry } from '../../../../panel/decoders/registry.ts';
import { textPayload, utf8 } from '../bytes.ts';
import { seededRandom } from '../torture.ts';
import { hexPayload } from './read.ts';

const binary = (content: Uint8Array): Payload => ({ bytes: content, isText: false });
const engineIo = { url: 'wss://a.test/socket.io/?EIO=4&transport=websocket' };
const sockJs = { url: 'wss://a.test/ws/123/abcdefgh/websocket' };
const mqttPublish = Uint8Array.from([0x30, 0x0c, 0, 3, ...utf8('a/b{"x":1}')]);

describe('protocols in each other', () => {
  it.each<[string, Payload, Hint, readonly string[], string]>([
    [
      'Socket.IO in Engine.IO',
      textPayload('42/ns,7["chat",{"text":"hi"}]'),
      engineIo,
      ['engine.io', 'socket.io'],
      'emit "chat" {text: "hi"} /ns #7',
    ],
    [
      'JSON in Engine.IO',
      textPayload('4{"a":1}'),
      engineIo,
      ['engine.io', 'json'],
      'message "{\\"a\\":1}"',
    ],
    [
      'MessagePack in Engine.IO',
      binary(encode({ text: 'hello' })),
      engineIo,
      ['engine.io', 'msgpack'],
      'message 12 B',
    ],
    [
      'STOMP in SockJS',
      textPayload(`a[${JSON.stringify('MESSAGE\ndestination:/a\n\n{"x":1}\0')}]`),
      sockJs,
      ['sockjs', 'stomp', 'json'],
      'MESSAGE /a 7 B',
    ],
    ['a heart-beat in SockJS', textPayload('a["\\n"]'), sockJs, ['sockjs', 'stomp'], 'heart-beat'],
    [
      'JSON-RPC in SockJS',
      textPayload(`["${'{\\"jsonrpc\\":\\"2.0\\",\\"method\\":\\"go\\"}'}"]`),
      sockJs,
      ['sockjs', 'json'],
      'go()',
    ],
    [
      'JSON in MQTT',
      binary(mqttPublish),
      { subprotocol: 'mqtt' },
      ['mqtt', 'json'],
      'PUBLISH a/b QoS0 7 B',
    ],
    [
      'JSON in NATS',
      binary(utf8('MSG a.b 1 7\r\n{"x":1}\r\n')),
      {},
      ['nats', 'json'],
      'MSG a.b #1 7 B',
    ],
  ])('reads %s', (_name, payload, hint, names, summary) => {
    const layers = decodeLayers(payload, hint);
    expect(layers.map(({ decoder }) => decoder.name)).toEqual(names);
    expect(layers.every(({ decoded }) => decoded.ok)).toBe(true);
    expect(factsOf(layers)?.summary).toBe(summary);
  });

  it('takes none of them for a message that is another format', () => {
    const texts = [
      '{"type":1,"target":"a"}',
      '["REQ","a"]',
      '{"id":1,"method":"Page.enable"}',
      '<html><body>hi</body></html>',
      'PING',
      'CONNECT',
      'hello\nworld\n',
      'SEND\nmore',
      '42',
      '4.2',
      'a[0]',
      '[]',
      'open',
      'INFO starting',
      'SUB total 5',
      'PUB crawl at 7\r\n',
      'o',
      'h',
    ];
    const payloads = [
      ...texts.map(textPayload),
      ...texts.map((text) => binary(utf8(text))),
      binary(encode({ type: 1, list: [1, 2, 3], text: 'abc' })),
      binary(encode([1, 'a', { b: 2 }])),
      hexPayload('89 50 4e 47 0d 0a 1a 0a 00 00 00 0d 49 48 44 52'),
      hexPayload('1f 8b 08 00 00 00 00 00 00 03'),
      hexPayload('08 96 01 12 07 74 65 73 74 69 6e 67'),
      hexPayload('a1 61 61 01'),
    ];
    const names = new Set(byteProtocols.map(({ name }) => name));
    const taken = payloads.flatMap((payload) => {
      const name = chooseDecoder(payload, {}, fullRegistry)?.chosen.name ?? '';
      return names.has(name) ? [`${name}: ${new TextDecoder().decode(payload.bytes)}`] : [];
    });
    expect(taken).toEqual([]);
  });

  it('takes none of them for bytes at random, of 20,000 payloads', () => {
    const random = seededRandom(11);
    const taken: string[] = [];
    for (let count = 0; count < 20_000; count += 1) {
      const content = Uint8Array.from({ length: 1 + random(512) }, () => random(256));
      const payload = { bytes: content, isText: false };
      for (const decoder of byteProtocols)
        if (decoder.recognises(payload, {}) >= 0.5) taken.push(decoder.name);
    }
    expect(taken).toEqual([]);
  });
});
