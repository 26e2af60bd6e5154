import type { Budget, Hint } from '../decoder.ts';
import { FieldReader } from './field-reader.ts';

/** The address and the subprotocol speak of the outermost layer, and not of what is inside of it. */
export const isOutermost = ({ outer }: Hint): boolean => outer === undefined || outer.length === 0;

/** What recognising may cost at most. */
const recogniseBudget: Budget = { maxNodes: 10_000, maxDepth: 100, maxBytes: 64 * 1024 };

/** Whether a message can be read to its end, or as far as is looked at for recognising. */
export function canRead(bytes: Uint8Array, read: (fields: FieldReader) => unknown): boolean {
  const fields = new FieldReader(bytes, recogniseBudget);
  read(fields);
  if (fields.isOverBudget) return true;
  return fields.problem === null && fields.left === 0 && bytes.length > 0;
}
