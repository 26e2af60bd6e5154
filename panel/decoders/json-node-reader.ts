import { decodeJsonString } from './json-string.ts';
import type { NodeReader } from './node-table.ts';
import { decodeUtf8 } from './utf8.ts';

/** Reads the nodes of a JSON text; keys and strings stand there with quotes and escapes. */
export const jsonNodeReader: NodeReader = {
  key: (bytes, offset, length) => decodeJsonString(bytes, offset, offset + length),
  text(bytes, kind, offset, length, maxChars) {
    switch (kind) {
      case 'object':
      case 'array':
        return '';
      case 'string':
        return decodeJsonString(bytes, offset, offset + length, maxChars);
      default:
        return decodeUtf8(bytes, offset, offset + Math.min(length, maxChars));
    }
  },
  content: (bytes, _kind, offset, length) =>
    new TextEncoder().encode(decodeJsonString(bytes, offset, offset + length)),
};
