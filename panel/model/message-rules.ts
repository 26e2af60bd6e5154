import { leadingNumberFormats, type MessageRule } from '../engine/engine-contract.ts';

/** What a new rule says before anybody has changed it: the same place as the last, the next number. */
export function nextRule(last: MessageRule | undefined, url: string): MessageRule {
  if (last === undefined) return { url, direction: null, leading: null, messageType: '' };
  const { leading } = last;
  return {
    ...last,
    messageType: '',
    leading: leading === null ? null : { ...leading, value: leading.value + 1 },
  };
}

/** A list with one of its items moved by so many places, as far as there are any. */
export function moved<Item>(items: readonly Item[], from: number, by: number): readonly Item[] {
  const item = items[from];
  const to = from + by;
  if (item === undefined || to < 0 || to >= items.length) return items;
  return items.toSpliced(from, 1).toSpliced(to, 0, item);
}

/** A whole number as people write those of protocols, 7 or 0x07; null when it is none. */
export function parseLeadingNumber(text: string): number | null {
  const trimmed = text.trim();
  if (!/^(\d+|0x[0-9a-f]+)$/i.test(trimmed)) return null;
  const value = Number(trimmed);
  return Number.isSafeInteger(value) ? value : null;
}

/** Whether what was remembered is such a list. */
export function isMessageRules(value: unknown): value is readonly MessageRule[] {
  return Array.isArray(value) && value.every(isMessageRule);
}

function isMessageRule(value: unknown): value is MessageRule {
  if (typeof value !== 'object' || value === null) return false;
  const { url, direction, leading, messageType } = value as Record<string, unknown>;
  return (
    typeof url === 'string' &&
    (direction === null || direction === 'sent' || direction === 'received') &&
    typeof messageType === 'string' &&
    (leading === null || isLeading(leading))
  );
}

function isLeading(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { format, value: number } = value as Record<string, unknown>;
  return leadingNumberFormats.some((each) => each === format) && Number.isSafeInteger(number);
}
