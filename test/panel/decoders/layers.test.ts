import { describe, expect, it } from 'vitest';
import type { Decoder, MessageFacts, Payload } from '../../../panel/decoders/decoder.ts';
import { jsonDecoder } from '../../../panel/decoders/json.ts';
import { jsonRpc } from '../../../panel/decoders/json-protocols/json-rpc.ts';
import { decodeLayers, factsOf, plain } from '../../../panel/decoders/layers.ts';
import type { Registry } from '../../../panel/decoders/registry.ts';
import { bytes, jsonTable, namedDecoder, textPayload, utf8 } from './bytes.ts';

/** A layer that holds another payload behind its first byte. */
function shellDecoder(mark: number, name: string, expects?: string): Decoder {
  return {
    ...namedDecoder(name, 0),
    recognises: ({ bytes }) => (bytes[0] === mark ? 0.9 : 0),
    decode: ({ bytes }) => ({
      ok: true,
      table: jsonTable('[]'),
      warnings: [],
      inner: {
        node: 0,
        payload: { bytes: bytes.subarray(1), isText: true },
        ...(expects === undefined ? {} : { decoder: expects }),
        context: `from ${name}`,
      },
    }),
  };
}

const registry: Registry = {
  decoders: [shellDecoder(1, 'one'), shellDecoder(2, 'two', 'json'), jsonDecoder],
  protocols: [jsonRpc],
};
const shelled = (...parts: (number | string)[]): Payload => ({
  bytes: Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'number' ? [part] : [...utf8(part)])),
  ),
  isText: false,
});
const namesOf = (payload: Payload, pipeline: readonly string[] | null = null): string[] =>
  decodeLayers(payload, {}, { registry, pipeline }).flatMap(({ decoder, protocol }) =>
    protocol === null ? [decoder.name] : [decoder.name, protocol.protocol.name],
  );

describe('decodeLayers', () => {
  it('has no layer for what nobody recognises', () => {
    expect(namesOf(textPayload('ping'))).toEqual([]);
    expect(namesOf(textPayload(''))).toEqual([]);
  });

  it('goes on inside of a layer, as deep as something is recognised', () => {
    expect(namesOf(shelled(1, 2, '[1]'))).toEqual(['one', 'two', 'json']);
    expect(namesOf(shelled(1, 'ping'))).toEqual(['one']);
  });

  it('takes the decoder that a layer knows to be right, also when it would not be recognised', () => {
    expect(namesOf(shelled(2, '17'))).toEqual(['two', 'json']);
  });

  it('tells a decoder what is around it', () => {
    const layers = decodeLayers(shelled(1, 2, '[1]'), { url: 'wss://a' }, { registry });
    expect(layers[2]?.hint).toEqual({ url: 'wss://a', outer: ['one', 'two'], context: 'from two' });
  });

  it('ends a stack that would have no end', () => {
    expect(namesOf(shelled(...Array<number>(50).fill(1)))).toHaveLength(8);
  });

  it('reads a protocol out of the value, and says what the message means', () => {
    const payload = textPayload('{"jsonrpc":"2.0","id":7,"method":"add","params":[1,2]}');
    expect(namesOf(payload)).toEqual(['json', 'json-rpc']);
    expect(factsOf(decodeLayers(payload, {}, { registry }))).toEqual({
      summary: 'add([1, 2]) #7',
      role: 'request',
      correlationId: '7',
    });
    expect(factsOf(decodeLayers(textPayload('[1]'), {}, { registry }))).toBeNull();
  });

  it('says what is carried behind what carries it, and keeps the role of that', () => {
    const saying = (mark: number, name: string, facts: MessageFacts): Decoder => {
      const shell = shellDecoder(mark, name);
      return { ...shell, decode: (...of) => ({ ...shell.decode(...of), facts }) };
    };
    const publish = { summary: 'PUBLISH a', role: 'request', correlationId: '7' } as const;
    const decoders = [
      saying(1, 'frame', { summary: 'message' }),
      saying(2, 'broker', publish),
      saying(3, 'picture', { summary: 'GIF image' }),
    ];
    const factsIn = (...marks: number[]) =>
      factsOf(decodeLayers(shelled(...marks), {}, { registry: { decoders, protocols: [] } }));
    expect(factsIn(1, 2, 3)).toEqual({ ...publish, summary: 'PUBLISH a · GIF image' });
    expect(factsIn(2)).toEqual(publish);
    expect(factsIn(1, 3)).toEqual({ summary: 'GIF image' });
  });

  it('does as the user says, and goes on by itself behind that', () => {
    expect(namesOf(shelled(9, 2, '[1]'), ['one'])).toEqual(['one', 'two', 'json']);
    expect(namesOf(textPayload('[1]'), ['json', 'json-rpc'])).toEqual(['json', 'json-rpc']);
    expect(namesOf(shelled(1, 2, '[1]'), ['one', plain])).toEqual(['one']);
    expect(namesOf(textPayload('[1]'), [plain])).toEqual([]);
    expect(namesOf(textPayload('[1]'), ['unheard-of'])).toEqual([]);
  });

  it('ends with a layer that fails, whose partial tree is there', () => {
    const layers = decodeLayers(shelled(1, '{"a":[1,2'), {}, { registry });
    expect(layers.map(({ decoder }) => decoder.name)).toEqual(['one', 'json']);
    expect(layers[1]?.decoded).toMatchObject({ ok: false, at: 9, table: { nodeCount: 4 } });
    expect(layers[1]?.protocol).toBeNull();
  });

  it('does not read a protocol out of a value that the user has ended the stack behind', () => {
    expect(namesOf(textPayload('{"jsonrpc":"2.0"}'), ['json', plain])).toEqual(['json']);
  });

  it('decodes bytes that a text cannot hold', () => {
    expect(namesOf({ bytes: bytes('01 02 5b 31 5d'), isText: false })).toEqual([
      'one',
      'two',
      'json',
    ]);
  });
});
