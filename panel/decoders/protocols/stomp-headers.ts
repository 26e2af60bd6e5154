import type { Inner } from '../decoder.ts';
import { decodeUtf8 } from '../utf8.ts';
import type { FieldReader } from './field-reader.ts';

export interface StompFrame {
  /** '' for a heart-beat. */
  readonly command: string;
  /** Of equal names the first, as the specification has it. */
  readonly headers: ReadonlyMap<string, string>;
  readonly bodyLength: number;
  /** The rest comes with the next message. */
  readonly isBeginning?: boolean;
  readonly inner?: Inner;
}

/** Reads the lines up to the empty one. */
export function readHeaders(
  fields: FieldReader,
  command: string,
  version: string,
): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  const hasEscapes = version !== '1.0' && command !== 'CONNECT' && command !== 'CONNECTED';
  fields.begin('object', 'headers');
  while (fields.problem === null) {
    const end = fields.bytes.indexOf(0x0a, fields.at);
    if (end < 0 || end >= fields.limit) {
      fields.fail('the empty line behind the headers is missing');
      break;
    }
    const lineEnd = fields.bytes[end - 1] === 0x0d ? Math.max(fields.at, end - 1) : end;
    if (lineEnd === fields.at) {
      fields.end();
      fields.at = end + 1;
      break;
    }
    readHeader(fields, lineEnd, hasEscapes, version, headers);
    if (fields.problem === null) fields.at = end + 1;
  }
  return headers;
}

function readHeader(
  fields: FieldReader,
  lineEnd: number,
  hasEscapes: boolean,
  version: string,
  headers: Map<string, string>,
): void {
  const colon = fields.bytes.indexOf(0x3a, fields.at);
  if (colon < 0 || colon >= lineEnd) {
    fields.fail("a header has no ':'");
    return;
  }
  const part = (start: number, end: number): string => {
    const text = decodeUtf8(fields.bytes, start, end);
    const value = hasEscapes ? unescapeHeader(text, version) : text;
    if (value === null)
      fields.warn('unusual', start, `stomp: an escape that version ${version} does not know`);
    return value ?? text;
  };
  const name = part(fields.at, colon);
  fields.checkUtf8(fields.at, lineEnd);
  const value = part(colon + 1, lineEnd);
  if (headers.has(name))
    fields.warnings.add('duplicate-key', fields.at, colon - fields.at, () => {
      return `stomp: the header ${JSON.stringify(name)} is there again, the first one counts`;
    });
  else headers.set(name, value);
  fields.at = colon + 1;
  fields.add('string', lineEnd - colon - 1, name, value);
}

/** Null for an escape that does not exist. Version 1.1 knows no \r. */
function unescapeHeader(text: string, version: string): string | null {
  if (!text.includes('\\')) return text;
  let isKnown = true;
  const value = text.replace(/\\([\s\S]|$)/g, (whole, letter: string) => {
    if (letter === 'n') return '\n';
    if (letter === 'c') return ':';
    if (letter === '\\') return '\\';
    if (letter === 'r' && version !== '1.1') return '\r';
    isKnown = false;
    return whole;
  });
  return isKnown ? value : null;
}

/** The escapes of version 1.1 and 1.2. */
export function escapeHeader(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll(':', '\\c');
}
