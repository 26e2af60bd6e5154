import { formatHex } from '../hex.ts';
import { decodeUtf8, findInvalidUtf8 } from '../utf8.ts';
import {
  argumentAt,
  bigArgumentAt,
  chunksOf,
  floatOf,
  halfBits,
  headLength,
  indefinite,
  integerOf,
} from './cbor-layout.ts';
import { markedFloatText } from './numbers.ts';

export type DiagnosticLayout = 'line' | 'indented';

/**
 * One item in the diagnostic notation of RFC 8949, section 8, so that reading it back gives the
 * same bytes: encoding indicators (`1.0_3`, `[_ 1]`) stand where the shortest form is not what is
 * there. The bytes must have been decoded before, no deeper than 2,000.
 */
export function writeDiagnostic(bytes: Uint8Array, at: number, layout: DiagnosticLayout): string {
  return new DiagnosticWriter(bytes, layout).itemAt(at, '');
}

/** All items of a sequence, parted by commas. */
export function writeDiagnosticSequence(bytes: Uint8Array): string {
  const writer = new DiagnosticWriter(bytes, 'indented');
  const items: string[] = [];
  for (let at = 0; at < bytes.length; at = writer.end) items.push(writer.itemAt(at, ''));
  return items.join(',\n');
}

class DiagnosticWriter {
  /** Behind the item that was written last. */
  end = 0;
  readonly #bytes: Uint8Array;
  readonly #isIndented: boolean;

  constructor(bytes: Uint8Array, layout: DiagnosticLayout) {
    this.#bytes = bytes;
    this.#isIndented = layout === 'indented';
  }

  itemAt(at: number, indent: string): string {
    const bytes = this.#bytes;
    const initial = bytes[at] ?? 0;
    const head = at + headLength(initial);
    this.end = head;
    switch (initial >> 5) {
      case 0:
      case 1:
        return `${integerOf(bytes, at)}${this.#indicator(at)}`;
      case 2:
      case 3:
        return this.#string(at);
      case 4:
        return this.#container(at, indent, '[', ']');
      case 5:
        return this.#container(at, indent, '{', '}');
      case 6:
        return `${bigArgumentAt(bytes, at)}${this.#indicator(at)}(${this.itemAt(head, indent)})`;
      default:
        return this.#simple(at);
    }
  }

  /** Empty where the number stands in its shortest form. */
  #indicator(at: number): string {
    const info = (this.#bytes[at] ?? 0) & 0x1f;
    if (info < 24) return '';
    const argument = bigArgumentAt(this.#bytes, at);
    const shortest = argument < 24n ? -1 : argument < 256n ? 24 : argument < 65_536n ? 25 : 26;
    const isShortest = info === (argument >= 1n << 32n ? 27 : shortest);
    return isShortest ? '' : `_${info - 24}`;
  }

  #string(at: number): string {
    const bytes = this.#bytes;
    const initial = bytes[at] ?? 0;
    const isText = initial >> 5 === 3;
    if ((initial & 0x1f) !== indefinite) {
      const start = at + headLength(initial);
      this.end = start + argumentAt(bytes, at);
      return this.#content(isText, start, this.end) + this.#indicator(at);
    }
    const chunks: string[] = [];
    let end = at + 1;
    for (const [start, chunkEnd] of chunksOf(bytes, at)) {
      chunks.push(this.#content(isText, start, chunkEnd) + this.#indicator(end));
      end = chunkEnd;
    }
    this.end = end + 1;
    if (chunks.length === 0) return isText ? '""_' : "''_";
    return `(_ ${chunks.join(', ')})`;
  }

  #content(isText: boolean, start: number, end: number): string {
    const bytes = this.#bytes;
    if (isText && findInvalidUtf8(bytes, start, end) < 0) {
      return JSON.stringify(decodeUtf8(bytes, start, end));
    }
    const hex = formatHex(bytes.subarray(start, end)).replaceAll(' ', '');
    // Not of the notation: a text that is not valid can be said in no other way.
    return isText ? `t'${hex}'` : `h'${hex}'`;
  }

  #container(at: number, indent: string, opening: string, closing: string): string {
    const bytes = this.#bytes;
    const initial = bytes[at] ?? 0;
    const isEndless = (initial & 0x1f) === indefinite;
    const mark = isEndless ? '_' : this.#indicator(at);
    const inner = this.#isIndented ? `${indent}  ` : '';
    const items: string[] = [];
    const count = isEndless ? Number.POSITIVE_INFINITY : argumentAt(bytes, at);
    let next = at + headLength(initial);
    while (items.length < count && !(isEndless && bytes[next] === 0xff)) {
      let text = this.itemAt(next, inner);
      if (opening === '{') text += `: ${this.itemAt(this.end, inner)}`;
      next = this.end;
      items.push(text);
    }
    this.end = isEndless ? next + 1 : next;
    const open = mark === '' ? opening : `${opening}${mark}${items.length === 0 ? '' : ' '}`;
    if (items.length === 0) return open + closing;
    if (!this.#isIndented) return open + items.join(', ') + closing;
    return `${open.trimEnd()}\n${inner}${items.join(`,\n${inner}`)}\n${indent}${closing}`;
  }

  #simple(at: number): string {
    const bytes = this.#bytes;
    const initial = bytes[at] ?? 0;
    if (initial >= 0xf9 && initial <= 0xfb) return this.#float(at);
    const words = ['false', 'true', 'null', 'undefined'];
    const value = initial === 0xf8 ? (bytes[at + 1] ?? 0) : initial & 0x1f;
    return words[value - 20] ?? `simple(${value})`;
  }

  #float(at: number): string {
    const bytes = this.#bytes;
    const value = floatOf(bytes, at);
    const width = (bytes[at] ?? 0) - 0xf9;
    const shortest = halfBits(value) >= 0 ? 0 : Math.fround(value) === value ? 1 : 2;
    const text = markedFloatText(value);
    return width === shortest ? text : `${text}_${width + 1}`;
  }
}
