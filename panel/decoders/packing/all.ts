import type { Decoder } from '../decoder.ts';
import { base64Decoder } from './base64-text.ts';
import { brotliDecoder } from './brotli.ts';
import { capnProtoDecoder } from './cap-n-proto.ts';
import { dataUrlDecoder } from './data-url.ts';
import { deflateDecoder } from './deflate.ts';
import { fileDecoder } from './file.ts';
import { flatBuffersDecoder } from './flatbuffers.ts';
import { formDecoder } from './form.ts';
import { gzipDecoder } from './gzip.ts';
import { hexDecoder } from './hex-text.ts';
import { imageDecoder } from './image.ts';
import { jsonSequenceDecoder } from './json-sequence.ts';
import { lz4Decoder } from './lz4.ts';
import { lz4BlockDecoder } from './lz4-block.ts';
import { htmlDecoder, xmlDecoder } from './markup.ts';
import { snappyDecoder } from './snappy-block.ts';
import { snappyFramesDecoder } from './snappy-frames.ts';
import { utf16Decoder } from './utf16.ts';
import { zlibDecoder } from './zlib.ts';
import { zlibStreamDecoder } from './zlib-stream.ts';
import { zstdDecoder } from './zstd.ts';

/** In order of preference: of two that are equally sure, the earlier one is chosen. */
export const packings: readonly Decoder[] = [
  jsonSequenceDecoder,
  gzipDecoder,
  zlibStreamDecoder,
  zlibDecoder,
  zstdDecoder,
  lz4Decoder,
  snappyFramesDecoder,
  brotliDecoder,
  deflateDecoder,
  lz4BlockDecoder,
  snappyDecoder,
  imageDecoder,
  fileDecoder,
  dataUrlDecoder,
  xmlDecoder,
  htmlDecoder,
  formDecoder,
  base64Decoder,
  hexDecoder,
  utf16Decoder,
  flatBuffersDecoder,
  capnProtoDecoder,
];
