import type { Budget, Decoded, Decoder, Payload } from '../decoder.ts';
import { createNodeTable } from '../node-table.ts';
import { decodeUtf8 } from '../utf8.ts';
import { commonElements } from './html-elements.ts';
import { markupAttributeReader, markupTextReader } from './markup-node-reader.ts';
import { readMarkup } from './markup-reader.ts';
import { failureAt } from './unpacked.ts';
import { utf8Warnings } from './utf8-warning.ts';

/** A payload up to here is read to see whether it is XML; of a longer one its beginning and end count. */
const maxProbed = 16_384;
const probeBudget: Budget = { maxNodes: 1000, maxDepth: 200, maxBytes: maxProbed };

export const xmlDecoder: Decoder = {
  name: 'xml',
  label: 'XML',
  specification: 'https://www.w3.org/TR/xml/',
  recognisedBy:
    'text that begins with an XML declaration, or with an element and nests rightly to its end',
  recognises: (payload) => recogniseXml(payload),
  decode: ({ bytes }, _hint, budget) => decodeMarkup(bytes, budget, 'xml'),
};

export const htmlDecoder: Decoder = {
  name: 'html',
  label: 'HTML',
  specification: 'https://html.spec.whatwg.org/multipage/parsing.html',
  recognisedBy:
    'text that begins with the doctype of HTML or with one of its elements, and ends with a tag',
  recognises: (payload) => recogniseHtml(payload),
  decode: ({ bytes }, _hint, budget) => decodeMarkup(bytes, budget, 'html'),
};

/** The beginning of a text that begins and ends as markup does; '' for anything else. */
function beginning({ bytes, isText }: Payload): string {
  if (bytes.length < 4) return '';
  const start = decodeUtf8(bytes, 0, Math.min(bytes.length, 256))
    .replace(/^\ufeff/, '')
    .trimStart();
  const isDeclared = /^<(\?xml|!doctype)\b/i.test(start);
  return start.startsWith('<') && (isText || isDeclared) ? start : '';
}

function endsWithTag(bytes: Uint8Array): boolean {
  return decodeUtf8(bytes, Math.max(0, bytes.length - 64), bytes.length)
    .trimEnd()
    .endsWith('>');
}

const firstElement = (start: string): string =>
  /^<([a-z][\w.:-]*)/i.exec(start)?.[1]?.toLowerCase() ?? '';

function recogniseXml(payload: Payload): number {
  const start = beginning(payload);
  if (start.startsWith('<?xml ')) return 0.9;
  const element = firstElement(start);
  if (element === '' || commonElements.has(element) || !endsWithTag(payload.bytes)) return 0;
  const { problem } = readMarkup(payload.bytes, probeBudget, 'xml');
  const isCutByProbe = problem?.text.includes('the limit');
  return problem === null || isCutByProbe ? 0.8 : 0;
}

function recogniseHtml(payload: Payload): number {
  const start = beginning(payload);
  if (/^<!doctype html\b/i.test(start)) return 0.9;
  if (!commonElements.has(firstElement(start)) || !endsWithTag(payload.bytes)) return 0;
  return /^<[\w-]+[\s/>]/.test(start) ? 0.75 : 0;
}

function decodeMarkup(bytes: Uint8Array, budget: Budget, language: 'xml' | 'html'): Decoded {
  const { columns, warnings, problem } = readMarkup(bytes, budget, language);
  const table = createNodeTable(bytes, columns, [markupTextReader, markupAttributeReader]);
  if (problem !== null)
    return { ...failureAt(language, problem.text, problem.at, bytes.length), table };
  return { ok: true, table, warnings: [...utf8Warnings(language, bytes), ...warnings.all()] };
}
