import { describe, expect, it } from 'vitest';
import { closeCodeMeaning, createFormat } from '../../../panel/model/format.ts';
import { en } from '../../../panel/model/texts/en.ts';
import { ru } from '../../../panel/model/texts/ru.ts';

const formats = { en: createFormat('en'), ru: createFormat('ru') };
/** Intl uses several spaces, which differ from one version of ICU to the next. */
const plain = (text: string): string => text.replace(/[\u00a0\u2009\u202f]/g, ' ');

describe('numbers', () => {
  it.each([
    ['en', 1_234_567, '1,234,567'],
    ['ru', 1_234_567, '1 234 567'],
    ['en', 0, '0'],
  ] as const)('are grouped as in %s: %d', (language, value, wanted) => {
    expect(plain(formats[language].count(value))).toBe(wanted);
  });

  it.each([
    ['en', 0.256, '26%'],
    ['ru', 0.256, '26 %'],
    ['en', 1, '100%'],
  ] as const)('as parts of a hundred in %s: %d', (language, value, wanted) => {
    expect(plain(formats[language].percent(value))).toBe(wanted);
  });
});

describe('sizes', () => {
  it.each([
    ['en', 0, '0 B'],
    ['en', 1, '1 B'],
    ['en', 999, '999 B'],
    ['en', 1000, '1 kB'],
    ['en', 1234, '1.2 kB'],
    ['en', 1_000_000, '1 MB'],
    ['en', 2_500_000_000, '2.5 GB'],
    ['en', 5e15, '5,000,000 GB'],
    ['ru', 999, '999 Б'],
    ['ru', 1234, '1,2 кБ'],
    ['ru', 1_500_000, '1,5 МБ'],
    ['ru', 2_500_000_000, '2,5 ГБ'],
  ] as const)('in %s: %d is %s', (language, value, wanted) => {
    expect(plain(formats[language].bytes(value))).toBe(wanted);
  });

  it('do not break between number and unit', () => {
    for (const format of Object.values(formats)) expect(format.bytes(1234)).toMatch(/\d\u00a0\D/);
  });
});

describe('spans of time', () => {
  it.each([
    ['en', 0, '0 ms'],
    ['en', 0.25, '0.3 ms'],
    ['en', 12.34, '12.3 ms'],
    ['en', 999, '999 ms'],
    ['en', 1000, '1 sec'],
    ['en', 1234, '1.23 sec'],
    ['en', 59_990, '59.99 sec'],
    ['en', 60_000, '1 min 0 sec'],
    ['en', 119_700, '2 min 0 sec'],
    ['en', 3_599_000, '59 min 59 sec'],
    ['en', 3_600_000, '1 hr 0 min'],
    ['en', 7_380_000, '2 hr 3 min'],
    ['ru', 12.34, '12,3 мс'],
    ['ru', 1234, '1,23 с'],
    ['ru', 61_000, '1 мин 1 с'],
    ['ru', 7_380_000, '2 ч 3 мин'],
  ] as const)('in %s: %d ms is %s', (language, ms, wanted) => {
    expect(plain(formats[language].duration(ms))).toBe(wanted);
  });

  it.each([
    ['en', 0, '+0.000 sec'],
    ['en', 1234.5678, '+1.235 sec'],
    ['en', -20, '-0.020 sec'],
    ['ru', 1234, '+1,234 с'],
  ] as const)('as columns in %s: %d ms is %s', (language, ms, wanted) => {
    expect(plain(formats[language].offset(ms))).toBe(wanted);
  });
});

describe('the time of day', () => {
  // In the time zone of whoever runs the tests.
  const noon = new Date(2026, 10, 22, 0, 5, 9, 42).getTime();

  it('has milliseconds and 24 hours, midnight as 00', () => {
    expect(formats.en.clock(noon)).toBe('00:05:09.042');
    expect(formats.ru.clock(noon)).toBe('00:05:09,042');
  });

  it('comes with the date in the language', () => {
    expect(formats.en.date(noon)).toContain('2026');
    expect(formats.en.date(noon)).toContain('Nov');
    expect(formats.ru.date(noon)).toContain('нояб');
  });
});

describe('the meaning of a close code', () => {
  it.each([
    [1000, 'normal closure'],
    [1006, 'connection lost without a close frame'],
    [2999, en.closeCodeUnknown],
    [3000, en.closeCodeRegistered],
    [3999, en.closeCodeRegistered],
    [4000, en.closeCodeApplication],
    [4999, en.closeCodeApplication],
    [5000, en.closeCodeUnknown],
    [0, en.closeCodeUnknown],
  ])('%d is known', (code, meaning) => {
    expect(closeCodeMeaning(en, code)).toBe(meaning);
  });

  it('is in the language of the texts', () => {
    expect(closeCodeMeaning(ru, 1000)).toBe('обычное закрытие');
  });
});
