// The fields that HAR 1.2 requires, with their types, and what breaks readers when it is wrong.
// http://www.softwareishard.com/blog/har-12-spec/

type Check = (value: unknown, path: string) => string[];

const is =
  (test: (value: unknown) => boolean, expected: string): Check =>
  (value, path) =>
    test(value) ? [] : [`${path} is not ${expected}`];
const text = is((value) => typeof value === 'string', 'a string');
const number = is(Number.isFinite, 'a number');
const duration = is((value) => typeof value === 'number' && value >= 0, 'a duration');
const optionalDuration = is(
  (value) => typeof value === 'number' && (value >= 0 || value === -1),
  'a duration or -1',
);
const isoDate = is(
  (value) =>
    typeof value === 'string' && /^[+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
  'an ISO 8601 time',
);

const list =
  (item: Check): Check =>
  (value, path) =>
    Array.isArray(value)
      ? value.flatMap((each, index) => item(each, `${path}[${index}]`))
      : [`${path} is not an array`];
const shape =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value, path) =>
    typeof value === 'object' && value !== null
      ? Object.entries(fields).flatMap(([name, check]) =>
          check((value as Record<string, unknown>)[name], `${path}.${name}`),
        )
      : [`${path} is not an object`];

const pair = shape({ name: text, value: text });
const message = {
  httpVersion: text,
  cookies: list(pair),
  headers: list(pair),
  headersSize: number,
  bodySize: number,
};
const entry = shape({
  startedDateTime: isoDate,
  time: duration,
  request: shape({ method: text, url: text, queryString: list(pair), ...message }),
  response: shape({
    status: number,
    statusText: text,
    redirectURL: text,
    content: shape({ size: number, mimeType: text }),
    ...message,
  }),
  cache: shape({}),
  timings: shape({
    blocked: optionalDuration,
    dns: optionalDuration,
    connect: optionalDuration,
    ssl: optionalDuration,
    send: duration,
    wait: duration,
    receive: duration,
  }),
});
const page = shape({
  startedDateTime: isoDate,
  id: text,
  title: text,
  pageTimings: shape({ onContentLoad: optionalDuration, onLoad: optionalDuration }),
});
const har = shape({
  log: shape({
    version: is((value) => value === '1.2', '1.2'),
    creator: shape({ name: text, version: text }),
    pages: list(page),
    entries: list(entry),
  }),
});

interface Timed {
  readonly time: number;
  readonly timings: Readonly<Record<string, number>>;
  readonly pageref?: string;
}

/** What a HAR lacks, empty when it is valid. */
export function missingFields(value: unknown): string[] {
  const missing = har(value, 'har');
  if (missing.length > 0) return missing;
  const { log } = value as { log: { pages: { id: string }[]; entries: Timed[] } };
  return log.entries.flatMap(({ time, timings, pageref }, index) => [
    ...(time === Object.values(timings).reduce((sum, each) => sum + Math.max(0, each), 0)
      ? []
      : [`entries[${index}].time is not the sum of its timings`]),
    ...(pageref === undefined || log.pages.some(({ id }) => id === pageref)
      ? []
      : [`entries[${index}].pageref is no page`]),
  ]);
}
