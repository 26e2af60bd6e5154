import { uintAt } from './numbers.ts';

export const etfVersion = 131;

/** Tags of terms, by the names that the Erlang documentation gives them. */
export const etfWords: ReadonlyMap<number, string> = new Map([
  [70, 'float64'],
  [77, 'bitstring'],
  [88, 'pid'],
  [89, 'port'],
  [90, 'reference'],
  [97, 'uint8'],
  [98, 'int32'],
  [99, 'float as text'],
  [100, 'atom'],
  [101, 'reference'],
  [102, 'port'],
  [103, 'pid'],
  [104, 'tuple'],
  [105, 'tuple'],
  [106, 'nil'],
  [107, 'charlist'],
  [108, 'list'],
  [109, 'binary'],
  [110, 'big'],
  [111, 'big'],
  [112, 'fun'],
  [113, 'export'],
  [114, 'reference'],
  [115, 'atom'],
  [116, 'map'],
  [117, 'fun'],
  [118, 'atom'],
  [119, 'atom'],
  [120, 'port'],
]);

export function isAtom(tag: number): boolean {
  return tag === 100 || tag === 115 || tag === 118 || tag === 119;
}

/** Bytes of a map, list or tuple before its terms, 0 for others. */
export function containerHead(tag: number): number {
  if (tag === 104) return 2;
  return tag === 105 || tag === 108 || tag === 116 ? 5 : 0;
}

const heads: ReadonlyMap<number, number> = new Map([
  [70, 9],
  [77, 6],
  [90, 3],
  [97, 2],
  [98, 5],
  [99, 32],
  [100, 3],
  [104, 2],
  [105, 5],
  [107, 3],
  [108, 5],
  [109, 5],
  [110, 3],
  [111, 6],
  [112, 5],
  [114, 3],
  [115, 2],
  [116, 5],
  [117, 5],
  [118, 3],
  [119, 2],
]);

/** The tag and the numbers of fixed size behind it: all of a term of fixed length. */
export function etfHead(tag: number): number {
  return heads.get(tag) ?? 1;
}

export interface EtfLayout {
  /** Bytes behind the head that are no terms. */
  readonly body: number;
  /** Terms behind that. */
  readonly terms: number;
  /** Bytes behind the terms. */
  readonly tail: number;
}

/** What follows the head at `at`, which must be there. */
export function layoutAt(bytes: Uint8Array, at: number): EtfLayout {
  const tag = bytes[at] ?? 0;
  const number = (size: number): number => uintAt(bytes, at + 1, size);
  switch (tag) {
    case 100:
    case 107:
    case 118:
      return { body: number(2), terms: 0, tail: 0 };
    case 110:
    case 115:
    case 119:
      return { body: number(1), terms: 0, tail: 0 };
    case 77:
    case 109:
    case 111:
      return { body: number(4), terms: 0, tail: 0 };
    case 112:
      // The size of a fun counts itself.
      return { body: Math.max(0, number(4) - 4), terms: 0, tail: 0 };
    case 104:
      return { body: 0, terms: number(1), tail: 0 };
    case 105:
      return { body: 0, terms: number(4), tail: 0 };
    case 108:
      return { body: 0, terms: number(4) + 1, tail: 0 };
    case 116:
      return { body: 0, terms: number(4) * 2, tail: 0 };
    case 117:
      return { body: 0, terms: number(4) + 4, tail: 0 };
    case 113:
      return { body: 0, terms: 3, tail: 0 };
    case 90:
      return { body: 0, terms: 1, tail: 4 + 4 * number(2) };
    case 114:
      return { body: 0, terms: 1, tail: 1 + 4 * number(2) };
    default: {
      const tail = nodeTails.get(tag);
      return tail === undefined ? { body: 0, terms: 0, tail: 0 } : { body: 0, terms: 1, tail };
    }
  }
}

/** Pids, ports and references: the name of a node, and numbers of so many bytes. */
const nodeTails: ReadonlyMap<number, number> = new Map([
  [88, 12],
  [89, 8],
  [101, 5],
  [102, 5],
  [103, 9],
  [120, 12],
]);
