import type { Budget } from '../decoder.ts';
import { kindCode, type NodeColumns } from '../node-columns.ts';
import type { WarningList } from '../warning-list.ts';
import { hasAscii } from './byte-reads.ts';
import { rawElements, voidElements } from './html-elements.ts';
import type { markupTypes } from './markup-node-reader.ts';
import { behind, isMarkupSpace, isNameStart, nameEnd, skipMarkupSpace } from './markup-scanner.ts';
import { MarkupTree } from './markup-tree.ts';

export interface MarkupReading {
  readonly columns: NodeColumns;
  readonly warnings: WarningList;
  readonly problem: { readonly text: string; readonly at: number } | null;
}

const stringCode = kindCode('string');
const nameCode = kindCode('name');

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

class MarkupReader extends MarkupTree {
  readonly #end: number;
  #problem: MarkupReading['problem'] = null;
  #at = 0;

  constructor(bytes: Uint8Array, budget: Budget, isHtml: boolean) {
    super(bytes, budget, isHtml);
    this.#end = Math.min(bytes.length, budget.maxBytes);
    if (hasAscii(bytes, 0, '\xef\xbb\xbf')) this.#at = 3;
  }

  read(): MarkupReading {
    while (this.#at < this.#end && this.#problem === null) this.#step();
    if (this.#problem === null) this.#checkEnd();
    while (this.element > 0) this.closeElement(Math.min(this.#at, this.bytes.length));
    this.columns.close(0, this.bytes.length);
    return { columns: this.columns, warnings: this.warnings, problem: this.#problem };
  }

  #checkEnd(): void {
    if (this.#end < this.bytes.length)
      this.#fail(`more than ${this.#end} bytes, the limit`, this.#end);
    else if (this.isHtml) return;
    else if (this.element > 0) this.#fail(`the element ${this.openName()} has no end`, this.#end);
    else if (this.rootCount === 0) this.#fail('expected an element', this.#end);
    else if (this.rootCount > 1) {
      this.warnings.add('unusual', 0, 0, () => `xml: ${this.rootCount} elements and no root`);
    }
  }

  #step(): void {
    const { nodeCount } = this.columns;
    if (nodeCount >= this.budget.maxNodes) {
      this.#fail(`more than ${this.budget.maxNodes} values, the limit`);
      return;
    }
    if ((nodeCount & 0xfff) === 0xfff && this.budget.isOverdue?.() === true) {
      this.#fail('reading takes too long, it stopped');
      return;
    }
    const bytes = this.bytes;
    const at = this.#at;
    const next = bytes[at + 1];
    if (bytes[at] !== 0x3c) this.#text(at);
    else if (next === 0x21) this.#declaration(at);
    else if (next === 0x3f) this.#until(this.isHtml ? '>' : '?>', nameCode, 'instruction');
    else if (next === 0x2f) this.#endTag(at);
    else if (isNameStart(next)) this.#startTag(at);
    else if (this.isHtml) this.#text(at);
    else this.#fail('expected a name');
  }

  /** Up to the next `<`, or the one after it when this one begins no tag. */
  #text(start: number): void {
    const next = this.bytes.indexOf(0x3c, start + 1);
    const end = next < 0 || next > this.#end ? this.#end : next;
    const first = skipMarkupSpace(this.bytes, start, end);
    this.#at = end;
    if (first === end) return;
    if (this.element === 0 && !this.isHtml) this.#fail('text outside of an element', first);
    else this.addLeaf(stringCode, start, end, 'text');
  }

  #declaration(at: number): void {
    const bytes = this.bytes;
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
    this.columns.close(this.columns.nodeCount - 1, end);
    this.#at = end;
  }

  #until(ending: string, kind: number, type: keyof typeof markupTypes, skip = 2): void {
    const end = behind(this.bytes, ending, this.#at + skip, this.#end);
    if (end < 0) {
      this.#fail(`expected '${ending}'`, this.#end);
      return;
    }
    this.addLeaf(kind, this.#at, end, type);
    this.#at = end;
  }

  #startTag(at: number): void {
    const bytes = this.bytes;
    const end = nameEnd(bytes, at + 1, this.#end);
    if (this.isTooDeep) {
      this.#fail(`nested deeper than ${this.budget.maxDepth} levels, the limit`);
      return;
    }
    const name = this.isHtml ? this.#lowerName(at + 1, end) : '';
    if (this.isHtml) this.closeImplied(name, at);
    this.openElement(at, end);
    this.#at = end;
    while (this.#problem === null && !this.#endOfTag(name)) this.#attribute();
  }

  /** Whether the start tag ends at the cursor. */
  #endOfTag(name: string): boolean {
    const bytes = this.bytes;
    const at = skipMarkupSpace(bytes, this.#at, this.#end);
    this.#at = at;
    if (at >= this.#end) {
      this.#fail("expected '>'", this.#end);
      return true;
    }
    const isEmpty = bytes[at] === 0x2f && bytes[at + 1] === 0x3e;
    if (bytes[at] !== 0x3e && !isEmpty) return false;
    this.#at = at + (isEmpty ? 2 : 1);
    if (isEmpty || voidElements.has(name)) this.closeElement(this.#at);
    else if (rawElements.has(name)) this.#rawText(name);
    return true;
  }

  #attribute(): void {
    const bytes = this.bytes;
    const start = this.#at;
    const end = nameEnd(bytes, start, this.#end);
    if (end === start) {
      if (!this.isHtml) this.#fail("expected an attribute or '>'");
      else this.#at = start + 1;
      return;
    }
    let at = skipMarkupSpace(bytes, end, this.#end);
    if (bytes[at] !== 0x3d) {
      if (!this.isHtml) this.#fail("expected '='", at);
      else this.addAttribute(start, end, end, end);
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
      this.addAttribute(start, end, at, close + 1);
      this.#at = close + 1;
      return;
    }
    if (!this.isHtml) {
      this.#fail('expected a quote', at);
      return;
    }
    let valueEnd = at;
    while (valueEnd < this.#end && !isMarkupSpace(bytes[valueEnd]) && bytes[valueEnd] !== 0x3e)
      valueEnd += 1;
    this.addAttribute(start, end, at, valueEnd);
    this.#at = valueEnd;
  }

  /** The text of a script or style goes on to its end tag, whatever is in it. */
  #rawText(name: string): void {
    const ending = `</${name}`;
    const end = behind(this.bytes, ending, this.#at, this.#end);
    const textEnd = end < 0 ? this.#end : end - ending.length;
    if (textEnd > this.#at) this.addLeaf(stringCode, this.#at, textEnd, 'text');
    this.#at = textEnd;
  }

  #endTag(at: number): void {
    const bytes = this.bytes;
    const end = nameEnd(bytes, at + 2, this.#end);
    const close = bytes.indexOf(0x3e, end);
    if (close < 0 || close >= this.#end) {
      this.#fail("expected '>'", this.#end);
      return;
    }
    const depth = this.depthOf(at + 2, end);
    if (depth < 0 || (depth > 0 && !this.isHtml)) {
      const name = String.fromCharCode(...bytes.subarray(at + 2, Math.min(end, at + 82)));
      if (!this.isHtml) {
        this.#fail(
          `</${name}> ends nothing, ${this.element > 0 ? `expected </${this.openName()}>` : 'no element is open'}`,
        );
        return;
      }
      this.warnings.add(
        'unusual',
        at,
        close + 1 - at,
        () => `html: </${name}> ends nothing, at byte ${at}`,
      );
      this.#at = close + 1;
      return;
    }
    for (let level = 0; level < depth; level += 1) this.closeElement(at);
    this.closeElement(close + 1);
    this.#at = close + 1;
  }

  #lowerName(start: number, end: number): string {
    return String.fromCharCode(
      ...this.bytes.subarray(start, Math.min(end, start + 40)),
    ).toLowerCase();
  }

  #fail(text: string, at = this.#at): void {
    this.#problem ??= { text, at };
  }
}
