import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { payloadFormats } from '../../../panel/engine/engine-contract.ts';
import {
  bestFormat,
  readPayload,
  textPart,
  writePayload,
} from '../../../panel/engine/payload-text.ts';
import { utf8 } from './recorded.ts';

describe('an editor’s text', () => {
  it('means UTF-8 as text, white space and byte order mark included', () => {
    const text = '\ufeff {"a": 1}\r\n😀';
    expect(readPayload('text', text)).toEqual({ ok: true, isText: true, bytes: utf8(text) });
  });

  it('is sent as it was written when it is JSON', () => {
    const text = ' {"big": 12345678901234567890, "big": 1.0}\n';
    expect(readPayload('json', text)).toEqual({ ok: true, isText: true, bytes: utf8(text) });
  });

  it('means bytes as hex and as base64', () => {
    const bytes = Uint8Array.of(0xde, 0xad, 0, 1);
    expect(readPayload('hex', 'de ad 0001')).toEqual({ ok: true, isText: false, bytes });
    expect(readPayload('base64', '3q0AAQ==')).toEqual({ ok: true, isText: false, bytes });
  });

  it('that is not JSON says where', () => {
    expect(readPayload('json', '{\n  "a": tru\n}')).toMatchObject({
      ...{ ok: false, line: 2, reason: expect.any(String) },
    });
    const reading = readPayload('json', '');
    expect(reading.ok).toBe(false);
  });

  it('that is not hex or base64 says what is wrong, without a line', () => {
    expect(readPayload('hex', 'de xd')).toEqual({
      ok: false,
      reason: "hex: 'x' is not a hex digit, at character 3",
      line: 0,
      column: 0,
    });
    expect(readPayload('base64', '3q0=A')).toMatchObject({ ok: false, line: 0, column: 0 });
  });
});

describe('a payload', () => {
  it('of any bytes is the same after writing and reading it as hex and base64', () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.constantFrom('hex' as const, 'base64' as const),
        (all, format) => {
          const reading = readPayload(format, writePayload(all, format));
          expect(reading.ok && Buffer.compare(reading.bytes, all)).toBe(0);
        },
      ),
    );
  });

  it('of text is the same after writing and reading it as text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const reading = readPayload('text', writePayload(utf8(text), 'text'));
        expect(reading.ok && Buffer.compare(reading.bytes, utf8(text))).toBe(0);
      }),
    );
    expect(writePayload(utf8('\ufeffa'), 'text')).toBe('\ufeffa');
  });

  it('can be written in every format', () => {
    for (const format of payloadFormats) expect(writePayload(utf8('[1]'), format)).not.toBe('');
  });

  it.each([
    ['JSON', utf8('{"a": 1}'), true, 'json'],
    ['text that only begins like JSON', utf8('{"a": 1'), true, 'text'],
    ['words', utf8('hello'), true, 'text'],
    ['an empty text', utf8(''), true, 'text'],
    ['bytes', utf8('{"a": 1}'), false, 'hex'],
    ['64 KiB of bytes', new Uint8Array(64 * 1024), false, 'hex'],
    ['more bytes', new Uint8Array(64 * 1024 + 1), false, 'base64'],
  ] as const)('is best edited as what it is: %s', (_, bytes, isText, format) => {
    expect(bestFormat(bytes, isText)).toBe(format);
  });
});

describe('a part of a text', () => {
  const partOf = (bytes: Uint8Array, start: number, end: number) => {
    const part = textPart(bytes, start, end);
    return { text: part.runs.map(({ text }) => text).join(''), end: part.end };
  };

  it.each([
    ['a😀b', 1, { text: 'a', end: 1 }],
    ['a😀b', 2, { text: 'a', end: 1 }],
    ['a😀b', 3, { text: 'a', end: 1 }],
    ['a😀b', 4, { text: 'a', end: 1 }],
    ['a😀b', 5, { text: 'a😀', end: 5 }],
    ['a😀b', 6, { text: 'a😀b', end: 6 }],
    ['a語', 3, { text: 'a', end: 1 }],
    ['aж', 2, { text: 'a', end: 1 }],
  ])('of %s up to byte %i ends on the border of a character', (text, end, wanted) => {
    expect(partOf(utf8(text), 0, end)).toEqual(wanted);
  });

  it('ends at the end of the payload, whatever was asked', () => {
    expect(partOf(utf8('語'), 0, 100)).toEqual({ text: '語', end: 3 });
    expect(textPart(utf8('語'), 0, 1).byteLength).toBe(3);
  });

  it('is marked where its bytes are not UTF-8, and does not look for a border for ever', () => {
    const bytes = Uint8Array.from({ length: 20 }, () => 0x80);
    expect(textPart(bytes, 0, 10)).toEqual({
      runs: [{ text: '\\x80'.repeat(7), isValid: false, isEscaped: true }],
      end: 7,
      byteLength: 20,
    });
  });

  it('after part gives the whole text, wherever they are cut', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'ж', '語', '😀'), minLength: 1 }),
        fc.integer({ min: 4, max: 9 }),
        (text, step) => {
          const bytes = utf8(text);
          let whole = '';
          for (let at = 0; at < bytes.length; ) {
            const part = partOf(bytes, at, at + step);
            expect(part.end).toBeGreaterThan(at);
            whole += part.text;
            at = part.end;
          }
          expect(whole).toBe(text);
        },
      ),
    );
  });
});
