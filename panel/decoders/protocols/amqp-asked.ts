import { scalarText } from './amqp-scalars.ts';
import { descriptorAt } from './amqp-values.ts';
import { integerAt } from './field-reader.ts';

type Side = 'sent' | 'received';

/** What each side has said first, and the other has not said yet. */
export type Asked = Readonly<Record<Side, readonly string[]>>;

export const nothingAsked: Asked = { sent: [], received: [] };

/** Links that nobody answers are not remembered for ever. */
const maxAsked = 64;

const other = { sent: 'received', received: 'sent' } as const;

/**
 * Both sides say open, attach and close, either of them first, and nothing in the frame tells which it is: that of
 * the second answers.
 * @see https://docs.oasis-open.org/amqp/core/v1.0/amqp-core-transport-v1.0.html#section-links
 */
export const isAnswer = (asked: Asked, side: Side, key: string): boolean =>
  asked[other[side]].includes(key);

export function afterFrame(
  asked: Asked,
  side: Side,
  bytes: Uint8Array,
  start: number,
  end: number,
): Asked {
  const key = keyOf(bytes, start, end);
  if (key === null || asked[side].includes(key)) return asked;
  if (!isAnswer(asked, side, key))
    return { ...asked, [side]: [...asked[side], key].slice(-maxAsked) };
  const left = asked[other[side]].filter((each) => each !== key);
  return { ...asked, [other[side]]: left };
}

export const attachKey = (link: string): string => `attach ${link}`;

const keys: Readonly<Record<number, string>> = { 16: 'open', 24: 'close' };
const attach = 18;

function keyOf(bytes: Uint8Array, start: number, end: number): string | null {
  if (integerAt(bytes, start, 4) === 0x414d5150) return null;
  const at = start + (bytes[start + 4] ?? 0) * 4;
  const performative = descriptorAt(bytes, at, end);
  if (performative !== attach) return keys[performative] ?? null;
  const descriptor = scalarText(bytes, at + 1, end)?.size ?? 0;
  // The size and the count of a list, in a byte each or in four; the name is its first field.
  const list = at + 1 + descriptor;
  const name = scalarText(bytes, list + (bytes[list] === 0xc0 ? 3 : 9), end);
  return name === null ? null : attachKey(name.text);
}
