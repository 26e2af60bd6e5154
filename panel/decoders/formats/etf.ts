import { Unzlib } from 'fflate';
import type { Budget, Decoded, Decoder, Payload } from '../decoder.ts';
import { formatHex } from '../hex.ts';
import type { NodeReader } from '../node-table.ts';
import { plainNodeReader, TreeBuilder } from '../tree-builder.ts';
import { decodeUtf8, decodeUtf8Prefix } from '../utf8.ts';
import { failureAt, recognitionBudget } from './binary-reader.ts';
import { etfHead, etfVersion, etfWords, isAtom } from './etf-layout.ts';
import { EtfReader } from './etf-reader.ts';
import { floatText, uintAt, viewOf } from './numbers.ts';

const compressedTag = 80;
const maxKeyBytes = 100;

/** The Erlang external term format, as Discord's gateway speaks it. */
export const etfDecoder: Decoder = {
  name: 'etf',
  label: 'Erlang terms (ETF)',
  specification: 'https://www.erlang.org/doc/apps/erts/erl_ext_dist.html',
  recognisedBy: 'binary that begins with the version byte 131 and is one term up to its end',
  recognises: recogniseEtf,
  decode: ({ bytes }, _hint, budget) => decodeEtf(bytes, budget),
};

function recogniseEtf({ bytes, isText }: Payload, hint: { readonly url?: string }): number {
  if (isText || bytes[0] !== etfVersion || bytes.length < 2) return 0;
  const isExpected = /[?&]encoding=etf\b/.test(hint.url ?? '');
  if (bytes[1] === compressedTag) return bytes[6] === 0x78 ? 0.9 : 0;
  const reader = new EtfReader(bytes, recognitionBudget);
  reader.readTerm(1);
  if (reader.problem !== undefined && !reader.problem.isLimit) return 0;
  if (isExpected) return 0.98;
  return reader.columns.nodeCount > 1 ? 0.9 : 0.6;
}

function decodeEtf(bytes: Uint8Array, budget: Budget): Decoded {
  if (bytes[0] !== etfVersion) {
    return failureAt('etf', { text: 'expected the version byte 131', at: 0 }, bytes.length);
  }
  if (bytes[1] === compressedTag) return decodeCompressed(bytes, budget);
  const reader = new EtfReader(bytes, budget);
  reader.readTerm(1);
  return reader.decoded([etfNodeReader]);
}

/** The term is the next layer, with the version byte in front of it. */
function decodeCompressed(bytes: Uint8Array, budget: Budget): Decoded {
  const builder = new TreeBuilder(bytes, budget);
  builder.begin('object', 0, undefined, 'compressed term');
  const size = uintAt(bytes, 2, 4);
  if (bytes.length >= 6) builder.add('number', 2, 4, 'size', String(size), 'uint32');
  const node = bytes.length > 6 ? builder.addBytes(6, bytes.length - 6, 'term', 'zlib') : -1;
  builder.end(bytes.length);
  const table = builder.table();
  const fail = (text: string, at: number): Decoded => ({
    ...failureAt('etf', { text, at }, bytes.length),
    table,
  });
  if (node < 0) return fail('expected a compressed term', bytes.length);
  if (size >= budget.maxBytes) return fail(`a term of ${size} bytes, more than the limit,`, 2);
  const term = inflate(bytes.subarray(6), size);
  if (typeof term === 'string') return fail(term, 6);
  return {
    ok: true,
    table,
    warnings: [],
    inner: { node, payload: { bytes: term, isText: false }, decoder: 'etf' },
  };
}

/** The version byte and `size` bytes, or what is wrong. Little more than that is unpacked. */
function inflate(packed: Uint8Array, size: number): Uint8Array | string {
  const chunks: Uint8Array[] = [Uint8Array.of(etfVersion)];
  let length = 0;
  const unzlib = new Unzlib((chunk) => {
    length += chunk.length;
    chunks.push(chunk);
  });
  try {
    // In small pieces: one byte unpacks to no more than about a thousand.
    for (let at = 0; at < packed.length && length <= size; at += 4096) {
      unzlib.push(packed.subarray(at, at + 4096), at + 4096 >= packed.length);
    }
  } catch (error) {
    return `compressed data that is damaged: ${error instanceof Error ? error.message : error}`;
  }
  if (length > size) return `a term of more than ${size} bytes where ${size} were told`;
  if (length < size) return `a term of ${length} bytes where ${size} were told`;
  const term = new Uint8Array(size + 1);
  let at = 0;
  for (const chunk of chunks) {
    term.set(chunk, at);
    at += chunk.length;
  }
  return term;
}

const etfNodeReader: NodeReader = {
  key(bytes, offset, length) {
    const tag = bytes[offset] ?? 0;
    const end = offset + length;
    if (isAtom(tag) || tag === 109) return textOf(bytes, offset, end, length);
    if (tag === 97 || tag === 98) return numberText(bytes, offset, end);
    if (tag === 107) return JSON.stringify(latin1(bytes, offset + 3, end));
    return `<${formatHex(bytes.subarray(offset, Math.min(end, offset + maxKeyBytes)))}>`;
  },
  text(bytes, kind, offset, length, maxChars) {
    const end = offset + length;
    switch (kind) {
      case 'object':
      case 'array':
        return '';
      case 'string':
        return textOf(bytes, offset, end, maxChars);
      case 'bytes': {
        const start = offset + etfHead(bytes[offset] ?? 0);
        return formatHex(bytes.subarray(start, Math.min(end, start + Math.ceil(maxChars / 3))));
      }
      case 'number':
        return numberText(bytes, offset, end).slice(0, maxChars);
      case 'null':
        return 'null';
      default:
        return wordText(bytes, offset, end).slice(0, maxChars);
    }
  },
  content(bytes, _kind, offset, length) {
    const tag = bytes[offset] ?? 0;
    const end = offset + length;
    if (tag === 107) return new TextEncoder().encode(latin1(bytes, offset + 3, end));
    return plainNodeReader.content(
      bytes,
      'bytes',
      offset + etfHead(tag),
      end - offset - etfHead(tag),
    );
  },
  typeName: (type) => etfWords.get(type) ?? '',
};

/** A binary or an atom in UTF-8, a charlist or an old atom in Latin-1. */
function textOf(bytes: Uint8Array, at: number, end: number, maxChars: number): string {
  const tag = bytes[at] ?? 0;
  const start = at + etfHead(tag);
  const isLatin1 = tag === 107 || tag === 100 || tag === 115;
  if (isLatin1) return latin1(bytes, start, Math.min(end, start + maxChars));
  return decodeUtf8Prefix(bytes, start, end, maxChars);
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += 1) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
}

function numberText(bytes: Uint8Array, at: number, end: number): string {
  const tag = bytes[at] ?? 0;
  switch (tag) {
    case 70:
      return floatText(viewOf(bytes).getFloat64(at + 1));
    case 97:
      return String(bytes[at + 1] ?? 0);
    case 98:
      return String(viewOf(bytes).getInt32(at + 1));
    case 99:
      return decodeUtf8(bytes, at + 1, end).replace(/\0.*$/s, '');
    default:
      return bigText(bytes, at, end);
  }
}

/** Little-endian digits behind a byte for the sign. */
function bigText(bytes: Uint8Array, at: number, end: number): string {
  const start = at + etfHead(bytes[at] ?? 0);
  const hex = formatHex(bytes.slice(start, end).reverse()).replaceAll(' ', '');
  const value = BigInt(`0x${hex === '' ? '0' : hex}`);
  return (bytes[start - 1] === 0 ? value : -value).toString();
}

function wordText(bytes: Uint8Array, at: number, end: number): string {
  const tag = bytes[at] ?? 0;
  if (isAtom(tag)) return textOf(bytes, at, end, 255);
  return `${etfWords.get(tag)} <${formatHex(bytes.subarray(at + 1, Math.min(end, at + 65)))}>`;
}
