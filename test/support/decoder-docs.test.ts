import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decoderDocument } from './decoder-docs.ts';

describe('docs/decoders.md', () => {
  it('is what the registry says; npm run docs writes it anew', () => {
    const file = new URL('../../docs/decoders.md', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(decoderDocument());
  });
});
