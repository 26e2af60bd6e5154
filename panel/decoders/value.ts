import { childOf } from './children.ts';
import type { NodeKind } from './node-kind.ts';
import type { NodeTable } from './node-table.ts';
import { previewOf } from './preview.ts';

/** An envelope of a protocol has few fields; in larger objects the first ones are looked at. */
const maxFields = 64;

/** A decoded value as a protocol looks at it, whatever format it came in. */
export class Value {
  readonly table: NodeTable;
  readonly node: number;
  /** Made when a field is first asked for: every protocol asks the same root for several. */
  #fields: ReadonlyMap<string, Value> | null = null;

  constructor(table: NodeTable, node = 0) {
    this.table = table;
    this.node = node;
  }

  get kind(): NodeKind {
    return this.table.kind(this.node);
  }
  get isObject(): boolean {
    return this.kind === 'object';
  }
  get isArray(): boolean {
    return this.kind === 'array';
  }
  /** Fields of an object or items of an array. */
  get childCount(): number {
    return this.table.childCount(this.node);
  }
  /** The value of a string, null for anything else. At most `maxChars` of it. */
  string(maxChars = 1000): string | null {
    return this.kind === 'string' ? this.table.text(this.node, maxChars) : null;
  }
  /** The value of a number, null for anything else. */
  number(): number | null {
    return this.kind === 'number' ? Number(this.table.text(this.node, 40)) : null;
  }
  /** A string or number as text, null for anything else: what ids are made of. */
  id(): string | null {
    const { kind } = this;
    return kind === 'string' || kind === 'number' ? this.table.text(this.node, 200) : null;
  }

  /** A field of an object among its first 64; of equal keys the last, as JSON.parse has it. */
  get(key: string): Value | null {
    this.#fields ??= this.#readFields();
    return this.#fields.get(key) ?? null;
  }

  /** An item of an array. */
  at(index: number): Value | null {
    if (!this.isArray) return null;
    const item = childOf(this.table, this.node, index);
    return item < 0 ? null : new Value(this.table, item);
  }

  has(...keys: readonly string[]): boolean {
    return keys.every((key) => this.get(key) !== null);
  }

  /** In one line, for summaries. */
  preview(maxChars = 120): string {
    return previewOf(this.table, this.node, maxChars);
  }

  #readFields(): ReadonlyMap<string, Value> {
    const fields = new Map<string, Value>();
    if (!this.isObject) return fields;
    let field = this.table.firstChild(this.node);
    for (let index = 0; field >= 0 && index < maxFields; index += 1) {
      const key = this.table.key(field);
      if (key !== undefined) fields.set(key, new Value(this.table, field));
      field = this.table.nextSibling(field);
    }
    return fields;
  }
}
