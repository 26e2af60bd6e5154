import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decoder, defaultBudget } from '../../../../panel/decoders/decoder.ts';
import { decodeLayers } from '../../../../panel/decoders/layers.ts';
import { base64Decoder } from '../../../../panel/decoders/packing/base64-text.ts';
import { dataUrlDecoder } from '../../../../panel/decoders/packing/data-url.ts';
import { formDecoder } from '../../../../panel/decoders/packing/form.ts';
import { hexDecoder } from '../../../../panel/decoders/packing/hex-text.ts';
import { utf16Decoder } from '../../../../panel/decoders/packing/utf16.ts';
import { chooseDecoder } from '../../../../panel/decoders/registry.ts';
import { bytes, plainValue, textPayload, utf8 } from '../bytes.ts';
import { seededRandom, torture } from '../torture.ts';
import { sampleBytes, unpack } from './unpack.ts';

const chosen = (text: string) => chooseDecoder(textPayload(text), {})?.chosen.name;
const namesOf = (text: string) =>
  decodeLayers(textPayload(text), {}).map(({ decoder }) => decoder.name);
const base64 = (content: string | Uint8Array) => Buffer.from(content).toString('base64');
const hex = (content: string | Uint8Array) => Buffer.from(content).toString('hex');
const text = (content: Uint8Array | undefined) => Buffer.from(content ?? []).toString();

/** What is written as text and must be left alone. */
const plainTexts = [
  ...['password', 'deadbeef', 'internationalization', 'HelloWorldThisIsMyLongTest', 'ping'],
  ...['550e8400-e29b-41d4-a716-446655440000', '507f1f77bcf86cd799439011', '1234567890123456'],
  ...[
    'd41d8cd98f00b204e9800998ecf8427e',
    '12 34 56 78 90 11 12',
    'user@example.com',
    'a=b',
    'x = y & z',
  ],
  ...[
    '/usr/local/lib/node/modules',
    'iPhone12ProMaxSilverEdition1',
    'AAAAAAAAAAAA',
    'dataURL',
    'data:',
  ],
  ...[
    '2026-11-25T10:09:00Z',
    'https://example.com/?a=b&c=d',
    'SGVsbG8',
    'true',
    'data: 1, 2',
    'R2D2 C3PO',
  ],
  ...[
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'a=1; b=2',
    'GET /a?b=c&d=e',
  ],
  ...['MESSAGE_CREATE_EVENT', 'thequickbrownfoxjumps', 'abcdefghijklmnopqrstuvwx', 'Lorem ipsum'],
];

describe('texts that hold bytes', () => {
  it.each(plainTexts)('leave %j alone', (plain) => {
    expect(chosen(plain)).toBeUndefined();
  });

  it.each([
    ['text in base64', base64('hello world'), ['base64']],
    ['JSON in base64', base64('{"hello":"world"}'), ['base64', 'json']],
    [
      'JSON in base64 of the URL',
      Buffer.from('{"a":"???>>>"}').toString('base64url'),
      ['base64', 'json'],
    ],
    ['gzip in base64', base64(gzipSync('{"a":1}')), ['base64', 'gzip', 'json']],
    ['bytes in base64 with padding', base64(sampleBytes(70)), ['base64']],
    ['JSON in hex', hex('{"hello":"world"}'), ['hex', 'json']],
    ['a dump in hex', 'de ad be ef 00 11 22 33', ['hex']],
    ['text in a data: URL', 'data:text/plain,hello%20world', ['data-url']],
    [
      'JSON in a data: URL',
      `data:application/json;charset=utf-8;base64,${base64('{"a":1}')}`,
      ['data-url', 'json'],
    ],
    ['a form', 'name=Ada+L&tags%5B%5D=a&tags[]=b', ['form']],
    ['one field with an escape', 'q=caf%C3%A9', ['form']],
  ])('are opened: %s', (_name, written, names) => {
    expect(namesOf(written)).toEqual(names);
  });

  it('are not found in random words and ids', () => {
    const random = seededRandom(11);
    const alphabets = [
      'abcdefghijklmnopqrstuvwxyz',
      'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
      '0123456789abcdef',
    ];
    let opened = 0;
    for (let count = 0; count < 30_000; count += 1) {
      const alphabet = alphabets[count % 3] ?? '';
      const length = 4 + random(40);
      let id = '';
      for (let at = 0; at < length; at += 1) id += alphabet.charAt(random(alphabet.length));
      if (chosen(id) !== undefined) opened += 1;
    }
    expect(opened).toBeLessThanOrEqual(3);
  });
});

describe.each<readonly [string, Decoder, (content: Uint8Array) => string]>([
  ['base64', base64Decoder, base64],
  ['hex', hexDecoder, hex],
  ['a data: URL', dataUrlDecoder, (content) => `data:;base64,${base64(content)}`],
])('%s', (_name, decoder, write) => {
  it('reads what Node writes, and encloses it again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (content) => {
        const written = textPayload(write(content));
        expect(unpack(decoder, written.bytes).output).toEqual(content);
        const inner = { bytes: content, isText: false };
        expect(text(decoder.enclose?.(inner, written, {}).bytes)).toBe(write(content));
      }),
    );
  });

  it('stops at the limit', () => {
    const { output, reason } = unpack(decoder, utf8(write(sampleBytes(3000))), { maxBytes: 300 });
    expect(reason).toContain('more than 300 bytes, the limit');
    expect(output).toEqual(sampleBytes(3000).subarray(0, 300));
  });

  it('bears everything', () => {
    torture(decoder, [textPayload(write(utf8('{"a":1}, and more')))], {}, 5000);
  });
});

describe('texts with errors', () => {
  it.each<readonly [Decoder, string, string]>([
    [base64Decoder, 'aGVsbG8!', "base64: '!' is not in the alphabet, at byte 7"],
    [base64Decoder, 'a', 'base64: one character is missing'],
    [hexDecoder, 'abc', 'hex: half a byte'],
    [hexDecoder, '0g', 'hex: '],
    [dataUrlDecoder, 'data:text/plain', "data-url: expected 'data:'"],
    [dataUrlDecoder, 'data:;base64,a!', "data-url: '!' is not in the alphabet, at byte 14"],
  ])('are refused by %o: %s', (decoder, written, reason) => {
    expect(unpack(decoder, utf8(written)).reason).toContain(reason);
  });

  it('are enclosed in the form that they had', () => {
    const inner = { bytes: bytes('fb ff'), isText: false };
    const enclosed = (decoder: Decoder, original: string) =>
      text(decoder.enclose?.(inner, textPayload(original), {}).bytes);
    expect(enclosed(base64Decoder, 'a-_b')).toBe('-_8=');
    expect(enclosed(base64Decoder, 'ab')).toBe('+/8');
    expect(enclosed(hexDecoder, 'DE AD')).toBe('FB FF');
    expect(enclosed(hexDecoder, '0xab')).toBe('0xfbff');
    expect(enclosed(dataUrlDecoder, 'data:text/plain;charset=utf-8,a')).toBe(
      'data:text/plain;charset=utf-8;base64,+/8=',
    );
  });
});

describe('form data', () => {
  const decode = (written: string, budget = {}) =>
    formDecoder.decode(textPayload(written), {}, { ...defaultBudget, ...budget });

  it('reads names and values, the same name more than once', () => {
    const { table } = decode('a=1&b=x+y%26z&a=2&empty=&alone');
    const fields = [1, 2, 3, 4, 5].map((node) => [table?.key(node), table?.text(node)]);
    expect(fields).toEqual([
      ['a', '1'],
      ['b', 'x y&z'],
      ['a', '2'],
      ['empty', ''],
      ['alone', ''],
    ]);
  });

  it('reads what URLSearchParams writes', () => {
    const names = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(
        fc.dictionary(names, fc.string(), { minKeys: 1, noNullPrototype: true }),
        (fields) => {
          const { table } = decode(new URLSearchParams(fields).toString());
          expect(table === undefined ? null : plainValue(table)).toEqual(fields);
        },
      ),
    );
  });

  it('warns of escapes that are none', () => {
    expect(decode('a=%zz&b=%ff')).toMatchObject({
      ok: true,
      warnings: [{ code: 'unusual', at: 2 }],
    });
    expect(decode('')).toMatchObject({ ok: false });
    expect(decode('a=1&b=2&c=3', { maxNodes: 2 })).toMatchObject({
      ok: false,
      table: { nodeCount: 2 },
    });
    expect(decode('a=1&b=2&c=3', { maxBytes: 4 })).toMatchObject({ ok: false });
  });

  it('bears everything', () => {
    torture(formDecoder, [textPayload('a=1&b=%20x&c')]);
  });
});

describe('UTF-16', () => {
  const encode = (content: string, isBig = false, mark = true): Uint8Array => {
    const little = Buffer.from((mark ? '\ufeff' : '') + content, 'utf16le');
    return Uint8Array.from(isBig ? little.swap16() : little);
  };
  const sure = (payload: Uint8Array) =>
    utf16Decoder.recognises({ bytes: payload, isText: false }, {});

  it.each([
    ['little-endian', encode('{"a":"ä😀"}'), 0.9],
    ['big-endian', encode('{"a":"ä😀"}', true), 0.9],
    ['little-endian', encode('hello', false, false), 0.75],
    ['big-endian', encode('hello', true, false), 0.75],
  ])('reads %s', (order, payload, confidence) => {
    const { output, fields, reason, isText } = unpack(utf16Decoder, payload);
    expect(['{"a":"ä😀"}', 'hello']).toContain(text(output));
    expect(fields).toEqual({ 'byte order': order });
    expect({ reason, isText }).toEqual({ reason: undefined, isText: true });
    expect(sure(payload)).toBe(confidence);
  });

  it('goes on with what is in it, and encloses it again', () => {
    const payload = { bytes: encode('{"a":1}', true), isText: false };
    expect(decodeLayers(payload, {}).map(({ decoder }) => decoder.name)).toEqual([
      'utf-16',
      'json',
    ]);
    const enclosed = utf16Decoder.enclose?.(textPayload('{"ä":2}'), payload, {});
    expect(enclosed?.bytes).toEqual(encode('{"ä":2}', true));
  });

  it.each([
    ['an odd length', bytes('ff fe 61 00 62')],
    ['little', bytes('61 00')],
    ['controls', bytes('ff fe 01 00 02 00')],
    ['half a pair', bytes('ff fe 00 d8 61 00')],
    ['zeros', new Uint8Array(40)],
    ['numbers of 16 bits', bytes('01 00 02 00 03 00 04 00 05 00')],
  ])('is not %s', (_name, payload) => {
    expect(sure(payload)).toBe(0);
  });

  it('says where half a character is left, and stops at the limit', () => {
    expect(unpack(utf16Decoder, bytes('ff fe 61 00 62')).reason).toContain(
      'half a character, at byte 4',
    );
    const { output, reason } = unpack(utf16Decoder, encode('a'.repeat(1000)), { maxBytes: 300 });
    expect(reason).toContain('the limit');
    expect(output?.length).toBeLessThanOrEqual(300);
  });

  it('bears everything', () => {
    const payloads = [encode('{"a":"ä😀"}'), encode('hello', true, false)];
    torture(
      utf16Decoder,
      payloads.map((payload) => ({ bytes: payload, isText: false })),
    );
  });
});
