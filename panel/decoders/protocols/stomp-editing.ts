import type { Editing, EditReading, Payload } from '../decoder.ts';
import { refuse } from './json-parts.ts';
import { isCommand, lengthOfFrame } from './stomp-stream.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A frame as the text that it is, without the zero byte at its end; `content-length` is counted
 * anew. Escapes in headers stay as they are on the wire.
 */
export const stompEditing: Editing = {
  write({ bytes }) {
    const no = (reason: string) => ({ ok: false as const, reason: `stomp: ${reason}`, at: 0 });
    if (bytes.length === 0) return no('the payload is empty');
    const length = lengthOfFrame(bytes, 0);
    if (length !== bytes.length)
      return no('only one whole frame can be edited, here are several or a part');
    try {
      const text = decoder.decode(bytes);
      const end = isCommand(bytes, 0) ? text.lastIndexOf('\0') : 0;
      return { ok: true, text: text.slice(0, end), language: 'text' };
    } catch {
      // The only error of a fatal decoder: the body is no text, and an editor would change it.
      return no('the body is not text, edit the message as hex');
    }
  },
  read: (text, original) => readFrame(text, original),
};

function readFrame(text: string, { isText }: Payload): EditReading {
  const payloadOf = (frame: string): EditReading => ({
    ok: true,
    payload: { bytes: new TextEncoder().encode(frame), isText },
  });
  if (text.trim() === '') return payloadOf('\n');
  const parts = /^([A-Z]+)(\r?\n)((?:[^\r\n]+\r?\n)*)\r?\n([\s\S]*)$/.exec(text);
  const [, command = '', lineEnd = '\n', lines = '', body = ''] = parts ?? [];
  if (parts === null) return refuse('stomp: expected a command, headers and an empty line');
  if (!isCommand(new TextEncoder().encode(`${command}\n`), 0))
    return { ok: false, reason: `stomp: ${command} is no command`, line: 1, column: 1 };
  const headers = lines.split(/\r?\n/).filter((line) => line !== '');
  const wrong = headers.findIndex((line) => !line.includes(':'));
  if (wrong >= 0)
    return { ok: false, reason: "stomp: a header has no ':'", line: wrong + 2, column: 1 };
  const length = `content-length:${new TextEncoder().encode(body).length}`;
  const counted = headers.map((line) => (line.startsWith('content-length:') ? length : line));
  // Without it, a zero byte in the body would end the frame.
  if (body.includes('\0') && !counted.includes(length)) counted.push(length);
  const head = [command, ...counted, ''].join(lineEnd);
  return payloadOf(`${head}${lineEnd}${body}\0`);
}
