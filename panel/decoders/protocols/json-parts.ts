import type { EditReading } from '../decoder.ts';
import { childrenOfValue, keyOfValue, readJsonText } from '../formats/extended-json-read.ts';
import type { NodeKind } from '../node-kind.ts';
import { decodeUtf8 } from '../utf8.ts';
import type { Value } from '../value.ts';

/** A field of an edited object: its JSON text as it was typed, so that no number is rounded. */
export interface JsonPart {
  readonly raw: string;
  readonly kind: NodeKind;
  /** The value of a scalar. */
  readonly text: string;
}

export type EditFailure = EditReading & { readonly ok: false };
export type JsonParts =
  | { readonly ok: true; readonly parts: ReadonlyMap<string, JsonPart> }
  | EditFailure;

/** Takes an edited JSON object apart. `name` stands before the reason when it is none. */
export function takeApart(name: string, text: string): JsonParts {
  const json = readJsonText(name, text);
  if (!json.ok) return json;
  if (!json.root.isObject) return refuse(`${name}: expected an object`);
  const bytes = new TextEncoder().encode(text);
  const fields = childrenOfValue(json.root);
  return {
    ok: true,
    parts: new Map(fields.map((each) => [keyOfValue(each), partOf(each, bytes)])),
  };
}

function partOf({ table, node, kind }: Value, bytes: Uint8Array): JsonPart {
  const start = table.byteOffset(node);
  const raw = decodeUtf8(bytes, start, start + table.byteLength(node));
  return { raw: minify(raw), kind, text: table.text(node) };
}

export const refuse = (reason: string): EditFailure => ({
  ok: false,
  reason,
  line: 0,
  column: 0,
});

/** JSON without the white space between its tokens, which stay as they are. */
export function minify(json: string): string {
  return json.replace(tokens, (token) => (isBlank(token) ? '' : token));
}

/** Strings, runs of white space, brackets and commas; the rest of JSON stays between them. */
const tokens = /"(?:[^"\\]|\\.)*"|\s+|[{}[\],:]/g;
const isBlank = (token: string): boolean => token.trim() === '';

/** JSON on lines of their own, two spaces a level; the tokens stay as they are. */
export function layOut(json: string): string {
  let level = 0;
  // Deeper than this, the spaces would outweigh the text.
  const newLine = (): string => `\n${'  '.repeat(Math.min(level, 40))}`;
  return minify(json)
    .replace(tokens, (token) => {
      if (token === '{' || token === '[') level += 1;
      if (token === '}' || token === ']') level -= 1;
      switch (token) {
        case '{':
        case '[':
        case ',':
          return `${token}${newLine()}`;
        case '}':
        case ']':
          return `${newLine()}${token}`;
        case ':':
          return ': ';
        default:
          return token;
      }
    })
    .replace(emptyContainers, (token) =>
      token.startsWith('"') ? token : token.replace(/\s+/, ''),
    );
}

/** Strings, to be left alone, and brackets with nothing but space between them. */
const emptyContainers = /"(?:[^"\\]|\\.)*"|\{\s+\}|\[\s+\]/g;

/** An object from JSON texts, laid out. */
export function objectText(parts: readonly (readonly [string, string | undefined])[]): string {
  const fields = parts.flatMap(([key, raw]) =>
    raw === undefined ? [] : [`${JSON.stringify(key)}:${raw}`],
  );
  return layOut(`{${fields.join(',')}}`);
}
