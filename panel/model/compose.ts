import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { EngineClient } from '../engine/client.ts';
import type {
  EditableText,
  EditHint,
  MessageDetail,
  PayloadFormat,
} from '../engine/engine-contract.ts';
import type { SocketSummary } from '../engine/socket-table.ts';
import type { CommandOutcome, SocketCommand } from './recording.ts';

/** Beyond this a text box is no editor any more. */
export const maxEditableBytes = 512 * 1024;

/** `decoded`: in the form of the layers that the message had. */
export type ComposeFormat = PayloadFormat | 'decoded';

/** The message whose decoded form is edited. */
export interface DecodedOriginal extends Omit<EditableText, 'text'> {
  readonly bytes: Uint8Array;
  readonly isText: boolean;
  readonly hint: EditHint;
}

/** What would be sent, as far as it has been looked at. */
export type ComposePreview =
  | { readonly kind: 'none' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly isText: boolean }
  | {
      readonly kind: 'problem';
      readonly reason: string;
      readonly line: number;
      readonly column: number;
    };

export type ComposeState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'sent'; readonly byteLength: number }
  | { readonly kind: 'tooLarge'; readonly byteLength: number }
  /** Only a part of the message is held. */
  | { readonly kind: 'incomplete' }
  | {
      readonly kind: 'unreadable';
      readonly format: ComposeFormat;
      readonly reason: string;
      readonly line: number;
      readonly column: number;
    }
  | { readonly kind: 'refused'; readonly code: string; readonly text: string };

/** The editor of a message that will be sent. */
export interface Compose {
  readonly format: ReadonlySignal<ComposeFormat>;
  /** Set while a message is there that can be edited in decoded form. */
  readonly original: ReadonlySignal<DecodedOriginal | null>;
  /** The bytes that a decoded form, or JSON, stands for. */
  readonly preview: ReadonlySignal<ComposePreview>;
  readonly text: ReadonlySignal<string>;
  /** The socket to send on; null: none chosen. */
  readonly target: Signal<number | null>;
  /** The socket that is chosen, else the first that is open. */
  readonly sendsOn: ReadonlySignal<number | null>;
  readonly state: ReadonlySignal<ComposeState>;
  write(text: string): void;
  /** Shows the same bytes in another format; what cannot be read stays as it is. */
  changeFormat(format: ComposeFormat): Promise<void>;
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
  /** Calls back a little later, when nobody types any more. */
  readonly soon: (run: () => void) => void;
}

/** The port to the page carries 64 MiB at most, with what surrounds the payload. */
const maxSendBytes = 60 * 1024 * 1024;
const noBytes = new ArrayBuffer(0);

export function createCompose({
  engine,
  socketOf,
  allSockets,
  command,
  soon,
}: ComposeOptions): Compose {
  const format = signal<ComposeFormat>('text');
  const original = signal<DecodedOriginal | null>(null);
  const preview = signal<ComposePreview>({ kind: 'none' });
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

  const show = (chosen: ComposeFormat, written: string): void => {
    format.value = chosen;
    text.value = written;
    state.value = { kind: 'idle' };
    edition++;
    void look();
  };

  /** Looks at the bytes that a decoded form stands for, and whether JSON is some. */
  const look = async (): Promise<void> => {
    if (!isLookedAt(format.peek()) || text.peek() === '') {
      preview.value = { kind: 'none' };
      return;
    }
    const mine = edition;
    const reading = await readText();
    if (mine !== edition) return;
    preview.value = reading.ok ? { kind: 'bytes', ...reading } : { kind: 'problem', ...reading };
  };

  const readText = () => {
    const chosen = format.peek();
    const source = original.peek();
    if (chosen !== 'decoded')
      return engine.ask('readPayload', { format: chosen, text: text.peek() });
    if (source === null)
      return Promise.resolve({ ok: true as const, isText: true, bytes: new Uint8Array(0) });
    const { pipeline, bytes, isText, hint } = source;
    return engine.ask('encodeEdited', {
      text: text.peek(),
      pipeline,
      original: bytes,
      isText,
      hint,
    });
  };

  /** Reads the editor; what is wrong with it goes into the state. */
  const read = async (): Promise<{ isText: boolean; bytes: Uint8Array } | null> => {
    const reading = await readText();
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

  const originalOf = (
    message: MessageDetail,
    bytes: Uint8Array,
    editable: EditableText | null,
  ): DecodedOriginal | null => {
    if (editable === null) return null;
    const socket = socketOf(message.socket);
    const hint: EditHint = {
      url: socket?.url ?? '',
      subprotocol: socket?.protocol ?? '',
      direction: message.kind === 'sent' ? 'sent' : 'received',
    };
    const { text: _text, ...rest } = editable;
    return { ...rest, bytes, isText: !message.isBinary, hint };
  };

  /** Shows what is written in the form of the message's layers: an edit as bytes is not lost. */
  const decode = async (): Promise<void> => {
    const source = original.peek();
    if (source === null) return;
    const mine = ++edition;
    const reading = await read();
    if (reading === null) return;
    const { pipeline, hint } = source;
    const { bytes, isText } = reading;
    const written = await engine.ask('decodeForEditing', { pipeline, bytes, isText, hint });
    if (edition !== mine) return;
    if (written.ok) show('decoded', written.text);
    else state.value = { kind: 'unreadable', format: format.peek(), ...written };
  };

  const payloadOf = (message: MessageDetail): Promise<Uint8Array> =>
    engine.ask('bytes', { row: message.row, start: 0, end: Number.POSITIVE_INFINITY });

  return {
    format,
    original,
    preview,
    text,
    target,
    sendsOn,
    state,
    write(written) {
      isWritten = written !== '';
      text.value = written;
      const mine = ++edition;
      soon(() => {
        if (mine === edition) void look();
      });
      if (state.peek().kind !== 'sending') state.value = { kind: 'idle' };
    },
    async changeFormat(chosen) {
      if (chosen === 'decoded') {
        await decode();
        return;
      }
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
      const [bytes, editable] = await Promise.all([
        payloadOf(message),
        engine.ask('editableText', { row: message.row }),
      ]);
      if (edition !== mine) return;
      // A text that is JSON is its own decoded form.
      const isPlain = editable?.pipeline.join() === 'json';
      original.value = isPlain ? null : originalOf(message, bytes, editable);
      if (editable !== null && !isPlain) {
        show('decoded', editable.text);
        return;
      }
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

/** What has a form that can be wrong while it is written. */
export const isLookedAt = (format: ComposeFormat): boolean =>
  format === 'decoded' || format === 'json';

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
  if (socket.isFromNetwork) return socket.isOfUnrecordedPage ? 'unrecorded' : 'worker';
  if (socket.isStream) return 'stream';
  if (!socket.isLive) return 'gone';
  if (socket.state === 'connecting') return 'connecting';
  return socket.state === 'open' ? null : 'closed';
}
