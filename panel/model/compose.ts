import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { EngineClient } from '../engine/client.ts';
import type { MessageDetail, PayloadFormat } from '../engine/engine-contract.ts';
import type { SocketSummary } from '../engine/socket-table.ts';
import type { CommandOutcome, SocketCommand } from './recording.ts';

/** Beyond this a text box is no editor any more. */
export const maxEditableBytes = 512 * 1024;

export type ComposeState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'sent'; readonly byteLength: number }
  | { readonly kind: 'tooLarge'; readonly byteLength: number }
  /** Only a part of the message is held. */
  | { readonly kind: 'incomplete' }
  | {
      readonly kind: 'unreadable';
      readonly format: PayloadFormat;
      readonly reason: string;
      readonly line: number;
      readonly column: number;
    }
  | { readonly kind: 'refused'; readonly code: string; readonly text: string };

/** The editor of a message that will be sent. */
export interface Compose {
  readonly format: ReadonlySignal<PayloadFormat>;
  readonly text: ReadonlySignal<string>;
  /** The socket to send on; null: none chosen. */
  readonly target: Signal<number | null>;
  /** The socket that is chosen, else the first that is open. */
  readonly sendsOn: ReadonlySignal<number | null>;
  readonly state: ReadonlySignal<ComposeState>;
  write(text: string): void;
  /** Shows the same bytes in another format; what cannot be read stays as it is. */
  changeFormat(format: PayloadFormat): Promise<void>;
  /** Takes a copy of a message, if nobody has written anything yet or `isWanted`. */
  copy(message: MessageDetail, isWanted: boolean): Promise<void>;
  /** Sends what is written. */
  send(): Promise<void>;
  /** Sends a message again as it is. */
  resend(message: MessageDetail): Promise<void>;
  layOutJson(): Promise<void>;
}

export interface ComposeOptions {
  readonly engine: EngineClient;
  readonly socketOf: (id: number) => SocketSummary | undefined;
  /** Read as a signal: what depends on it follows. */
  readonly allSockets: () => Iterable<SocketSummary>;
  readonly command: (document: number, order: SocketCommand) => Promise<CommandOutcome>;
}

/** The port to the page carries 64 MiB at most, with what surrounds the payload. */
const maxSendBytes = 60 * 1024 * 1024;
const noBytes = new ArrayBuffer(0);

export function createCompose({ engine, socketOf, allSockets, command }: ComposeOptions): Compose {
  const format = signal<PayloadFormat>('text');
  const text = signal('');
  const target = signal<number | null>(null);
  const sendsOn = computed(() => {
    if (target.value !== null) return target.value;
    for (const socket of allSockets()) if (obstacleOf(socket) === null) return socket.id;
    return null;
  });
  const state = signal<ComposeState>({ kind: 'idle' });
  let isWritten = false;
  /** Grows with each change of what is written: what was fetched for an older one comes too late. */
  let edition = 0;

  const show = (chosen: PayloadFormat, written: string): void => {
    format.value = chosen;
    text.value = written;
    state.value = { kind: 'idle' };
    edition++;
  };

  /** Reads the editor; what is wrong with it goes into the state. */
  const read = async (): Promise<{ isText: boolean; bytes: Uint8Array } | null> => {
    const reading = await engine.ask('readPayload', { format: format.peek(), text: text.peek() });
    if (reading.ok) return reading;
    const { reason, line, column } = reading;
    state.value = { kind: 'unreadable', format: format.peek(), reason, line, column };
    return null;
  };

  const deliver = async (
    socketId: number | null,
    isText: boolean,
    bytes: Uint8Array,
  ): Promise<void> => {
    const socket = socketId === null ? undefined : socketOf(socketId);
    const obstacle = obstacleOf(socket);
    if (socket === undefined || obstacle !== null) {
      state.value = { kind: 'refused', code: obstacle ?? 'none', text: '' };
      return;
    }
    if (bytes.length > maxSendBytes) {
      state.value = { kind: 'tooLarge', byteLength: bytes.length };
      return;
    }
    state.value = { kind: 'sending' };
    const outcome = await command(socket.document, {
      kind: 'send',
      socketId: socket.idInDocument,
      isText,
      text: isText ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) : '',
      // slice: the port would carry the whole buffer that a view looks into.
      bytes: isText ? noBytes : (bytes.slice().buffer as ArrayBuffer),
    });
    state.value =
      outcome.code === ''
        ? { kind: 'sent', byteLength: bytes.length }
        : { kind: 'refused', ...outcome };
  };

  /** The message's own socket or, once that is closed, the one that the page opened in its place. */
  const targetFor = (id: number): number => {
    const own = socketOf(id);
    if (own === undefined || obstacleOf(own) === null) return id;
    const heir = [...allSockets()].findLast(
      (each) => each.url === own.url && obstacleOf(each) === null,
    );
    return heir?.id ?? id;
  };

  const payloadOf = (message: MessageDetail): Promise<Uint8Array> =>
    engine.ask('bytes', { row: message.row, start: 0, end: Number.POSITIVE_INFINITY });

  return {
    format,
    text,
    target,
    sendsOn,
    state,
    write(written) {
      isWritten = written !== '';
      text.value = written;
      edition++;
      if (state.peek().kind !== 'sending') state.value = { kind: 'idle' };
    },
    async changeFormat(chosen) {
      if (text.peek() === '') {
        show(chosen, '');
        return;
      }
      const mine = ++edition;
      const reading = await read();
      if (reading === null) return;
      if (isTextual(chosen) && !isUtf8(reading.bytes)) {
        const reason = 'utf-8: these bytes are not text';
        state.value = { kind: 'unreadable', format: format.peek(), reason, line: 0, column: 0 };
        return;
      }
      const { bytes } = reading;
      const written = await engine.ask('writePayload', { format: chosen, bytes });
      if (edition === mine) show(chosen, written);
    },
    async copy(message, isWanted) {
      if (isWritten && !isWanted) return;
      isWritten = isWanted;
      const mine = ++edition;
      target.value = targetFor(message.socket);
      if (message.storedBytes > maxEditableBytes) {
        show('text', '');
        if (isWanted) state.value = { kind: 'tooLarge', byteLength: message.storedBytes };
        return;
      }
      const bytes = await payloadOf(message);
      const chosen = await engine.ask('bestFormat', { bytes, isText: !message.isBinary });
      const written = await engine.ask('writePayload', { format: chosen, bytes });
      if (edition === mine) show(chosen, written);
    },
    async send() {
      if (state.peek().kind === 'sending') return;
      state.value = { kind: 'sending' };
      const reading = await read();
      if (reading !== null) await deliver(sendsOn.value, reading.isText, reading.bytes);
    },
    async resend(message) {
      if (state.peek().kind === 'sending') return;
      const { isPending, isUnreadable, isTruncated, isReduced, isForgotten } = message;
      if (isPending || isUnreadable || isTruncated || isReduced || isForgotten) {
        // Sending a part of a message as if it were the message would be a lie.
        state.value = { kind: 'incomplete' };
        return;
      }
      await deliver(message.socket, !message.isBinary, await payloadOf(message));
    },
    async layOutJson() {
      const written = text.peek();
      if ((await read()) === null) return;
      const laidOut = await engine.ask('layOutJson', { text: written });
      if (text.peek() === written) show('json', laidOut);
    },
  };
}

const isTextual = (format: PayloadFormat): boolean => format === 'text' || format === 'json';

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    // What decoding says by throwing is the answer.
    return false;
  }
}

/** Why nothing can be sent on a socket, or null. */
function obstacleOf(socket: SocketSummary | undefined): string | null {
  if (socket === undefined) return 'none';
  if (socket.isImported) return 'imported';
  if (socket.worker !== null) return socket.isOfUnrecordedPage ? 'unrecorded' : 'worker';
  if (socket.isStream) return 'stream';
  if (!socket.isLive) return 'gone';
  if (socket.state === 'connecting') return 'connecting';
  return socket.state === 'open' ? null : 'closed';
}
