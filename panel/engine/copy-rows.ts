import { recordFlag } from '../../extension/protocol/record-layout.ts';
import { formatBase64 } from '../decoders/base64.ts';
import { formatHex } from '../decoders/hex.ts';
import type { CopyFormat, CopyOutcome } from './engine-contract.ts';
import type { MessageLog } from './message-log.ts';

/** Characters. What is longer takes programs that paste it, and the browser, longer than anybody waits. */
export const maxCopyChars = 32 * 1024 * 1024;

export interface CopySource {
  readonly log: MessageLog;
  readonly urlOfSocket: (socket: number) => string;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Messages as one text for the clipboard. One message alone is copied as it is; of several, each has a line, with
 * `\n` and `\r` for its own line breaks. What happened to sockets between them is left out.
 * @param walk shows rows in order until it is answered false
 */
export async function copyRows(
  { log, urlOfSocket }: CopySource,
  format: CopyFormat,
  walk: (visit: (row: number) => boolean) => Promise<void>,
  maxChars = maxCopyChars,
): Promise<CopyOutcome> {
  const parts: string[] = [];
  let chars = 0;
  let isTooLong = false;
  await walk((row) => {
    if (!log.isMessage(row)) return true;
    isTooLong = chars + leastChars(log, row, format) > maxChars;
    if (isTooLong) return false;
    const part = format === 'json' ? jsonOf(log, row, urlOfSocket) : contentOf(log, row, format);
    parts.push(part);
    chars += part.length + 1;
    return true;
  });
  // JSON escapes may have made it longer than it looked.
  if (isTooLong || chars - 1 > maxChars) return { ok: false, maxChars };
  return { ok: true, text: joined(parts, format), messages: parts.length };
}

/** A lower bound: nothing is made that cannot fit. */
function leastChars(log: MessageLog, row: number, format: CopyFormat): number {
  const bytes = log.storedBytes(row);
  if (format === 'hex' || (format === 'text' && log.isBinary(row))) return 3 * bytes - 1;
  // A character has at most three bytes for each of its UTF-16 units.
  return Math.floor(bytes / 3);
}

function contentOf(log: MessageLog, row: number, format: 'text' | 'hex'): string {
  const payload = log.payload(row);
  return format === 'hex' || log.isBinary(row) ? formatHex(payload) : decoder.decode(payload);
}

function jsonOf(log: MessageLog, row: number, urlOfSocket: (socket: number) => string): string {
  const isBinary = log.isBinary(row);
  const payload = log.payload(row);
  const flags = log.flags(row);
  return JSON.stringify({
    time: new Date(log.atMs(row)).toISOString(),
    direction: log.kind(row),
    socket: urlOfSocket(log.socket(row)),
    type: isBinary ? 'binary' : 'text',
    size: log.size(row),
    ...(isBinary ? { encoding: 'base64' } : {}),
    data: isBinary ? formatBase64(payload) : decoder.decode(payload),
    ...((flags & recordFlag.notSent) !== 0 ? { notSent: true } : {}),
    // Sizes say by how much.
    ...(payload.length < log.size(row) ? { incomplete: true } : {}),
  });
}

function joined(parts: readonly string[], format: CopyFormat): string {
  if (format === 'json') return parts.length === 0 ? '' : `[\n${parts.join(',\n')}\n]`;
  if (parts.length === 1 || format === 'hex') return parts.join('\n');
  return parts.map(inOneLine).join('\n');
}

const inOneLine = (text: string): string =>
  /[\r\n]/.test(text) ? text.replaceAll('\r', '\\r').replaceAll('\n', '\\n') : text;
