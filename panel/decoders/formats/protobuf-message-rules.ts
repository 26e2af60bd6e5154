import type { Hint, Payload } from '../decoder.ts';
import { uintAt } from './numbers.ts';
import { varintAt, varintEnd } from './protobuf-wire.ts';

/** How the number before a message is written that tells its type. */
export type LeadingNumber = 'u8' | 'u16be' | 'u16le' | 'u32be' | 'u32le' | 'varint';

/** What the user says about messages of a socket; what is left out fits everything. */
export interface MessageRule {
  /** Part of the address, `*` for anything: `wss://*.example.com/feed`. */
  readonly urlPattern?: string;
  readonly direction?: 'sent' | 'received';
  /** A number before the message; the rule fits when it is this one. */
  readonly leading?: { readonly format: LeadingNumber; readonly value: number };
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
  for (const { urlPattern, direction, leading, messageType } of rules) {
    if (urlPattern !== undefined && !fitsUrl(urlPattern, hint.url ?? '')) continue;
    if (direction !== undefined && direction !== hint.direction) continue;
    if (leading === undefined) return { messageType, headLength: 0 };
    const number = leadingNumber(leading.format, payload.bytes);
    if (number === null || number.value !== leading.value) continue;
    return { messageType, headLength: number.byteLength };
  }
  return null;
}

/** Without a regular expression: many `*` must not take exponential time. */
function fitsUrl(pattern: string, url: string): boolean {
  let at = 0;
  for (const part of pattern.split('*')) {
    const found = url.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
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
