import type { RawData } from 'ws';

/** One message of Phoenix channels, as text `[joinRef, ref, topic, event, payload]`. */
export interface PhoenixFrame {
  readonly joinRef: string | null;
  readonly ref: string | null;
  readonly topic: string;
  readonly event: string;
  /** Bytes make it a binary message. So do the bytes of a reply's response. */
  readonly payload: object;
}

const kinds = { push: 0, reply: 1, broadcast: 2 };

/** Undefined for what is no message of Phoenix channels. */
export function readPhoenixFrame(data: RawData, isBinary: boolean): PhoenixFrame | undefined {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
  return isBinary ? readPush(bytes) : readText(String(bytes));
}

/** @see https://github.com/phoenixframework/phoenix/blob/main/lib/phoenix/socket/serializers/v2_json_serializer.ex */
export function writePhoenixFrame(frame: PhoenixFrame): string | Buffer {
  const { joinRef, ref, topic, event, payload } = frame;
  const { status, response } = Object.assign({ status: '', response: {} }, payload);
  if (payload instanceof Uint8Array) return writeBytes(kinds.broadcast, [topic, event], payload);
  if (response instanceof Uint8Array) {
    return writeBytes(kinds.reply, [joinRef ?? '', ref ?? '', topic, status], response);
  }
  return JSON.stringify([joinRef, ref, topic, event, payload]);
}

function readText(text: string): PhoenixFrame | undefined {
  const parts: unknown = JSON.parse(text);
  if (!Array.isArray(parts)) return undefined;
  const [joinRef, ref, topic, event, payload] = parts as readonly unknown[];
  if (typeof topic !== 'string' || typeof event !== 'string') return undefined;
  if (typeof payload !== 'object' || payload === null) return undefined;
  return { joinRef: textOrNull(joinRef), ref: textOrNull(ref), topic, event, payload };
}

/** The kind, the lengths of four texts, the texts, the payload. */
function readPush(bytes: Buffer): PhoenixFrame | undefined {
  if (bytes[0] !== kinds.push) return undefined;
  let end = 5;
  const texts = [...bytes.subarray(1, 5)].map((length) => {
    end += length;
    return bytes.toString('utf8', end - length, end);
  });
  const [joinRef = '', ref = '', topic = '', event = ''] = texts;
  return { joinRef, ref, topic, event, payload: bytes.subarray(end) };
}

function writeBytes(kind: number, texts: readonly string[], payload: Uint8Array): Buffer {
  const encoded = texts.map((text) => Buffer.from(text));
  const lengths = encoded.map(({ byteLength }) => byteLength);
  return Buffer.concat([Buffer.of(kind, ...lengths), ...encoded, payload]);
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
