// The layout of a batch: what the recorder writes and everybody else reads. All numbers are
// little-endian, as on every machine that runs the two browsers; records start at multiples of 8.
//
// batch header, 32 bytes               record header, 32 bytes
//    0 u32 magic, with the version        0 u32 byte length of the record, header and padding included
//    4 u32 byte length of the batch       4 u8 kind, u8 flags, u16 zero
//    8 u32 sequence, from 0               8 u32 socket id, from 1; unique in its document
//   12 u32 messages in it                12 u32 sequence of a message, or id of a request
//   16 f64 time origin, epoch ms         16 f64 time, ms since the time origin
//   24 u32 records in it                 24 u32 size (a message's bytes on the wire; a close code)
//   28 u32 µs that the recorder worked   28 u32 bytes that follow (without padding)
//          since the batch before

/** "SKT" and the version of the layout. */
export const batchMagic = 0x02544b53;
export const batchHeaderBytes = 32;
export const recordHeaderBytes = 32;
/** The recorder's buffer, and so the largest batch. */
export const maxBatchBytes = 256 * 1024;
/** Beyond this only the first part of a message is kept; the message says so. */
export const maxPayloadBytes = 64 * 1024 * 1024;

export const recordKind = {
  /** strings: url, document url, stack of the constructor's call, requested subprotocols */
  created: 1,
  /** strings: negotiated subprotocol, negotiated extensions */
  opened: 2,
  sent: 3,
  received: 4,
  /** A part of a message's payload that came later or did not fit; `size` is its offset. */
  payload: 5,
  /** strings: name and message of the exception that `send` threw */
  sendFailed: 6,
  error: 7,
  /** `size` is the code or 0; strings: reason */
  closeCalled: 8,
  /** strings: name and message of the exception that `close` threw */
  closeFailed: 9,
  /** `size` is the code, 0 where nobody tells it (a stream's); strings: reason */
  closed: 10,
  /** A socket's state at this point of the log. Numbers as in `snapshotNumbers`; strings: url, document url, stack, requested subprotocols, negotiated subprotocol, extensions, close reason */
  snapshot: 11,
  /** What became of a command; `sequence` is its request id; strings: error code, error text */
  answer: 12,
} as const;
export type RecordKind = (typeof recordKind)[keyof typeof recordKind];

export const recordFlag = {
  /** The payload is bytes; without it, UTF-8 text. */
  binary: 1,
  /** created, snapshot: a WebSocketStream, of which nothing else is recorded. Messages have this bit for `binary`. */
  stream: 1,
  /** Sent by Sockets, not by the page. */
  ours: 2,
  /** The payload follows in `payload` records; on one of those: more of them follow. */
  payloadFollows: 4,
  /** Only the first part of the payload was kept. */
  truncated: 8,
  /** `send` was called on a closing or closed socket: the browser accepted it and sent nothing. */
  notSent: 16,
  /** The payload could not be read (a Blob whose reading failed). */
  unreadable: 32,
  /** closed: the handshake of closing was completed. answer: the command succeeded. */
  clean: 64,
  /** Messages: content was left out because recording was reduced; with `truncated` its first part is there, without it nothing. */
  reduced: 64,
  /** created: the socket is older than the recorder and was met at its first `send`. */
  adopted: 128,
} as const;

/** The numbers of a snapshot, in this order, as f64 before its strings. Times in ms since the time origin, -1 for none. */
export const snapshotNumbers = [
  'createdAt',
  'openedAt',
  'closedAt',
  'readyState',
  'sentMessages',
  'receivedMessages',
  'sentBytes',
  'receivedBytes',
  'closeCode',
  'flags',
] as const;

/** Rounds up to the next multiple of 8. */
export const padded = (byteLength: number): number => (byteLength + 7) & ~7;
