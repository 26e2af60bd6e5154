import type { Payload } from '../../../panel/decoders/decoder.ts';
import { decodeLayers } from '../../../panel/decoders/layers.ts';
import { allDecoders } from '../../../panel/decoders/registry.ts';
import { seededRandom } from '../../panel/decoders/torture.ts';

/** How often something was recognised that is not there. */
export interface FalsePositives {
  readonly payloads: number;
  /** By decoder, for those that were ever chosen. */
  readonly chosen: ReadonlyMap<string, number>;
}

/** Bytes without a meaning, of 1 to 512 bytes: always the same ones. */
export function randomPayloads(count: number, seed: number): Payload[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const bytes = new Uint8Array(1 + random(512));
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = random(256);
    return { bytes, isText: false };
  });
}

const words =
  'the a and of to in is it you that he was for on are with as his they at be this from have or by one had not but what all were when we there can an your which their said if do will each about how up out them then she many some so these would other into has more her two like him see time could no make than first been its who now people my made over did down only way find use may water long little very after words called just where most know ping pong ok hello error info user id 42 2026-11-25 INFO started'.split(
    ' ',
  );
const separators = [' ', ' ', ' ', ' ', ', ', '. ', ': ', '\n', ' - ', '; '];

/** Prose, log lines and short words as people and programs send them. */
export function textPayloads(count: number, seed: number): Payload[] {
  const random = seededRandom(seed);
  const encoder = new TextEncoder();
  return Array.from({ length: count }, () => {
    let text = '';
    for (let left = 1 + random(20); left > 0; left -= 1)
      text += `${words[random(words.length)]}${left > 1 ? separators[random(separators.length)] : ''}`;
    return { bytes: encoder.encode(text), isText: true };
  });
}

/** What is recognised in payloads in which nothing is. */
export function falsePositives(payloads: readonly Payload[]): FalsePositives {
  const chosen = new Map<string, number>();
  for (const payload of payloads) {
    const [first] = decodeLayers(payload, { url: 'wss://example.test/socket', subprotocol: '' });
    if (first !== undefined)
      chosen.set(first.decoder.name, (chosen.get(first.decoder.name) ?? 0) + 1);
  }
  return { payloads: payloads.length, chosen };
}

/**
 * Of payloads that are a format, those in which another was recognised: by `expected > found`.
 * @param samples by the name of the decoder that is right
 */
export function mistaken(
  samples: ReadonlyMap<string, readonly Payload[]>,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [expected, payloads] of samples) {
    for (const payload of payloads) {
      const [first] = decodeLayers(payload, {});
      const name = first?.decoder.name ?? 'nothing';
      if (name === expected) continue;
      const key = `${expected} > ${name}`;
      found.set(key, (found.get(key) ?? 0) + 1);
    }
  }
  return found;
}

export const decoderLabel = (name: string): string =>
  allDecoders.find((decoder) => decoder.name === name)?.label ?? name;
