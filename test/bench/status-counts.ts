/** What the panel's status line counts. */
export interface StatusCounts {
  readonly shown: number;
  readonly recorded: number;
  readonly dropped: number;
}

/** Reads an English status line such as "12 messages12 recorded0 dropped". */
export function statusCounts(text: string): StatusCounts {
  const plain = text.replaceAll(/[\u00a0,]/g, '');
  const count = (pattern: RegExp, name: string): number => {
    const digits = pattern.exec(plain)?.[1];
    if (digits === undefined)
      throw new Error(`the status line does not say how many were ${name}: "${text}"`);
    return Number(digits);
  };
  return {
    shown: count(/(\d+) messages?/, 'shown'),
    recorded: count(/(\d+) recorded/, 'recorded'),
    dropped: count(/(\d+) dropped/, 'dropped'),
  };
}
