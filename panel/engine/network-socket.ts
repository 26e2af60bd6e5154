/** What the browser's own network log says of a socket. Times are epoch ms. */
export interface NetworkSocket {
  /** Names the entry for as long as the network log keeps it. */
  readonly key: string;
  readonly url: string;
  readonly startedAtMs: number;
  /** Whether the constructor was called through the recorder: then the page's own record has everything. Null where the browser does not tell (Firefox). */
  readonly isRecorded: boolean | null;
  /** Made by `new WebSocketStream` in a page: when, epoch ms, to the letter as the recorder has it. Null for any other. */
  readonly streamCreatedAtMs: number | null;
  /** The script that opened it, for a socket that the recorder does not see. */
  readonly scriptUrl: string;
  readonly stack: string;
  readonly handshake: Handshake;
  /** All messages that the browser has reported; -1 where it reports none (Firefox). */
  readonly messageCount: number;
  /** The messages that have not been told before; none for a socket that the recorder follows, whose own record is better. */
  readonly messages: readonly NetworkMessage[];
  readonly isFinished: boolean;
  /** When the server had answered, or when something was first heard after it. */
  readonly openedAtMs: number;
  /** Null while it lasts, and where the browser has no time for it. */
  readonly finishedAtMs: number | null;
}

export interface Handshake {
  /** 0: no answer, or none that the browser tells of. */
  readonly status: number;
  readonly statusText: string;
  readonly remoteAddress: string;
  readonly requestHeaders: readonly Header[];
  readonly responseHeaders: readonly Header[];
  /** The browser's words for what went wrong; '' when nothing did. */
  readonly error: string;
}

export interface Header {
  readonly name: string;
  readonly value: string;
}

export interface NetworkMessage {
  readonly isSent: boolean;
  readonly atMs: number;
  readonly isText: boolean;
  /** Text as it is, bytes as base64. */
  readonly data: string;
}
