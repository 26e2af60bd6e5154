import type { NodeTable } from './node-table.ts';

export interface Payload {
  readonly bytes: Uint8Array;
  /** Whether the message was sent as text; its bytes are then meant to be UTF-8. */
  readonly isText: boolean;
}

/** What is known of the socket, for formats that cannot be told from the payload alone. */
export interface Hint {
  readonly url?: string;
  readonly subprotocol?: string;
}

/** Where a decoder gives up, with the tree as far as it was read. */
export interface Budget {
  readonly maxNodes: number;
  readonly maxDepth: number;
  readonly maxBytes: number;
}

/** 5,000,000 nodes take about 150 MB of columns, the most that one opened message may cost. */
export const defaultBudget: Budget = {
  maxNodes: 5_000_000,
  maxDepth: 2_000,
  maxBytes: 128 * 1024 * 1024,
};

/** Something odd in a payload that could be decoded all the same. */
export interface Warning {
  readonly code:
    | 'byte-order-mark'
    | 'duplicate-key'
    | 'invalid-utf8'
    | 'lone-surrogate'
    | 'keys-not-compared'
    | 'more-warnings';
  /** Byte of the payload. */
  readonly at: number;
  readonly byteLength: number;
  readonly message: string;
}

export type Decoded =
  | { readonly ok: true; readonly table: NodeTable; readonly warnings: readonly Warning[] }
  | DecodeFailure;

export interface DecodeFailure {
  readonly ok: false;
  readonly reason: string;
  /** Byte of the payload. */
  readonly at: number;
  /** What could be read up to there. */
  readonly table?: NodeTable;
}

export interface Decoder {
  /** Stable name, also the prefix of its reasons: `json`. */
  readonly name: string;
  /** Name for people: `JSON`. */
  readonly label: string;
  /** A confidence from 0 to 1. Cheap, never throws. */
  recognises(payload: Payload, hint: Hint): number;
  /** Never throws on bad input. */
  decode(payload: Payload, hint: Hint, budget: Budget): Decoded;
}
