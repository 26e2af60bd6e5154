/**
 * What a row of the log is. Sent and received are messages, the rest are events in a socket's life;
 * `missing` stands where messages of it are not in the log.
 */
export const rowKinds = [
  'sent',
  'received',
  'opened',
  'closed',
  'error',
  'closeCalled',
  'sendFailed',
  'closeFailed',
  'missing',
] as const;
export type RowKind = (typeof rowKinds)[number];

export const kindCode = Object.fromEntries(rowKinds.map((kind, code) => [kind, code])) as Readonly<
  Record<RowKind, number>
>;

export const kindOf = (code: number): RowKind => rowKinds[code] ?? 'error';
export const isMessageCode = (code: number): boolean => code <= kindCode.received;
