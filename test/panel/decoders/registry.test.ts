import { describe, expect, it } from 'vitest';
import type { Decoder } from '../../../panel/decoders/decoder.ts';
import { allDecoders, allProtocols, chooseDecoder } from '../../../panel/decoders/registry.ts';
import { namedDecoder, textPayload } from './bytes.ts';

describe('the registry', () => {
  it('has a name of its own for each decoder and protocol', () => {
    const names = [...allDecoders, ...allProtocols].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9][a-z0-9.-]*$/);
  });

  it('says of each how it is recognised and by what it is written', () => {
    for (const each of [...allDecoders, ...allProtocols]) {
      expect(each.label).not.toBe('');
      expect(each.specification).not.toBe('');
      expect(each.recognisedBy).not.toBe('');
    }
  });

  it('leaves plain text alone', () => {
    for (const text of ['ping', '42', 'true', '"quoted"', '', '[INFO] started', 'Hello, world!']) {
      expect(chooseDecoder(textPayload(text), {})).toBeNull();
    }
  });

  it('chooses JSON for JSON', () => {
    expect(chooseDecoder(textPayload('{"a":1}'), {})).toMatchObject({ chosen: { name: 'json' } });
  });

  it('chooses the surest, and the first of equals', () => {
    const choose = (...decoders: Decoder[]) =>
      chooseDecoder(textPayload(''), {}, { decoders, protocols: [] })?.chosen.name;
    const [a, b, c] = [namedDecoder('a', 0.6), namedDecoder('b', 0.9), namedDecoder('c', 0.9)];
    expect(choose(a, b, c)).toBe('b');
    expect(choose(namedDecoder('unsure', 0.4))).toBeUndefined();
  });
});
