import { asciiOf, pairOf } from './hex.ts';
import { escapeInvisible, isInvisible, splitInvisible } from './invisible.ts';
import { codePointAt, decodeUtf8, utf8SequenceLength } from './utf8.ts';

export interface TextRun {
  readonly text: string;
  /** False: the bytes are not UTF-8, and the text shows them as `\xFF`. */
  readonly isValid: boolean;
  /** The text stands for something else: bytes, or characters that could not be seen. */
  readonly isEscaped: boolean;
}

/**
 * The bytes from `start` to `end` as text that hides nothing. Runs of invalid UTF-8 and of
 * invisible characters stand apart, so that a view can mark them and a real `\u202E` of the
 * payload is not taken for an escape. A code point that `start` or `end` cuts counts as invalid.
 */
export function decodeUtf8Marked(bytes: Uint8Array, start: number, end: number): TextRun[] {
  const runs: TextRun[] = [];
  let at = start;
  while (at < end) {
    const validEnd = skipSequences(bytes, at, end, true);
    if (validEnd > at) addValid(runs, decodeUtf8(bytes, at, validEnd));
    at = skipSequences(bytes, validEnd, end, false);
    if (at > validEnd) {
      const text = escapeBytes(bytes, validEnd, at);
      runs.push({ text, isValid: false, isEscaped: true });
    }
  }
  return runs;
}

function skipSequences(bytes: Uint8Array, start: number, end: number, isValid: boolean): number {
  let at = start;
  while (at < end) {
    const length = utf8SequenceLength(bytes, at, end);
    if (length > 0 !== isValid) break;
    at += Math.abs(length);
  }
  return at;
}

function addValid(runs: TextRun[], text: string): void {
  for (const [index, part] of splitInvisible(text).entries()) {
    const isEscaped = index % 2 === 1;
    if (part === '') continue;
    runs.push({ text: isEscaped ? escapeInvisible(part) : part, isValid: true, isEscaped });
  }
}

function escapeBytes(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += 1) text += `\\x${pairOf(bytes[at] ?? 0).toUpperCase()}`;
  return text;
}

/** A row does not look further than this for the end of a run of spaces. */
const maxSpareBytes = 1024;

/**
 * One line of at most `maxChars` UTF-16 units for a row of a list, `…` at its end if it was cut.
 * Text: white space collapsed, invisible characters and invalid bytes escaped. Binary: hex pairs,
 * then the printable ASCII: `82 a1 61 01  ..a.`. Looks only at as many bytes as it needs.
 */
export function oneLine(bytes: Uint8Array, isText: boolean, maxChars: number): string {
  if (maxChars < 1) return '';
  return isText ? oneTextLine(bytes, maxChars) : oneBinaryLine(bytes, maxChars);
}

function oneTextLine(bytes: Uint8Array, maxChars: number): string {
  const end = Math.min(bytes.length, maxChars * 4 + maxSpareBytes);
  let line = '';
  /** How much of the line would leave room for the ellipsis. */
  let cutLength = 0;
  let isAfterSpace = true;
  for (let at = 0; at < end; ) {
    // Beyond `end` the bytes are there, only not wanted: a code point must not be cut by it.
    const length = utf8SequenceLength(bytes, at, bytes.length);
    const shown = showSequence(bytes, at, length);
    at += Math.abs(length);
    if (shown === ' ' && isAfterSpace) continue;
    isAfterSpace = shown === ' ';
    line += shown;
    if (line.length < maxChars) cutLength = line.length;
    if (line.length > maxChars) return `${line.slice(0, cutLength)}…`;
  }
  if (end < bytes.length) return `${line.slice(0, cutLength)}…`;
  return isAfterSpace ? line.slice(0, -1) : line;
}

function showSequence(bytes: Uint8Array, at: number, length: number): string {
  if (length < 0) return escapeBytes(bytes, at, at - length);
  const codePoint = codePointAt(bytes, at, length);
  if (codePoint === 0x20 || (codePoint >= 0x09 && codePoint <= 0x0d)) return ' ';
  const character = String.fromCodePoint(codePoint);
  if (codePoint > 0x20 && codePoint < 0x7f) return character;
  return isInvisible(character) ? escapeInvisible(character) : character;
}

function oneBinaryLine(bytes: Uint8Array, maxChars: number): string {
  // Four characters a byte and one space more; the last place is kept for the ellipsis.
  const fits = Math.floor((maxChars - 1) / 4);
  const isCut = bytes.length > fits;
  const shown = Math.min(bytes.length, isCut ? Math.floor((maxChars - 2) / 4) : fits);
  if (shown <= 0) return isCut ? '…' : '';
  let pairs = '';
  let ascii = '';
  for (let at = 0; at < shown; at += 1) {
    pairs += `${pairOf(bytes[at] ?? 0)} `;
    ascii += asciiOf(bytes[at] ?? 0);
  }
  return `${pairs} ${ascii}${isCut ? '…' : ''}`;
}
