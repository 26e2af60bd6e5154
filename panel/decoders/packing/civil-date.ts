const secondsPerDay = 86_400;

/**
 * Seconds since 1970 as `2026-11-25T10:09:00Z`, by counting days: decoders have no Date.
 * The era of 400 years begins on the first of March, so that a leap day is the last of a year.
 */
export function civilDate(seconds: number): string {
  const days = Math.floor(seconds / secondsPerDay) + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const rest = seconds - Math.floor(seconds / secondsPerDay) * secondsPerDay;
  const time = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60];
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${time.map((part) => pad(part, 2)).join(':')}Z`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
