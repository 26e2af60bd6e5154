import {
  type Budget,
  type Decoded,
  type Decoder,
  defaultBudget,
  type Hint,
  type MessageFacts,
  type Payload,
} from '../../../../panel/decoders/decoder.ts';
import { bytes, plainValue, textPayload } from '../bytes.ts';

export const hexPayload = (hex: string): Payload => ({ bytes: bytes(hex), isText: false });

/** `…` is text, everything else bytes in hex: `payloadOf('"42[]"')`, `payloadOf('c0 00')`. */
export function payloadOf(source: string | Uint8Array): Payload {
  if (typeof source !== 'string') return { bytes: source, isText: false };
  return source.startsWith("'") ? textPayload(source.slice(1)) : hexPayload(source);
}

export interface Reading {
  readonly decoded: Decoded;
  /** The tree as a plain value. */
  readonly tree: unknown;
  readonly facts: MessageFacts | undefined;
  readonly reason: string | undefined;
  readonly warnings: readonly string[];
  readonly inner: string | undefined;
}

/** Decodes a text (with `'` before it) or bytes in hex, and shows all that came of it. */
export function read(
  decoder: Decoder,
  source: string | Uint8Array | Payload,
  hint: Hint = {},
  budget: Partial<Budget> = {},
): Reading {
  const payload =
    typeof source === 'string' || source instanceof Uint8Array ? payloadOf(source) : source;
  const decoded = decoder.decode(payload, hint, { ...defaultBudget, ...budget });
  return {
    decoded,
    tree: decoded.table === undefined ? undefined : plainValue(decoded.table),
    facts: decoded.facts,
    reason: decoded.ok ? undefined : decoded.reason,
    warnings: decoded.ok ? decoded.warnings.map(({ code }) => code) : [],
    inner:
      decoded.inner === undefined
        ? undefined
        : new TextDecoder().decode(decoded.inner.payload.bytes),
  };
}

/** A conversation through a decoder with a state: what is read of each message. */
export function follow(
  decoder: Decoder,
  messages: readonly (readonly ['sent' | 'received', string | Uint8Array])[],
  hint: Hint = {},
): Reading[] {
  let state = decoder.stream?.initial;
  const payloads = messages.map(([direction, source]) => [direction, payloadOf(source)] as const);
  return payloads.map(([direction, payload], at) => {
    const own = payloads.slice(at + 1).filter(([other]) => other === direction);
    const following = (index: number): Payload | null => own[index]?.[1] ?? null;
    const here: Hint = { ...hint, direction, state, following };
    const reading = read(decoder, payload, here);
    state = decoder.stream?.advance(payload, here);
    return reading;
  });
}

/** Writes a payload as the editor shows it, and reads that again. */
export function editAgain(decoder: Decoder, source: string | Uint8Array, hint: Hint = {}) {
  const payload = payloadOf(source);
  const written = decoder.edit?.write(payload, hint);
  if (written?.ok !== true) throw new Error(written?.reason ?? 'no editing');
  const again = decoder.edit?.read(written.text, payload, hint);
  return { text: written.text, again };
}
