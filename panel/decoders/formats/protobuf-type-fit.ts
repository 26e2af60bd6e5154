import { rawFieldAt } from './protobuf-fields.ts';
import { wireTypeOf } from './protobuf-scalars.ts';
import type { MessageType } from './protobuf-schema.ts';
import { wireTypes } from './protobuf-wire.ts';

/** Fields of a message that are looked at: those behind them are mostly of the same kinds. */
const maxFields = 1000;

/**
 * How well a type fits a payload, for each type in turn: the share of the fields on the wire that
 * it knows, from 0 to 1. 0 for all where the payload is no message. Looks at the outermost level.
 */
export function typeFit(bytes: Uint8Array): (type: MessageType) => number {
  const tags = tagsOf(bytes);
  return ({ fields }) => {
    if (tags.length === 0) return 0;
    const known = tags.filter(({ number, wireType }) => {
      const field = fields.get(number);
      if (field === undefined) return false;
      const wanted = wireTypeOf(field);
      return wireType === wanted || (field.isRepeated && wireType === wireTypes.length);
    });
    return known.length / tags.length;
  };
}

/** Each kind of field once; none where the bytes are no message. */
function tagsOf(bytes: Uint8Array): { readonly number: number; readonly wireType: number }[] {
  const tags = new Map<number, { number: number; wireType: number }>();
  let at = 0;
  for (let count = 0; at < bytes.length && count < maxFields; count += 1) {
    const field = rawFieldAt(bytes, at, bytes.length);
    if (field === null) return [];
    const { number, wireType } = field;
    tags.set(number * 8 + wireType, { number, wireType });
    at = field.next;
  }
  return [...tags.values()];
}
