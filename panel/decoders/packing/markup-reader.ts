import type { Budget } from '../decoder.ts';
import { kindCode, NodeColumns } from '../node-columns.ts';
import { WarningList } from '../warning-list.ts';
import { hasAscii } from './byte-reads.ts';
import { implicitEnds, rawElements, voidElements } from './html-elements.ts';
import { markupTypes } from './markup-node-reader.ts';
import {
  behind,
  equalsIgnoringCase,
  isMarkupSpace,
  isNameStart,
  nameEnd,
  skipMarkupSpace,
} from './markup-scanner.ts';

export interface MarkupReading {
  readonly columns: NodeColumns;
  readonly warnings: WarningList;
  readonly problem: { readonly text: string; readonly at: number } | null;
}

/** The number of the reader of attributes in the columns. */
const attributeReader = 1;
const objectCode = kindCode('object');
const stringCode = kindCode('string');
const nameCode = kindCode('name');
/** An end tag looks so far up for its start tag. */
const maxAncestors = 256;

/**
 * Reads elements, attributes and text in one pass and without recursion, into a tree whose root is
 * the document. XML must nest rightly; HTML may leave out what its parsers add.
 */
export function readMarkup(
  bytes: Uint8Array,
  budget: Budget,
  language: 'xml' | 'html',
): MarkupReading {
  return new MarkupReader(bytes, budget, language === 'html').read();
}

class MarkupReader {
  readonly #bytes: Uint8Array;
  readonly #budget: Budget;
  readonly #isHtml: boolean;
  readonly #end: number;
  readonly #columns: NodeColumns;
  readonly #warnings = new WarningList();
  #problem: MarkupReading['problem'] = null;
  #at = 0;
  /** The element that is open, 0 for the document. */
  #element = 0;
  #depth = 0;
  #rootCount = 0;

  constructor(bytes: Uint8Array, budget: Budget, isHtml: boolean) {
    this.#bytes = bytes;
    this.#budget = budget;
    this.#isHtml = isHtml;
    this.#end = Math.min(bytes.length, budget.maxBytes);
    this.#columns = new NodeColumns(Math.min(bytes.length / 32, 65_536));
    if (hasAscii(bytes, 0, '\xef\xbb\xbf')) this.#at = 3;
  }

  read(): MarkupReading {
    this.#columns.open(objectCode, -1, 0, 0, 0);
    while (this.#at < this.#end && this.#problem === null) this.#step();
    if (this.#problem === null) this.#checkEnd();
    while (this.#element > 0) this.#close(Math.min(this.#at, this.#bytes.length));
    this.#columns.close(0, this.#bytes.length);
    return { columns: this.#columns, warnings: this.#warnings, problem: this.#problem };
  }

  #checkEnd(): void {
    if (this.#end < this.#bytes.length)
      this.#fail(`more than ${this.#end} bytes, the limit`, this.#end);
    else if (this.#isHtml) return;
    else if (this.#element > 0) this.#fail(`the element ${this.#openName()} has no end`, this.#end);
    else if (this.#rootCount === 0) this.#fail('expected an element', this.#end);
    else if (this.#rootCount > 1) {
      this.#warnings.add('unusual', 0, 0, () => `xml: ${this.#rootCount} elements and no root`);
    }
  }

  #step(): void {
    const { nodeCount } = this.#columns;
    if (nodeCount >= this.#budget.maxNodes) {
      this.#fail(`more than ${this.#budget.maxNodes} values, the limit`);
      return;
    }
    if ((nodeCount & 0xfff) === 0xfff && this.#budget.isOverdue?.() === true) {
      this.#fail('reading takes too long, it stopped');
      return;
    }
    const bytes = this.#bytes;
    const at = this.#at;
    const next = bytes[at + 1];
    if (bytes[at] !== 0x3c) this.#text(at);
    else if (next === 0x21) this.#declaration(at);
    else if (next === 0x3f) this.#until(this.#isHtml ? '>' : '?>', nameCode, 'instruction');
    else if (next === 0x2f) this.#endTag(at);
    else if (isNameStart(next)) this.#startTag(at);
    else if (this.#isHtml) this.#text(at);
    else this.#fail('expected a name');
  }

  /** Up to the next `<`, or the one after it when this one begins no tag. */
  #text(start: number): void {
    const next = this.#bytes.indexOf(0x3c, start + 1);
    const end = next < 0 || next > this.#end ? this.#end : next;
    const first = skipMarkupSpace(this.#bytes, start, end);
    this.#at = end;
    if (first === end) return;
    if (this.#element === 0 && !this.#isHtml) this.#fail('text outside of an element', first);
    else this.#leaf(stringCode, start, end, 'text');
  }

  #declaration(at: number): void {
    const bytes = this.#bytes;
    if (hasAscii(bytes, at, '<!--')) this.#until('-->', stringCode, 'comment', 4);
    else if (hasAscii(bytes, at, '<![CDATA[')) this.#until(']]>', stringCode, 'cdata', 9);
    else {
      // The declarations within a DOCTYPE stand in brackets and hold `>` themselves.
      const close = bytes.indexOf(0x3e, at);
      const bracket = bytes.indexOf(0x5b, at);
      const hasSubset = bracket >= 0 && (close < 0 || bracket < close);
      this.#until(hasSubset ? ']' : '>', nameCode, 'doctype');
      if (hasSubset && this.#problem === null)
        this.#extendTo(behind(bytes, '>', this.#at, this.#end));
    }
  }

  #extendTo(end: number): void {
    if (end < 0) {
      this.#fail("expected '>'", this.#end);
      return;
    }
    this.#columns.close(this.#columns.nodeCount - 1, end);
    this.#at = end;
  }

  #until(ending: string, kind: number, type: keyof typeof markupTypes, skip = 2): void {
    const end = behind(this.#bytes, ending, this.#at + skip, this.#end);
    if (end < 0) {
      this.#fail(`expected '${ending}'`, this.#end);
      return;
    }
    this.#leaf(kind, this.#at, end, type);
    this.#at = end;
  }

  #startTag(at: number): void {
    const bytes = this.#bytes;
    const end = nameEnd(bytes, at + 1, this.#end);
    if (this.#depth >= this.#budget.maxDepth) {
      this.#fail(`nested deeper than ${this.#budget.maxDepth} levels, the limit`);
      return;
    }
    const name = this.#isHtml ? this.#lowerName(at + 1, end) : '';
    if (this.#isHtml) this.#closeImplied(name);
    if (this.#element === 0) this.#rootCount += 1;
    const type = markupTypes.element;
    this.#element = this.#columns.open(objectCode, this.#element, at, at + 1, end - at - 1, type);
    this.#depth += 1;
    this.#at = end;
    while (this.#problem === null && !this.#endOfTag(name)) this.#attribute();
  }

  /** Whether the start tag ends at the cursor. */
  #endOfTag(name: string): boolean {
    const bytes = this.#bytes;
    const at = skipMarkupSpace(bytes, this.#at, this.#end);
    this.#at = at;
    if (at >= this.#end) {
      this.#fail("expected '>'", this.#end);
      return true;
    }
    const isEmpty = bytes[at] === 0x2f && bytes[at + 1] === 0x3e;
    if (bytes[at] !== 0x3e && !isEmpty) return false;
    this.#at = at + (isEmpty ? 2 : 1);
    if (isEmpty || voidElements.has(name)) this.#close(this.#at);
    else if (rawElements.has(name)) this.#rawText(name);
    return true;
  }

  #attribute(): void {
    const bytes = this.#bytes;
    const start = this.#at;
    const end = nameEnd(bytes, start, this.#end);
    if (end === start) {
      if (!this.#isHtml) this.#fail("expected an attribute or '>'");
      else this.#at = start + 1;
      return;
    }
    let at = skipMarkupSpace(bytes, end, this.#end);
    if (bytes[at] !== 0x3d) {
      if (!this.#isHtml) this.#fail("expected '='", at);
      else this.#addAttribute(start, end, end, end);
      this.#at = end;
      return;
    }
    at = skipMarkupSpace(bytes, at + 1, this.#end);
    const quote = bytes[at];
    if (quote === 0x22 || quote === 0x27) {
      const close = bytes.indexOf(quote, at + 1);
      if (close < 0 || close >= this.#end) {
        this.#fail('the value of an attribute has no end', this.#end);
        return;
      }
      this.#addAttribute(start, end, at, close + 1);
      this.#at = close + 1;
      return;
    }
    if (!this.#isHtml) {
      this.#fail('expected a quote', at);
      return;
    }
    let valueEnd = at;
    while (valueEnd < this.#end && !isMarkupSpace(bytes[valueEnd]) && bytes[valueEnd] !== 0x3e)
      valueEnd += 1;
    this.#addAttribute(start, end, at, valueEnd);
    this.#at = valueEnd;
  }

  #addAttribute(keyStart: number, keyEnd: number, start: number, end: number): void {
    const columns = this.#columns;
    if (this.#hasAttribute(keyStart, keyEnd)) {
      this.#warnings.add('duplicate-key', keyStart, keyEnd - keyStart, () => {
        const name = String.fromCharCode(
          ...this.#bytes.subarray(keyStart, Math.min(keyEnd, keyStart + 80)),
        );
        return `${this.#name}: the attribute ${name} is there more than once, at byte ${keyStart}`;
      });
    }
    const keyLength = keyEnd - keyStart;
    const type = markupTypes.attribute;
    const node = columns.open(
      stringCode,
      this.#element,
      start,
      keyStart,
      keyLength,
      type,
      attributeReader,
    );
    columns.close(node, end);
  }

  /** Among the first 32 attributes of the element that is open. */
  #hasAttribute(start: number, end: number): boolean {
    const columns = this.#columns;
    const last = Math.min(columns.nodeCount, this.#element + 33);
    for (let node = this.#element + 1; node < last; node += 1) {
      if (this.#isSameName(columns.keyOffset(node), columns.keyLength(node), start, end))
        return true;
    }
    return false;
  }

  #isSameName(offset: number, length: number, start: number, end: number): boolean {
    if (length !== end - start) return false;
    for (let index = 0; index < length; index += 1) {
      const one = this.#bytes[offset + index] ?? 0;
      const other = this.#bytes[start + index] ?? 0;
      if (one !== other && (!this.#isHtml || (one | 0x20) !== (other | 0x20))) return false;
    }
    return true;
  }

  /** The text of a script or style goes on to its end tag, whatever is in it. */
  #rawText(name: string): void {
    const ending = `</${name}`;
    const end = behind(this.#bytes, ending, this.#at, this.#end);
    const textEnd = end < 0 ? this.#end : end - ending.length;
    if (textEnd > this.#at) this.#leaf(stringCode, this.#at, textEnd, 'text');
    this.#at = textEnd;
  }

  #endTag(at: number): void {
    const bytes = this.#bytes;
    const end = nameEnd(bytes, at + 2, this.#end);
    const close = bytes.indexOf(0x3e, end);
    if (close < 0 || close >= this.#end) {
      this.#fail("expected '>'", this.#end);
      return;
    }
    const depth = this.#depthOf(at + 2, end);
    if (depth < 0 || (depth > 0 && !this.#isHtml)) {
      const name = String.fromCharCode(...bytes.subarray(at + 2, Math.min(end, at + 82)));
      if (!this.#isHtml) {
        this.#fail(
          `</${name}> ends nothing, ${this.#element > 0 ? `expected </${this.#openName()}>` : 'no element is open'}`,
        );
        return;
      }
      this.#warnings.add(
        'unusual',
        at,
        close + 1 - at,
        () => `html: </${name}> ends nothing, at byte ${at}`,
      );
      this.#at = close + 1;
      return;
    }
    for (let level = 0; level < depth; level += 1) this.#close(at);
    this.#close(close + 1);
    this.#at = close + 1;
  }

  /** How many elements further up the one of this name is; -1 when none is open. */
  #depthOf(start: number, end: number): number {
    let element = this.#element;
    for (let depth = 0; element > 0 && depth < maxAncestors; depth += 1) {
      const { columns, offset, length } = this.#nameOf(element);
      if (this.#isSameName(offset, length, start, end)) return depth;
      element = columns.parent(element);
    }
    return -1;
  }

  #nameOf(element: number) {
    const columns = this.#columns;
    return { columns, offset: columns.keyOffset(element), length: columns.keyLength(element) };
  }

  #openName(): string {
    const { offset, length } = this.#nameOf(this.#element);
    return String.fromCharCode(...this.#bytes.subarray(offset, offset + Math.min(length, 80)));
  }

  /** `<li>` ends an open `<li>`, `<tr>` an open `<td>`, and so on. */
  #closeImplied(name: string): void {
    const ended = implicitEnds[name];
    if (ended === undefined) return;
    while (this.#element > 0) {
      const { offset, length } = this.#nameOf(this.#element);
      const isEnded = ended.some(
        (each) => each.length === length && equalsIgnoringCase(this.#bytes, offset, each),
      );
      if (!isEnded) return;
      this.#close(this.#at);
    }
  }

  #lowerName(start: number, end: number): string {
    return String.fromCharCode(
      ...this.#bytes.subarray(start, Math.min(end, start + 40)),
    ).toLowerCase();
  }

  #leaf(kind: number, start: number, end: number, type: keyof typeof markupTypes): void {
    const node = this.#columns.open(kind, this.#element, start, 0, 0, markupTypes[type]);
    this.#columns.close(node, end);
  }

  #close(end: number): void {
    this.#columns.close(this.#element, end);
    this.#element = this.#columns.parent(this.#element);
    this.#depth -= 1;
  }

  get #name(): string {
    return this.#isHtml ? 'html' : 'xml';
  }

  #fail(text: string, at = this.#at): void {
    this.#problem ??= { text, at };
  }
}
