import type { Language, Texts } from './texts/texts.ts';

/** Numbers, sizes and times as a language writes them. */
export interface Format {
  count(value: number): string;
  bytes(value: number): string;
  percent(fraction: number): string;
  /** A small part, with a digit behind the point. */
  share(fraction: number): string;
  /** Two digits, and the whole number above a hundred. */
  decimal(value: number): string;
  /** A span of time; short ones exact. */
  duration(ms: number): string;
  /** Signed seconds with milliseconds, for columns. */
  offset(ms: number): string;
  /** Time of day with milliseconds, of the user's time zone. */
  clock(epochMs: number): string;
  date(epochMs: number): string;
}

const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

export function createFormat(language: Language): Format {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const twoDigits = new Intl.NumberFormat(language, { maximumSignificantDigits: 2 });
  const unit = (
    name: string,
    digits: number,
    unitDisplay: 'short' | 'narrow' = 'short',
  ): Intl.NumberFormat =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit: name,
      unitDisplay,
      maximumFractionDigits: digits,
    });
  // The narrow form is the same for all numbers, and its parts cost ten times the number alone: once is enough.
  const byteUnits = sizes.map(
    (name) =>
      unit(name, 0, 'narrow')
        .formatToParts(1)
        .find(({ type }) => type === 'unit')
        ?.value.trim() ?? '',
  );
  const tenths = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const milliseconds = unit('millisecond', 1);
  const seconds = unit('second', 2);
  const offset = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: 'second',
    unitDisplay: 'short',
    minimumFractionDigits: 3,
    maximumFractionDigits: 3,
    signDisplay: 'always',
  });
  const minutes = unit('minute', 0);
  const hours = unit('hour', 0);
  const clock = new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  });
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
  return {
    count: (value) => whole.format(value),
    bytes(value) {
      const step = value < 1000 ? 0 : Math.min(sizes.length - 1, Math.floor(Math.log10(value) / 3));
      const number =
        step === 0 ? whole.format(Math.round(value)) : tenths.format(value / 1000 ** step);
      // The narrow form has no space of its own.
      return `${number}\u00a0${byteUnits[step]}`;
    },
    percent: (fraction) => percent.format(fraction),
    share: (fraction) => share.format(fraction),
    decimal: (value) => (value < 100 ? twoDigits : whole).format(value),
    duration(ms) {
      if (Math.abs(ms) < 1000) return milliseconds.format(ms);
      if (ms < 60_000) return seconds.format(ms / 1000);
      const wholeSeconds = Math.round(ms / 1000);
      if (wholeSeconds < 3600)
        return `${minutes.format(Math.floor(wholeSeconds / 60))} ${seconds.format(wholeSeconds % 60)}`;
      return `${hours.format(Math.floor(wholeSeconds / 3600))} ${minutes.format(Math.floor((wholeSeconds % 3600) / 60))}`;
    },
    offset: (ms) => offset.format(ms / 1000),
    clock: (epochMs) => clock.format(epochMs),
    date: (epochMs) => date.format(epochMs),
  };
}

/** What a close code means. @see https://www.rfc-editor.org/rfc/rfc6455#section-7.4 */
export function closeCodeMeaning(texts: Texts, code: number): string {
  const meaning = texts.closeCodes[code];
  if (meaning !== undefined) return meaning;
  if (code >= 3000 && code < 4000) return texts.closeCodeRegistered;
  if (code >= 4000 && code < 5000) return texts.closeCodeApplication;
  return texts.closeCodeUnknown;
}
