import type { Hint, Payload } from '../../../panel/decoders/decoder.ts';
import { allDecoders, leastConfidence } from '../../../panel/decoders/registry.ts';
import { hintOf, readCapture } from '../../panel/decoders/capture.ts';

export interface MessageInContext {
  readonly payload: Payload;
  /** With what its decoder knows by then of the messages before. */
  readonly hint: Hint;
}

/**
 * A message between a real client library and a real server: the first of a captured conversation
 * in this direction that holds this text.
 */
export function capturedMessage(
  conversation: string,
  direction: 'sent' | 'received',
  text: string,
): MessageInContext {
  const capture = readCapture(conversation);
  const [first] = capture.messages;
  const stream =
    first === undefined
      ? undefined
      : allDecoders.find(
          (decoder) =>
            (decoder.stream?.claims(first, hintOf(capture, first)) ?? 0) >= leastConfidence,
        )?.stream;
  let state = stream?.initial;
  for (const message of capture.messages) {
    const hint = { ...hintOf(capture, message), state };
    const { bytes, isText } = message;
    if (message.direction === direction && Buffer.from(bytes).includes(text))
      return { payload: { bytes, isText }, hint };
    state = stream?.advance(message, hint);
  }
  throw new Error(`${conversation} has no ${direction} message with ${JSON.stringify(text)}`);
}
