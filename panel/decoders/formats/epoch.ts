const secondsPerDay = 86_400n;

/** A moment: seconds since 1970-01-01T00:00:00Z, and nanoseconds from 0 to 999,999,999 after. */
export interface Moment {
  readonly seconds: bigint;
  readonly nanoseconds: number;
}

/**
 * A moment as ISO 8601 in UTC, with 0, 3, 6 or 9 digits of a second and years of any length. Not by
 * the built-in, which knows neither nanoseconds nor the years that 64 bits can say.
 */
export function formatMoment({ seconds, nanoseconds }: Moment): string {
  const days = floorDivide(seconds, secondsPerDay);
  const rest = Number(seconds - days * secondsPerDay);
  const { year, month, day } = civilFromDays(days);
  const time = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60].map(two).join(':');
  return `${yearText(year)}-${two(month)}-${two(day)}T${time}${fraction(nanoseconds)}Z`;
}

export function momentFromMs(ms: bigint): Moment {
  const seconds = floorDivide(ms, 1000n);
  return { seconds, nanoseconds: Number(ms - seconds * 1000n) * 1_000_000 };
}

/** A moment from a number of seconds with a fraction, to the microsecond; null if it is none. */
export function momentFromSeconds(value: number): Moment | null {
  if (!Number.isFinite(value) || Math.abs(value) > 1e15) return null;
  const micros = BigInt(Math.round(value * 1e6));
  const seconds = floorDivide(micros, 1_000_000n);
  return { seconds, nanoseconds: Number(micros - seconds * 1_000_000n) * 1000 };
}

const pattern =
  /^([+-]\d{4,12}|\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** Reads ISO 8601 as `formatMoment` writes it, also with a time zone; null if it is none. */
export function parseMoment(text: string): Moment | null {
  const parts = pattern.exec(text);
  if (parts === null) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  if (hour === undefined || minute === undefined || second === undefined) return null;
  if (month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const sign = parts[8] === '-' ? 1 : -1;
  const zone = sign * (Number(parts[9] ?? 0) * 3600 + Number(parts[10] ?? 0) * 60);
  const seconds =
    BigInt(daysFromCivil(year, month, day)) * secondsPerDay +
    BigInt(hour * 3600 + minute * 60 + second + zone);
  return { seconds, nanoseconds: Number((parts[7] ?? '').padEnd(9, '0')) };
}

/** The proleptic Gregorian calendar in eras of 400 years, which have 146,097 days each. */
function civilFromDays(days: bigint): { year: number; month: number; day: number } {
  // Days are counted from 0000-03-01, so that the leap day is the last of a year.
  const shifted = Number(days) + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

function daysFromCivil(year: number, month: number, day: number): number {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function daysOfMonth(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

function yearText(year: number): string {
  if (year >= 0 && year <= 9999) return String(year).padStart(4, '0');
  return `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function fraction(nanoseconds: number): string {
  if (nanoseconds === 0) return '';
  const digits = String(nanoseconds).padStart(9, '0');
  if (digits.endsWith('000000')) return `.${digits.slice(0, 3)}`;
  return digits.endsWith('000') ? `.${digits.slice(0, 6)}` : `.${digits}`;
}
