import type { Decoder } from '../decoder.ts';
import { bsonDecoder } from './bson.ts';
import { cborDecoder } from './cbor.ts';
import { etfDecoder } from './etf.ts';
import { grpcWebDecoder } from './grpc-web.ts';
import { msgpackDecoder } from './msgpack.ts';
import { protobufDecoder, protobufDelimitedDecoder } from './protobuf.ts';

/** In order of preference: of two that are equally sure, the earlier one is chosen. */
export const formats: readonly Decoder[] = [
  bsonDecoder,
  etfDecoder,
  grpcWebDecoder,
  msgpackDecoder,
  cborDecoder,
  protobufDecoder,
  protobufDelimitedDecoder,
];
