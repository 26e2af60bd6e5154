import { deflateSync } from 'fflate';
import type { Budget, Decoded, Decoder } from '../decoder.ts';
import { TreeBuilder } from '../tree-builder.ts';
import { inflate } from './inflate.ts';
import { inflateProblem, trailingWarning, unpackedLayer } from './unpacked.ts';

const name = 'deflate';

/** DEFLATE without a header. Also what permessage-deflate leaves when its ending is taken off. */
export const deflateDecoder: Decoder = {
  name,
  label: 'Raw DEFLATE',
  specification: 'https://www.rfc-editor.org/rfc/rfc1951',
  recognisedBy: 'nothing in the bytes tells it: choose it',
  recognises: () => 0,
  decode: ({ bytes }, _hint, budget) => decodeDeflate(bytes, budget),
  enclose: (inner) => ({ bytes: deflateSync(inner.bytes), isText: false }),
};

function decodeDeflate(bytes: Uint8Array, budget: Budget): Decoded {
  const builder = new TreeBuilder(bytes, budget);
  const inflated = inflate(bytes, budget);
  const { output, at, end } = inflated;
  builder.begin('object', 0, undefined, name);
  const node = builder.addBytes(0, at, 'data');
  const isOpen = end === 'between-blocks' && output.length > 0;
  const problem = isOpen ? undefined : inflateProblem(inflated, budget);
  const hasTrailing = end === 'finished' && at < bytes.length;
  if (hasTrailing) builder.addBytes(at, bytes.length - at, 'trailing data');
  builder.endAll(bytes.length);
  const warnings = hasTrailing ? [trailingWarning(name, at, bytes.length)] : [];
  return unpackedLayer(name, builder, node, { output, problem, at }, warnings);
}
