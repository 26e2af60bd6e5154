import { describe, expect, it } from 'vitest';
import {
  falsePositives,
  randomPayloads,
  textPayloads,
} from '../../bench/decoders/false-positives.ts';

const sumOf = (chosen: ReadonlyMap<string, number>): number =>
  [...chosen.values()].reduce((sum, count) => sum + count, 0);

describe('All decoders together', () => {
  it('take less than one in a thousand payloads of random bytes for something', () => {
    const { chosen, payloads } = falsePositives(randomPayloads(20_000, 11));
    expect(sumOf(chosen), [...chosen].join(' ')).toBeLessThan(payloads / 1000);
  });

  it('take no prose, no log line and no single word for something', () => {
    expect([...falsePositives(textPayloads(20_000, 11)).chosen]).toEqual([]);
  });
});
