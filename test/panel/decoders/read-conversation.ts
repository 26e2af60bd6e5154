import type { Decoder } from '../../../panel/decoders/decoder.ts';
import { decodeLayers, factsOf, type Layer } from '../../../panel/decoders/layers.ts';
import { allDecoders, leastConfidence } from '../../../panel/decoders/registry.ts';
import { type Capture, type CapturedMessage, hintOf } from './capture.ts';

export interface ReadMessage {
  readonly message: CapturedMessage;
  readonly layers: readonly Layer[];
  /** `> json graphql-ws: start …`: the direction, the names of the layers, and what the message means. */
  readonly line: string;
}

/** Reads a conversation message by message, with the memory that its protocol needs, as the engine does. */
export function readConversation(capture: Capture): ReadMessage[] {
  let decoder: Decoder | undefined;
  let state: unknown;
  return capture.messages.map((message, index) => {
    const hint = hintOf(capture, message);
    if (decoder === undefined) {
      decoder = allDecoders.find(
        ({ stream }) => (stream?.claims(message, hint) ?? 0) >= leastConfidence,
      );
      state = decoder?.stream?.initial;
    }
    const later = capture.messages.slice(index + 1);
    const following = (ahead: number) =>
      later.filter(({ direction }) => direction === message.direction)[ahead] ?? null;
    const layers = decodeLayers(
      message,
      { ...hint, state, following },
      { expected: decoder?.name },
    );
    state = decoder?.stream?.advance(message, { ...hint, state });
    const names = layers.flatMap(({ decoder: each, protocol }) =>
      protocol === null ? [each.name] : [each.name, protocol.protocol.name],
    );
    const arrow = message.direction === 'sent' ? '>' : '<';
    return { message, layers, line: `${arrow} ${names.join(' ')}: ${factsOf(layers)?.summary}` };
  });
}
