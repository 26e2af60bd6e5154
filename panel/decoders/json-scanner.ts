import type { JsonProblem } from './json-reader.ts';
import { surrogateKind } from './json-string.ts';
import { manyBytes, skipPlainJson } from './plain-word.ts';
import { utf8SequenceLength } from './utf8.ts';
import { WarningList } from './warning-list.ts';

/**
 * The words of JSON: finds where a string, a number or white space at the cursor ends. What is
 * wrong goes to `problem`, what is only odd to `warnings`.
 */
export class JsonScanner {
  protected readonly bytes: Uint8Array;
  /** Where the JSON text ends: the payload may go on with something else. */
  protected readonly textEnd: number;
  /** Not beyond the budget, and so maybe before the end of the text. */
  protected readonly end: number;
  protected readonly warnings = new WarningList();
  protected problem: JsonProblem | undefined;
  protected at: number;
  /** Escapes met so far, by which a caller tells whether a string had any. */
  protected escapeCount = 0;

  constructor(bytes: Uint8Array, start: number, textEnd: number, maxBytes: number) {
    this.bytes = bytes;
    this.textEnd = textEnd;
    this.end = Math.min(textEnd, maxBytes);
    this.at = start;
  }

  /** The end of the string literal at the cursor, behind its quote, or -1 after a failure. */
  protected scanString(): number {
    const { bytes, end } = this;
    let at = this.at + 1;
    let manyFrom = at + manyBytes;
    while (at < end) {
      if (at >= manyFrom) {
        at = skipPlainJson(bytes, at, end);
        manyFrom = at + manyBytes;
        continue;
      }
      const byte = bytes[at] ?? 0;
      if (byte === 0x22) return at + 1;
      if (byte >= 0x80) at = this.skipSequence(at);
      else if (byte === 0x5c) {
        at = this.skipEscape(at);
        if (at < 0) return -1;
      } else if (byte < 0x20) {
        this.at = at;
        this.fail('a control character in a string, which JSON wants escaped,');
        return -1;
      } else at += 1;
    }
    this.at = end;
    this.fail(`expected '"'`);
    return -1;
  }

  private skipSequence(at: number): number {
    const length = utf8SequenceLength(this.bytes, at, this.end);
    if (length > 0) return at + length;
    let invalidEnd = at - length;
    while (invalidEnd < this.end) {
      const next = utf8SequenceLength(this.bytes, invalidEnd, this.end);
      if (next > 0) break;
      invalidEnd -= next;
    }
    const byteLength = invalidEnd - at;
    this.warnings.add('invalid-utf8', at, byteLength, () => `json: invalid UTF-8 at byte ${at}`);
    return invalidEnd;
  }

  private skipEscape(at: number): number {
    this.escapeCount += 1;
    const byte = at + 1 < this.end ? (this.bytes[at + 1] ?? 0) : -1;
    if (byte === 0x75) return this.skipUnicodeEscape(at);
    if (isSimpleEscape(byte)) return at + 2;
    this.at = Math.min(at + 1, this.end);
    this.fail("expected one of \"\\/bfnrtu after '\\'");
    return -1;
  }

  private skipUnicodeEscape(at: number): number {
    for (let digit = at + 2; digit < at + 6; digit += 1) {
      if (digit < this.end && isHexDigit(this.bytes[digit] ?? 0)) continue;
      this.at = digit;
      this.fail('expected 4 hex digits after \\u');
      return -1;
    }
    const kind = surrogateKind(this.bytes, at);
    if (kind === 'none') return at + 6;
    if (kind === 'high' && at + 12 <= this.end && surrogateKind(this.bytes, at + 6) === 'low') {
      if (isHexDigit(this.bytes[at + 10] ?? 0) && isHexDigit(this.bytes[at + 11] ?? 0)) {
        return at + 12;
      }
    }
    this.warnings.add('lone-surrogate', at, 6, () => `json: half a surrogate pair at byte ${at}`);
    return at + 6;
  }

  /** The end of the number at the cursor, or -1 after a failure. */
  protected scanNumber(): number {
    let at = this.at + (this.bytes[this.at] === 0x2d ? 1 : 0);
    const isZero = at < this.end && this.bytes[at] === 0x30;
    at = this.skipDigits(at);
    if (at < 0) return -1;
    if (isZero && at - this.at > (this.bytes[this.at] === 0x2d ? 2 : 1)) {
      this.fail('a number that begins with 0');
      return -1;
    }
    if (at < this.end && this.bytes[at] === 0x2e) at = this.skipDigits(at + 1);
    if (at >= 0 && at < this.end && ((this.bytes[at] ?? 0) | 0x20) === 0x65) {
      const sign = at + 1 < this.end ? this.bytes[at + 1] : 0;
      at = this.skipDigits(at + (sign === 0x2b || sign === 0x2d ? 2 : 1));
    }
    if (at === this.end && at < this.textEnd) {
      // The rest of the number is beyond the budget: what is here would be another number.
      this.at = at;
      this.fail('expected the end of the number');
      return -1;
    }
    return at;
  }

  /** Skips one digit or more, or fails and returns -1. */
  private skipDigits(start: number): number {
    let at = start;
    while (at < this.end && isDigit(this.bytes[at] ?? 0)) at += 1;
    if (at > start) return at;
    this.at = at;
    this.fail('expected a digit');
    return -1;
  }

  protected skipSpace(): void {
    const { bytes, end } = this;
    let at = this.at;
    while (at < end && isSpace(bytes[at] ?? 0)) at += 1;
    this.at = at;
  }

  /** Ends the reading: `text` is wrong at the cursor, or the budget of bytes is used up there. */
  protected fail(text: string): false {
    if (this.at >= this.end && this.end < this.textEnd) {
      this.problem = { text: `more than ${this.end} bytes, the limit,`, at: this.end };
    } else {
      this.problem = { text, at: this.at };
    }
    return false;
  }
}

export function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

export function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isHexDigit(byte: number): boolean {
  const letter = byte | 0x20;
  return isDigit(byte) || (letter >= 0x61 && letter <= 0x66);
}

/** One of `" \ / b f n r t`. */
function isSimpleEscape(byte: number): boolean {
  return (
    byte === 0x22 ||
    byte === 0x5c ||
    byte === 0x2f ||
    byte === 0x62 ||
    byte === 0x66 ||
    byte === 0x6e ||
    byte === 0x72 ||
    byte === 0x74
  );
}
