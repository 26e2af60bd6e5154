import type { Budget, Decoded } from '../decoder.ts';
import { msgpackNodeReader } from './msgpack-node-reader.ts';
import { MsgpackReader } from './msgpack-reader.ts';

/** Reads one document, or several in a row with a warning. */
export function decodeMsgpack(bytes: Uint8Array, budget: Budget): Decoded {
  const reader = new MsgpackReader(bytes, budget);
  reader.readOnly();
  const rest = reader.problem?.text === 'unexpected data after the value' ? reader.at : -1;
  if (rest < 0) return reader.decoded([msgpackNodeReader]);
  const sequence = new MsgpackReader(bytes, budget);
  sequence.readSequence();
  if (sequence.problem !== undefined) return reader.decoded([msgpackNodeReader]);
  sequence.warnings.add('trailing-data', rest, bytes.length - rest, () => {
    return `msgpack: more than one document, the second at byte ${rest}`;
  });
  return sequence.decoded([msgpackNodeReader]);
}
