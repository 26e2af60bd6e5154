import { parseBase64 } from '../base64.ts';
import type { EditReading } from '../decoder.ts';
import { jsonNodeReader } from '../json-node-reader.ts';
import { readJson } from '../json-reader.ts';
import { positionOfByte } from '../json-validate.ts';
import { createNodeTable } from '../node-table.ts';
import { Value } from '../value.ts';
import { parseMoment } from './epoch.ts';
import { type Item, type ItemValue, maxItemDepth } from './item.ts';

export type ItemReading = { readonly ok: true; readonly item: Item } | EditFailure;
export type EditFailure = Extract<EditReading, { ok: false }>;

/** A level of a map takes three of JSON: `{"$map": [[key, value]]}`. */
const budget = { maxNodes: 5_000_000, maxDepth: 3 * maxItemDepth + 10, maxBytes: 1 << 28 };

/** Says where in a text something is wrong, for the editor. */
export function failEdit(text: string, at: number, reason: string): EditFailure {
  const { line, column } = positionOfByte(text, at);
  return { ok: false, reason, line, column };
}

/** JSON as a table that keeps numbers exact and equal keys, or what is wrong with it. */
export function readJsonText(
  name: string,
  text: string,
): { readonly ok: true; readonly root: Value } | EditFailure {
  const bytes = new TextEncoder().encode(text);
  const { columns, problem, warnings } = readJson(bytes, 0, budget);
  if (problem !== undefined) return failEdit(text, problem.at, `${name}: ${problem.text}`);
  const half = warnings.find(({ code }) => code === 'lone-surrogate');
  if (half !== undefined) {
    return failEdit(text, half.at, `${name}: half a surrogate pair cannot be sent`);
  }
  return { ok: true, root: new Value(createNodeTable(bytes, columns, [jsonNodeReader])) };
}

/** Reads what `writeExtendedJson` writes. `words` are the extensions that the format can say. */
export function readExtendedJson(
  name: string,
  text: string,
  words: readonly string[],
): ItemReading {
  const json = readJsonText(name, text);
  if (!json.ok) return json;
  const reader = new ItemReader(words);
  const item = reader.item(json.root);
  if (reader.problem === undefined) return { ok: true, item };
  return failEdit(text, reader.problem.at, `${name}: ${reader.problem.text}`);
}

/** The children of a value, in order. */
export function childrenOfValue({ table, node }: Value): Value[] {
  const children: Value[] = [];
  for (let at = table.firstChild(node); at >= 0; at = table.nextSibling(at)) {
    children.push(new Value(table, at));
  }
  return children;
}

export function keyOfValue({ table, node }: Value): string {
  return table.key(node) ?? '';
}

class ItemReader {
  problem: { readonly text: string; readonly at: number } | undefined;
  readonly #words: readonly string[];

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  item(value: Value): Item {
    return { at: value.table.byteOffset(value.node), ...this.#value(value) };
  }

  #value(value: Value): ItemValue {
    const { table, node, kind } = value;
    switch (kind) {
      case 'object':
        return this.#object(value);
      case 'array':
        return { kind: 'array', items: childrenOfValue(value).map((each) => this.item(each)) };
      case 'string':
        return { kind: 'string', value: table.text(node) };
      case 'number':
        return numberOf(table.text(node));
      case 'boolean':
        return { kind: 'boolean', value: table.text(node) === 'true' };
      default:
        return { kind: 'null' };
    }
  }

  #object(value: Value): ItemValue {
    const children = childrenOfValue(value);
    const [first] = children;
    const firstKey = first === undefined ? '' : keyOfValue(first);
    if (first !== undefined && children.length === 1 && /^\$(?!\$)/.test(firstKey)) {
      return this.#extension(firstKey, first);
    }
    const entries = children.map((child): readonly [Item, Item] => {
      const key = keyOfValue(child);
      if (/^\$(?!\$)/.test(key)) {
        this.#fail(child, `${key} stands beside other keys; for a key of that name write $${key}`);
      }
      const at = child.table.keyByteOffset(child.node);
      const plain = key.startsWith('$') ? key.slice(1) : key;
      return [{ kind: 'string', value: plain, at }, this.item(child)];
    });
    return { kind: 'map', entries };
  }

  #extension(word: string, value: Value): ItemValue {
    if (!this.#words.includes(word)) {
      const known = this.#words.join(', ');
      return this.#fail(
        value,
        `${word} is none of ${known}; for a key of that name write $${word}`,
      );
    }
    switch (word) {
      case '$bytes':
        return { kind: 'bytes', bytes: this.#base64(value) };
      case '$string':
        return { kind: 'raw-string', bytes: this.#base64(value) };
      case '$undefined':
        return { kind: 'undefined' };
      case '$date':
        return this.#date(value);
      case '$float':
      case '$float32':
        return this.#float(value, word === '$float32');
      case '$ext':
        return this.#ext(value);
      case '$map':
        return this.#map(value);
      default: {
        if (!value.isArray) return this.#fail(value, `${word} wants an array`);
        return { kind: 'sequence', items: childrenOfValue(value).map((each) => this.item(each)) };
      }
    }
  }

  #base64(value: Value): Uint8Array {
    const parsed = parseBase64(value.string(Number.POSITIVE_INFINITY) ?? '!');
    if (parsed.ok) return parsed.bytes;
    this.#fail(value, 'expected base64 in quotes');
    return new Uint8Array(0);
  }

  #date(value: Value): ItemValue {
    const moment = parseMoment(value.string() ?? '');
    if (moment !== null) return { kind: 'date', moment };
    return this.#fail(value, 'expected a date as "2026-01-31T12:00:00Z"');
  }

  #float(value: Value, isSingle: boolean): ItemValue {
    const word = value.string();
    const isWord = word === 'NaN' || word === 'Infinity' || word === '-Infinity';
    const number = isWord ? Number(word) : value.number();
    if (number === null) {
      return this.#fail(value, 'expected a number, "NaN", "Infinity" or "-Infinity"');
    }
    return { kind: 'float', value: number, isSingle };
  }

  #ext(value: Value): ItemValue {
    const [type, data, ...rest] = value.isArray ? childrenOfValue(value) : [];
    const number = type?.number() ?? Number.NaN;
    if (data === undefined || rest.length > 0 || !(number >= -128 && number <= 127)) {
      return this.#fail(value, '$ext wants [type from -128 to 127, "base64"]');
    }
    return { kind: 'ext', type: number, bytes: this.#base64(data) };
  }

  #map(value: Value): ItemValue {
    const pairs = value.isArray ? childrenOfValue(value) : [];
    const isWrong = !value.isArray || pairs.some((pair) => !pair.isArray || pair.childCount !== 2);
    if (isWrong) return this.#fail(value, '$map wants an array of pairs [key, value]');
    const entries = pairs.map((pair): readonly [Item, Item] => {
      const [key, item] = childrenOfValue(pair).map((each) => this.item(each));
      return [key ?? { kind: 'null' }, item ?? { kind: 'null' }];
    });
    return { kind: 'map', entries };
  }

  #fail({ table, node }: Value, text: string): ItemValue {
    this.problem ??= { text, at: table.byteOffset(node) };
    return { kind: 'null' };
  }
}

/** `1` is an integer of any size, `1.0` and `1e3` are floats. */
function numberOf(text: string): ItemValue {
  if (/^-?\d+$/.test(text) && text !== '-0') return { kind: 'integer', value: BigInt(text) };
  return { kind: 'float', value: Number(text), isSingle: false };
}
