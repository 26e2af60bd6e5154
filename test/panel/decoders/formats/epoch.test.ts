import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatMoment,
  momentFromMs,
  momentFromSeconds,
  parseMoment,
} from '../../../../panel/decoders/formats/epoch.ts';

describe('a moment', () => {
  it('is written as the built-in writes it, wherever the built-in can', () => {
    const withinDate = fc.integer({ min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 });
    fc.assert(
      fc.property(withinDate, (ms) => {
        const written = formatMoment(momentFromMs(BigInt(ms)));
        expect(written).toBe(new Date(ms).toISOString().replace('.000Z', 'Z'));
      }),
      { numRuns: 2000 },
    );
  });

  it('comes back from its text, to the nanosecond and in every year of 64 bits', () => {
    const seconds = fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n });
    fc.assert(
      fc.property(seconds, fc.integer({ min: 0, max: 999_999_999 }), (seconds, nanoseconds) => {
        const moment = { seconds, nanoseconds };
        expect(parseMoment(formatMoment(moment))).toEqual(moment);
      }),
    );
  });

  it('is read with a time zone, and with spaces and small letters', () => {
    const noon = parseMoment('2026-01-31T12:00:00Z');
    expect(parseMoment('2026-01-31T14:30:00+02:30')).toEqual(noon);
    expect(parseMoment('2026-01-31T07:00:00-05:00')).toEqual(noon);
    expect(parseMoment('2026-01-31 12:00:00z')).toEqual(noon);
  });

  it('is none where the calendar has no such day or time', () => {
    const wrong = [
      '',
      '2026',
      '2026-02-29T00:00:00Z',
      '1900-02-29T00:00:00Z',
      '2026-13-01T00:00:00Z',
    ];
    wrong.push(
      '2026-04-31T00:00:00Z',
      '2026-01-01T24:00:00Z',
      '2026-01-01T00:60:00Z',
      '2026-01-01T00:00:00',
    );
    for (const text of wrong) expect([text, parseMoment(text)]).toEqual([text, null]);
    expect(parseMoment('2000-02-29T00:00:00Z')).not.toBeNull();
  });

  it('is made from seconds with a fraction, unless they are none', () => {
    expect(momentFromSeconds(-0.5)).toEqual({ seconds: -1n, nanoseconds: 500_000_000 });
    expect(momentFromSeconds(Number.NaN)).toBeNull();
    expect(momentFromSeconds(1e300)).toBeNull();
  });
});
