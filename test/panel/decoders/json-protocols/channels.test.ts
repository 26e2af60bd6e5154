import { describe, expect, it } from 'vitest';
import { ably } from '../../../../panel/decoders/json-protocols/ably.ts';
import {
  annotationsOf,
  beat,
  control,
  event,
  type Row,
  readMessage,
  request,
  response,
} from './reading.ts';

const identifier = '"{\\"channel\\":\\"ChatChannel\\",\\"room\\":1}"';

describe('Action Cable', () => {
  // https://docs.anycable.io/misc/action_cable_protocol
  const rows: readonly Row[] = [
    [
      `{"command":"subscribe","identifier":${identifier}}`,
      'subscribe ChatChannel {room: 1}',
      request('{"channel":"ChatChannel","room":1}'),
    ],
    [
      `{"identifier":${identifier},"type":"confirm_subscription"}`,
      'confirm_subscription ChatChannel {room: 1}',
      response('{"channel":"ChatChannel","room":1}'),
    ],
    [
      `{"command":"message","identifier":${identifier},"data":"{\\"action\\":\\"speak\\",\\"text\\":\\"hi\\"}"}`,
      'message ChatChannel {room: 1} speak {text: "hi"}',
      event,
    ],
    [`{"identifier":"{\\"channel\\":\\"A\\"}","message":{"text":"hi"}}`, 'A {text: "hi"}', event],
    ['{"type":"ping","message":1700000000}', 'ping 1700000000', beat],
  ];

  it.each(rows)('reads %s', (text, summary, rest) => {
    expect(readMessage(text)).toEqual({ protocol: 'action-cable', summary, ...rest });
  });

  it.each([
    ['{"type":"welcome"}', 'welcome'],
    ['{"type":"disconnect","reason":"unauthorized","reconnect":false}', 'disconnect unauthorized'],
  ])('reads %s by the subprotocol', (text, summary) => {
    const read = readMessage(text, { subprotocol: 'actioncable-v1-json' });
    expect(read).toEqual({ protocol: 'action-cable', summary, role: 'control' });
    expect(readMessage(text).protocol).toBeUndefined();
  });

  it.each([
    '{"identifier":"x","message":1}',
    '{"identifier":"{\\"a\\":1}","message":1}',
    '{"type":"ping"}',
  ])('does not take %s for it', (text) => {
    expect(readMessage(text).protocol).toBeUndefined();
  });
});

describe('Pusher', () => {
  // https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/
  const rows: readonly Row[] = [
    [
      '{"event":"pusher:connection_established","data":"{\\"socket_id\\":\\"1.2\\",\\"activity_timeout\\":120}"}',
      'pusher:connection_established {socket_id: "1.2", activity_timeout: 120}',
      control,
    ],
    [
      '{"event":"pusher:subscribe","data":{"channel":"private-a","auth":"k:s"}}',
      'pusher:subscribe private-a',
      request('private-a'),
    ],
    [
      '{"event":"pusher_internal:subscription_succeeded","data":"{}","channel":"private-a"}',
      'pusher_internal:subscription_succeeded private-a',
      response('private-a'),
    ],
    [
      '{"event":"pusher:subscription_error","channel":"private-a","data":{"status":401}}',
      'pusher:subscription_error private-a {status: 401}',
      response('private-a'),
    ],
    ['{"event":"pusher:ping","data":{}}', 'pusher:ping', beat],
    ['{"event":"pusher:pong"}', 'pusher:pong', beat],
    [
      '{"event":"pusher:error","data":{"code":4001,"message":"no app"}}',
      'pusher:error {code: 4001, message: "no app"}',
      control,
    ],
    [
      '{"event":"client-typing","channel":"private-a","data":{"user":1}}',
      'client-typing private-a {user: 1}',
      event,
    ],
    [
      '{"event":"App\\\\Events\\\\Sent","data":"{\\"text\\":\\"hi\\"}","channel":"chat"}',
      'App\\Events\\Sent chat {text: "hi"}',
      event,
    ],
  ];

  it.each(rows)('reads %s', (text, summary, rest) => {
    expect(readMessage(text)).toEqual({ protocol: 'pusher', summary, ...rest });
  });

  it('takes any event by the address', () => {
    const url = 'wss://ws-eu.pusher.com/app/KEY?protocol=7&client=js&version=8.4.0';
    expect(readMessage('{"event":"x","data":"1"}', { url })).toMatchObject({ protocol: 'pusher' });
    expect(readMessage('{"event":"x","data":"1"}').protocol).toBeUndefined();
    expect(readMessage('{"event":"x","channel":"c","data":"1"}').protocol).toBe('pusher');
    expect(readMessage('{"event":"x","channel":"c","extra":1}', { url }).protocol).toBeUndefined();
  });
});

describe('Ably', () => {
  const rows: readonly Row[] = [
    [
      '{"action":4,"connectionId":"c","connectionDetails":{"maxIdleInterval":15000}}',
      'CONNECTED',
      control,
    ],
    [
      '{"action":15,"channel":"a","channelSerial":"1","messages":[{"name":"n","data":"{\\"x\\":1}"},{},{}]}',
      'MESSAGE a n {x: 1} and 2 more',
      event,
    ],
    ['{"action":1,"msgSerial":3,"count":1}', 'ACK #3', response('3')],
    ['{"action":11,"channel":"a","channelSerial":"1"}', 'ATTACHED a', response('ATTACH a')],
  ];

  it.each(rows)('reads %s', (text, summary, rest) => {
    expect(readMessage(text)).toEqual({ protocol: 'ably', summary, ...rest });
  });

  it('asks for an answer by a message that is sent with a serial', () => {
    const text = '{"action":15,"channel":"a","msgSerial":3,"messages":[{"data":"x"}]}';
    expect(readMessage(text, { direction: 'sent' })).toEqual({
      protocol: 'ably',
      summary: 'MESSAGE a "x" #3',
      ...request('3'),
    });
  });

  it('knows a heartbeat and an attach by the address, and says what an action is', () => {
    const url = 'wss://realtime.ably.io/?format=json';
    expect(readMessage('{"action":0}', { url })).toEqual({
      protocol: 'ably',
      summary: 'HEARTBEAT',
      ...beat,
    });
    expect(readMessage('{"action":10,"channel":"a"}', { url })).toMatchObject(request('ATTACH a'));
    expect(readMessage('{"action":0}').protocol).toBeUndefined();
    expect(readMessage('{"action":99}', { url }).protocol).toBeUndefined();
    expect(annotationsOf(ably, '{"action":17}').notes).toEqual([['17', 'AUTH']]);
  });
});

describe('Centrifugo', () => {
  const hint = { url: 'wss://a.example/connection/websocket' };
  // As centrifuge-js 5 and Centrifugo 5 speak.
  const rows: readonly Row[] = [
    ['{"id":1,"connect":{"name":"js"}}', 'connect {name: "js"} #1', request('1')],
    ['{"id":2,"subscribe":{"channel":"news"}}', 'subscribe news #2', request('2')],
    [
      '{"id":3,"publish":{"channel":"news","data":{"a":1}}}',
      'publish news {a: 1} #3',
      request('3'),
    ],
    ['{"push":{"channel":"news","pub":{"data":{"a":1}}}}', 'pub news {a: 1}', event],
    [
      '{"push":{"channel":"news","join":{"info":{"user":"1"}}}}',
      'join news {info: {user: "1"}}',
      event,
    ],
    [
      '{"id":1,"connect":{"name":"js"}}\n{"id":2,"subscribe":{"channel":"news"}}',
      'connect {name: "js"} #1 · subscribe news #2',
      request('1'),
    ],
    ['{"id":4,"rpc":{"method":"sum","data":[1]}}', 'rpc sum [1] #4', request('4')],
  ];

  it.each(rows)('reads %s', (text, summary, rest) => {
    expect(readMessage(text)).toEqual({ protocol: 'centrifugo', summary, ...rest });
    expect(readMessage(text, hint)).toEqual({ protocol: 'centrifugo', summary, ...rest });
  });

  it('tells replies by the direction, errors and heartbeats by the address', () => {
    const received = { ...hint, direction: 'received' } as const;
    expect(readMessage('{"id":2,"subscribe":{}}', received)).toEqual({
      protocol: 'centrifugo',
      summary: 'subscribe #2',
      ...response('2'),
    });
    expect(readMessage('{"id":2,"error":{"code":103,"message":"denied"}}', hint)).toEqual({
      protocol: 'centrifugo',
      summary: 'error 103 denied #2',
      ...response('2'),
    });
    expect(readMessage('{}', received)).toEqual({
      protocol: 'centrifugo',
      summary: 'ping',
      ...beat,
    });
    expect(readMessage('{}', { ...hint, direction: 'sent' })).toMatchObject({ summary: 'pong' });
  });

  it('counts the rest of many commands in one message', () => {
    const commands = Array.from({ length: 90 }, (_, index) => `{"id":${index},"ping":{}}`);
    const { summary } = readMessage(commands.join('\n'), hint);
    expect(summary).toBe('ping #0 · ping #1 · ping #2 · ping #3 · ping #4 · 85 more');
  });

  it('takes no payload of the application for a heartbeat', () => {
    const inside = { ...hint, outer: ['centrifugo-protobuf'] };
    expect(readMessage('{}', inside).protocol).toBeUndefined();
  });

  it.each([
    '{}',
    '{"id":1,"error":{}}',
    '{"push":{}}',
    '{"push":1}',
    '{"id":1,"connect":true}',
    '{"id":1,"connect":{},"publish":{}}',
    '{"id":"1","connect":{}}',
  ])('does not take %s for it', (text) => {
    expect(readMessage(text).protocol).toBeUndefined();
  });
});
