import type { Decoder } from '../decoder.ts';
import { deflateDecoder } from './deflate.ts';
import { gzipDecoder } from './gzip.ts';
import { jsonSequenceDecoder } from './json-sequence.ts';
import { zlibDecoder } from './zlib.ts';
import { zlibStreamDecoder } from './zlib-stream.ts';

/** In order of preference: of two that are equally sure, the earlier one is chosen. */
export const packings: readonly Decoder[] = [
  jsonSequenceDecoder,
  gzipDecoder,
  zlibStreamDecoder,
  zlibDecoder,
  deflateDecoder,
];
