import type { Budget } from '../decoder.ts';
import { kindCode, NodeColumns } from '../node-columns.ts';
import { WarningList } from '../warning-list.ts';
import { implicitEnds } from './html-elements.ts';
import { markupTypes } from './markup-node-reader.ts';
import { equalsIgnoringCase } from './markup-scanner.ts';

/** The number of the reader of attributes in the columns. */
const attributeReader = 1;
const objectCode = kindCode('object');
const stringCode = kindCode('string');
/** An end tag looks so far up for its start tag. */
const maxAncestors = 256;
/** Among so many attributes of an element those of the same name are found. */
const maxCompared = 32;

/** The tree of a document while it grows: which element is open, and what may end it. */
export class MarkupTree {
  readonly columns: NodeColumns;
  readonly warnings = new WarningList();
  protected readonly bytes: Uint8Array;
  protected readonly budget: Budget;
  protected readonly isHtml: boolean;
  /** The element that is open, 0 for the document. */
  protected element = 0;
  protected rootCount = 0;
  #depth = 0;

  constructor(bytes: Uint8Array, budget: Budget, isHtml: boolean) {
    this.bytes = bytes;
    this.budget = budget;
    this.isHtml = isHtml;
    this.columns = new NodeColumns(Math.min(bytes.length / 32, 65_536));
    this.columns.open(objectCode, -1, 0, 0, 0);
  }

  protected get isTooDeep(): boolean {
    return this.#depth >= this.budget.maxDepth;
  }

  protected openElement(at: number, nameEnd: number): void {
    if (this.element === 0) this.rootCount += 1;
    const nameLength = nameEnd - at - 1;
    const type = markupTypes.element;
    this.element = this.columns.open(objectCode, this.element, at, at + 1, nameLength, type);
    this.#depth += 1;
  }

  protected closeElement(end: number): void {
    this.columns.close(this.element, end);
    this.element = this.columns.parent(this.element);
    this.#depth -= 1;
  }

  protected addLeaf(
    kind: number,
    start: number,
    end: number,
    type: keyof typeof markupTypes,
  ): void {
    const node = this.columns.open(kind, this.element, start, 0, 0, markupTypes[type]);
    this.columns.close(node, end);
  }

  protected addAttribute(keyStart: number, keyEnd: number, start: number, end: number): void {
    const columns = this.columns;
    if (this.hasAttribute(keyStart, keyEnd)) {
      this.warnings.add('duplicate-key', keyStart, keyEnd - keyStart, () => {
        const name = String.fromCharCode(
          ...this.bytes.subarray(keyStart, Math.min(keyEnd, keyStart + 80)),
        );
        return `${this.name}: the attribute ${name} is there more than once, at byte ${keyStart}`;
      });
    }
    const keyLength = keyEnd - keyStart;
    const type = markupTypes.attribute;
    const node = columns.open(
      stringCode,
      this.element,
      start,
      keyStart,
      keyLength,
      type,
      attributeReader,
    );
    columns.close(node, end);
  }

  /** Among the first attributes of the element that is open. */
  protected hasAttribute(start: number, end: number): boolean {
    const columns = this.columns;
    const last = Math.min(columns.nodeCount, this.element + 1 + maxCompared);
    for (let node = this.element + 1; node < last; node += 1) {
      if (this.isSameName(columns.keyOffset(node), columns.keyLength(node), start, end))
        return true;
    }
    return false;
  }

  protected isSameName(offset: number, length: number, start: number, end: number): boolean {
    if (length !== end - start) return false;
    for (let index = 0; index < length; index += 1) {
      const one = this.bytes[offset + index] ?? 0;
      const other = this.bytes[start + index] ?? 0;
      if (one !== other && (!this.isHtml || (one | 0x20) !== (other | 0x20))) return false;
    }
    return true;
  }

  /** How many elements further up the one of this name is; -1 when none is open. */
  protected depthOf(start: number, end: number): number {
    let element = this.element;
    for (let depth = 0; element > 0 && depth < maxAncestors; depth += 1) {
      const { columns, offset, length } = this.nameOf(element);
      if (this.isSameName(offset, length, start, end)) return depth;
      element = columns.parent(element);
    }
    return -1;
  }

  protected nameOf(element: number) {
    const columns = this.columns;
    return { columns, offset: columns.keyOffset(element), length: columns.keyLength(element) };
  }

  protected openName(): string {
    const { offset, length } = this.nameOf(this.element);
    return String.fromCharCode(...this.bytes.subarray(offset, offset + Math.min(length, 80)));
  }

  /** `<li>` ends an open `<li>`, `<tr>` an open `<td>`, and so on. */
  protected closeImplied(name: string, at: number): void {
    const ended = implicitEnds[name];
    if (ended === undefined) return;
    while (this.element > 0) {
      const { offset, length } = this.nameOf(this.element);
      const isEnded = ended.some(
        (each) => each.length === length && equalsIgnoringCase(this.bytes, offset, each),
      );
      if (!isEnded) return;
      this.closeElement(at);
    }
  }

  protected get name(): string {
    return this.isHtml ? 'html' : 'xml';
  }
}
