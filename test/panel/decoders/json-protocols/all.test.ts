import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hint } from '../../../../panel/decoders/decoder.ts';
import { valueProtocols } from '../../../../panel/decoders/json-protocols/all.ts';
import { Value } from '../../../../panel/decoders/value.ts';
import { jsonTable } from '../bytes.ts';

/** The words that the protocols look for, so that random values come close to their messages. */
const keys = fc.constantFrom(
  ...['type', 'id', 'payload', 'event', 'channel', 'data', 'topic', 'ref', 'op', 'd', 's', 't'],
  ...['msg', 'action', 'push', 'connect', 'identifier', 'header', 'content', 'jsonrpc', 'method'],
  ...['params', 'error', 'subs', 'updates', 'envelope_id', 'messages', '__proto__', ''],
);
const texts = fc.constantFrom(
  ...['2.0', 'next', 'subscribe', 'start', 'phx_reply', 'phoenix', 'pusher:subscribe', 'EVENT'],
  ...[
    '{"channel":"A"}',
    '[',
    'ping',
    'added',
    'update',
    'hash',
    'x'.repeat(500),
    '\u202e',
    'toString',
  ],
);
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(texts, fc.integer({ min: -1, max: 70 }), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 6 }),
  ),
})).value;

const hints: readonly Hint[] = [
  {},
  { subprotocol: 'graphql-transport-ws', direction: 'sent' },
  { subprotocol: 'graphql-ws' },
  { subprotocol: 'wamp.2.json', url: 'wss://a.slack.com/' },
  { subprotocol: 'actioncable-v1-json', url: 'wss://realtime.ably.io/' },
  { subprotocol: 'vite-hmr', url: 'wss://a/connection/websocket', direction: 'received' },
];

describe('every protocol', () => {
  it('interprets any value without a throw, in one line of bounded length', () => {
    fc.assert(
      fc.property(values, fc.constantFrom(...hints), (value, hint) => {
        const root = new Value(jsonTable(JSON.stringify(value)));
        for (const protocol of valueProtocols) {
          const confidence = protocol.recognises(root, hint);
          expect(confidence >= 0 && confidence <= 1).toBe(true);
          const { facts, names, notes } = protocol.interpret(root, hint);
          expect(facts.summary.length).toBeLessThan(3000);
          for (const node of [...(names?.keys() ?? []), ...(notes?.keys() ?? [])])
            expect(node).toBeLessThan(root.table.nodeCount);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('takes no ordinary JSON for its own', () => {
    for (const text of [
      '{"type":"message","text":"hello"}',
      '{"id":1,"name":"Ada"}',
      '{"event":"click","data":{"x":1}}',
      '{"type":"error","message":"no"}',
      '[1,2,3]',
      '["a","b"]',
      '[["a",1]]',
      '{"action":"move","x":1}',
      '{"action":2,"x":1}',
      '{"op":"replace","path":"/a","value":1}',
      '{"header":{},"content":""}',
      '{"type":"ping"}',
      '{"ping":1}',
      'null',
    ]) {
      const root = new Value(jsonTable(text));
      const taken = valueProtocols.filter((protocol) => protocol.recognises(root, {}) >= 0.5);
      expect(
        taken.map(({ name }) => name),
        text,
      ).toEqual([]);
    }
  });

  it.each([
    ['array', `[${'[1],'.repeat(100_000)}{}]`],
    ['object', `{${'"type":"hash",'.repeat(100_000)}"data":1}`],
  ])('looks at a large %s no longer than at a small one', (_kind, text) => {
    const table = jsonTable(text);
    let reads = 0;
    const counting = new Proxy(table, {
      get(target, key, receiver) {
        reads += 1;
        return Reflect.get(target, key, receiver);
      },
    });
    const root = new Value(counting);
    for (const protocol of valueProtocols) protocol.recognises(root, {});
    expect(reads).toBeLessThan(3000);
  });
});
