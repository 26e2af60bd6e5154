import { describe, expect, it } from 'vitest';
import { beat, control, event, type Row, readMessage, request, response } from './reading.ts';

const query = 'subscription OnMessage($room: ID!) { messageAdded(room: $room) { text } }';

describe('GraphQL over WebSocket', () => {
  // The library graphql-ws 6.4.2, and the examples of its PROTOCOL.md.
  const rows: readonly Row[] = [
    ['{"type":"connection_init"}', 'connection_init', control],
    ['{"type":"connection_ack","payload":{"a":1}}', 'connection_ack {a: 1}', control],
    ['{"type":"ping"}', 'ping', beat],
    ['{"type":"pong","payload":{"at":1}}', 'pong {at: 1}', beat],
    [
      JSON.stringify({ id: 'u1', type: 'subscribe', payload: { query, variables: { room: 7 } } }),
      'subscribe subscription OnMessage {room: 7} #u1',
      request('u1'),
    ],
    [
      '{"id":"u1","type":"subscribe","payload":{"operationName":"Me","query":"# who\\nquery Me { me { id } }"}}',
      'subscribe query Me #u1',
      request('u1'),
    ],
    [
      '{"id":"u1","type":"subscribe","payload":{"query":"{ hello }"}}',
      'subscribe query { hello } #u1',
      request('u1'),
    ],
    [
      '{"id":"u1","type":"next","payload":{"data":{"hello":"Hi"}}}',
      'next {hello: "Hi"} #u1',
      response('u1'),
    ],
    [
      '{"id":"u1","type":"next","payload":{"data":null,"errors":[{"message":"no"}]}}',
      'next no #u1',
      response('u1'),
    ],
    [
      '{"id":"u1","type":"error","payload":[{"message":"Cannot query field \\"x\\""}]}',
      'error Cannot query field "x" #u1',
      response('u1'),
    ],
    ['{"id":"u1","type":"complete"}', 'complete #u1', response('u1')],
  ];

  it.each(rows)('reads %s', (text, summary, rest) => {
    const hint = { subprotocol: 'graphql-transport-ws' };
    const protocol = 'graphql-transport-ws';
    expect(readMessage(text, hint)).toEqual({ protocol, summary, ...rest });
  });

  it('knows all but ping, pong and complete without the subprotocol too', () => {
    const unknown = rows.filter(([text]) => readMessage(text).protocol !== 'graphql-transport-ws');
    expect(unknown.map(([, summary]) => summary)).toEqual(['ping', 'pong {at: 1}', 'complete #u1']);
  });

  it('ends a subscription by a complete that is sent', () => {
    const hint = { subprotocol: 'graphql-transport-ws', direction: 'sent' } as const;
    expect(readMessage('{"id":"u1","type":"complete"}', hint)).toMatchObject({ role: 'control' });
  });

  it.each([
    '{"type":"connection_init","other":1}',
    '{"type":"subscribe","channel":"x"}',
    '{"type":"next","payload":{"data":1}}',
    '{"type":"hello"}',
    '{"type":"complete","id":"1"}',
    '{"type":"error","payload":"x"}',
  ])('does not take %s for it', (text) => {
    expect(readMessage(text).protocol).toBeUndefined();
  });
});

describe('GraphQL messages under the subprotocol of the other', () => {
  it.each([
    ['{"type":"connection_init"}', 'graphql-ws', 'graphql-ws'],
    ['{"type":"connection_init"}', 'graphql-transport-ws', 'graphql-transport-ws'],
    ['{"id":"1","type":"next","payload":{"data":1}}', 'graphql-ws', 'graphql-transport-ws'],
    ['{"type":"ka"}', 'graphql-transport-ws', 'graphql-ws'],
  ])('takes %s under %s for %s', (text, subprotocol, protocol) => {
    expect(readMessage(text, { subprotocol }).protocol).toBe(protocol);
  });
});

describe('the older GraphQL subscriptions', () => {
  const rows: readonly Row[] = [
    ['{"type":"connection_terminate"}', 'connection_terminate', control],
    ['{"type":"ka"}', 'ka', beat],
    [
      JSON.stringify({ id: '1', type: 'start', payload: { query, variables: {} } }),
      'start subscription OnMessage #1',
      request('1'),
    ],
    ['{"id":"1","type":"data","payload":{"data":{"n":1}}}', 'data {n: 1} #1', response('1')],
    [
      '{"type":"connection_error","payload":{"errors":[{"message":"no","errorCode":401}]}}',
      'connection_error {errors: [{message: "no", errorCode: 401}]}',
      control,
    ],
    // AWS AppSync, with the operation as JSON in a string.
    [
      '{"id":"a","type":"start","payload":{"data":"{\\"query\\":\\"subscription A { b }\\",\\"variables\\":{}}","extensions":{"authorization":{"host":"h"}}}}',
      'start subscription A #a',
      request('a'),
    ],
    ['{"type":"start_ack","id":"a"}', 'start_ack #a', response('a')],
  ];

  it.each(rows)('reads %s', (text, summary, rest) => {
    expect(readMessage(text)).toEqual({ protocol: 'graphql-ws', summary, ...rest });
  });

  it.each([
    ['{"type":"stop","id":"1"}', { summary: 'stop #1', role: 'control', correlationId: '1' }],
    ['{"type":"complete","id":"1"}', { summary: 'complete #1', ...response('1') }],
    ['{"type":"connection_init","payload":{}}', { summary: 'connection_init', ...control }],
    [
      '{"id":"1","type":"error","payload":{"message":"bad"}}',
      { summary: 'error bad #1', ...response('1') },
    ],
  ])('reads %s by the subprotocol', (text, facts) => {
    const read = readMessage(text, { subprotocol: 'graphql-ws' });
    expect(read).toEqual({ protocol: 'graphql-ws', ...facts });
  });
});

describe('AWS AppSync Events', () => {
  // https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-websocket-protocol.html
  const rows: readonly Row[] = [
    [
      '{"type":"subscribe","id":"s1","channel":"/news/*","authorization":{"x-api-key":"k"}}',
      'subscribe /news/* #s1',
      request('s1'),
    ],
    ['{"type":"subscribe_success","id":"s1"}', 'subscribe_success #s1', response('s1')],
    ['{"type":"data","id":"s1","event":["{\\"a\\":1}"]}', 'data {a: 1} #s1', event],
    [
      '{"type":"publish","id":"p1","channel":"/a","events":["{\\"b\\":2}"],"authorization":{}}',
      'publish /a {b: 2} #p1',
      request('p1'),
    ],
    [
      '{"type":"publish_error","id":"p1","errors":[{"errorType":"X","message":"no"}]}',
      'publish_error {errorType: "X", message: "no"} #p1',
      response('p1'),
    ],
  ];

  it.each(rows)('reads %s', (text, summary, rest) => {
    expect(readMessage(text)).toEqual({ protocol: 'appsync-events', summary, ...rest });
  });

  it('reads the rest by the subprotocol', () => {
    const hint = { subprotocol: 'aws-appsync-event-ws' };
    expect(readMessage('{"type":"ka"}', hint)).toEqual({
      protocol: 'appsync-events',
      summary: 'ka',
      ...beat,
    });
    expect(readMessage('{"type":"connection_ack","connectionTimeoutMs":300000}', hint)).toEqual({
      protocol: 'appsync-events',
      summary: 'connection_ack',
      ...control,
    });
  });
});
