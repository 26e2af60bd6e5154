import { escapeInvisible } from './invisible.ts';
import type { NodeTable } from './node-table.ts';

const asciiIdentifier = /^[A-Za-z$_][\w$]*$/;
const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/**
 * A value in one line, as JavaScript would write it: `{name: "Ada", tags: ["a", "b"], …}`. At most
 * `maxChars` UTF-16 units and a few for the brackets that are open then; looks at no more nodes
 * than it shows.
 */
export function previewOf(table: NodeTable, node: number, maxChars: number): string {
  const preview = new Preview(table, maxChars);
  preview.value(node);
  return preview.text;
}

class Preview {
  text = '';
  readonly #table: NodeTable;
  readonly #maxChars: number;

  constructor(table: NodeTable, maxChars: number) {
    this.#table = table;
    this.#maxChars = maxChars;
  }

  value(node: number): void {
    const kind = this.#table.kind(node);
    if (kind === 'object') this.#container(node, '{', '}');
    else if (kind === 'array') this.#container(node, '[', ']');
    else this.text += this.#scalar(node);
  }

  get #room(): number {
    return this.#maxChars - this.text.length;
  }

  #container(node: number, opening: string, closing: string): void {
    this.text += opening;
    let isFirst = true;
    for (let at = this.#table.firstChild(node); at >= 0; at = this.#table.nextSibling(at)) {
      if (!isFirst) this.text += ', ';
      if (this.#room <= 1) {
        this.text += '…';
        break;
      }
      isFirst = false;
      const key = this.#table.key(at);
      if (key !== undefined) this.text += `${keyText(key, this.#room)}: `;
      this.value(at);
    }
    this.text += closing;
  }

  #scalar(node: number): string {
    const table = this.#table;
    const room = Math.max(1, this.#room);
    const value = table.text(node, room + 1);
    const shown = value.length > room ? `${value.slice(0, room)}…` : value;
    switch (table.kind(node)) {
      case 'string':
        return escapeInvisible(JSON.stringify(shown));
      case 'bytes':
        return `<${shown}>`;
      default:
        return escapeInvisible(shown);
    }
  }
}

function keyText(key: string, room: number): string {
  const shown = key.length > room ? `${key.slice(0, room)}…` : key;
  const isIdentifier = asciiIdentifier.test(shown) || identifier.test(shown);
  return isIdentifier ? shown : escapeInvisible(JSON.stringify(shown));
}
