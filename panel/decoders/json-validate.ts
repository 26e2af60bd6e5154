import type { Budget } from './decoder.ts';
import { readJson } from './json-reader.ts';

export type JsonValidity =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** What is wrong, without the position. */
      readonly reason: string;
      /** UTF-16 index. */
      readonly at: number;
      /** From 1; a line ends with \n, \r or \r\n. */
      readonly line: number;
      /** From 1, in UTF-16 units. */
      readonly column: number;
    };

/** Whoever typed the text has it in memory already, so nothing is gained by a limit. */
const noBudget: Budget = {
  maxNodes: Number.POSITIVE_INFINITY,
  maxDepth: Number.POSITIVE_INFINITY,
  maxBytes: Number.POSITIVE_INFINITY,
};

/** Says whether a text of the editor is JSON, by the grammar of the decoder, and where it is not. */
export function validateJson(text: string): JsonValidity {
  const { problem } = readJson(new TextEncoder().encode(text), 0, noBudget);
  if (!problem) return { ok: true };
  return { ok: false, reason: problem.text, ...positionOfByte(text, problem.at) };
}

/** Where a byte of the text's UTF-8 stands for whoever edits it: as in `JsonValidity`. */
export function positionOfByte(
  text: string,
  byteOffset: number,
): { at: number; line: number; column: number } {
  const at = indexOfByte(text, byteOffset);
  return { at, ...positionOfIndex(text, at) };
}

/** Half a surrogate pair is three bytes, as TextEncoder writes it. */
function indexOfByte(text: string, byteOffset: number): number {
  let bytes = 0;
  let index = 0;
  while (bytes < byteOffset && index < text.length) {
    const codePoint = text.codePointAt(index) ?? 0;
    bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    index += codePoint < 0x10000 ? 1 : 2;
  }
  return index;
}

/** Line and column of a UTF-16 index. */
export function positionOfIndex(text: string, at: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  for (let index = 0; index < at; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit === 0x0a || (unit === 0x0d && text.charCodeAt(index + 1) !== 0x0a)) {
      line += 1;
      lineStart = index + 1;
    }
  }
  return { line, column: at - lineStart + 1 };
}
