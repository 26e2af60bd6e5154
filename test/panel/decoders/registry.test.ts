import { describe, expect, it } from 'vitest';
import { type Decoder, defaultBudget } from '../../../panel/decoders/decoder.ts';
import { chooseDecoder, decodeAutomatically } from '../../../panel/decoders/registry.ts';
import { jsonTable, textPayload } from './bytes.ts';

function decoderOf(name: string, confidence: number): Decoder {
  const table = jsonTable('[]');
  return {
    name,
    label: name,
    recognises: () => confidence,
    decode: () => ({ ok: true, table, warnings: [] }),
  };
}

describe('chooseDecoder', () => {
  it('leaves plain text alone', () => {
    for (const text of ['ping', '42', 'true', '"quoted"', '', '[INFO] started']) {
      expect(chooseDecoder(textPayload(text), {})).toBeNull();
    }
  });

  it('chooses JSON for JSON', () => {
    expect(chooseDecoder(textPayload('{"a":1}'), {})).toMatchObject({ decoder: { name: 'json' } });
  });

  it('chooses the surest, and the first of equals', () => {
    const decoders = [decoderOf('a', 0.6), decoderOf('b', 0.9), decoderOf('c', 0.9)];
    expect(chooseDecoder(textPayload(''), {}, decoders)?.decoder.name).toBe('b');
    expect(chooseDecoder(textPayload(''), {}, [decoderOf('unsure', 0.4)])).toBeNull();
  });
});

describe('decodeAutomatically', () => {
  it('gives the tree', () => {
    expect(decodeAutomatically(textPayload('[1]'), {})).toMatchObject({
      kind: 'decoded',
      decoded: { ok: true },
    });
  });

  it('falls back when the chosen decoder fails, and says so', () => {
    expect(decodeAutomatically(textPayload('{"a":[1,2'), {}, defaultBudget)).toMatchObject({
      kind: 'fallen-back',
      decoder: { name: 'json' },
      failure: { at: 9, table: { nodeCount: 4 } },
    });
  });

  it('says when nothing was recognised', () => {
    expect(decodeAutomatically(textPayload('ping'), {})).toEqual({ kind: 'not-recognised' });
  });
});
