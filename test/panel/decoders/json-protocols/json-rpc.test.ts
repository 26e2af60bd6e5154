import { describe, expect, it } from 'vitest';
import { jsonRpc } from '../../../../panel/decoders/json-protocols/json-rpc.ts';
import { Value } from '../../../../panel/decoders/value.ts';
import { jsonTable } from '../bytes.ts';

const read = (text: string) => {
  const root = new Value(jsonTable(text));
  return { sure: jsonRpc.recognises(root, {}), ...jsonRpc.interpret(root, {}).facts };
};

describe('JSON-RPC', () => {
  it.each([
    [
      '{"jsonrpc":"2.0","method":"subtract","params":[42,23],"id":1}',
      { summary: 'subtract([42, 23]) #1', role: 'request', correlationId: '1' },
    ],
    [
      '{"jsonrpc":"2.0","result":19,"id":1}',
      { summary: 'result 19 #1', role: 'response', correlationId: '1' },
    ],
    [
      '{"jsonrpc":"2.0","method":"update","params":{"a":1}}',
      { summary: 'update({a: 1})', role: 'event' },
    ],
    [
      '{"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found"},"id":"1"}',
      { summary: 'error -32601 Method not found #1', role: 'response', correlationId: '1' },
    ],
    [
      '{"method":"Page.frameNavigated","params":{},"sessionId":"A"}',
      { summary: 'Page.frameNavigated({})', role: 'event' },
    ],
    [
      '[{"jsonrpc":"2.0","method":"a"},{"jsonrpc":"2.0","method":"b"}]',
      { summary: 'batch of 2: a()' },
    ],
  ])('reads %s', (text, facts) => {
    const { sure, ...found } = read(text);
    expect(found).toEqual(facts);
    expect(sure).toBeGreaterThanOrEqual(0.5);
  });

  it.each([
    '{"jsonrpc":"1.0"}',
    '{"method":"Page.enable","other":1}',
    '{"method":"get"}',
    '[]',
    '7',
  ])('does not take %s for it', (text) => {
    expect(read(text).sure).toBe(0);
  });
});
