import type { Editing, Hint, Payload } from '../decoder.ts';
import { formatHex, parseHex } from '../hex.ts';
import { objectText, refuse, takeApart } from './json-parts.ts';

export const phoenixKinds = ['push', 'reply', 'broadcast'] as const;

export interface PhoenixFrame {
  readonly kind: (typeof phoenixKinds)[number];
  /** Null where the kind and the direction have none. */
  readonly joinRef: string | null;
  readonly ref: string | null;
  readonly topic: string;
  readonly event: string;
  readonly payload: Uint8Array;
}

export function packPhoenix(frame: PhoenixFrame): Payload {
  const encoder = new TextEncoder();
  const texts = [frame.joinRef, frame.ref, frame.topic, frame.event]
    .filter((text) => text !== null)
    .map((text) => encoder.encode(text));
  const head = [phoenixKinds.indexOf(frame.kind), ...texts.map((text) => text.length)];
  const parts = [Uint8Array.from(head), ...texts, frame.payload];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { bytes, isText: false };
}

type FrameReading =
  | { readonly ok: true; readonly frame: PhoenixFrame }
  | { readonly ok: false; readonly reason: string; readonly at: number };

/** A frame as a JSON object, its payload as hex: `{"kind": "push", "topic": "room:1", …}`. */
export function phoenixEditing(frameOf: (payload: Payload, hint: Hint) => FrameReading): Editing {
  return {
    write(payload, hint) {
      const reading = frameOf(payload, hint);
      if (!reading.ok) return reading;
      const { frame } = reading;
      const quote = (text: string | null): string | undefined =>
        text === null ? undefined : JSON.stringify(text);
      const text = objectText([
        ['kind', quote(frame.kind)],
        ['join_ref', quote(frame.joinRef)],
        ['ref', quote(frame.ref)],
        ['topic', quote(frame.topic)],
        ['event', quote(frame.event)],
        ['payload', quote(formatHex(frame.payload))],
      ]);
      return { ok: true, text, language: 'json' };
    },
    read(text) {
      const taken = takeApart('phoenix-binary', text);
      if (!taken.ok) return taken;
      const { parts } = taken;
      for (const [key, { kind }] of parts) {
        if (!known.includes(key))
          return refuse(`phoenix-binary: "${key}" is no field of a frame: ${known.join(', ')}`);
        if (kind !== 'string') return refuse(`phoenix-binary: "${key}" must be a text`);
        const size = new TextEncoder().encode(parts.get(key)?.text).length;
        if (key !== 'payload' && size > 255)
          return refuse(`phoenix-binary: "${key}" is longer than 255 bytes`);
      }
      const kind = phoenixKinds.find((each) => each === parts.get('kind')?.text);
      if (kind === undefined)
        return refuse(`phoenix-binary: "kind" must be one of ${phoenixKinds.join(', ')}`);
      const payload = parseHex(parts.get('payload')?.text ?? '');
      if (!payload.ok) return refuse(`phoenix-binary: "payload": ${payload.reason}`);
      const of = (key: string): string | null => parts.get(key)?.text ?? null;
      const frame: PhoenixFrame = {
        kind,
        joinRef: kind === 'broadcast' ? null : (of('join_ref') ?? ''),
        ref: kind === 'broadcast' ? null : kind === 'reply' ? (of('ref') ?? '') : of('ref'),
        topic: of('topic') ?? '',
        event: of('event') ?? '',
        payload: payload.bytes,
      };
      return { ok: true, payload: packPhoenix(frame) };
    },
  };
}

const known: readonly string[] = ['kind', 'join_ref', 'ref', 'topic', 'event', 'payload'];
