import type { Decoder } from '../decoder.ts';
import { cborDecoder } from './cbor.ts';
import { msgpackDecoder } from './msgpack.ts';

/** In order of preference: of two that are equally sure, the earlier one is chosen. */
export const formats: readonly Decoder[] = [msgpackDecoder, cborDecoder];
