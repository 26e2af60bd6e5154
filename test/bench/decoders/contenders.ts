import { decode as decodeMsgpack, encode as encodeMsgpack } from '@msgpack/msgpack';
import { BSON } from 'bson';
import { Decoder as CborDecoder } from 'cbor-x/decode-no-eval';
import { encode as encodeCbor } from 'cborg';
import { deflateSync, gunzipSync, gzipSync, inflateSync, unzlibSync, zlibSync } from 'fflate';
import lz4 from 'lz4js';
import { Unpackr } from 'msgpackr/unpack-no-eval';
import snappy from 'snappyjs';
import type { Hint, Payload } from '../../../panel/decoders/decoder.ts';

/** A decoder of ours beside the fastest library that runs under the panel's policy, without eval. */
export interface Contender {
  /** Of ours: decoders and protocols, the outermost first. */
  readonly layers: readonly [string, ...string[]];
  readonly library: string;
  readonly what: string;
  readonly payload: Payload;
  readonly hint?: Hint;
  readonly decodeByLibrary: (bytes: Uint8Array) => unknown;
}

/** As a chat, a game or a dashboard sends them: about a hundred bytes. */
const small = {
  type: 'update',
  id: 48151623,
  user: 'ada@example.test',
  position: { x: 12.5, y: -3.25 },
  tags: ['a', 'b'],
  isActive: true,
};
const large = Array.from({ length: 1000 }, (_, index) => ({ ...small, id: index }));
const utf8 = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const binary = (bytes: Uint8Array): Payload => ({ bytes: Uint8Array.from(bytes), isText: false });
const decodeText = new TextDecoder();
const unpackr = new Unpackr({ useRecords: false });
const cbor = new CborDecoder({ useRecords: false, mapsAsObjects: true });

/** Formats for which there is a library to hold ours against, with a small and a large payload. */
export function formatContenders(): Contender[] {
  return [small, large].flatMap((value) => {
    const what = value === small ? 'small' : 'large';
    const json = utf8(value);
    return [
      {
        ...{ layers: ['json'], library: 'JSON.parse', what },
        payload: { bytes: json, isText: true },
        decodeByLibrary: (bytes) => JSON.parse(decodeText.decode(bytes)),
      },
      {
        ...{ layers: ['msgpack'], library: 'msgpackr/unpack-no-eval 2.1.3', what },
        payload: binary(encodeMsgpack(value)),
        decodeByLibrary: (bytes) => unpackr.unpack(bytes),
      },
      {
        ...{ layers: ['msgpack'], library: '@msgpack/msgpack 3.1.3', what },
        payload: binary(encodeMsgpack(value)),
        decodeByLibrary: (bytes) => decodeMsgpack(bytes),
      },
      {
        ...{ layers: ['cbor'], library: 'cbor-x/decode-no-eval 1.6.9', what },
        payload: binary(encodeCbor(value)),
        decodeByLibrary: (bytes) => cbor.decode(bytes),
      },
      {
        ...{ layers: ['bson'], library: 'bson 7.3.4', what },
        payload: binary(BSON.serialize({ value })),
        decodeByLibrary: (bytes) => BSON.deserialize(bytes),
      },
      {
        ...{ layers: ['gzip'], library: 'fflate 0.8.3', what },
        payload: binary(gzipSync(json)),
        decodeByLibrary: (bytes) => gunzipSync(bytes),
      },
      {
        ...{ layers: ['zlib'], library: 'fflate 0.8.3', what },
        payload: binary(zlibSync(json)),
        decodeByLibrary: (bytes) => unzlibSync(bytes),
      },
      {
        ...{ layers: ['deflate'], library: 'fflate 0.8.3', what },
        payload: binary(deflateSync(json)),
        decodeByLibrary: (bytes) => inflateSync(bytes),
      },
      {
        ...{ layers: ['lz4'], library: 'lz4js 0.2.0', what },
        payload: binary(Uint8Array.from(lz4.compress(json))),
        decodeByLibrary: (bytes) => lz4.decompress(bytes),
      },
      {
        ...{ layers: ['snappy'], library: 'snappyjs 0.7.0', what },
        payload: binary(snappy.compress(json)),
        decodeByLibrary: (bytes) => snappy.uncompress(bytes),
      },
    ] satisfies Contender[];
  });
}
