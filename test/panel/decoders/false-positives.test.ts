import { describe, expect, it } from 'vitest';
import {
  falsePositives,
  mistaken,
  randomPayloads,
  textPayloads,
} from '../../bench/decoders/false-positives.ts';
import { realPayloads } from '../../bench/decoders/real-payloads.ts';

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

  it('take no payload that a library has written in one format for one in another', () => {
    const wrong = [...mistaken(realPayloads(1000, 11)).keys()];
    expect(wrong.filter((key) => !key.endsWith(' > nothing'))).toEqual([]);
    // What has a form or a mark of its own is recognised; nothing marks these.
    const unmarked = ['deflate > nothing', 'protobuf > nothing', 'snappy > nothing'];
    expect(wrong.filter((key) => !unmarked.includes(key))).toEqual([]);
  });
});
