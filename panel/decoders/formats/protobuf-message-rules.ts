import type { Hint, Payload } from '../decoder.ts';
import { matchesPattern } from '../url-pattern.ts';
import { uintAt } from './numbers.ts';
import { varintAt, varintEnd } from './protobuf-wire.ts';

/** How the number before a message is written that tells its type. */
export const leadingNumbers = ['u8', 'u16be', 'u16le', 'u32be', 'u32le', 'varint'] as const;
export type LeadingNumber = (typeof leadingNumbers)[number];

/** What the user says about messages: of what type they are. */
export interface MessageRule {
  /** An address, in which `*` stands for anything; '' for all. */
  readonly url: string;
  readonly direction: 'sent' | 'received' | null;
  /** A number before the message; the rule fits when it is this one. null: there is none. */
  readonly leading: { readonly format: LeadingNumber; readonly value: number } | null;
  /** Full name of the message type. */
  readonly messageType: string;
}

export interface MessageChoice {
  readonly messageType: string;
  /** Bytes before the message. */
  readonly headLength: number;
}

/** The first rule that fits says the type; null when none does. */
export function chooseMessageType(
  rules: readonly MessageRule[],
  payload: Payload,
  hint: Hint,
): MessageChoice | null {
  if (payload.isText) return null;
  for (const { url, direction, leading, messageType } of rules) {
    if (url !== '' && !matchesPattern(url, hint.url ?? '')) continue;
    if (direction !== null && direction !== hint.direction) continue;
    if (leading === null) return { messageType, headLength: 0 };
    const number = leadingNumber(leading.format, payload.bytes);
    if (number === null || number.value !== leading.value) continue;
    return { messageType, headLength: number.byteLength };
  }
  return null;
}

const sizes: Readonly<Record<Exclude<LeadingNumber, 'varint'>, number>> = {
  u8: 1,
  u16be: 2,
  u16le: 2,
  u32be: 4,
  u32le: 4,
};

function leadingNumber(
  format: LeadingNumber,
  bytes: Uint8Array,
): { readonly value: number; readonly byteLength: number } | null {
  if (format === 'varint') {
    const end = varintEnd(bytes, 0, bytes.length);
    return end < 0 ? null : { value: varintAt(bytes, 0), byteLength: end };
  }
  const byteLength = sizes[format];
  if (bytes.length < byteLength) return null;
  const head = bytes.slice(0, byteLength);
  if (format.endsWith('le')) head.reverse();
  return { value: uintAt(head, 0, byteLength), byteLength };
}
