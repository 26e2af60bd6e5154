import type { NodeTable } from './node-table.ts';

export interface Payload {
  readonly bytes: Uint8Array;
  /** Whether the message was sent as text; its bytes are then meant to be UTF-8. */
  readonly isText: boolean;
}

/** What is known around a payload, for formats that cannot be told from the payload alone. */
export interface Hint {
  readonly url?: string;
  /** Negotiated, or '' for none. */
  readonly subprotocol?: string;
  /** Told from the page's side. */
  readonly direction?: 'sent' | 'received';
  /** Names of the decoders of the layers around this one, the outermost first. */
  readonly outer?: readonly string[];
  /** For a decoder with `stream`: its state before this message. */
  readonly state?: unknown;
  /** What the decoder of the layer around this one says about it. */
  readonly context?: unknown;
  /** The messages that follow in the same direction, from 0: for parts that are sent one by one. */
  readonly following?: (index: number) => Payload | null;
}

/** Where a decoder gives up, with the tree as far as it was read. */
export interface Budget {
  readonly maxNodes: number;
  readonly maxDepth: number;
  /** Bytes that are read, and bytes that a layer may unpack to. */
  readonly maxBytes: number;
  /** Asked now and then (every 4096 nodes or 64 KiB): whether the time is up. */
  readonly isOverdue?: () => boolean;
}

/** 5,000,000 nodes take about 160 MB of columns, the most that one opened message may cost. */
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
    | 'trailing-data'
    | 'checksum'
    | 'not-canonical'
    | 'unusual'
    | 'more-warnings';
  /** Byte of the layer's bytes. */
  readonly at: number;
  readonly byteLength: number;
  readonly message: string;
}

/** What a message means to its protocol: for the list, for filters and for pairing. */
export interface MessageFacts {
  /** One line for the list, in the protocol's own words: `emit "chat" {…}`. Page data in it is only text. */
  readonly summary: string;
  /** Sent to keep the connection alive, and for nothing else. */
  readonly isHeartbeat?: boolean;
  readonly role?: MessageRole;
  /** What a request and its response share, unique per socket and side that asks. */
  readonly correlationId?: string;
}

export const messageRoles = ['request', 'response', 'event', 'control'] as const;
export type MessageRole = (typeof messageRoles)[number];

/** What a layer holds that is decoded further: decompressed bytes, or the part behind a header. */
export interface Inner {
  /** The node that it stands for. */
  readonly node: number;
  readonly payload: Payload;
  /** The decoder that this layer knows to be right. Left out: what recognises it. */
  readonly decoder?: string;
  /** Handed to that decoder as `hint.context`. */
  readonly context?: unknown;
}

interface DecodedParts {
  readonly inner?: Inner;
  readonly facts?: MessageFacts;
}

export type Decoded =
  | (DecodedParts & {
      readonly ok: true;
      readonly table: NodeTable;
      readonly warnings: readonly Warning[];
    })
  | DecodeFailure;

export interface DecodeFailure extends DecodedParts {
  readonly ok: false;
  /** What, where and, if that can be said, what to do: "msgpack: bin8 wants 200 bytes, 12 left, at byte 5" */
  readonly reason: string;
  /** Byte of the layer's bytes. */
  readonly at: number;
  /** What could be read up to there. */
  readonly table?: NodeTable;
}

/** What a decoder must know of the messages before one, of one socket and both directions. */
export interface StreamFold {
  /**
   * How sure it is, by the address, the subprotocol and one of the socket's first messages, that
   * the whole socket speaks this. From 0.5 on all messages of the socket are decoded so.
   */
  claims(payload: Payload, hint: Hint): number;
  /** Before the first message. Plain data without functions; never changed, only replaced. */
  readonly initial: unknown;
  /** After a message (its `hint.direction` is set, `hint.state` is the state before it). Never throws, returns new data or the same. */
  advance(payload: Payload, hint: Hint): unknown;
}

export type EditorLanguage = 'json' | 'text';

export type EditText =
  | { readonly ok: true; readonly text: string; readonly language: EditorLanguage }
  | { readonly ok: false; readonly reason: string; readonly at: number };

export type EditReading =
  | { readonly ok: true; readonly payload: Payload }
  | {
      readonly ok: false;
      readonly reason: string;
      /** From 1; 0 where they say nothing. */
      readonly line: number;
      readonly column: number;
    };

/** Editing in decoded form: `read(write(x))` decodes to the same value as `x`. */
export interface Editing {
  write(payload: Payload, hint: Hint): EditText;
  read(text: string, original: Payload, hint: Hint): EditReading;
}

export interface Decoder {
  /** Stable name, also the prefix of its reasons and the word of the filter: `json`. */
  readonly name: string;
  /** Name for people: `JSON`. */
  readonly label: string;
  /** What it is written by: a link, or the name of a document. */
  readonly specification: string;
  /** One sentence for the documentation: how a payload is recognised. */
  readonly recognisedBy: string;
  /** A confidence from 0 to 1. Cheap, never throws. From 0.5 on it is chosen automatically. */
  recognises(payload: Payload, hint: Hint): number;
  /** Never throws on bad input, and keeps within the budget. */
  decode(payload: Payload, hint: Hint, budget: Budget): Decoded;
  /** For protocols whose messages cannot be read one by one. */
  readonly stream?: StreamFold;
  readonly edit?: Editing;
  /** The decoder before which it goes where the layer around names that one: it knows more of the same format. */
  readonly refines?: string;
  /** Puts an edited inner payload back into this layer (compresses it again, adds the header of `original`). */
  readonly enclose?: (inner: Payload, original: Payload, hint: Hint) => Payload;
  /** Loads what is large and rarely wanted. Awaited before `decode` where the user has chosen it. */
  readonly prepare?: () => Promise<void>;
}
