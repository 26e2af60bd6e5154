import type { MessageFacts, MessageRole } from '../decoders/decoder.ts';
import {
  type LeadingNumber,
  leadingNumbers,
  type MessageRule,
} from '../decoders/formats/protobuf-message-rules.ts';
import type { HexRow } from '../decoders/hex.ts';
import type { PipelineRule } from './decoding/pipeline-rules.ts';
import type { NetworkSocket } from './network-socket.ts';
import type { QueryError } from './query/parse-query.ts';
import type { RowKind } from './row-kind.ts';
import type { SizeRange } from './size-histogram.ts';
import type { SocketSummary } from './socket-table.ts';
import type { BinnedCounts } from './time-lane.ts';

// What the panel and the engine's worker say to each other. A row is named by its number in the log,
// which never changes; a position is a place in the present view.

/** Said to the engine, without an answer. */
export type EngineOrder =
  | { readonly kind: 'batch'; readonly document: number; readonly batch: ArrayBuffer }
  | {
      readonly kind: 'documentCame';
      readonly document: number;
      readonly url: string;
      readonly isTop: boolean;
      /** A worker that records itself; left out: no. */
      readonly isWorker?: boolean;
    }
  | { readonly kind: 'documentLeft'; readonly document: number }
  /** Forgets messages and closed sockets. After a navigation also the documents that are gone. */
  | { readonly kind: 'clear'; readonly isNavigation: boolean }
  | {
      readonly kind: 'view';
      readonly view: number;
      readonly filter: string;
      readonly sockets: readonly number[] | null;
      /** null or left out: all times. */
      readonly span?: TimeSpan | null;
    }
  /** What the browser's network log says of the page's and its workers' sockets. */
  | { readonly kind: 'network'; readonly sockets: readonly NetworkSocket[] }
  /** How much memory payloads may take. */
  | { readonly kind: 'memory'; readonly budgetBytes: number }
  /** How messages are decoded: what is pinned, and what holds for one row. */
  | {
      readonly kind: 'pipelines';
      readonly rules: readonly PipelineRule[];
      readonly ofRow: { readonly row: number; readonly pipeline: readonly string[] } | null;
    }
  /** Of what types the messages are, in the order in which the rules are asked. */
  | { readonly kind: 'messageRules'; readonly rules: readonly MessageRule[] }
  | { readonly kind: 'cancel'; readonly request: number };

/** Asked of the engine: what each question carries and what its answer holds. */
export interface EngineCalls {
  /** Rows of a view, or null of one that is shown no more. */
  rows: {
    ask: {
      readonly view: number;
      readonly start: number;
      readonly count: number;
      /** A row and where it stood: if it stands elsewhere now, so do the rows that are meant. */
      readonly anchor?: { readonly row: number; readonly position: number } | null;
    };
    answer: RowsAnswer | null;
  };
  /** Selects rows of a view, or of any if none is named; null if it is shown no more. */
  select: {
    ask: { readonly view: number | null; readonly act: SelectAct };
    answer: SelectionState | null;
  };
  selectionSummary: { ask: Record<string, never>; answer: SelectionSummary };
  /** The selected messages, or (with a row) one, as text for the clipboard. */
  copyRows: {
    ask: { readonly format: CopyFormat; readonly row: number | null };
    answer: CopyOutcome;
  };
  message: { ask: { readonly row: number }; answer: MessageDetail | null };
  /** Part of a payload. */
  bytes: {
    ask: { readonly row: number; readonly start: number; readonly end: number };
    answer: Uint8Array;
  };
  /** Children of a node in the tree of a layer. */
  nodes: {
    ask: {
      readonly row: number;
      readonly layer: number;
      readonly node: number;
      readonly start: number;
      readonly count: number;
    };
    answer: readonly TreeRow[];
  };
  /** Decodes what a string or bytes of a tree hold. The new layers stay as long as the message is open. */
  openNode: { ask: NodePlace; answer: readonly LayerSummary[] };
  /** A node in the forms in which it can be copied. */
  nodeCopy: { ask: NodePlace; answer: NodeCopy };
  /** The innermost node that holds a byte of a layer, with all that are around it, from the root on. */
  nodeAt: {
    ask: { readonly row: number; readonly layer: number; readonly byte: number };
    answer: readonly NodeStep[];
  };
  /** All nodes around a node and itself, from the root on. */
  nodeSteps: { ask: NodePlace; answer: readonly NodeStep[] };
  /** The nodes whose key or value holds a text. */
  searchNodes: {
    ask: { readonly row: number; readonly layer: number; readonly text: string };
    answer: NodeSearch;
  };
  /** What could decode a layer's bytes, or give its value a meaning, the surest first; then all others. */
  decoderChoices: {
    ask: { readonly row: number; readonly layer: number | null };
    answer: DecoderChoices;
  };
  /** The bytes of part of a payload as text that hides nothing. */
  textRuns: {
    ask: {
      readonly row: number;
      /** null: the message itself. */
      readonly layer: number | null;
      readonly start: number;
      readonly end: number;
    };
    answer: TextPart;
  };
  /** The bytes that a layer was given. */
  layerBytes: {
    ask: { readonly row: number; readonly layer: number };
    answer: Uint8Array<ArrayBuffer>;
  };
  hexRows: {
    ask: {
      readonly row: number;
      /** null: the message itself. */
      readonly layer: number | null;
      readonly startRow: number;
      readonly count: number;
      readonly bytesPerRow: number;
    };
    answer: HexPage;
  };
  /** A whole payload as text for the clipboard: text as it is, bytes as hex. */
  copyText: { ask: { readonly row: number }; answer: string };
  /** What an editor's text means in bytes. */
  readPayload: {
    ask: { readonly format: PayloadFormat; readonly text: string };
    answer: PayloadReading;
  };
  /** A payload as an editor shows it. */
  writePayload: {
    ask: { readonly format: PayloadFormat; readonly bytes: Uint8Array };
    answer: string;
  };
  /** The format in which a payload is best edited. */
  bestFormat: {
    ask: { readonly bytes: Uint8Array; readonly isText: boolean };
    answer: PayloadFormat;
  };
  /** A message in decoded form, for an editor; null where it cannot be written again. */
  editableText: { ask: { readonly row: number }; answer: EditableText | null };
  /** What an edited text means in bytes. */
  encodeEdited: {
    ask: {
      readonly text: string;
      readonly pipeline: readonly string[];
      readonly original: Uint8Array;
      readonly isText: boolean;
      readonly hint: EditHint;
    };
    answer: EditedPayload;
  };
  /** Bytes in the decoded form that a pipeline gives them. */
  decodeForEditing: {
    ask: {
      readonly pipeline: readonly string[];
      readonly bytes: Uint8Array;
      readonly isText: boolean;
      readonly hint: EditHint;
    };
    answer:
      | { readonly ok: true; readonly text: string }
      | {
          readonly ok: false;
          readonly reason: string;
          readonly line: number;
          readonly column: number;
        };
  };
  /** Replaces the user's Protobuf schemas. What is wrong with one file leaves the others usable. */
  loadSchemas: { ask: { readonly files: readonly SchemaSource[] }; answer: SchemaReport };
  layOutJson: { ask: { readonly text: string }; answer: string };
  /** Messages by time. The bins are as wide as a share of the span or wider, so that their borders stay where they are while the span grows. */
  timeline: {
    ask: {
      /** null: from the first message, to the last. */
      readonly fromMs: number | null;
      readonly toMs: number | null;
      readonly bins: number;
      /** The sockets of each lane; null: all. */
      readonly lanes: readonly (readonly number[] | null)[];
    };
    answer: Timeline;
  };
  /** Sizes and rates of a socket; null before its first message. */
  statistics: {
    ask: { readonly socket: number; readonly nowMs: number };
    answer: SocketStatistics | null;
  };
  exportHar: { ask: Record<string, never>; answer: Blob };
  importHar: { ask: { readonly file: Blob }; answer: ImportOutcome };
}
export type EngineCall = keyof EngineCalls;
export type { LeadingNumber, MessageRule, PipelineRule };
export const leadingNumberFormats: readonly LeadingNumber[] = leadingNumbers;

/** The text of a `.proto` file, or the bytes of a descriptor set. */
export interface SchemaSource {
  /** With its folder, where that is known. */
  readonly name: string;
  readonly content: string | Uint8Array;
}

export interface SchemaReport {
  /** In the order in which they were given. */
  readonly files: readonly {
    readonly name: string;
    readonly messages: number;
    readonly enums: number;
    /** The first of them. Lines count from 1; 0 where there are none. */
    readonly errors: readonly { readonly line: number; readonly text: string }[];
    readonly errorCount: number;
  }[];
  /** Full names of all types of messages. */
  readonly types: readonly string[];
}

/** Epoch ms; both ends are inside. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Timeline {
  /** Times of the first and the last message of the log; null without any. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly lanes: readonly TimelineLane[];
}

export interface TimelineLane extends BinnedCounts {
  readonly sockets: readonly number[] | null;
}

export interface SocketStatistics {
  readonly sent: DirectionStatistics;
  readonly received: DirectionStatistics;
}

/** Percentiles of the size are within percentileError of size-histogram.ts, the rest is exact. */
export interface DirectionStatistics {
  readonly messages: number;
  readonly bytes: number;
  readonly leastBytes: number;
  readonly mostBytes: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly sizes: readonly SizeRange[];
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
}

/** Said by the engine. */
export type EngineEvent =
  | {
      readonly kind: 'answer';
      readonly request: number;
      readonly version: number;
      readonly answer: unknown;
    }
  | { readonly kind: 'failed'; readonly request: number; readonly reason: string }
  | {
      readonly kind: 'progress';
      readonly request: number;
      readonly done: number;
      readonly of: number;
    }
  | ({ readonly kind: 'update' } & EngineUpdate)
  /** Batches of a document have been appended: its relay may send more. */
  | { readonly kind: 'taken'; readonly document: number; readonly batches: number }
  /** What became of a command. */
  | {
      readonly kind: 'commandAnswer';
      readonly document: number;
      readonly requestId: number;
      readonly isDone: boolean;
      readonly errorCode: string;
      readonly errorText: string;
    };

/** The state of the engine at one version of its log. */
export interface EngineUpdate {
  readonly version: number;
  readonly recordedMessages: number;
  readonly missingMessages: number;
  /** Records that could not be read. */
  readonly faults: number;
  /** In memory. */
  readonly heldBytes: number;
  readonly diskBytes: number;
  /** Messages, the oldest, whose payload had to make room. */
  readonly forgottenMessages: number;
  /** What recording costs the documents of which that has changed since the last update. */
  readonly costs: readonly DocumentCost[];
  readonly view: ViewState;
  /** Sockets that are new or have changed since the last update. */
  readonly sockets: readonly SocketSummary[];
  /** Ids of all sockets, when some have gone. */
  readonly remainingSockets: readonly number[] | null;
}

/** What recording costs a document, by its recorder's own account. */
export interface DocumentCost {
  readonly document: number;
  readonly url: string;
  readonly isTop: boolean;
  /** It has not been left. */
  readonly isHere: boolean;
  /** Messages that came, and what the recorder worked on them, µs. Commands and the life of sockets are not in it. */
  readonly messages: number;
  readonly costUs: number;
  /** Of the last second with messages: the part of the page's time that recording took. */
  readonly share: number;
  /** Of the last second with messages: from an event to the engine at the longest, ms. Clocks of two processes are compared, so it is as good as those. */
  readonly lagMs: number;
  /** Epoch ms: when that second ended. */
  readonly atMs: number;
}

export interface ViewState {
  readonly view: number;
  /** Rows that match, lifecycle rows included. */
  readonly rowCount: number;
  readonly messageCount: number;
  /** Rows of the log that have been looked at, of all. */
  readonly scannedRows: number;
  readonly ofRows: number;
  readonly problem: ViewProblem | null;
}
export type ViewProblem =
  | { readonly kind: 'syntax'; readonly error: QueryError }
  | { readonly kind: 'tooSlow'; readonly patterns: readonly string[] }
  | { readonly kind: 'failed'; readonly reason: string };

export interface RowsAnswer {
  readonly rows: readonly RowSummary[];
  /** By how many rows the anchor, and the rows with it, stand farther down than asked. */
  readonly shift: number;
  readonly selection: SelectionState;
}

export interface SelectionState {
  /** The row that was chosen last, or -1. */
  readonly row: number;
  /** Where it stands in the view, or -1. */
  readonly position: number;
  /** How many rows of the view are selected. */
  readonly count: number;
}

export type SelectAct =
  | { readonly kind: 'none' | 'all' }
  | {
      /**
       * `extend` selects from where the selection began, `extendMore` keeps what else is selected, and `include`
       * changes nothing if the row is among what is selected.
       */
      readonly kind: 'only' | 'toggle' | 'extend' | 'extendMore' | 'include';
      readonly target: SelectTarget;
    };
/** A row of the log, a place in the view, or the n-th message of the view, from 1. */
export type SelectTarget =
  | { readonly row: number }
  | { readonly position: number }
  | { readonly message: number };

/** Of the selected messages; the bytes are those of their payloads. */
export interface SelectionSummary {
  readonly sent: number;
  readonly received: number;
  readonly bytes: number;
}

export const copyFormats = ['text', 'json', 'hex'] as const;
export type CopyFormat = (typeof copyFormats)[number];

export type CopyOutcome =
  | { readonly ok: true; readonly text: string; readonly messages: number }
  /** More than a clipboard should take. */
  | { readonly ok: false; readonly maxChars: number };

/** One row of the list. */
export interface RowSummary {
  readonly row: number;
  readonly position: number;
  /** The message's number in the view, from 1; 0 for a lifecycle row. */
  readonly ordinal: number;
  readonly isSelected: boolean;
  readonly kind: RowKind;
  readonly socket: number;
  readonly atMs: number;
  /** Time of the row before, for differences; null for the first. */
  readonly previousAtMs: number | null;
  readonly isBinary: boolean;
  readonly size: number;
  /** The content in one line; for a lifecycle row its reason. */
  readonly preview: string;
  /** What a message means, in its protocol's words; null where the preview says it best. */
  readonly summary: string | null;
  /** Labels of the layers that were recognised, the outermost first: `gzip › MessagePack`. */
  readonly layers: string;
  /** The label of the innermost one; '' for none. */
  readonly decodedAs: string;
  readonly isHeartbeat: boolean;
  readonly role: MessageRole | null;
  readonly correlationId: string | null;
  readonly code: number;
  readonly name: string;
  readonly wasClean: boolean;
  readonly isOurs: boolean;
  readonly isTruncated: boolean;
  /** Content was left out because recording was reduced; where it is not truncated, all of it. */
  readonly isReduced: boolean;
  readonly isNotSent: boolean;
  readonly isPending: boolean;
  readonly isUnreadable: boolean;
  /** Its payload had to make room for newer ones. */
  readonly isForgotten: boolean;
}

/** A message that is looked at. */
export interface MessageDetail extends RowSummary {
  readonly storedBytes: number;
  readonly decoded: DecodedSummary;
}

/** The layers of a message, the outermost first; none where nothing was recognised. */
export interface DecodedSummary {
  readonly layers: readonly LayerSummary[];
  readonly facts: MessageFacts | null;
  /** What the user has pinned for this message, null for automatic. */
  readonly pipeline: readonly string[] | null;
  /** The messages before it, which its protocol needs, are still being looked at. */
  readonly isWaiting: boolean;
}

/** One step of a message's meaning. */
export interface LayerSummary {
  /** By which the other questions name it. */
  readonly id: number;
  readonly decoder: string;
  readonly label: string;
  readonly confidence: number;
  /** By the user. */
  readonly isChosen: boolean;
  readonly isText: boolean;
  /** Of the bytes that it was given. */
  readonly byteLength: number;
  /** null when nothing could be read. */
  readonly root: TreeRow | null;
  readonly warnings: readonly string[];
  readonly warningCount: number;
  /** It could not be read to its end; what is in the tree could. */
  readonly failure: { readonly reason: string; readonly at: number } | null;
  readonly canEdit: boolean;
  /** What its bytes show; null where they are no picture. */
  readonly picture: LayerPicture | null;
  readonly protocol: {
    readonly name: string;
    readonly label: string;
    readonly confidence: number;
    readonly isChosen: boolean;
  } | null;
}

export interface LayerPicture {
  readonly mediaType: string;
  /** To draw it may take long or much memory: it is drawn when somebody asks. */
  readonly isHeavy: boolean;
}

/** A node of a decoded payload. */
export interface TreeRow {
  readonly layer: number;
  readonly node: number;
  /** Its key, or its name in its protocol. */
  readonly key: string | null;
  readonly kind: string;
  /** The format's own word for it. */
  readonly type: string | null;
  /** What it means in its protocol. */
  readonly note: string | null;
  /** A scalar's value, possibly cut. */
  readonly text: string;
  readonly isCut: boolean;
  readonly childCount: number;
  /** Its place in an array, -1 elsewhere. */
  readonly index: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  /** The format of what it holds, for strings and bytes that are something themselves. */
  readonly opensAs: string | null;
}

export interface HexPage {
  readonly rows: readonly HexRow[];
  /** Of all the bytes. */
  readonly byteLength: number;
}

export interface NodePlace {
  readonly row: number;
  readonly layer: number;
  readonly node: number;
}

/** A node on the way from the root, and its place among its parent's children. */
export interface NodeStep {
  readonly node: number;
  readonly position: number;
}

export interface NodeSearch {
  readonly nodes: readonly number[];
  /** There may be more. */
  readonly isCapped: boolean;
}

export interface NodeCopy {
  /** As JavaScript would write it. */
  readonly path: string;
  /** The value as text; exactly as it stands in the payload where that is JSON. */
  readonly value: string;
  readonly json: string;
  readonly hex: string;
}

export interface DecoderChoices {
  /** Message types of the user's schemas; those that fit best first. None for text. */
  readonly types: readonly DecoderChoice[];
  readonly decoders: readonly DecoderChoice[];
  readonly protocols: readonly DecoderChoice[];
}

export interface DecoderChoice {
  readonly name: string;
  readonly label: string;
  /** 0 where it does not recognise what is there. */
  readonly confidence: number;
}

export type ImportOutcome =
  | {
      readonly ok: true;
      readonly sockets: number;
      readonly messages: number;
      readonly problems: readonly string[];
    }
  | { readonly ok: false; readonly problem: string };

export const payloadFormats = ['text', 'json', 'base64', 'hex'] as const;
export type PayloadFormat = (typeof payloadFormats)[number];

export type PayloadReading =
  | { readonly ok: true; readonly isText: boolean; readonly bytes: Uint8Array }
  /** `line` and `column` count from 1; 0 where they say nothing. */
  | { readonly ok: false; readonly reason: string; readonly line: number; readonly column: number };

/** A message in the form in which its innermost value can be edited. */
export interface EditableText {
  readonly text: string;
  readonly language: 'json' | 'text';
  /** The layers, the outermost first: `gzip › MessagePack`. */
  readonly label: string;
  readonly pipeline: readonly string[];
  /** Whether the unchanged text gives the very same bytes. */
  readonly isExact: boolean;
}

export interface EditHint {
  readonly url: string;
  readonly subprotocol: string;
  readonly direction: 'sent' | 'received';
}

export type EditedPayload =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly isText: boolean }
  /** `line` and `column` count from 1; 0 where they say nothing. */
  | { readonly ok: false; readonly reason: string; readonly line: number; readonly column: number };

export interface TextPart {
  readonly runs: readonly {
    readonly text: string;
    readonly isValid: boolean;
    readonly isEscaped: boolean;
  }[];
  /** Where the part ended: on the border of a character. */
  readonly end: number;
  readonly byteLength: number;
}
