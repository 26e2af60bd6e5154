import { readFileSync } from 'node:fs';
import type { Hint, Payload } from '../../../panel/decoders/decoder.ts';

/**
 * A conversation between a real client library and a real server, as `npm run capture` wrote it to
 * test/fixtures/captures/.
 */
export interface Capture {
  /** `socket.io-client 4.8.4`, with the version. */
  readonly client: string;
  readonly server: string;
  readonly url: string;
  readonly subprotocol: string;
  readonly messages: readonly CapturedMessage[];
}

export interface CapturedMessage extends Payload {
  readonly direction: 'sent' | 'received';
}

export function readCapture(name: string): Capture {
  const file = new URL(`../../fixtures/captures/${name}.json`, import.meta.url);
  const { messages, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Omit<
    Capture,
    'messages'
  > & { messages: { direction: 'sent' | 'received'; text?: string; base64?: string }[] };
  return {
    ...rest,
    messages: messages.map(({ direction, text, base64 }) => ({
      direction,
      isText: text !== undefined,
      bytes: Uint8Array.from(
        Buffer.from(text ?? base64 ?? '', text === undefined ? 'base64' : 'utf8'),
      ),
    })),
  };
}

export const hintOf = ({ url, subprotocol }: Capture, message: CapturedMessage): Hint => ({
  url,
  subprotocol,
  direction: message.direction,
});
