import type { Decoder, Hint, Payload } from '../../decoders/decoder.ts';
import { leastConfidence } from '../../decoders/registry.ts';

/** What a fold reads of the log. */
export interface FoldedLog {
  readonly rowCount: number;
  isMessage(row: number): boolean;
  isPending(row: number): boolean;
  socket(row: number): number;
}

export interface FoldSource {
  readonly log: FoldedLog;
  payload(row: number): Payload;
  /** Address, subprotocol and direction. */
  hint(row: number): Hint;
}

/** A socket whose messages are understood only one after the other. */
interface Fold {
  readonly decoder: Decoder;
  /** All messages before this row are in `state`. */
  foldedTo: number;
  state: unknown;
  /** States after a message, by its row, ascending and about `spacing` messages apart. */
  checkpoints: Checkpoint[];
  spacing: number;
  messagesSinceCheckpoint: number;
  /** Where somebody looked last: the next look is mostly one message further. */
  cursor: Checkpoint | null;
  readonly first: Checkpoint;
}

interface Checkpoint {
  readonly row: number;
  readonly state: unknown;
}

/** Of a socket that nobody has claimed so far. */
interface Probe {
  messages: number;
}

/** A socket says what it speaks in its first messages or not at all. */
const probedMessages = 8;
const firstSpacing = 256;
const maxCheckpoints = 64;

/** What is known of sockets when the log is cleared: their conversations go on. */
export type CarriedFolds = ReadonlyMap<
  number,
  { readonly decoder: Decoder; readonly state: unknown }
>;

/**
 * Follows the sockets that speak a protocol with a memory, message by message in the order of the
 * log, and keeps checkpoints: any message is reached from the one before it in a bounded number of
 * steps, however long the conversation is.
 */
export class StreamFolds {
  readonly #source: FoldSource;
  readonly #decoders: readonly Decoder[];
  readonly #sockets = new Map<number, Fold | Probe>();
  /** Rows before this one have been looked at. */
  #frontier = 0;
  #foldCount = 0;

  constructor(source: FoldSource, decoders: readonly Decoder[], carried: CarriedFolds = new Map()) {
    this.#source = source;
    this.#decoders = decoders.filter(({ stream }) => stream !== undefined);
    for (const [socket, { decoder, state }] of carried)
      this.#follow(socket, newFold(decoder, 0, state));
  }

  /** Rows before this one can be decoded. */
  get frontier(): number {
    return this.#frontier;
  }
  /** Whether any socket is followed: without, nothing that is shown depends on the frontier. */
  get hasFolds(): boolean {
    return this.#foldCount > 0;
  }
  /** Whether there are rows that nobody has looked at. */
  get isBehind(): boolean {
    return this.#frontier < this.#source.log.rowCount;
  }

  /** Looks at rows until all are done, one must be waited for, or the time is up. Returns whether it got anywhere. */
  advance(isTimeUp: () => boolean): boolean {
    const { log } = this.#source;
    const start = this.#frontier;
    while (this.#frontier < log.rowCount) {
      if (log.isMessage(this.#frontier) && !this.#look(this.#frontier, isTimeUp)) break;
      this.#frontier += 1;
      if ((this.#frontier & 63) === 0 && isTimeUp()) break;
    }
    return this.#frontier > start;
  }

  /** The decoder that the whole socket speaks; null where none has claimed it. */
  decoderOf(socket: number): Decoder | null {
    const known = this.#sockets.get(socket);
    return isFold(known) ? known.decoder : null;
  }

  /** The state before a message of a socket that was claimed; null while the messages before it have not been looked at. */
  stateBefore(row: number): { readonly state: unknown } | null {
    const fold = this.#sockets.get(this.#source.log.socket(row));
    if (!isFold(fold) || fold.foldedTo < row) return null;
    const start = nearest(fold, row);
    const state = this.#replay(fold, start, row);
    fold.cursor = { row: row - 1, state };
    return { state };
  }

  /** The user says what a socket speaks: its messages are looked at anew. */
  claim(socket: number, decoder: Decoder): void {
    const known = this.#sockets.get(socket);
    if (decoder.stream === undefined || (isFold(known) && known.decoder === decoder)) return;
    this.#follow(socket, newFold(decoder, 0, decoder.stream.initial));
    this.#frontier = 0;
  }

  /** What goes on in the next log. */
  carry(): CarriedFolds {
    const carried = new Map<number, { decoder: Decoder; state: unknown }>();
    for (const [socket, fold] of this.#sockets) {
      if (isFold(fold) && fold.foldedTo >= this.#source.log.rowCount)
        carried.set(socket, { decoder: fold.decoder, state: fold.state });
    }
    return carried;
  }

  #look(row: number, isTimeUp: () => boolean): boolean {
    const { log } = this.#source;
    const socket = log.socket(row);
    let known: Fold | Probe | undefined = this.#sockets.get(socket);
    if (known === undefined) {
      known = { messages: 0 };
      this.#sockets.set(socket, known);
    }
    if (!isFold(known)) {
      if (known.messages >= probedMessages || log.isPending(row)) return true;
      known.messages += 1;
      const decoder = this.#claimant(row);
      if (decoder?.stream === undefined) return true;
      known = newFold(decoder, 0, decoder.stream.initial);
      this.#follow(socket, known);
    }
    // A Blob is still being read: its content may matter for what follows.
    if (log.isPending(row)) return false;
    return this.#foldTo(known, socket, row + 1, isTimeUp);
  }

  #follow(socket: number, fold: Fold): void {
    this.#sockets.set(socket, fold);
    this.#foldCount += 1;
  }

  #claimant(row: number): Decoder | null {
    const payload = this.#source.payload(row);
    const hint = this.#source.hint(row);
    let best: Decoder | null = null;
    let most = 0;
    for (const decoder of this.#decoders) {
      const confidence = decoder.stream?.claims(payload, hint) ?? 0;
      if (confidence < leastConfidence || confidence <= most) continue;
      best = decoder;
      most = confidence;
    }
    return best;
  }

  /** Folds what there is of a socket up to a row. Returns whether it got there. */
  #foldTo(fold: Fold, socket: number, end: number, isTimeUp: () => boolean): boolean {
    const { log } = this.#source;
    for (let row = fold.foldedTo; row < end; row += 1) {
      if (log.isMessage(row) && log.socket(row) === socket) {
        fold.state = this.#step(fold, row, fold.state);
        keepCheckpoint(fold, row);
      }
      fold.foldedTo = row + 1;
      if ((row & 63) === 63 && row + 1 < end && isTimeUp()) return false;
    }
    return true;
  }

  #replay(fold: Fold, { row: start, state: from }: Checkpoint, end: number): unknown {
    const { log } = this.#source;
    const socket = log.socket(end);
    let state = from;
    for (let row = start + 1; row < end; row += 1) {
      if (log.isMessage(row) && log.socket(row) === socket) state = this.#step(fold, row, state);
    }
    return state;
  }

  #step({ decoder }: Fold, row: number, state: unknown): unknown {
    const { stream } = decoder;
    if (stream === undefined) return state;
    return stream.advance(this.#source.payload(row), { ...this.#source.hint(row), state });
  }
}

const isFold = (known: Fold | Probe | undefined): known is Fold =>
  known !== undefined && 'decoder' in known;

function newFold(decoder: Decoder, foldedTo: number, state: unknown): Fold {
  return {
    decoder,
    foldedTo,
    state,
    checkpoints: [],
    spacing: firstSpacing,
    messagesSinceCheckpoint: 0,
    cursor: null,
    first: { row: -1, state },
  };
}

function keepCheckpoint(fold: Fold, row: number): void {
  fold.messagesSinceCheckpoint += 1;
  if (fold.messagesSinceCheckpoint < fold.spacing) return;
  fold.messagesSinceCheckpoint = 0;
  fold.checkpoints.push({ row, state: fold.state });
  if (fold.checkpoints.length <= maxCheckpoints) return;
  // Half of them, twice as far apart: memory stays bounded, and the way to a message stays short.
  fold.checkpoints = fold.checkpoints.filter((_, index) => index % 2 === 1);
  fold.spacing *= 2;
}

/** The last known state before a row. */
function nearest(fold: Fold, row: number): Checkpoint {
  let low = 0;
  let high = fold.checkpoints.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((fold.checkpoints[middle]?.row ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  const checkpoint = fold.checkpoints[low - 1] ?? fold.first;
  const { cursor } = fold;
  return cursor !== null && cursor.row < row && cursor.row > checkpoint.row ? cursor : checkpoint;
}
