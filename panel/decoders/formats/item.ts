import type { Moment } from './epoch.ts';

/** A value as extended JSON can say it, whatever binary format it comes from or goes to. */
export type Item = {
  /** Byte of the edited text, for what is wrong with the value. */
  readonly at?: number;
} & ItemValue;

export type ItemValue =
  | { readonly kind: 'null' | 'undefined' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number; readonly isSingle: boolean }
  | { readonly kind: 'string'; readonly value: string }
  /** A string whose bytes are not UTF-8. */
  | { readonly kind: 'raw-string'; readonly bytes: Uint8Array }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'ext'; readonly type: number; readonly bytes: Uint8Array }
  | { readonly kind: 'date'; readonly moment: Moment }
  | { readonly kind: 'array' | 'sequence'; readonly items: readonly Item[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Item, Item])[] };

/** Beyond this depth values are not edited: it keeps the recursion over items shallow. */
export const maxItemDepth = 200;
